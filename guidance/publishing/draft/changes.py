"""Where the working copy differs from what is live."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guidance.domain.languages import CODES
from guidance.domain.text.cells import Add, Cell, CellId, CellValue, Order, Retire, cell_digest
from guidance.domain.text.compose import Merged, live_value, merge
from guidance.domain.text.content import (
    GENERAL,
    ContactGeneral,
    ContactWords,
    General,
    GuideContent,
    Words,
)
from guidance.models import Contact, Guide, Section
from guidance.models.columns import read_base
from guidance.publishing.draft.merge import merged_cell
from guidance.queries.published import live_contacts, published_guide
from guidance.queries.working_copy import working_guide


@dataclass(frozen=True, slots=True)
class Changed:
    """A working cell that differs from live; outdated if live has changed since it was begun."""

    cell: Cell
    is_outdated: bool = False


def changed_cells(guide: Guide) -> list[Changed]:
    """Return every cell of a guide in which the working copy differs from the published text."""
    live, _ = published_guide(guide)
    sections = list(guide.sections.filter(retired_at=None))
    found: list[Changed] = []
    previous = ""
    for row in sorted(
        sections, key=lambda section: (section.kind != "head", section.position, section.pk)
    ):
        standing = live.section(row.key) if live else None
        if standing is None and row.retiring:
            continue
        if standing is None:
            found.append(Changed(Cell(CellId("section", row.key, "add"), Add(previous))))
        if row.retiring and standing is not None:
            retire = Retire(row.retiring_successor, row.retiring_reason)
            found.append(Changed(Cell(CellId("section", row.key, "retire"), retire)))
        else:
            found.extend(_changed_in(row, live, {}))
        previous = row.key
    order = _changed_order(guide, live, sections)
    return [*found, order] if order else found


def changed_contact_cells(contacts: Iterable[Contact]) -> list[Changed]:
    """Return every cell of these contacts in which the working copy differs from published text."""
    contacts = list(contacts)
    live = live_contacts(contact.key for contact in contacts)
    return [changed for contact in contacts for changed in _changed_in(contact, None, live)]


def _changed_in(
    row: Section | Contact, guide: GuideContent | None, contacts: Mapping[str, ContactContent]
) -> Iterable[Changed]:
    """Yield what differs in one row from the published ``guide`` or ``contacts``."""
    subject: Subject = "section" if isinstance(row, Section) else "contact"
    for language in (GENERAL, *CODES):
        cell = CellId(subject, row.key, "words" if language else "general", language)
        merged = merged_cell(row, language, live_value(cell, guide, contacts))
        if merged.outcome in {"kept", "behind"}:
            changed = Cell(cell, merged.value, read_base(row, language))
            yield Changed(changed, merged.outcome == "behind")


def _changed_order(
    guide: Guide, live: GuideContent | None, sections: Sequence[Section]
) -> Changed | None:
    if live is None:
        return None
    now = [section.key for section in live.sections]
    staying = [row for row in sections if row.live or not row.retiring]
    wanted = [section.key for section in working_guide(guide, staying).sections]
    common = set(now) & set(wanted)
    if [key for key in now if key in common] == [key for key in wanted if key in common]:
        return None
    return Changed(Cell(CellId("guide", guide.key, "order"), Order(tuple(wanted), tuple(now))))


def move_on(row: Section | Contact, live: Mapping[str, CellValue]) -> None:
    """Bring a working row up to what was just published, keeping every text somebody changed.

    ``live`` gives the published cells of the row by language, ``''`` the general one.
    """
    values: dict[str, object] = {}
    for code in (GENERAL, *CODES):
        working: CellValue
        if isinstance(row, Section):
            working = section_words(row, code) if code else section_general(row)
        else:
            working = contact_words(row, code) if code else contact_general(row)
        merged = _merged(working, _base(row, code), live.get(code))
        values[f"base_{code}" if code else "base_general"] = merged.base
        if merged.outcome == "moves on":
            values |= columns_of(merged.value, code)
    type(row).objects.filter(pk=row.pk).update(**values)


def columns_of(value: CellValue, code: str) -> dict[str, object]:
    """Give the working copy's columns that hold a words or general cell."""
    if isinstance(value, Words | ContactWords):
        names = ["heading", "body", "made_from", "provenance"]
        if isinstance(value, ContactWords):
            names += ["phone", "hours"]
        return {f"{name}_{code}": getattr(value, name) for name in names}
    if isinstance(value, General):
        return {
            "kind": value.kind,
            "contacts": list(value.contacts),
            "sources": sources_to(value.sources),
        }
    if isinstance(value, ContactGeneral):
        return {
            "general_phone": value.phone,
            "general_hours": value.hours,
            "web": value.web,
            "spoken": list(value.spoken),
            "city_run": value.city_run,
            "shown": value.shown,
            "sources": sources_to(value.sources),
        }
    raise TypeError(f"{value!r} is not a words or general cell")
