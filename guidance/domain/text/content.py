"""What a guide says, in all its languages: frozen dataclasses, made of cells.

``GuideContent`` is what staff change, what ``compose`` works on, and what publication splits into
the texts of ``frozen``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Self, TypeVar

from guidance.domain.text.digests import text_digest
from guidance.domain.text.fields import (
    IN_DIGEST,
    Body,
    Contacts,
    FieldType,
    Flag,
    Heading,
    Languages,
    Line,
    MadeFrom,
    Phone,
    Stored,
    Web,
    in_canonical_form,
    told,
)

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


@dataclass(frozen=True, slots=True)
class Source:
    """What a section rests on. ``url`` is empty where no public address may be given."""

    title: str
    url: str
    collected: date


Origin = Annotated[Provenance, FieldType.PROVENANCE]
Sources = Annotated[tuple[Source, ...], FieldType.SOURCES]


class HasText:
    """What has a heading and a body in one language."""

    __slots__ = ()

    def is_empty(self) -> bool:
        """Return whether there is nothing here for a reader; a phone alone is not text."""
        return not any(told(self))


@dataclass(frozen=True, slots=True)
class Words(HasText):
    """A section's text cell: its whole text in one language.

    ``made_from`` is the digest of the exact English a translation was made from; empty in English.
    """

    heading: Heading = ""
    body: Body = ""
    made_from: MadeFrom = ""
    provenance: Origin = Provenance.NONE


@dataclass(frozen=True, slots=True)
class ContactWords(HasText):
    """A contact's text cell: name, what it does; phone and hours where the language has its own."""

    heading: Heading = ""
    body: Body = ""
    phone: Phone = ""
    hours: Line = ""
    made_from: MadeFrom = ""
    provenance: Origin = Provenance.NONE


@dataclass(frozen=True, slots=True)
class General:
    """What a section has whatever the language: kind, contact keys in order, sources."""

    kind: Annotated[Kind, FieldType.KIND, IN_DIGEST] = Kind.TEXT
    contacts: Contacts = ()
    sources: Sources = ()


@dataclass(frozen=True, slots=True)
class ContactGeneral:
    """What a contact has whatever the language. ``shown`` is false for one no page may show."""

    phone: Annotated[Phone, Stored("general_phone")] = ""
    hours: Annotated[Line, Stored("general_hours")] = ""
    web: Web = ""
    spoken: Languages = ()
    city_run: Flag = False
    shown: Flag = True
    sources: Sources = ()


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
        """Return the text digest of this section in ``language``, as stored if it is."""
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

    @classmethod
    def empty(cls, key: str) -> Self:
        """Return the contact that one begins as: nothing is said of it."""
        return cls(key, ContactGeneral())

    def digest(self, language: str) -> str:
        """Return the text digest of this contact's name and description, as stored if it is."""
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
        return next((section for section in self.sections if section.key == key), None)


AnyWords = TypeVar("AnyWords", Words, ContactWords)


def clean_words(words: AnyWords) -> AnyWords:
    """Return the words of a section or contact in canonical form."""
    return replace(words, **in_canonical_form(words))
