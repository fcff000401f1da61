"""Bringing a guide's working copy up to what was just published."""

from collections.abc import Iterable
from datetime import datetime

from guidance.domain.text.cells import Cell, CellValue, Retire
from guidance.domain.text.compose import ordered_keys
from guidance.domain.text.content import GENERAL, GuideContent
from guidance.models import Guide, Section, Tombstone
from guidance.publishing.draft.merge import update_row


def update_working_copy(
    guide: Guide, after: GuideContent, *, at: datetime, cells: Iterable[Cell] = ()
) -> None:
    """Bring untouched working cells up to ``after``, and retire the sections that ``cells`` retire.

    ``after`` is what was just published. The guide must be locked; its sections are locked here.
    """
    # Locked before they are read: a save that came first is seen, one that comes later waits.
    locked_rows = guide.sections.select_for_update(of=("self",), no_key=True).order_by("pk")
    rows = {row.key: row for row in locked_rows if row.retired_at is None}
    for section in after.sections:
        live: dict[str, CellValue] = {GENERAL: section.general, **section.words}
        update_row(rows[section.key], live)
    keys = [section.key for section in after.sections]
    Section.objects.filter(key__in=keys).update(live=True)
    for cell in cells:
        if isinstance(cell.value, Retire):
            _retire(rows[cell.id.key], cell.value, at)
    _follow_order(guide, keys)


def _retire(row: Section, retire: Retire, at: datetime) -> None:
    Section.objects.filter(pk=row.pk).update(live=False, retiring=False, retired_at=at)
    Tombstone.objects.create(
        section=row,
        successor=Section.objects.filter(key=retire.successor).first()
        if retire.successor
        else None,
        reason=retire.reason,
        at=at,
    )


def _follow_order(guide: Guide, live: list[str]) -> None:
    """Put the working copy in the live order, unless somebody has reordered it since it began."""
    standing = guide.sections.filter(retired_at=None).order_by("position", "pk")
    working = [row.key for row in standing]
    begun = [key for key in guide.base_order if key in working]
    untouched = [key for key in working if key in begun] == begun
    if untouched or [key for key in working if key in live] == live:
        for position, key in enumerate(ordered_keys(working, live)):
            Section.objects.filter(key=key).update(position=position)
        Guide.objects.filter(pk=guide.pk).update(base_order=live)
