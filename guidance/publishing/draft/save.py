"""Saving the working copy: the one way to change its texts. Nobody's words are lost unread."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.languages import SOURCE
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import GENERAL, Kind, Provenance
from guidance.domain.text.digests import canonical_json
from guidance.models import Collision, Contact, Guide, Section
from guidance.models.columns import cell_column, column_in, columns_of, read_text
from guidance.publishing.draft.values import clean_field, too_long
from guidance.publishing.errors import Issue, Refused
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
    ``reads`` has the stored form of each field that now says what its author wrote: what they
    have read from here on. A field that says something else is not in it: its author has not seen
    that.
    """

    saved: list[FieldEdit] = field(default_factory=list)
    unchanged: list[FieldEdit] = field(default_factory=list)
    collided: list[FieldEdit] = field(default_factory=list)
    collisions: list[Collision] = field(default_factory=list)
    reads: dict[tuple[CellId, str], Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Change:
    """An edit with the row and column it is for; ``read`` and ``text`` are as rows store them."""

    edit: FieldEdit
    row: Row
    column: str
    read: Any
    text: Any

    @property
    def standing(self) -> Any:
        """What the row says now."""
        return getattr(self.row, self.column)

    @property
    def meets_another(self) -> bool:
        """Whether the row says neither what the author read nor what they write now."""
        return self.standing not in (self.text, self.read)

    @property
    def is_translation(self) -> bool:
        """Whether the field is one whose English the cell names."""
        return self.edit.cell.language not in {GENERAL, SOURCE} and self.edit.field in {
            "heading",
            "body",
        }

    def names_origin(self, made_from: str | None) -> bool:
        """Tell whether it says anew what the text was made from, or that a person made it."""
        language = self.edit.cell.language
        return (
            made_from is not None
            and bool(self.text)
            and self.is_translation
            and (
                read_text(self.row, "made_from", language) != made_from
                or read_text(self.row, "provenance", language) == Provenance.MACHINE
            )
        )


@transaction.atomic
def save_cells(*, by: User, edits: Sequence[FieldEdit]) -> Saved:
    """Save fields of the working copy, each only if it still says what ``by`` read.

    A field that ``by`` left as they read it is not theirs to save: whatever stands there stays. One
    that somebody else has changed meanwhile keeps their text; the second text is stored as a
    Collision, for both to see. Raises NotAllowed, and Refused, changing nothing, for a cell or
    field that does not exist or a value that cannot stand there.
    """
    require_to_save(by, [edit.cell for edit in edits])
    now = timezone.now()
    rows = _locked_rows([edit.cell for edit in edits])
    changes = _checked(rows, edits)
    # A text of which one field met another's words is not, as a whole, what was made from the
    # English its author names: then nothing of it says so.
    met = {change.edit.cell for change in changes if change.meets_another}
    result = Saved()
    new_collisions: list[Collision] = []
    for change in changes:
        edit = change.edit
        made_from = None if edit.cell in met else edit.made_from
        wanted = change.text != change.read or change.names_origin(edit.made_from)
        if change.meets_another and wanted:
            collision, is_new = _collide(change, by, now)
            result.collided.append(edit)
            result.collisions.append(collision)
            new_collisions += [collision] if is_new else []
        elif change.text in (change.standing, change.read) and not change.names_origin(made_from):
            result.unchanged.append(edit)
        else:
            _write(change, made_from)
            result.saved.append(edit)
        if change.standing == change.text:
            result.reads[edit.cell, edit.field] = change.text
    _record(rows, result.saved, new_collisions, by=by, at=now)
    return result


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


def _checked(rows: dict[tuple[str, str], Row], edits: Sequence[FieldEdit]) -> list[_Change]:
    """Return the changes that the edits make. Raises Refused, naming everything that is wrong."""
    changes: list[_Change] = []
    issues: list[Issue] = []
    for edit in edits:
        try:
            changes.append(_change(rows, edit))
        except Refused as wrong:
            issues += [replace(issue, cell=edit.cell) for issue in wrong.issues]
    if issues:
        raise Refused(issues)
    return changes


def _change(rows: dict[tuple[str, str], Row], edit: FieldEdit) -> _Change:
    cell = edit.cell
    text, read = (clean_field(cell, edit.field, value) for value in (edit.text, edit.read))
    row = rows.get((cell.subject, cell.key))
    if row is None:
        problem = f"There is no {cell.subject} “{cell.key}” to change."
        raise Refused([Issue("", cell.key, problem)])
    change = _Change(edit, row, cell_column(cell, edit.field), read, text)
    _require_to_fit(change)
    if edit.field == "kind" and Kind.HEAD in {text, change.standing} and text != change.standing:
        problem = "A guide has one title and summary, and it stays that."
        raise Refused([Issue("kind", cell.key, problem)])
    return change


def _require_to_fit(change: _Change) -> None:
    edit = change.edit
    values = {change.column: change.text}
    if edit.made_from and edit.cell.language != GENERAL:
        values[column_in("made_from", edit.cell.language)] = edit.made_from
    for column, text in values.items():
        if problem := too_long(type(change.row), column, text):
            raise Refused([Issue(edit.field, edit.cell.key, problem)])


def _collide(change: _Change, by: User, now: datetime) -> tuple[Collision, bool]:
    """Keep both texts; tell whether this is new, or the same two that met before.

    Whoever saves the same words again, with the button or because an answer was lost, is shown the
    collision that is there.
    """
    edit = change.edit
    texts = {
        "subject": edit.cell.subject,
        "key": edit.cell.key,
        "language": edit.cell.language,
        "field": edit.field,
        "standing": _as_text(change.standing),
        "refused": _as_text(change.text),
        "by": by,
    }
    known = Collision.objects.filter(settled__isnull=True, **texts).first()
    return (known, False) if known else (Collision.objects.create(**texts, at=now), True)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else canonical_json(value)


def _write(change: _Change, made_from: str | None) -> None:
    """Update this field alone, and beside a translated one how and from what it was made."""
    row = change.row
    values = {change.column: change.text}
    if change.is_translation:
        values |= columns_of(_origin(change, made_from), change.edit.cell.language)
    for column, value in values.items():
        setattr(row, column, value)
    type(row).objects.filter(pk=row.pk).update(**values)


def _origin(change: _Change, made_from: str | None) -> dict[str, str]:
    """Return what changes of a translation's ``made_from`` and ``provenance``."""
    row, language = change.row, change.edit.cell.language
    others = {"heading", "body"} - {change.edit.field}
    if not (change.text or any(read_text(row, name, language) for name in others)):
        return {"provenance": "", "made_from": ""}
    if made_from is not None:
        return {"provenance": Provenance.HUMAN, "made_from": made_from}
    # One word mended does not make a computer's text a person's: that takes somebody who says
    # that all of it says what the English says.
    of_computer = read_text(row, "provenance", language) == Provenance.MACHINE
    return {} if of_computer else {"provenance": Provenance.HUMAN}


def _record(
    rows: dict[tuple[str, str], Row],
    saved: Sequence[FieldEdit],
    collisions: Sequence[Collision],
    *,
    by: User,
    at: datetime,
) -> None:
    """Write one line of history for each guide (and one for contacts), and one for collisions."""
    ids = {edit.cell for edit in saved}
    found: dict[Guide | None, list[str]] = {}
    for (subject, key), row in rows.items():
        cells = sorted(str(cell) for cell in ids if (cell.subject, cell.key) == (subject, key))
        if cells:
            found.setdefault(row.guide if isinstance(row, Section) else None, []).extend(cells)
    for guide, cells in found.items():
        subjects = ", ".join(cells)[:120]
        record(at=at, by=by, verb="saved", guide=guide, subject=subjects, cells=cells)
    if collisions:
        names = [str(collision) for collision in collisions]
        record(at=at, by=by, verb="collided", subject=", ".join(names)[:120], cells=names)
