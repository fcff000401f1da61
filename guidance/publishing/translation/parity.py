"""What differs between submitted translations and their English (``domain.translation.parity``)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.text.cells import Cell, CellId, CellValue
from guidance.domain.text.compose import live_value
from guidance.domain.text.content import (
    ContactContent,
    ContactWords,
    GuideContent,
    SectionContent,
    Words,
)
from guidance.domain.text.digests import words_digest
from guidance.domain.translation.parity import Finding, Said, parity
from guidance.publishing.translation.back_translation import back_translations


@dataclass(frozen=True, slots=True)
class Texts:
    """A guide, or none, and contacts by key, at one moment."""

    guide: GuideContent | None
    contacts: Mapping[str, ContactContent]


def findings(
    cells: Iterable[Cell], *, before: Texts, after: Texts
) -> dict[str, tuple[Finding, ...]]:
    """Return what differs, by name of cell, in those of ``cells`` that are translations.

    ``before`` is live, ``after`` as it would be with these cells. Words that are live already are
    left out, and those made from other English than stands ``after``: their readers are told that
    they are out of date, or do not see them.
    """
    found = {}
    cells = list(cells)
    backs = _backs(cells)
    for cell in cells:
        value = cell.value
        if not isinstance(value, Words | ContactWords) or cell.id.language == SOURCE:
            continue
        subject = _subject(cell.id, after)
        if subject is None or value.is_empty() or value.made_from != subject.digest(SOURCE):
            continue
        if _said(live_value(cell.id, before.guide, before.contacts)) == _said(value):
            continue
        english = subject.words[SOURCE]
        back = backs.get((cell.id.text, words_digest(value.heading, value.body)), "")
        differing = compared(english, value, cell.id, back)
        if differing:
            found[str(cell.id)] = differing
    return found


def _subject(name: CellId, texts: Texts) -> SectionContent | ContactContent | None:
    if name.subject == "contact":
        return texts.contacts.get(name.key)
    return texts.guide.section(name.key) if texts.guide else None


def _said(value: CellValue | None) -> tuple[str, ...]:
    if not isinstance(value, Words | ContactWords):
        return ()
    return value.heading, value.body, value.made_from


def _backs(cells: Iterable[Cell]) -> dict[tuple[str, str], str]:
    """Return the back-translations of these cells, by text and digest of the words."""
    names = [cell.id for cell in cells if cell.id.aspect == "words" and cell.id.language != SOURCE]
    found: dict[tuple[str, str], str] = {}
    for language in {name.language for name in names}:
        texts = {name.text for name in names if name.language == language}
        found |= back_translations(texts, language)
    return found


def compared(
    english: Words | ContactWords,
    translation: Words | ContactWords,
    name: CellId,
    back: str = "",
) -> tuple[Finding, ...]:
    """Return what differs between the English of a text and the translation in cell ``name``.

    ``back`` is what the translation says, in English, where somebody has translated it back.
    """
    return parity(
        Said(english.heading, english.body),
        Said(translation.heading, translation.body),
        BY_CODE[name.language],
        back,
    )
