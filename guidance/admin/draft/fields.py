"""Fields of the working copy as a form shows them, and back as edits to save.

Each field carries what was read beside what is typed, so that saving can tell whether somebody else
was faster. Names are ``text:section/key/words/es:heading``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from guidance.domain.languages import BY_CODE, Language
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import (
    GENERAL,
    ContactGeneral,
    ContactWords,
    General,
    Provenance,
    Words,
)
from guidance.domain.text.fields import FieldType, fields_of
from guidance.models import Contact, Section
from guidance.models.columns import cell_column
from guidance.publishing import FieldEdit, Issue, Refused
from guidance.queries.sanitize import sanitize

LABELS = {
    "heading": "Heading",
    "body": "Text",
    "phone": "Phone",
    "hours": "Hours",
    "kind": "What this section is for",
    "contacts": "Contacts shown here",
    "sources": "Sources, one a line: title | address (https://…) | date collected (2026-11-22)",
    "web": "Address on the web (https://…)",
    "spoken": "Languages spoken",
    "city_run": "Run by the city",
    "shown": "May be shown to readers",
}

_OF_CONTACTS = {
    "heading": "Name",
    "body": "What it does",
    "phone": "Phone, if this language has a line of its own",
    "hours": "Hours",
}
"""Labels of a contact's words; its phone and hours for all languages keep the plain ones."""


TYPES: Mapping[str, FieldType] = {
    each.name: each.type
    for cls in (Words, ContactWords, General, ContactGeneral)
    for each in fields_of(cls)
}
"""What each field holds; two fields of one name hold the same."""

_LISTS = {FieldType.CONTACTS, FieldType.LANGUAGES}
"""Types that a form asks with a box for each choice."""

_WIDGETS = {
    FieldType.BODY: "editor",
    FieldType.KIND: "kind",
    FieldType.CONTACTS: "contacts",
    FieldType.SOURCES: "lines",
    FieldType.LANGUAGES: "languages",
    FieldType.FLAG: "flag",
}
"""How a type is edited; what is not named here is a line of text."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the form, its label, what stands there, and how it is edited."""

    name: str
    label: str
    value: Any
    read: str
    widget: str
    language: Language | None
    wrong: tuple[str, ...] = ()

    @property
    def text(self) -> SafeString:
        """The text as readers would see it, for somebody who may not change it."""
        return mark_safe(sanitize(str(self.value)))  # noqa: S308 - just cleaned


def field(
    row: Section | Contact,
    cell: CellId,
    name: str,
    typed: QueryDict | None = None,
    issues: Sequence[Issue] = (),
) -> Field:
    """Return a field of a row; ``typed`` (a form that was refused) wins over what is stored.

    Those of ``issues`` that are about it stand at it.
    """
    value = getattr(row, cell_column(cell, name))
    widget = _WIDGETS.get(TYPES[name], "line")
    form_name = f"{cell}:{name}"
    read = as_read(value)
    if typed is not None and f"text:{form_name}" in typed:
        read = typed.get(f"read:{form_name}", read)
        value = _typed(name, typed, form_name)
    return Field(
        name=form_name,
        label=_label(cell, name),
        value=_as_lines(value) if widget == "lines" and not isinstance(value, str) else value,
        read=read,
        widget=widget,
        language=BY_CODE.get(cell.language),
        wrong=tuple(issue.message for issue in issues if (issue.cell, issue.field) == (cell, name)),
    )


def _label(cell: CellId, name: str) -> str:
    own = cell.subject == "contact" and cell.language != GENERAL
    return _OF_CONTACTS.get(name, LABELS[name]) if own else LABELS[name]


def edits(form: QueryDict, made_from: Mapping[str, str]) -> list[FieldEdit]:
    """Read edits from a form; ``made_from`` gives, by cell, the English a translation now says.

    Raises Refused for a field whose name or value cannot be understood.
    """
    return [edit(form, name, made_from) for name in names(form)]


def names(form: QueryDict) -> list[str]:
    """Return the names of the fields of the working copy in a form."""
    return [name.removeprefix("text:") for name in form if name.startswith("text:")]


