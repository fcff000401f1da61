"""What an operation says when it refuses. Nothing has changed when one of these is raised."""

from collections.abc import Sequence
from dataclasses import dataclass

from guidance.domain.text.cells import CellId, CellValue


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong: the field it is about, the section or contact, and what to do.

    ``cell`` is the cell of the working copy that holds the field, where there is one.
    """

    field: str
    key: str
    message: str
    cell: CellId | None = None


class PublishingError(Exception):
    """An operation was refused; the message says why and what to do."""


class NotAllowed(PublishingError):
    """This person may not do this."""


class Refused(PublishingError):
    """What was asked for is not right yet; ``issues`` names everything that is wrong at once."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__(" ".join(issue.message for issue in self.issues))


class WrongState(PublishingError):
    """A submission or guide has moved on, so that this can no longer be done to it."""


@dataclass(frozen=True, slots=True)
class MovedCell:
    """A submitted cell whose live text changed meanwhile: what it was made from is gone."""

    id: CellId
    submitted: CellValue
    live: CellValue | None


class Moved(PublishingError):
    """Live text changed under a submission. ``cells`` names each, for a three-way comparison."""

    def __init__(self, cells: Sequence[MovedCell]) -> None:
        self.cells = tuple(cells)
        names = ", ".join(str(cell.id) for cell in self.cells)
        super().__init__(
            f"Nothing was published: the live text changed since this was submitted ({names}). "
            "Compare the texts, then submit again."
        )
