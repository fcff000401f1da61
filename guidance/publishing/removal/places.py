"""Where words stand in the database, and finding passages in them.

Every column that may hold words is listed here; a test holds the list against the models, so that
a new column has to choose. All others hold names, codes, digests and dates.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from guidance.domain.languages import SOURCE
from guidance.domain.text.content import GENERAL
from guidance.domain.text.digests import canonical_json, digest
from guidance.domain.text.frozen import contact_from_json
from guidance.domain.text.passages import Blanker, Hit
from guidance.models import (
    Alert,
    BackTranslation,
    ChangeNoteTranslation,
    Collision,
    Comment,
    Contact,
    Edition,
    Event,
    FrozenText,
    GoLiveTick,
    Guide,
    Hide,
    Override,
    Redaction,
    RedactionRequest,
    Section,
    SeverityRaise,
    Slug,
    Submission,
    SubmissionCell,
    Tombstone,
)
from guidance.models.columns import all_columns, column_in, split_column

WORDS: Mapping[type[Model], tuple[str, ...]] = {
    FrozenText: ("json",),
    Edition: ("note",),
    ChangeNoteTranslation: ("note",),
    Tombstone: ("reason",),
    Guide: ("withdrawn_reason",),
    Redaction: ("reason",),
    Section: (*all_columns("heading", "body"), "sources", "retiring_reason"),
    Contact: (
        *all_columns("heading", "body", "phone", "hours"),
        "general_phone",
        "general_hours",
        "web",
        "sources",
    ),
    Alert: all_columns("text"),
    Submission: ("note", "severities", "differing", "closed_reason", "failure", "urgent_reason"),
    SubmissionCell: ("value",),
    Collision: ("standing", "refused"),
    Comment: ("words",),
    BackTranslation: ("words",),
    SeverityRaise: ("reason",),
    Hide: ("reason",),
    Override: ("reason",),
    GoLiveTick: ("note",),
    Event: ("reason", "data"),
    RedactionRequest: ("passages", "reason", "closed_reason"),
}
"""The columns of each model that may hold words."""

PUBLIC = frozenset({FrozenText, Edition, ChangeNoteTranslation, Tombstone, Guide, Redaction, Alert})
"""The models whose words readers may see."""

_IN_JSON = frozenset({"sources", "contacts", "spoken"})


@dataclass(frozen=True, slots=True)
class Part:
    """What was found in one section of a text, in one language; both are ``''`` elsewhere."""

    section: str
    language: str
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A column of a row that holds passages, and what it says with and without them."""

    model: type[Model]
    pk: Any
    column: str
    old: Any
    new: Any
    parts: tuple[Part, ...]


def find(passages: Iterable[str], *, but: RedactionRequest) -> list[Place]:
    """Return every place in the database that holds one of these passages, ``but`` the request."""
    blanker = Blanker(passages)
    found: list[Place] = []
    for model, columns in WORDS.items():
        rows: QuerySet[Model] = QuerySet(model).order_by("pk")
        if model is RedactionRequest:
            rows = rows.exclude(pk=but.pk)
        extra = ("field",) if model is Collision else ()
        for row in rows.values("pk", *columns, *extra).iterator():
            for column in columns:
                new, parts = _blank(blanker, model, column, row)
                if parts:
                    found.append(Place(model, row["pk"], column, row[column], new, tuple(parts)))
    return found


def places_digest(places: Iterable[Place]) -> str:
    """Return digest ``p1`` of places: whoever confirms a removal names those they have seen."""
    return digest(
        "p1",
        [[place.model._meta.db_table, str(place.pk), place.column, place.new] for place in places],
    )


def unredacted_names(passages: Iterable[str]) -> list[str]:
    """Return the addresses, codes and lines of history that hold a passage and are not changed."""
    found: list[str] = []
    for passage in passages:
        slug = "-".join(passage.lower().split())
        found += [
            f"address /{value}/"
            for value in Slug.objects.filter(slug__contains=slug).values_list("slug", flat=True)
        ]
        for model in (Guide, Section, Contact):
            keys = model.objects.filter(key__contains=slug).values_list("key", flat=True)
            found += [f"code {value}" for value in keys]
        events = Event.objects.filter(
            Q(subject__contains=passage) | Q(actor_name__contains=passage)
        )
        found += [f"line {pk} of history" for pk in events.values_list("pk", flat=True)]
    return list(dict.fromkeys(found))


def _blank(
    blanker: Blanker, model: type[Model], column: str, row: Mapping[str, Any]
) -> tuple[Any, list[Part]]:
    value = row[column]
    if model is FrozenText:
        return _frozen(blanker, value)
    if model is Collision:
        new = _collided(blanker, row["field"], value)
    elif isinstance(value, dict | list):
        new = blanker.json(value, column)
    else:
        new = blanker.of_field(split_column(column)[0])(value or "")
    hits = blanker.take_hits()
    return new, [Part("", _language(model, column), tuple(hits))] if hits else []


def _language(model: type[Model], column: str) -> str:
    """Return the language of a column; a bare one beside translated ones has the English."""
    field, language = split_column(column)
    return language or (SOURCE if column_in(field, SOURCE) in WORDS[model] else GENERAL)


def _collided(blanker: Blanker, field: str, text: str) -> str:
    """Blank a text of a collision: stored as it is, or as JSON where the field holds a list."""
    if field in _IN_JSON:
        return canonical_json(blanker.json(json.loads(text), field)) if text else text
    return str(blanker.of_field(field)(text))


def _frozen(blanker: Blanker, text: str) -> tuple[str, list[Part]]:
    data = json.loads(text)
    if "sections" in data:
        parts = list(_in_sections(blanker, data))
    else:
        parts = list(_in_contact(blanker, data, text))
    return canonical_json(data), parts


def _in_sections(blanker: Blanker, data: dict[str, Any]) -> Iterator[Part]:
    """Blank a guide's text. Its digests stay: what was made from it still is."""
    for index, section in enumerate(data["sections"]):
        data["sections"][index] = blanker.json(section)
        hits = blanker.take_hits()
        if hits:
            yield Part(section["key"], data["language"], tuple(hits))


def _in_contact(blanker: Blanker, data: dict[str, Any], text: str) -> Iterator[Part]:
    """Blank a contact's text, and store the digests it was published with."""
    published = contact_from_json(text)
    stored = dict(published.stored)
    for language, words in data["words"].items():
        data["words"][language] = blanker.json(words)
        hits = blanker.take_hits()
        if hits:
            stored[language] = published.digest(language)
            yield Part(data["key"], language, tuple(hits))
    data["general"] = blanker.json(data["general"])
    hits = blanker.take_hits()
    if hits:
        yield Part(data["key"], "", tuple(hits))
    if stored:
        data["stored"] = stored
