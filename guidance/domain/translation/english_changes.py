"""What a set of cells does to the published English, text by text, and how little it may matter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from guidance.domain.languages import SOURCE
from guidance.domain.text.cells import Cell
from guidance.domain.text.compose import compose, compose_contact
from guidance.domain.text.content import (
    ContactContent,
    ContactGeneral,
    ContactWords,
    GuideContent,
    SectionContent,
    Words,
)
from guidance.domain.translation.severity import EnglishText, Floor, lowest_severity


@dataclass(frozen=True, slots=True)
class EnglishDifference:
    """A change to the English of a text; ``floor`` is None where the text was added or went."""

    text: str
    old: str
    new: str
    floor: Floor | None = None


def english_differences(
    live: GuideContent | None, contacts: Mapping[str, ContactContent], cells: Sequence[Cell]
) -> list[EnglishDifference]:
    """Return what these cells do to the live English, by section and contact.

    Raises ComposeError where the cells do not fit the live text.
    """
    found: list[EnglishDifference] = []
    keys = [cell.id.key for cell in cells if cell.id.subject == "contact"]
    for key in dict.fromkeys(keys):
        before = contacts.get(key)
        after = compose_contact(before or ContactContent(key, ContactGeneral()), cells)
        old = before.digest(SOURCE) if before else ""
        if old != after.digest(SOURCE):
            found.append(
                EnglishDifference(
                    f"contact/{key}", old, after.digest(SOURCE), _contact_floor(before, after)
                )
            )
    if any(cell.id.subject != "contact" for cell in cells):
        found.extend(_section_differences(live, cells))
    return found


def _section_differences(
    live: GuideContent | None, cells: Sequence[Cell]
) -> Iterable[EnglishDifference]:
    before = live or GuideContent("")
    after = compose(before, cells)
    for section in after.sections:
        standing = before.section(section.key)
        old, new = standing.digest(SOURCE) if standing else "", section.digest(SOURCE)
        if old != new:
            floor = None
            if standing:
                floor = lowest_severity(_english(standing), _english(section))
            yield EnglishDifference(f"section/{section.key}", old, new, floor)
    for section in before.sections:
        if after.section(section.key) is None:
            yield EnglishDifference(f"section/{section.key}", section.digest(SOURCE), "")


def _english(section: SectionContent) -> EnglishText:
    words = section.words.get(SOURCE, Words())
    return EnglishText(section.general.kind, words.heading, words.body)


def _contact_floor(before: ContactContent | None, after: ContactContent) -> Floor | None:
    if before is None:
        return None
    old, new = (contact.words.get(SOURCE, ContactWords()) for contact in (before, after))
    return lowest_severity(
        EnglishText("contact", old.heading, old.body), EnglishText("contact", new.heading, new.body)
    )
