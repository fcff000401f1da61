"""THE CONTRACT: what a guide says. Frozen dataclasses, to and from JSON, and their digests.

Two shapes of the same text live here. ``GuideContent`` is a guide in all its languages, made of
cells: it is what staff change, what ``compose`` works on, and what is split up at publication.
``GuideText`` is an edition in one language with its contacts embedded: it is what is frozen, and
all that a page is rendered from beside the frame. Standard library only.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from guidance.domain.languages import CODES, SOURCE
from guidance.domain.serialization import plain, read
from guidance.domain.text.markup import canonical, collapse

SCHEMA = 1
"""Schema number of frozen JSON. Old editions are read by the schema they were written in."""

GENERAL = ""
"""The language of cells that are the same in every language."""


class Kind(StrEnum):
    """What a section is for. An entry here, a migration and its label's translations make a kind.

    ``label`` is English. ``drawing`` and ``colour`` are names in ``rendering.parts.kinds``; a kind
    without a drawing shows its label to staff alone. In a ``guarded`` kind a wrong word can send
    somebody the wrong way, so any change there is at least a change of meaning.
    """

    _value_: str
    label: str
    drawing: str
    colour: str
    guarded: bool

    def __new__(
        cls, value: str, label: str = "", drawing: str = "", colour: str = "", guarded: bool = False
    ) -> Self:
        kind = str.__new__(cls, value)
        kind._value_ = value
        kind.label, kind.drawing, kind.colour, kind.guarded = label, drawing, colour, guarded
        return kind

    HEAD = "head", "Title and summary"
    TEXT = "text", "Text"
    CALL_911 = "call_911", "When to call 911", "warning sign", "danger", True
    CALL_311 = "call_311", "When to call 311", "question", "help", True
    ALLOWED = "allowed", "Allowed", "tick in a circle", "do", True
    NOT_ALLOWED = "not_allowed", "Not allowed", "bar in a circle", "dont", True
    DO = "do", "What to do", "tick", "do", True
    DONT = "dont", "What not to do", "cross", "dont", True
    RESOURCES = "resources", "Where to find help", "heart", "help"


GUARDED_KINDS = frozenset(kind for kind in Kind if kind.guarded)
"""Kinds in which a wrong word can send somebody the wrong way: any change there matters."""


class Provenance(StrEnum):
    """How a translation was made. English and a missing text have none."""

    NONE = ""
    MACHINE = "machine"
    HUMAN = "human"
    REVIEWED = "reviewed"


class ContentError(ValueError):
    """Frozen JSON or a cell that does not have the shape it should."""


def canonical_json(value: object) -> str:
    """Write ``value`` as JSON, equal values always as the same string."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(name: str, value: object) -> str:
    """Give the named SHA-256 digest of a JSON value, as ``name:hex``."""
    return f"{name}:{hashlib.sha256(canonical_json(value).encode()).hexdigest()}"


def text_digest(kind: str, heading: str, body: str, contacts: tuple[str, ...] = ()) -> str:
    """Give digest ``d1`` of a text: what a reader is told, and nothing else.

    It covers kind, heading, canonical body and which contacts stand there. Order of sections,
    sources and the contacts' own data are not in it. A contact's name and description have
    kind ``contact``.
    """
    return digest("d1", [kind, collapse(heading), canonical(body), sorted(contacts)])


@dataclass(frozen=True, slots=True)
class Source:
    """What a section rests on. ``url`` is empty where no public address may be given."""

    title: str
    url: str
    collected: date


@dataclass(frozen=True, slots=True)
class Words:
    """A section's text cell: its whole text in one language.

    ``made_from`` is the digest of the exact English a translation was made from; empty in English.
    """

    heading: str = ""
    body: str = ""
    made_from: str = ""
    provenance: Provenance = Provenance.NONE

    def is_empty(self) -> bool:
        """Tell whether there is nothing here for a reader."""
        return not self.heading and not self.body


@dataclass(frozen=True, slots=True)
class ContactWords:
    """A contact's text cell: name, what it does; phone and hours where the language has its own."""

    heading: str = ""
    body: str = ""
    phone: str = ""
    hours: str = ""
    made_from: str = ""
    provenance: Provenance = Provenance.NONE

    def is_empty(self) -> bool:
        """Tell whether there is no translated text; a phone alone is not text."""
        return not self.heading and not self.body


@dataclass(frozen=True, slots=True)
class General:
    """What a section has whatever the language: kind, contact keys in order, sources."""

    kind: Kind = Kind.TEXT
    contacts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactGeneral:
    """What a contact has whatever the language. ``shown`` is false for one no page may show."""

    phone: str = ""
    hours: str = ""
    web: str = ""
    spoken: tuple[str, ...] = ()
    city_run: bool = False
    shown: bool = True
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionContent:
    """A section in all its languages; a language without text has no entry.

    ``stored`` are the text digests it was frozen with, by language. They hold while the text does.
    """

    key: str
    general: General
    words: Mapping[str, Words] = field(default_factory=dict)
    stored: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def digest(self, language: str) -> str:
        """Give the text digest of this section in ``language``, as stored if it is."""
        if language in self.stored:
            return self.stored[language]
        words = self.words.get(language, Words())
        return text_digest(self.general.kind, words.heading, words.body, self.general.contacts)


