"""Removing passages from rows, so that nothing but the passages is different afterwards.

Text that changes has another digest. Whatever rests on the digest of a changed text (a working
cell on live text, a submitted cell on what it replaces, a hidden translation on what was hidden)
is moved along, so that no draft is called outdated and no hidden text comes back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connections, router
from django.db.models import Field, Model, QuerySet

from guidance.domain.languages import TRANSLATED_CODES
from guidance.domain.text.cells import Cell, CellId, Subject, cell_digest, value_from_json
from guidance.domain.text.compose import ComposeError
from guidance.domain.text.content import ContactContent, GuideContent, SectionContent
from guidance.domain.text.digests import words_digest
from guidance.domain.text.frozen import GuideText
from guidance.domain.translation.english_changes import english_differences
from guidance.models import (
    Contact,
    EditionText,
    FrozenText,
    Guide,
    Hide,
    ImmutableModel,
    Redaction,
    Section,
    Submission,
    SubmissionCell,
)
from guidance.models.columns import base_column, column_in
from guidance.models.triggers import stored_digest
from guidance.publishing.removal.places import Part, Place
from guidance.queries.published import live_contacts, published_english, published_guide

_NOWHERE = (Part("", "", ()),)


@dataclass(frozen=True, slots=True)
class Removal:
    """When and why passages are removed, and the two persons."""

    at: datetime
    reason: str
    administrator: User
    second_person: User


@dataclass(frozen=True, slots=True)
class _Live:
    """What is live: guides by id, and contacts."""

    guides: Mapping[int, GuideContent]
    contacts: Mapping[str, ContactContent]

    def cells(self) -> dict[CellId, str]:
        rows: list[tuple[Subject, SectionContent | ContactContent]] = [
            *(("section", row) for guide in self.guides.values() for row in guide.sections),
            *(("contact", row) for row in self.contacts.values()),
        ]
        found = {}
        for subject, row in rows:
            found[CellId(subject, row.key, "general")] = cell_digest(row.general)
            for code, words in row.words.items():
                found[CellId(subject, row.key, "words", code)] = cell_digest(words)
        return found


def remove(places: Sequence[Place], removal: Removal) -> None:
    """Write every place without its passages. All rows must be locked."""
    submitted = SubmissionCell.objects.select_related("submission__guide").order_by("pk")
    cells = {row.pk: row for row in submitted}
    values = {row.pk: row.value for row in cells.values()}
    live = _live()
    english = _submitted_english(live, cells, values)
    for place in places:
        if place.model is SubmissionCell:
            values[place.pk] = place.new
        else:
            _write(place.model, place.pk, place.column, place.new, removal, place.parts)
    after = _live()
    before = live.cells()
    moved = {
        name: (before[name], now) for name, now in after.cells().items() if now != before[name]
    }
    made_from = {
        name: (old, new)
        for name, new in _submitted_english(after, cells, values).items()
        if (old := english.get(name, new)) != new
    }
    _move_bases(moved)
    _move_working_translations(made_from)
    _move_submitted(cells, values, moved, made_from, removal)
    _move_hides(places, removal)


def _write(
    model: type[Model],
    pk: Any,
    column: str,
    value: Any,
    removal: Removal,
    parts: Iterable[Part] = _NOWHERE,
) -> None:
    """Change one column; of a row that never changes, as a Redaction names it."""
    if not issubclass(model, ImmutableModel):
        # Not through a manager, which would take the bare column for that of a language.
        QuerySet(model).filter(pk=pk).update(**{column: value})
        return
    connection = connections[router.db_for_write(Redaction)]
    field = model._meta.get_field(column)
    assert isinstance(field, Field)
    new_digest = stored_digest(field, value, connection)
    Redaction.objects.bulk_create(
        Redaction(
            table_name=model._meta.db_table,
            row_key=str(pk),
            column_name=column,
            frozen_text_id=pk if model is FrozenText else None,
            section=part.section,
            language=part.language,
            at=removal.at,
            reason=removal.reason,
            administrator=removal.administrator,
            second_person=removal.second_person,
            new_digest=new_digest,
        )
        for part in parts
    )
    model.objects.filter(pk=pk).redact(**{column: value})


def _live() -> _Live:
    guides = {guide.pk: published_guide(guide)[0] for guide in Guide.objects.all()}
    return _Live({pk: guide for pk, guide in guides.items() if guide}, live_contacts())


_English = dict[tuple[int, str], str]
"""Digests of English by submission and text."""


def _submitted_english(
    live: _Live, rows: Mapping[int, SubmissionCell], values: Mapping[int, Any]
) -> _English:
    """Return the digest of the English that each submission on its way would publish.

    English that was published before keeps the digest it was published with.
    """
    cells: dict[Submission, list[Cell]] = {}
    for row in rows.values():
        if row.submission.state in Submission.HOLDING:
            value = value_from_json(row.cell_id, values[row.pk])
            cells.setdefault(row.submission, []).append(Cell(row.cell_id, value, row.base))
    found: _English = {}
    for submission, submitted in cells.items():
        published = published_english(submission.guide, [cell.id for cell in submitted])
        try:
            guide = live.guides.get(submission.guide_id) if submission.guide_id else None
            differences = english_differences(guide, live.contacts, submitted)
        except ComposeError:
            # Its section has gone since. It cannot be published, and nothing rests on it.
            continue
        for each in differences:
            if each.new and each.new not in published.get(each.text, ()):
                found[submission.pk, each.text] = each.new
    return found


def _move_bases(moved: Mapping[CellId, tuple[str, str]]) -> None:
    """Let working cells that began from a live cell rest on what it is now."""
    for cell, (old, new) in moved.items():
        model = Section if cell.subject == "section" else Contact
        column = base_column(cell.language)
        model.objects.filter(**{"key": cell.key, column: old}).update(**{column: new})


def _move_working_translations(made_from: Mapping[tuple[int, str], tuple[str, str]]) -> None:
    for (_, text), (old, new) in made_from.items():
        subject, _, key = text.partition("/")
        model = Section if subject == "section" else Contact
        for code in TRANSLATED_CODES:
            column = column_in("made_from", code)
            model.objects.filter(**{"key": key, column: old}).update(**{column: new})


def _move_submitted(
    rows: Mapping[int, SubmissionCell],
    values: Mapping[int, Any],
    moved: Mapping[CellId, tuple[str, str]],
    made_from: Mapping[tuple[int, str], tuple[str, str]],
    removal: Removal,
) -> None:
    """Write submitted cells without the passages, on the digests of what they rest on now."""
    for row in rows.values():
        name = row.cell_id
        data = dict(values[row.pk])
        old, new = made_from.get((row.submission_id, name.text), ("", ""))
        if old and data.get("made_from") == old:
            data["made_from"] = new
        old, new = moved.get(name, ("", ""))
        after = {"value": data, "base": new if old and row.base == old else row.base}
        if data != row.value:
            after["digest"] = cell_digest(value_from_json(name, data))
        for column, value in after.items():
            if value != getattr(row, column):
                _write(SubmissionCell, row.pk, column, value, removal)


def _move_hides(places: Iterable[Place], removal: Removal) -> None:
    """Keep a hidden translation hidden, now that its words are others."""
    for place in places:
        if place.model is not FrozenText or not EditionText.objects.filter(text=place.pk).exists():
            continue
        old, new = GuideText.from_json(place.old), GuideText.from_json(place.new)
        for before, after in zip(old.sections, new.sections, strict=True):
            was = words_digest(before.heading, before.body)
            now = words_digest(after.heading, after.body)
            if was != now:
                hides = Hide.objects.filter(
                    section__key=before.key, language=old.language, text_digest=was
                )
                for pk in hides.values_list("pk", flat=True):
                    _write(Hide, pk, "text_digest", now, removal)
