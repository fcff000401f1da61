"""The working copy as content: what staff have written, in the shape that is submitted."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from guidance.domain.languages import CODES
from guidance.domain.text.cells import CellValue
from guidance.domain.text.content import (
    ContactContent,
    ContactGeneral,
    ContactWords,
    General,
    GuideContent,
    Kind,
    Provenance,
    SectionContent,
    Source,
    Words,
    clean_words,
)
from guidance.domain.text.fields import FieldType, fields_of
from guidance.models import Contact, Guide, Section
from guidance.models.columns import columns_of, read_text
from guidance.queries.sanitize import sanitize


def working_guide(guide: Guide, sections: Iterable[Section] | None = None) -> GuideContent:
    """Return a guide as its working copy has it, sections that are to be retired among them."""
    rows = guide.sections.filter(retired_at=None) if sections is None else sections
    ordered = sorted(rows, key=lambda row: (row.kind != Kind.HEAD, row.position, row.pk))
    return GuideContent(guide.key, tuple(working_section(row) for row in ordered))


def working_section(section: Section) -> SectionContent:
    """Return a section as the working copy has it."""
    words = {code: section_words(section, code) for code in CODES}
    return SectionContent(
        section.key,
        section_general(section),
        {code: text for code, text in words.items() if text != Words()},
    )


def section_general(section: Section) -> General:
    """Return what a working section has in every language."""
    return General(**_general(General, section))


def section_words(section: Section, language: str) -> Words:
    """Return a working section's text in one language."""
    return clean_words(Words(**_words(Words, section, language)))


def working_contact(contact: Contact) -> ContactContent:
    """Return a contact as the working copy has it."""
    words = {code: contact_words(contact, code) for code in CODES}
    return ContactContent(
        contact.key,
        contact_general(contact),
        {code: text for code, text in words.items() if text != ContactWords()},
    )


def contact_general(contact: Contact) -> ContactGeneral:
    """Return what a working contact has in every language."""
    return ContactGeneral(**_general(ContactGeneral, contact))


def contact_words(contact: Contact, language: str) -> ContactWords:
    """Return a working contact's text in one language."""
    return clean_words(ContactWords(**_words(ContactWords, contact, language)))


def _general(cls: type[Any], row: Section | Contact) -> dict[str, Any]:
    return {
        field.name: _READERS.get(field.type, _as_it_is)(getattr(row, field.stored))
        for field in fields_of(cls)
    }


def _words(cls: type[Any], row: Section | Contact, language: str) -> dict[str, Any]:
    return {
        field.name: _READERS.get(field.type, _as_it_is)(read_text(row, field.stored, language))
        for field in fields_of(cls)
    }


def sources_from(data: Iterable[Mapping[str, Any]]) -> tuple[Source, ...]:
    """Read sources as a row stores them."""
    return tuple(
        Source(item["title"], item["url"], date.fromisoformat(item["collected"])) for item in data
    )


def sources_to(sources: Iterable[Source]) -> list[dict[str, str]]:
    """Write sources as a row stores them."""
    return [
        {"title": source.title, "url": source.url, "collected": source.collected.isoformat()}
        for source in sources
    ]


def cell_columns(value: CellValue, language: str) -> dict[str, Any]:
    """Return the columns of the working copy in which a words or general cell is stored.

    Raises TypeError for a cell of structure.
    """
    if not isinstance(value, Words | ContactWords | General | ContactGeneral):
        raise TypeError(f"{value!r} is not a words or general cell")
    stored = {
        field.stored: _WRITERS.get(field.type, _as_it_is)(getattr(value, field.name))
        for field in fields_of(type(value))
    }
    return columns_of(stored, language) if isinstance(value, Words | ContactWords) else stored


def _as_it_is(value: Any) -> Any:
    return value


_READERS: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.PROVENANCE: Provenance,
    FieldType.KIND: Kind,
    FieldType.CONTACTS: tuple,
    FieldType.LANGUAGES: tuple,
    FieldType.SOURCES: sources_from,
    FieldType.BODY: sanitize,
}
"""From what a row stores to what a cell holds, where the two differ."""

_WRITERS: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.CONTACTS: list,
    FieldType.LANGUAGES: list,
    FieldType.SOURCES: sources_to,
}
"""From what a cell holds to what a row stores, where the two differ."""
