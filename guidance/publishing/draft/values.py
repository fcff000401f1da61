"""What may stand in the fields of the working copy.

Each function but ``clean_field`` raises ValueError with a sentence for staff.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Field, Model

from guidance.domain.languages import BY_CODE
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import ContactGeneral, ContactWords, General, Kind, Words
from guidance.domain.text.fields import FieldType, fields_of
from guidance.domain.text.markup import allowed_href, collapse
from guidance.models import Contact
from guidance.publishing.errors import Issue, Refused
from guidance.queries.sanitize import sanitize


def clean_kind(value: str) -> str:
    """Return the kind of a section."""
    if value not in {str(kind) for kind in Kind}:
        raise ValueError(f"“{value}” is not a kind of section.")
    return str(Kind(value))


def clean_contacts(value: Sequence[str]) -> list[str]:
    """Return contact keys in order, each once; all must exist."""
    keys = list(dict.fromkeys(value))
    known = set(Contact.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in keys:
        if key not in known:
            raise ValueError(f"There is no contact “{key}”.")
    return keys


def clean_sources(value: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Return sources as rows store them: title, https address or none, date collected."""
    return [
        {
            "title": _titled(item["title"]),
            "url": clean_web(item["url"]),
            "collected": date.fromisoformat(item["collected"]).isoformat(),
        }
        for item in value
    ]


def clean_web(value: str) -> str:
    """Return a web address, which must be https, or ``''``."""
    address = value.strip()
    if address and not (re.match(r"https://[^/\s]+\.", address) and allowed_href(address)):
        raise ValueError(f"“{address}” is not a full web address. It has to begin with https://.")
    return address


def clean_spoken(value: Sequence[str]) -> list[str]:
    """Return codes of languages spoken, in the order of the list of languages."""
    for code in value:
        if code not in BY_CODE:
            raise ValueError(f"“{code}” is not one of the site's languages.")
    return [code for code in BY_CODE if code in set(value)]


def clean_flag(value: bool) -> bool:
    if not isinstance(value, bool):
        raise ValueError("Answer yes or no.")
    return value


def _titled(title: str) -> str:
    if not collapse(title):
        raise ValueError("A source needs a title.")
    return collapse(title)


_NUMBER_LINK = re.compile(r'<a href="(tel|sms):[^"]*">([+(]?[0-9][0-9 ().\-]*)</a>')


def clean_body(value: Any) -> str:
    """Clean a body; a link that shows nothing but a number calls that very number.

    Whoever corrects the number that is read means the number that is called. Raises ValueError.
    """

    def calls(link: re.Match[str]) -> str:
        number = "-".join(part for part in re.split(r"[^0-9+]+", link[2]) if part)
        return f'<a href="{link[1]}:{number}">{link[2]}</a>'

    return _NUMBER_LINK.sub(calls, sanitize(value))


_CLEAN: Mapping[FieldType, Callable[[Any], Any]] = {
    FieldType.KIND: clean_kind,
    FieldType.CONTACTS: clean_contacts,
    FieldType.PHONE: collapse,
    FieldType.LINE: collapse,
    FieldType.WEB: clean_web,
    FieldType.FLAG: clean_flag,
    FieldType.LANGUAGES: clean_spoken,
    FieldType.SOURCES: clean_sources,
    FieldType.HEADING: collapse,
    FieldType.BODY: clean_body,
}
"""How each type is cleaned that people type."""

_CELLS: Mapping[tuple[str, str], type[Any]] = {
    ("section", "words"): Words,
    ("section", "general"): General,
    ("contact", "words"): ContactWords,
    ("contact", "general"): ContactGeneral,
}

_FIELDS = {
    cell: {each.name: _CLEAN[each.type] for each in fields_of(cls) if each.type in _CLEAN}
    for cell, cls in _CELLS.items()
}

_AS_JSON = frozenset(
    field.name
    for cls in _CELLS.values()
    for field in fields_of(cls)
    if field.type in {FieldType.CONTACTS, FieldType.SOURCES, FieldType.LANGUAGES, FieldType.FLAG}
)


def clean_field(cell: CellId, field: str, value: Any) -> Any:
    """Return a value as rows store it. Raises Refused for an unknown field or a wrong value."""
    fields = _FIELDS.get((cell.subject, cell.aspect), {})
    in_language = cell.aspect == "words"
    if field not in fields or in_language != (cell.language in BY_CODE):
        raise Refused([Issue(field, cell.key, f"There is no field “{field}” in {cell}.")])
    try:
        return fields[field](value)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused([Issue(field, cell.key, str(error))]) from error


def too_long(model: type[Model], column: str, text: str) -> str:
    """Return a sentence for staff if a text does not fit its column, else ``''``."""
    field = model._meta.get_field(column)
    longest = field.max_length if isinstance(field, Field) else None
    if not longest or len(text) <= longest:
        return ""
    return f"“{text[:40]}…” is too long: at most {longest} characters fit here."


def is_stored_as_json(field: str) -> bool:
    """Tell whether a field holds a list, or yes or no, instead of text."""
    return field in _AS_JSON
