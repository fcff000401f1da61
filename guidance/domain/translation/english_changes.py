"""What a set of cells does to the published English, text by text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guidance.domain.languages import SOURCE
from guidance.domain.text.cells import Cell, CellId, Subject
from guidance.domain.text.compose import compose, compose_contacts
from guidance.domain.text.content import (
    ContactContent,
    ContactWords,
    GuideContent,
    SectionContent,
    Words,
)
from guidance.domain.translation.severity import EnglishText, Floor, lowest_severity


@dataclass(frozen=True, slots=True)
class EnglishDifference:
    """A change to the English of a section or contact.

    ``cell`` names its English words. ``old`` and ``new`` are text digests, ``''`` before the text
    was added and after it went; then no severity is declared, and ``floor`` is None.
    """

    cell: CellId
    old: str
    new: str
    floor: Floor | None = None

    @property
    def text(self) -> str:
        """The section or contact, as severities name it."""
        return self.cell.text


def english_differences(
    live: GuideContent | None, contacts: Mapping[str, ContactContent], cells: Sequence[Cell]
) -> list[EnglishDifference]:
    """Return what these cells do to the live English: contacts first, then sections.

    Raises ComposeError where the cells do not fit the live text.
    """
    found: list[EnglishDifference] = []
    after = compose_contacts(contacts, cells)
    for key in dict.fromkeys(cell.id.key for cell in cells if cell.id.subject == "contact"):
        before = contacts.get(key)
        old, new = before.digest(SOURCE) if before else "", after[key].digest(SOURCE)
        if old != new:
            floor = _contact_floor(before, after[key]) if before else None
            found.append(EnglishDifference(_words("contact", key), old, new, floor))
    if any(cell.id.subject != "contact" for cell in cells):
        found.extend(_section_differences(live or GuideContent(""), cells))
    return found


def _section_differences(
    before: GuideContent, cells: Sequence[Cell]
) -> Iterable[EnglishDifference]:
    after = compose(before, cells)
    for section in after.sections:
        standing = before.section(section.key)
        old, new = standing.digest(SOURCE) if standing else "", section.digest(SOURCE)
        if old != new:
            floor = _section_floor(standing, section) if standing else None
            yield EnglishDifference(_words("section", section.key), old, new, floor)
    for section in before.sections:
        if after.section(section.key) is None:
            yield EnglishDifference(_words("section", section.key), section.digest(SOURCE), "")


def _words(subject: Subject, key: str) -> CellId:
    return CellId(subject, key, "words", SOURCE)


def _section_floor(before: SectionContent, after: SectionContent) -> Floor:
    old, new = (section.words.get(SOURCE, Words()) for section in (before, after))
    return lowest_severity(
        EnglishText(before.general.kind, old.heading, old.body),
        EnglishText(after.general.kind, new.heading, new.body),
    )


def _contact_floor(before: ContactContent, after: ContactContent) -> Floor:
    old, new = (contact.words.get(SOURCE, ContactWords()) for contact in (before, after))
    return lowest_severity(
        EnglishText("contact", old.heading, old.body), EnglishText("contact", new.heading, new.body)
    )
