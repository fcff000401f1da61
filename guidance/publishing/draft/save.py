"""The working copy: the one way to change it. Nobody's words are ever overwritten unread."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import GENERAL, Kind, Provenance
from guidance.domain.text.digests import canonical_json
from guidance.domain.text.markup import collapse
from guidance.models import Collision, CollisionSettled, Contact, Guide, Section
from guidance.publishing.draft.values import (
    clean_body,
    clean_contacts,
    clean_flag,
    clean_kind,
    clean_sources,
    clean_spoken,
    clean_web,
)
from guidance.publishing.errors import Issue, Refused, WrongState
from guidance.publishing.history import record
from guidance.publishing.people.permissions import require_to_save

Row = Section | Contact


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One field as a person read it and as they left it, in the form it is stored.

    ``cell`` is a words or general cell of a section or contact; ``field`` a name in it, such as
    ``heading``. For a translation, ``made_from`` is the digest of the English it was made from:
    None leaves what stands, for it is the person at the desk who says so.
    """

    cell: CellId
    field: str
    read: Any
    text: Any
    made_from: str | None = None


@dataclass(slots=True)
class Saved:
    """What became of each edit.

    ``collided`` are the edits that met a newer text, and ``collisions`` what is kept of each.
    ``reads`` gives the stored form of each field that now says what its author wrote: what they
    have read from here on. A field that says something else is not in it: its author has not seen
    that.
    """

    saved: list[FieldEdit] = field(default_factory=list)
    unchanged: list[FieldEdit] = field(default_factory=list)
    collided: list[FieldEdit] = field(default_factory=list)
    collisions: list[Collision] = field(default_factory=list)
    reads: dict[tuple[CellId, str], Any] = field(default_factory=dict)


_CLEAN: dict[tuple[str, str], dict[str, Callable[[Any], Any]]] = {
    ("section", "words"): {"heading": collapse, "body": clean_body},
    ("section", "general"): {
        "kind": clean_kind,
        "contacts": clean_contacts,
        "sources": clean_sources,
    },
    ("contact", "words"): {
        "heading": collapse,
        "body": clean_body,
        "phone": collapse,
        "hours": collapse,
    },
    ("contact", "general"): {
        "phone": collapse,
        "hours": collapse,
        "web": clean_web,
        "spoken": clean_spoken,
        "city_run": clean_flag,
        "shown": clean_flag,
        "sources": clean_sources,
    },
}

_NOT_TEXT = frozenset({"contacts", "sources", "spoken", "city_run", "shown"})
"""Fields that hold a list or an answer."""


def column(cell: CellId, name: str) -> str:
    """Give the column that holds a field of a cell."""
    if cell.language != GENERAL:
        return f"{name}_{cell.language}"
    return f"general_{name}" if cell.subject == "contact" and name in {"phone", "hours"} else name


@transaction.atomic
def save_cells(*, by: User, edits: Sequence[FieldEdit]) -> Saved:
    """Save fields of the working copy, each only if it still says what ``by`` read.

    A field that ``by`` left as they read it is not theirs to save: whatever stands there stays. One
    that somebody else has changed meanwhile keeps their text; the second text is stored as a
    Collision, for both to see. Raises Refused, changing nothing, for a cell or field that does not
    exist or a value that cannot stand there.
    """
    require_to_save(by, [edit.cell for edit in edits])
    now = timezone.now()
    result = Saved()
    rows = _locked_rows([edit.cell for edit in edits])
    _require_right(rows, edits)
    changed: set[str] = set()
    new_collisions: list[Collision] = []
    # A text of which one field met another's words is not, as a whole, what was made from the
    # English its author names: then nothing of it says so.
    met = {edit.cell for edit in edits if _meets_another(rows, edit)}
    for given in edits:
        edit = replace(given, made_from=None) if given.cell in met else given
        cleaned, read = _clean(edit, edit.text), _clean(edit, edit.read)
        row = _row(rows, edit.cell)
        name = column(edit.cell, edit.field)
        standing = getattr(row, name)
        touched = cleaned != read or _restamps(row, given, cleaned)
        if standing not in (cleaned, read) and touched:
            collision, is_new = _collide(edit, standing, cleaned, by, now)
            result.collided.append(given)
            result.collisions.append(collision)
            new_collisions += [collision] if is_new else []
        elif cleaned in (standing, read) and not _restamps(row, edit, cleaned):
            result.unchanged.append(given)
        else:
            _write(row, edit, name, cleaned)
            result.saved.append(given)
            changed.add(str(edit.cell))
        if getattr(row, name) == cleaned:
            result.reads[edit.cell, edit.field] = cleaned
    for edit_guide, cells in _by_guide(rows, changed).items():
        record(
            at=now,
            by=by,
            verb="saved",
            guide=edit_guide,
            subject=", ".join(cells)[:120],
            cells=cells,
        )
    if new_collisions:
        names = [str(collision) for collision in new_collisions]
        record(at=now, by=by, verb="collided", subject=", ".join(names)[:120], cells=names)
    return result


