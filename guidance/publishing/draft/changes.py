"""What was changed: where the working copy differs from live, and what that does to English."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

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
from guidance.queries.published import live_contacts, published_guide
from guidance.queries.working_copy import (
    contact_general,
    contact_words,
    section_general,
    section_words,
    sources_to,
    working_guide,
)


@dataclass(frozen=True, slots=True)
class Changed:
    """A working cell that differs from live. ``behind``: live has changed since it was begun."""

    cell: Cell
    behind: bool = False


def changed_cells(guide: Guide) -> list[Changed]:
    """Give every cell of a guide in which the working copy differs from the published text."""
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
            found.extend(_changed_section(row, live))
        previous = row.key
    order = _changed_order(guide, live, sections)
    return [*found, order] if order else found


def changed_contact_cells(contacts: Iterable[Contact]) -> list[Changed]:
    """Give every cell of these contacts in which the working copy differs from published text."""
    contacts = list(contacts)
    live = live_contacts(contact.key for contact in contacts)
    found: list[Changed] = []
    for contact in contacts:
        working = {GENERAL: contact_general(contact)} | {
            code: contact_words(contact, code) for code in CODES
        }
        for code, value in working.items():
            cell = CellId("contact", contact.key, "words" if code else "general", code)
            found.extend(_compared(cell, value, _base(contact, code), live_value(cell, None, live)))
    return found


def _changed_section(row: Section, live: GuideContent | None) -> Iterable[Changed]:
    working = {GENERAL: section_general(row)} | {code: section_words(row, code) for code in CODES}
    for code, value in working.items():
        cell = CellId("section", row.key, "words" if code else "general", code)
        yield from _compared(cell, value, _base(row, code), live_value(cell, live, {}))


def _compared(
    cell: CellId, working: CellValue, base: str, live: CellValue | None
) -> Iterable[Changed]:
    merged = _merged(working, base, live)
    if merged.outcome in {"kept", "behind"}:
        yield Changed(Cell(cell, working, base), merged.outcome == "behind")


def _merged(working: CellValue, base: str, live: CellValue | None) -> Merged:
    """Merge a working cell with live; a cell that live does not have counts as an empty one there.

    The base of such a cell is ``''``, here and in what is given back.
    """
    empty = type(working)()
    nothing = cell_digest(empty)
    merged = merge(working, base or nothing, empty if live is None else live)
    return replace(merged, base="" if merged.base == nothing else merged.base)


def _base(row: Section | Contact, code: str) -> str:
    return getattr(row, f"base_{code}" if code else "base_general")


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
