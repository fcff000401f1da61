"""Publication as a pure function: the live text with the submitted cells replaced, nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from guidance.domain.text.cells import Add, Cell, CellId, CellValue, Order, Retire, cell_digest
from guidance.domain.text.content import (
    ContactContent,
    ContactGeneral,
    ContactWords,
    General,
    GuideContent,
    Kind,
    SectionContent,
    Words,
)
from guidance.domain.text.fields import told


class ComposeError(ValueError):
    """The cells cannot be put into this text; ``cell`` names the first that cannot."""

    def __init__(self, cell: CellId, message: str) -> None:
        self.cell = cell
        super().__init__(f"{cell}: {message}")


def compose(live: GuideContent, cells: Iterable[Cell]) -> GuideContent:
    """Return the live guide with exactly these cells replaced.

    Sections are added first, then texts are replaced, then sections retire, and order comes last:
    it ignores keys the guide does not have, and keeps a section it does not know after the one it
    followed. Contact cells are not a guide's: they are left to ``compose_contact``.
    Raises ComposeError if a cell belongs to a section the guide does not have, a section is added
    twice, or the head would go.
    """
    cells = list(cells)
    sections = list(live.sections)
    for cell in cells:
        if isinstance(cell.value, Add):
            sections = _added(sections, cell.id, cell.value)
    for cell in cells:
        if cell.id.subject == "section" and cell.id.aspect in {"words", "general"}:
            index = _index(sections, cell.id)
            sections[index] = _replaced(sections[index], cell.id, cell.value)
    for cell in cells:
        if isinstance(cell.value, Retire):
            index = _index(sections, cell.id)
            if sections[index].general.kind is Kind.HEAD:
                raise ComposeError(cell.id, "a guide's title and summary cannot be retired")
            del sections[index]
    for cell in cells:
        if isinstance(cell.value, Order):
            sections = _ordered(sections, cell.value.keys)
    return GuideContent(live.key, tuple(sections))


def compose_contact(live: ContactContent, cells: Iterable[Cell]) -> ContactContent:
    """Return the live contact with exactly those of these cells replaced that are its own."""
    general, words = live.general, dict(live.words)
    for cell in cells:
        if cell.id.subject != "contact" or cell.id.key != live.key:
            continue
        if isinstance(cell.value, ContactGeneral):
            general = cell.value
        elif isinstance(cell.value, ContactWords):
            words[cell.id.language] = cell.value
    after = {code: value for code, value in words.items() if value != ContactWords()}
    stored = {
        code: name
        for code, name in live.stored.items()
        if _same_words(live.words.get(code), after.get(code))
    }
    return ContactContent(live.key, general, after, stored)


def compose_contacts(
    live: Mapping[str, ContactContent], cells: Iterable[Cell]
) -> dict[str, ContactContent]:
    """Return the live contacts, by key, with exactly these cells replaced.

    A contact that is not live yet begins empty.
    """
    cells = list(cells)
    keys = {cell.id.key for cell in cells if cell.id.subject == "contact"}
    return {**live} | {
        key: compose_contact(live.get(key, ContactContent.empty(key)), cells) for key in keys
    }


def live_value(
    cell: CellId, live: GuideContent | None, contacts: Mapping[str, ContactContent]
) -> CellValue | None:
    """Return what a words, general or order cell says in live text, None where there is none."""
    if cell.subject == "guide":
        return Order(tuple(section.key for section in live.sections)) if live else None
    if cell.subject == "contact":
        contact = contacts.get(cell.key)
        if contact is None:
            return None
        return contact.general if cell.aspect == "general" else contact.words.get(cell.language)
    section = live.section(cell.key) if live else None
    if section is None or cell.aspect in {"add", "retire"}:
        return None
    return section.general if cell.aspect == "general" else section.words.get(cell.language)


def base_of(cell: CellId, live: GuideContent | None, contacts: Mapping[str, ContactContent]) -> str:
    """Return the digest of the live cell that this one would replace; ``''`` for none.

    A live cell that says nothing counts as none, as it does where a draft is begun.
    """
    value = live_value(cell, live, contacts)
    says_nothing = isinstance(value, General | ContactGeneral) and value == type(value)()
    return "" if value is None or says_nothing else cell_digest(value)


def moved(cell: Cell, live: GuideContent | None, contacts: Mapping[str, ContactContent]) -> bool:
    """Return whether live text has changed under a cell since it was submitted.

    Order moves only when sections it was made from stand in another order now; an addition is
    refused only if its key has come to stand in the guide, a retirement only if it has gone.
    """
    if isinstance(cell.value, Order):
        now = [section.key for section in live.sections] if live else []
        common = set(now) & set(cell.value.made_from)
        then = [key for key in cell.value.made_from if key in common]
        return [key for key in now if key in common] != then
    standing = live is not None and live.section(cell.id.key) is not None
    if isinstance(cell.value, Add):
        return standing
    if isinstance(cell.value, Retire):
        return not standing
    return base_of(cell.id, live, contacts) != cell.base


Merge = Literal["unchanged", "moves on", "kept", "behind"]


@dataclass(frozen=True, slots=True)
class Merged:
    """What becomes of a working cell after a publication: value, base and how it stands."""

    value: CellValue
    base: str
    outcome: Merge


def merge(working: CellValue, base: str, live: CellValue) -> Merged:
    """Bring a working cell up to a new live value without losing what somebody wrote.

    ``base`` is the digest of the live cell the working text began from. A cell nobody touched moves
    on to the live text. One that says what live says now rests on it. One that was changed keeps
    its text; it is ``behind`` if live changed too, and keeps its old base, which marks it.
    """
    mine, theirs = cell_digest(working), cell_digest(live)
    if mine == theirs:
        return Merged(live, theirs, "unchanged")
    if mine == base:
        return Merged(live, theirs, "moves on")
    return Merged(working, base, "kept" if base == theirs else "behind")


def _index(sections: list[SectionContent], cell: CellId) -> int:
    for index, section in enumerate(sections):
        if section.key == cell.key:
            return index
    raise ComposeError(cell, "the guide has no such section")


def _added(sections: list[SectionContent], cell: CellId, add: Add) -> list[SectionContent]:
    keys = [section.key for section in sections]
    if cell.key in keys:
        raise ComposeError(cell, "the guide has this section already")
    place = keys.index(add.after) + 1 if add.after in keys else len(keys)
    return [*sections[:place], SectionContent(cell.key, General()), *sections[place:]]


def _replaced(section: SectionContent, cell: CellId, value: CellValue) -> SectionContent:
    if isinstance(value, General):
        same = told(section.general) == told(value)
        return replace(section, general=value, stored=section.stored if same else {})
    if not isinstance(value, Words):
        raise ComposeError(cell, "this is not the text of a section")
    words = {**section.words, cell.language: value}
    stored = dict(section.stored)
    if not _same_words(section.words.get(cell.language), value):
        stored.pop(cell.language, None)
    return replace(
        section,
        words={code: text for code, text in words.items() if text != Words()},
        stored=stored,
    )


def _same_words(before: Words | ContactWords | None, after: Words | ContactWords | None) -> bool:
    """Return whether two texts say the same, however they were made."""
    return told(before or Words()) == told(after or Words())


def ordered_keys(keys: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Return ``keys`` in the order ``wanted``; one not named stays after the one it followed."""
    ordered = [key for key in dict.fromkeys(wanted) if key in keys]
    anchor = ""
    for key in keys:
        if key not in wanted:
            ordered.insert(ordered.index(anchor) + 1 if anchor else 0, key)
        anchor = key
    return ordered


def _ordered(sections: list[SectionContent], wanted: tuple[str, ...]) -> list[SectionContent]:
    by_key = {section.key: section for section in sections}
    ordered = [by_key[key] for key in ordered_keys(list(by_key), wanted)]
    return sorted(ordered, key=lambda section: section.general.kind is not Kind.HEAD)