def _require_right(rows: dict[tuple[str, str], Row], edits: Sequence[FieldEdit]) -> None:
    """Raise Refused, naming everything that is wrong, for edits that cannot stand."""
    issues: list[Issue] = []
    for edit in edits:
        try:
            _require_to_stand(rows, edit)
        except Refused as wrong:
            issues += [replace(issue, cell=edit.cell) for issue in wrong.issues]
    if issues:
        raise Refused(issues)


def _require_to_stand(rows: dict[tuple[str, str], Row], edit: FieldEdit) -> None:
    cleaned, _ = _clean(edit, edit.text), _clean(edit, edit.read)
    row = _row(rows, edit.cell)
    name = column(edit.cell, edit.field)
    _require_to_fit(row, edit, name, cleaned)
    standing = getattr(row, name)
    if edit.field == "kind" and Kind.HEAD in {cleaned, standing} and cleaned != standing:
        problem = "A guide has one title and summary, and it stays that."
        raise Refused([Issue("kind", edit.cell.key, problem)])


def _collide(
    edit: FieldEdit, standing: Any, cleaned: Any, by: User, now: datetime
) -> tuple[Collision, bool]:
    """Keep both texts; tell whether this is new, or the same two that met before.

    Whoever saves the same words again, with the button or because an answer was lost, is shown the
    collision that is there.
    """
    texts = {
        "subject": edit.cell.subject,
        "key": edit.cell.key,
        "language": edit.cell.language,
        "field": edit.field,
        "standing": _as_text(standing),
        "refused": _as_text(cleaned),
        "by": by,
    }
    known = Collision.objects.filter(settled__isnull=True, **texts).first()
    return (known, False) if known else (Collision.objects.create(**texts, at=now), True)


def _clean(edit: FieldEdit, value: Any) -> Any:
    fields = _CLEAN.get((edit.cell.subject, edit.cell.aspect), {})
    in_language = edit.cell.aspect == "words"
    if edit.field not in fields or in_language != (edit.cell.language in BY_CODE):
        raise Refused(
            [Issue(edit.field, edit.cell.key, f"There is no field “{edit.field}” in {edit.cell}.")]
        )
    try:
        return fields[edit.field](value)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refused([Issue(edit.field, edit.cell.key, str(error))]) from error


def _locked_rows(cells: Sequence[CellId]) -> dict[tuple[str, str], Row]:
    """Lock every row that holds one of these cells, in the order that publishing locks them too."""
    found: dict[tuple[str, str], Row] = {}
    for subject, rows in (
        ("contact", Contact.objects.all()),
        ("section", Section.objects.filter(retired_at=None)),
    ):
        keys = {cell.key for cell in cells if cell.subject == subject}
        if keys:
            locked = rows.select_for_update(of=("self",), no_key=True).filter(key__in=keys)
            found |= {(subject, row.key): row for row in locked.order_by("pk")}
    return found


def _row(rows: dict[tuple[str, str], Row], cell: CellId) -> Row:
    row = rows.get((cell.subject, cell.key))
    if row is None:
        problem = f"There is no {cell.subject} “{cell.key}” to change."
        raise Refused([Issue("", cell.key, problem)])
    return row


def _meets_another(rows: dict[tuple[str, str], Row], edit: FieldEdit) -> bool:
    """Tell whether a field no longer says what its author read, nor what they write now."""
    cleaned, read = _clean(edit, edit.text), _clean(edit, edit.read)
    return getattr(_row(rows, edit.cell), column(edit.cell, edit.field)) not in (cleaned, read)


