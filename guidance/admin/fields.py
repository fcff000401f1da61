"""Fields of the working copy as a form shows them, and back as edits to save.

Each field carries what was read beside what is typed, so that saving can tell whether somebody else
was faster. Names are ``text:section/key/words/es:heading``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from guidance.cells import CellId
from guidance.content import GENERAL
from guidance.freeze.sanitize import sanitize
from guidance.languages import BY_CODE, Language
from guidance.models import Contact, Section
from guidance.publishing import FieldEdit, Issue, Refused
from guidance.publishing.draft import column

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


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the form, its label, what stands there, and how it is edited."""

    name: str
    label: str
    value: Any
    read: str
    widget: str
    language: Language | None

    @property
    def text(self) -> SafeString:
        """The text as readers would see it, for somebody who may not change it."""
        return mark_safe(sanitize(str(self.value)))  # noqa: S308 - just cleaned


def field(row: Section | Contact, cell: CellId, name: str, typed: QueryDict | None = None) -> Field:
    """Give a field of a row; ``typed`` (a form that was refused) wins over what is stored."""
    value = getattr(row, column(cell, name))
    form_name = f"{cell}:{name}"
    read = _read(value)
    if typed is not None and f"text:{form_name}" in typed:
        read = typed.get(f"read:{form_name}", read)
        value = _typed(name, typed, form_name)
    return Field(
        name=form_name,
        label=LABELS[name],
        value=_as_lines(value) if name == "sources" and not isinstance(value, str) else value,
        read=read,
        widget=_widget(name),
        language=BY_CODE.get(cell.language),
    )


def edits(form: QueryDict, made_from: Mapping[str, str]) -> list[FieldEdit]:
    """Read edits from a form; ``made_from`` gives, by cell, the English a translation now says.

    Raises Refused for a field whose name or value cannot be understood.
    """
    found = []
    for form_name in form:
        if form_name.startswith("text:"):
            cell, name = _named(form_name)
            rest = form_name.removeprefix("text:")
            read = form.get(f"read:{rest}", '""')
            try:
                value, before = _typed(name, form, rest), json.loads(read)
                value = _from_lines(value) if name == "sources" else value
            except (ValueError, RecursionError) as error:
                raise Refused([Issue(name, cell.key, str(error))]) from error
            found.append(FieldEdit(cell, name, before, value, made_from.get(str(cell))))
    return found


def _named(form_name: str) -> tuple[CellId, str]:
    cell, _, name = form_name.removeprefix("text:").rpartition(":")
    parts = cell.split("/")
    if len(parts) not in {3, 4} or name not in LABELS:
        raise Refused([Issue(name, "", f"This form has a field “{form_name}” that is not known.")])
    subject, key, aspect, *language = parts
    return CellId(subject, key, aspect, language[0] if language else GENERAL), name


def _typed(name: str, form: QueryDict, form_name: str) -> Any:
    values = [value for value in form.getlist(f"text:{form_name}") if value]
    if name in {"contacts", "spoken"}:
        return values
    if name in {"city_run", "shown"}:
        return "yes" in values
    return values[-1] if values else ""


def _widget(name: str) -> str:
    return {
        "body": "editor",
        "kind": "kind",
        "contacts": "contacts",
        "sources": "lines",
        "spoken": "languages",
        "city_run": "flag",
        "shown": "flag",
    }.get(name, "line")


def _read(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


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
