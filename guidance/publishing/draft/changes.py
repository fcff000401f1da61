"""Where the working copy differs from what is live."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guidance.domain.languages import CODES
from guidance.domain.text.cells import Add, Cell, CellId, Order, Retire, Subject
from guidance.domain.text.compose import live_value
from guidance.domain.text.content import GENERAL, ContactContent, GuideContent
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
