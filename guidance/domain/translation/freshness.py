"""Whether a translation still says what the English says: a pure function of what was published.

Nothing here is stored or re-stamped. A translation names the exact English it was made from; what
was published since, and how much each change matters to a reader, decides its state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """What a change of the English does for readers. Compare by ``rank``."""

    WORDING = "wording"
    MEANING = "meaning"
    SAFETY = "safety"

    @property
    def rank(self) -> int:
        """How much the change matters: 0, 1 or 2."""
        return list(Severity).index(self)


def worst(severities: Sequence[Severity]) -> Severity | None:
    """Return the gravest of some severities, or None of none."""
    return max(severities, key=lambda severity: severity.rank, default=None)


class State(StrEnum):
    """How a translation stands to the English now."""

    MISSING = "missing"
    CURRENT = "current"
    STALE = "stale"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class EnglishChange:
    """The English of one section or contact as an edition published it.

    ``number`` orders the changes (a guide's edition number; a contact's publication number).
    ``severity`` is None where the text was added, else what was declared.
    """

    number: int
    at: datetime
    digest: str
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """A translation's state, and since which change of the English it holds (None: not known)."""

    state: State
    since: datetime | None = None


def raised(
    changes: Sequence[EnglishChange], raises: Mapping[int, Severity]
) -> tuple[EnglishChange, ...]:
    """Return the changes with severities as raised since, by number. Nothing is ever lowered."""
    return tuple(
        EnglishChange(
            change.number,
            change.at,
            change.digest,
            worst([change.severity, raises[change.number]])
            if change.severity and change.number in raises
            else change.severity,
        )
        for change in changes
    )


def freshness(changes: Sequence[EnglishChange], *, made_from: str, has_text: bool) -> Freshness:
    """Return a translation's state from the English published up to now, oldest first.

    The latest published English equal to ``made_from`` counts, then the gravest change since:
    none or wording is current, meaning is stale, safety is withheld. A translation made from
    English that was never published is withheld.
    """
    if not has_text:
        return Freshness(State.MISSING)
    matches = [index for index, change in enumerate(changes) if change.digest == made_from]
    if not matches:
        return Freshness(State.WITHHELD, changes[-1].at if changes else None)
    since = [change for change in changes[matches[-1] + 1 :] if change.severity]
    gravest = worst([change.severity for change in since if change.severity])
    if gravest is None or gravest is Severity.WORDING:
        return Freshness(State.CURRENT)
    at = next(change.at for change in reversed(since) if change.severity is gravest)
    return Freshness(State.WITHHELD if gravest is Severity.SAFETY else State.STALE, at)
