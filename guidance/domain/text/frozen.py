"""A text as it is published: one language of an edition, its contacts embedded, and its JSON.

With the frame it is all that a page is made from. A contact is frozen in all its languages.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from guidance.domain.languages import CODES, SOURCE
from guidance.domain.serialization import dump, load
from guidance.domain.text.content import (
    ContactContent,
    ContactWords,
    ContentError,
    General,
    GuideContent,
    HasText,
    Kind,
    Origin,
    SectionContent,
    Sources,
    Words,
)
from guidance.domain.text.digests import canonical_json, text_digest
from guidance.domain.text.fields import (
    Body,
    FieldType,
    Flag,
    Heading,
    Languages,
    Line,
    MadeFrom,
    Phone,
    Web,
    fields_of,
)

T = TypeVar("T")

SCHEMA = 1
"""Schema number of frozen JSON. Old editions are read by the schema they were written in."""


@dataclass(frozen=True, slots=True)
class EmbeddedContact:
    """A contact as a language's page shows it, with the general phone and hours beside its own."""

    key: str
    digest: str
    made_from: MadeFrom
    provenance: Origin
    heading: Heading
    body: Body
    phone: Phone
    general_phone: Phone
    hours: Line
    general_hours: Line
    web: Web
    spoken: Languages
    city_run: Flag
    sources: Sources


@dataclass(frozen=True, slots=True)
class Section(HasText):
    """A section of an edition in one language. Empty heading and body: not translated."""

    key: str
    kind: Kind
    heading: Heading
    body: Body
    digest: str
    made_from: MadeFrom
    provenance: Origin
    sources: Sources
    contact_keys: tuple[str, ...]
    contacts: tuple[EmbeddedContact, ...]


@dataclass(frozen=True, slots=True)
class GuideText:
    """An edition in one language: what is frozen. The head comes first."""

    guide: str
    language: str
    sections: tuple[Section, ...]

    @property
    def head(self) -> Section:
        """The section that holds the guide's title and summary."""
        return self.sections[0]

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)

    def to_json(self) -> str:
        """Write the text as the canonical JSON that is stored, schema number included."""
        return canonical_json({"schema": SCHEMA, **dump(self)})

    @classmethod
    def from_json(cls, text: str) -> "GuideText":
        """Read stored JSON. Raises ContentError if it is damaged or of an unknown schema."""
        return _load(cls, text)


def contact_to_json(contact: ContactContent) -> str:
    """Write a contact as the canonical JSON that is stored."""
    data = dump(contact)
    if not contact.stored:
        del data["stored"]
    return canonical_json({"schema": SCHEMA, **data})


def contact_from_json(text: str) -> ContactContent:
    """Read a stored contact. Raises ContentError if it is damaged or of an unknown schema."""
    return _load(ContactContent, text)


def embed(contact: ContactContent, language: str) -> EmbeddedContact:
    """Return a contact as pages in ``language`` show it."""
    words = contact.words.get(language, ContactWords())
    values: dict[str, Any] = {
        field.stored: getattr(cell, field.name)
        for cell in (contact.general, words)
        for field in fields_of(type(cell))
    }
    return EmbeddedContact(
        key=contact.key,
        digest=contact.digest(language),
        **{field.name: values[field.name] for field in fields_of(EmbeddedContact)},
    )


def split(
    guide: GuideContent, contacts: Mapping[str, ContactContent], *, live: Mapping[str, GuideText]
) -> dict[str, GuideText]:
    """Return the text of a guide in each language, with its contacts embedded.

    A text that is unchanged in ``live`` (the texts of the last edition, may be empty) keeps the
    digest it was frozen with. Raises KeyError for a contact key that ``contacts`` lacks.
    """
    return {
        language: GuideText(
            guide=guide.key,
            language=language,
            sections=tuple(
                _split_section(section, language, contacts, live.get(language))
                for section in guide.sections
            ),
        )
        for language in CODES
    }


def _split_section(
    section: SectionContent,
    language: str,
    contacts: Mapping[str, ContactContent],
    live: GuideText | None,
) -> Section:
    words = section.words.get(language, Words())
    general = section.general
    before = live.section(section.key) if live else None
    kept = before is not None and (
        (before.kind, before.heading, before.body, before.contact_keys)
        == (general.kind, words.heading, words.body, general.contacts)
    )
    return Section(
        key=section.key,
        kind=general.kind,
        heading=words.heading,
        body=words.body,
        digest=before.digest if before and kept else section.digest(language),
        made_from=words.made_from,
        provenance=words.provenance,
        sources=general.sources,
        contact_keys=general.contacts,
        contacts=tuple(
            embed(contacts[key], language)
            for key in general.contacts
            if contacts[key].general.shown
        ),
    )


def join(texts: Mapping[str, GuideText]) -> GuideContent:
    """Return the guide in all its languages from an edition's texts: the inverse of ``split``."""
    source = texts[SOURCE]
    return GuideContent(
        key=source.guide,
        sections=tuple(
            SectionContent(
                key=section.key,
                general=General(section.kind, section.contact_keys, section.sources),
                words={
                    language: _section_words(text, section.key)
                    for language, text in texts.items()
                    if _section_words(text, section.key) != Words()
                },
                stored={
                    language: found.digest
                    for language, text in texts.items()
                    if (found := text.section(section.key))
                },
            )
            for section in source.sections
        ),
    )


_UNTRANSLATED: Mapping[str, Any] = {
    field.name: "" for field in fields_of(ContactWords) if field.type is not FieldType.PROVENANCE
}


def untranslated(english: GuideText, language: str) -> GuideText:
    """Return the text of an edition in a language that it is older than: nothing is translated."""
    return GuideText(
        english.guide,
        language,
        tuple(
            replace(
                section,
                heading="",
                body="",
                digest=text_digest(section.kind, "", "", section.contact_keys),
                contacts=tuple(replace(contact, **_UNTRANSLATED) for contact in section.contacts),
            )
            for section in english.sections
        ),
    )


def _section_words(text: GuideText, key: str) -> Words:
    section = text.section(key)
    if section is None:
        return Words()
    return Words(section.heading, section.body, section.made_from, section.provenance)


def _load(cls: type[T], text: str) -> T:
    try:
        data = json.loads(text)
        schema = data.pop("schema")
        if schema != SCHEMA:
            raise ContentError(
                f"schema {schema} is not one this release can read (it reads {SCHEMA})"
            )
        return load(cls, data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ContentError(f"frozen text is damaged: {error}") from error
