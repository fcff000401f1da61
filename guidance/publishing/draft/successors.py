"""What replaces a retired section: following it has to end at something a reader can read."""

from collections.abc import Iterable, Mapping

from guidance.domain.text.cells import Cell, Retire
from guidance.models import Tombstone
from guidance.publishing.errors import Issue


def leading_nowhere(cells: Iterable[Cell]) -> Iterable[Issue]:
    """Name each section that would go with a successor that leads back to it."""
    going = {cell.id.key: cell.value for cell in cells if isinstance(cell.value, Retire)}
    yield from circular({key: retire.successor for key, retire in going.items()})


def circular(successors: Mapping[str, str]) -> Iterable[Issue]:
    """Name each of these sections whose successor, followed on, comes back to it.

    ``successors`` has, by key, what replaces each section that is to go (``''``: nothing does).
    Sections that went before are followed by their tombstones.
    """
    for key, successor in successors.items():
        seen, at = {key}, successor
        while at and at not in seen:
            seen.add(at)
            at = successors[at] if at in successors else _replaced_by(at)
        if at:
            yield Issue(
                "successor",
                key,
                f"section/{key} would be replaced by a section that it replaces itself: readers "
                "would be led in a circle. Name another section, or say why it goes.",
            )


def _replaced_by(key: str) -> str:
    rows = Tombstone.objects.filter(section__key=key).values_list("successor__key", flat=True)
    return rows.first() or ""
