"""What the fields of a section and a contact hold, so that every floor can go by their types.

The dataclasses of ``content`` and ``frozen`` are the table: they annotate each field with a type
named here. A new field of a known type is an entry there, a migration, and its label's words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from functools import cache
from typing import Annotated, Any, get_type_hints

from guidance.domain.text.markup import canonical, collapse


class FieldType(Enum):
    """What a field holds. Starter content gives a text's fields in this order."""

    MADE_FROM = "digest of the English that a translation was made from"
    PROVENANCE = "how a translation was made"
    KIND = "kind of section"
    CONTACTS = "keys of contacts in order"
    PHONE = "phone number"
    LINE = "line of text"
    WEB = "https address"
    FLAG = "yes or no"
    LANGUAGES = "codes of languages"
    SOURCES = "titles, addresses and dates of sources"
    HEADING = "name of a text"
    BODY = "text with marks"


OF_TRANSLATIONS = frozenset({FieldType.MADE_FROM, FieldType.PROVENANCE})
"""Types that say how a translation came to be: nobody types them."""

TEXTS = frozenset({FieldType.HEADING, FieldType.BODY, FieldType.LINE})
"""Types whose fields are words for a reader."""

IN_DIGEST = object()
"""Marks a field that digest ``d1`` of a text covers: a change to its English is told apart."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The name of a general field where one of the words has the same: in rows, frozen text."""

    name: str


Heading = Annotated[str, FieldType.HEADING, IN_DIGEST]
Body = Annotated[str, FieldType.BODY, IN_DIGEST]
Line = Annotated[str, FieldType.LINE]
Phone = Annotated[str, FieldType.PHONE]
Web = Annotated[str, FieldType.WEB]
Flag = Annotated[bool, FieldType.FLAG]
Languages = Annotated[tuple[str, ...], FieldType.LANGUAGES]
Contacts = Annotated[tuple[str, ...], FieldType.CONTACTS, IN_DIGEST]
MadeFrom = Annotated[str, FieldType.MADE_FROM]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a dataclass. ``stored`` is its name in rows (before ``_{language}``)."""

    name: str
    type: FieldType
    stored: str
    in_digest: bool


def fields_of(cls: type[Any]) -> tuple[Field, ...]:
    """Return the fields of a dataclass that are annotated with a type, in order."""
    hashable: Any = cls
    return _fields_of(hashable)


@cache
def _fields_of(cls: type[Any]) -> tuple[Field, ...]:
    hints = get_type_hints(cls, include_extras=True)
    found = []
    for each in fields(cls):
        notes = getattr(hints[each.name], "__metadata__", ())
        stored = next((note.name for note in notes if isinstance(note, Stored)), each.name)
        found += [
            Field(each.name, note, stored, IN_DIGEST in notes)
            for note in notes
            if isinstance(note, FieldType)
        ]
    return tuple(found)


def told(value: Any) -> tuple[object, ...]:
    """Return what the fields hold that digest ``d1`` covers: what a reader is told."""
    return tuple(getattr(value, field.name) for field in fields_of(type(value)) if field.in_digest)


def texts_in(value: Any) -> list[str]:
    """Return the words for a reader that stand in the fields themselves."""
    return [getattr(value, field.name) for field in fields_of(type(value)) if field.type in TEXTS]


def in_canonical_form(value: Any) -> dict[str, Any]:
    """Return, by field, the text of words in canonical form."""
    return {
        field.name: _CANONICAL[field.type](getattr(value, field.name))
        for field in fields_of(type(value))
        if field.type in _CANONICAL
    }


_CANONICAL: Mapping[FieldType, Callable[[str], str]] = {
    FieldType.HEADING: collapse,
    FieldType.BODY: canonical,
    FieldType.LINE: collapse,
    FieldType.PHONE: collapse,
}