def _require_to_fit(row: Row, edit: FieldEdit, name: str, value: Any) -> None:
    values = [(name, value)]
    if edit.made_from and edit.cell.language != GENERAL:
        values.append((f"made_from_{edit.cell.language}", edit.made_from))
    for column_name, text in values:
        longest = row._meta.get_field(column_name).max_length
        if longest and len(text) > longest:
            problem = f"“{text[:40]}…” is too long: at most {longest} characters fit here."
            raise Refused([Issue(edit.field, edit.cell.key, problem)])


def _restamps(row: Row, edit: FieldEdit, value: Any) -> bool:
    """Tell whether an edit says anew what a text was made from, or that a person vouches for it."""
    return (
        edit.made_from is not None
        and bool(value)
        and edit.field in {"heading", "body"}
        and edit.cell.language not in {GENERAL, SOURCE}
        and (
            getattr(row, f"made_from_{edit.cell.language}") != edit.made_from
            or getattr(row, f"provenance_{edit.cell.language}") == Provenance.MACHINE
        )
    )


def _write(row: Row, edit: FieldEdit, name: str, value: Any) -> None:
    """Update this field alone, and beside a translated one how and from what it was made."""
    language = edit.cell.language
    values = {name: value}
    if language not in {GENERAL, SOURCE} and edit.field in {"heading", "body"}:
        # One word mended does not make a computer's text a person's: that takes somebody who says
        # that all of it says what the English says.
        of_computer = getattr(row, f"provenance_{language}") == Provenance.MACHINE
        if edit.made_from is not None or not of_computer:
            values[f"provenance_{language}"] = Provenance.HUMAN
        if edit.made_from is not None:
            values[f"made_from_{language}"] = edit.made_from
        if not any(_text_after(row, language, values)):
            values |= {f"provenance_{language}": "", f"made_from_{language}": ""}
    for column_name, column_value in values.items():
        setattr(row, column_name, column_value)
    type(row).objects.filter(pk=row.pk).update(**values)


def _text_after(row: Row, language: str, values: dict[str, Any]) -> list[str]:
    return [
        values.get(f"{name}_{language}", getattr(row, f"{name}_{language}"))
        for name in ("heading", "body")
    ]


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else canonical_json(value)


def _from_text(name: str, text: str) -> Any:
    """Give the value of a field back from the text that a collision keeps of it."""
    return json.loads(text) if name in _NOT_TEXT else text


def _by_guide(rows: dict[tuple[str, str], Row], changed: set[str]) -> dict[Guide | None, list[str]]:
    found: dict[Guide | None, list[str]] = {}
    for (subject, key), row in rows.items():
        cells = sorted(cell for cell in changed if cell.startswith(f"{subject}/{key}/"))
        if cells:
            found.setdefault(row.guide if isinstance(row, Section) else None, []).extend(cells)
    return found


@transaction.atomic
def settle_collision(
    *, by: User, collision: Collision, take_second: bool = False
) -> CollisionSettled:
    """Record that a collision has been read and what belongs of it taken over. It stays stored.

    ``take_second`` puts the second text in place of the one that stands. Whoever may change the
    text may do so (else NotAllowed): nobody else has taken anything over. Raises WrongState if the
    text that stood has been changed since.
    """
    cell = _cell_of(collision)
    require_to_save(by, [cell])
    if take_second:
        read, text = (
            _from_text(collision.field, kept) for kept in (collision.standing, collision.refused)
        )
        if save_cells(by=by, edits=[FieldEdit(cell, collision.field, read, text)]).collisions:
            raise WrongState(
                "Nothing was put in place: the text in the draft has been changed again since the "
                "two met. Copy what belongs into it."
            )
    Collision.objects.select_for_update(of=("self",), no_key=True).get(pk=collision.pk)
    settled = CollisionSettled.objects.filter(collision=collision).first()
    if settled is None:
        event = record(at=timezone.now(), by=by, verb="settled collision", subject=str(collision))
        settled = CollisionSettled.objects.create(collision=collision, event=event)
    return settled


def _cell_of(collision: Collision) -> CellId:
    aspect = "words" if collision.language else "general"
    return CellId(collision.subject, collision.key, aspect, collision.language)