@dataclass(frozen=True, slots=True)
class ContactContent:
    """A contact in all its languages.

    ``stored`` has the text digests of languages from whose text a passage was removed: those that
    it was published with. They hold while the text does.
    """

    key: str
    general: ContactGeneral
    words: Mapping[str, ContactWords] = field(default_factory=dict)
    stored: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def digest(self, language: str) -> str:
        """Give the text digest of this contact's name and description, as stored if it is."""
        if language in self.stored:
            return self.stored[language]
        words = self.words.get(language, ContactWords())
        return text_digest("contact", words.heading, words.body)


@dataclass(frozen=True, slots=True)
class GuideContent:
    """A guide in all its languages: its sections in order, the head first."""

    key: str
    sections: tuple[SectionContent, ...] = ()

    def section(self, key: str) -> SectionContent | None:
        """Give the section with this key, if the guide has it."""
        return next((section for section in self.sections if section.key == key), None)


def clean_words(words: Words) -> Words:
    """Give section words in canonical form."""
    return replace(words, heading=collapse(words.heading), body=canonical(words.body))


def clean_contact_words(words: ContactWords) -> ContactWords:
    """Give contact words in canonical form."""
    return replace(
        words,
        heading=collapse(words.heading),
        body=canonical(words.body),
        phone=collapse(words.phone),
        hours=collapse(words.hours),
    )


@dataclass(frozen=True, slots=True)
class EmbeddedContact:
    """A contact as a language's page shows it, with the general phone and hours beside its own."""

    key: str
    heading: str
    body: str
    digest: str
    made_from: str
    provenance: Provenance
    phone: str
    hours: str
    general_phone: str
    general_hours: str
    web: str
    spoken: tuple[str, ...]
    city_run: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of an edition in one language. Empty heading and body: not translated."""

    key: str
    kind: Kind
    heading: str
    body: str
    digest: str
    made_from: str
    provenance: Provenance
    sources: tuple[Source, ...]
    contact_keys: tuple[str, ...]
    contacts: tuple[EmbeddedContact, ...]

    def is_empty(self) -> bool:
        """Tell whether there is nothing here for a reader."""
        return not self.heading and not self.body


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
        """Give the section with this key, if the edition has it."""
        return next((section for section in self.sections if section.key == key), None)

    def to_json(self) -> str:
        """Write the text as the canonical JSON that is stored, schema number included."""
        return canonical_json({"schema": SCHEMA, **plain(self)})

    @classmethod
    def from_json(cls, text: str) -> "GuideText":
        """Read stored JSON. Raises ContentError if it is damaged or of an unknown schema."""
        return _load(cls, text)


def contact_to_json(contact: ContactContent) -> str:
    """Write a contact as the canonical JSON that is stored."""
    data = plain(contact)
    if not contact.stored:
        del data["stored"]
    return canonical_json({"schema": SCHEMA, **data})


def contact_from_json(text: str) -> ContactContent:
    """Read a stored contact. Raises ContentError if it is damaged or of an unknown schema."""
    return _load(ContactContent, text)


def frozen_digest(text: str) -> str:
    """Give the digest that names a frozen text: of its JSON, byte for byte."""
    return f"t1:{hashlib.sha256(text.encode()).hexdigest()}"


def is_as_published(text: str, *, name: str, redacted: str = "") -> bool:
    """Tell whether stored JSON is what it should be: what ``name`` is the digest of.

    ``redacted`` is the digest that the latest removal of a passage left it with, ``''`` for none.
    """
    return frozen_digest(text) == (redacted or name)


def embed(contact: ContactContent, language: str) -> EmbeddedContact:
    """Give a contact as pages in ``language`` show it."""
    words = contact.words.get(language, ContactWords())
    general = contact.general
    return EmbeddedContact(
        key=contact.key,
        heading=words.heading,
        body=words.body,
        digest=contact.digest(language),
        made_from=words.made_from,
        provenance=words.provenance,
        phone=words.phone,
        hours=words.hours,
        general_phone=general.phone,
        general_hours=general.hours,
        web=general.web,
        spoken=general.spoken,
        city_run=general.city_run,
        sources=general.sources,
    )


def split(
    guide: GuideContent, contacts: Mapping[str, ContactContent], *, live: Mapping[str, GuideText]
) -> dict[str, GuideText]:
    """Give the text of a guide in each language, with its contacts embedded.

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
    """Give the guide in all its languages from an edition's texts: the inverse of ``split``."""
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


def untranslated(english: GuideText, language: str) -> GuideText:
    """Give the text of an edition in a language that it is older than: nothing is translated."""
    return GuideText(
        english.guide,
        language,
        tuple(
            replace(
                section,
                heading="",
                body="",
                digest=text_digest(section.kind, "", "", section.contact_keys),
                contacts=tuple(
                    replace(contact, heading="", body="", phone="", hours="", made_from="")
                    for contact in section.contacts
                ),
            )
            for section in english.sections
        ),
    )


def _section_words(text: GuideText, key: str) -> Words:
    section = text.section(key)
    if section is None:
        return Words()
    return Words(section.heading, section.body, section.made_from, section.provenance)


def words_digest(heading: str, body: str) -> str:
    """Give the digest of a text's words alone, whatever section they stand in."""
    return text_digest("words", heading, body)


def _load(cls: type[Any], text: str) -> Any:
    try:
        data = json.loads(text)
        schema = data.pop("schema")
        if schema != SCHEMA:
            raise ContentError(
                f"schema {schema} is not one this release can read (it reads {SCHEMA})"
            )
        return read(cls, data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ContentError(f"frozen text is damaged: {error}") from error
