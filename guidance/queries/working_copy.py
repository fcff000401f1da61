"""The working copy as content: what staff have written, in the shape that is submitted."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
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
    return General(Kind(section.kind), tuple(section.contacts), sources_from(section.sources))


def section_words(section: Section, language: str) -> Words:
    """Return a working section's text in one language."""
    return clean_words(
        Words(
            heading=read_text(section, "heading", language),
            body=sanitize(read_text(section, "body", language)),
            made_from=read_text(section, "made_from", language),
            provenance=Provenance(read_text(section, "provenance", language)),
        )
    )


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
    return ContactGeneral(
        phone=contact.general_phone,
        hours=contact.general_hours,
        web=contact.web,
        spoken=tuple(contact.spoken),
        city_run=contact.city_run,
        shown=contact.shown,
        sources=sources_from(contact.sources),
    )


def contact_words(contact: Contact, language: str) -> ContactWords:
    """Return a working contact's text in one language."""
    return clean_words(
        ContactWords(
            heading=read_text(contact, "heading", language),
            body=sanitize(read_text(contact, "body", language)),
            phone=read_text(contact, "phone", language),
            hours=read_text(contact, "hours", language),
            made_from=read_text(contact, "made_from", language),
            provenance=Provenance(read_text(contact, "provenance", language)),
        )
    )


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
    if isinstance(value, Words | ContactWords):
        return columns_of(
            {name.name: getattr(value, name.name) for name in fields(value)}, language
        )
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