def edit(form: QueryDict, form_name: str, made_from: Mapping[str, str]) -> FieldEdit:
    """Read one edit from a form. Raises Refused if its name or value cannot be understood."""
    cell, name = _named(form_name)
    read = form.get(f"read:{form_name}", '""')
    try:
        value, before = _typed(name, form, form_name), json.loads(read)
        if TYPES[name] is FieldType.SOURCES:
            value = _from_lines(value)
        elif TYPES[name] in _LISTS:
            value = _in_order(value, before)
    except (ValueError, RecursionError) as error:
        raise Refused([Issue(name, cell.key, str(error), cell)]) from error
    return FieldEdit(cell, name, before, value, made_from.get(str(cell)))


def _in_order(chosen: list[str], before: Any) -> list[str]:
    """Return what is ticked in the order it stood in; a list of boxes says nothing of order."""
    standing = before if isinstance(before, list) else []
    return [
        *(key for key in standing if key in chosen),
        *(key for key in chosen if key not in standing),
    ]


@dataclass(frozen=True, slots=True)
class Origin:
    """Which English a translation was made from, as its form shows and asks it.

    ``english`` is the digest of the published English. ``named`` tells whether the draft names any
    English, or its translator has to: a text that the desk saved by itself names none, and may be
    older than the English beside it; what is yet to be written is made from what stands beside it.
    """

    cell: CellId
    english: str
    named: bool
    current: bool
    ticked: bool
    machine: bool


def origin(
    row: Section | Contact, cell: CellId, language: Language, english: str, form: QueryDict | None
) -> Origin:
    """Return the origin of the text in a words cell; ``form`` is what was typed and refused."""
    made_from, *words = (
        getattr(row, f"{name}_{language.code}") for name in ("made_from", "heading", "body")
    )
    return Origin(
        cell=cell,
        english=english,
        named=bool(made_from) or any(words),
        current=made_from == english != "",
        ticked=form is not None and f"made_from:{cell}" in form,
        machine=getattr(row, f"provenance_{language.code}") == Provenance.MACHINE,
    )


def as_read(value: Any) -> str:
    """Return a stored value as the form carries what was read."""
    return json.dumps(value, ensure_ascii=False)


def shown(name: str, stored: str) -> str:
    """Return a field as staff read it, from the text that a collision keeps of it."""
    match TYPES[name]:
        case FieldType.BODY:
            return mark_safe(sanitize(stored))  # noqa: S308 - just cleaned
        case FieldType.SOURCES:
            return _as_lines(json.loads(stored))
        case FieldType.CONTACTS | FieldType.LANGUAGES:
            return ", ".join(json.loads(stored))
        case FieldType.FLAG:
            return "yes" if json.loads(stored) else "no"
    return stored


def _named(form_name: str) -> tuple[CellId, str]:
    cell, _, name = form_name.rpartition(":")
    parts = cell.split("/")
    if len(parts) not in {3, 4} or name not in LABELS:
        raise Refused([Issue(name, "", f"This form has a field “{form_name}” that is not known.")])
    subject, key, aspect, *language = parts
    code = language[0] if language else GENERAL
    return CellId(subject, key, aspect, code), name  # type: ignore[arg-type]  # save_cells refuses


def _typed(name: str, form: QueryDict, form_name: str) -> Any:
    values = [value for value in form.getlist(f"text:{form_name}") if value]
    if TYPES[name] in _LISTS:
        return values
    if TYPES[name] is FieldType.FLAG:
        return "yes" in values
    return values[-1] if values else ""


def _as_lines(sources: list[dict[str, str]]) -> str:
    return "\n".join(
        f"{source['title']} | {source['url']} | {source['collected']}" for source in sources
    )


def _from_lines(text: str) -> list[dict[str, str]]:
    sources = []
    for line in text.splitlines():
        if line.strip():
            parts = [part.strip() for part in line.split("|")]
            if len(parts) != 3:
                raise ValueError(
                    f"This source has to have three parts with | between them: “{line.strip()}”."
                )
            sources.append(dict(zip(("title", "url", "collected"), parts, strict=True)))
    return sources
