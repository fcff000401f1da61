"""Two texts to choose from: published since a draft was begun, or saved by two people at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from guidance.admin.draft.fields import LABELS, shown
from guidance.admin.page import (
    UNKNOWN_BUTTON,
    RefusalsShown,
    find_contact,
    find_guide,
    first_or_404,
    person,
    to_contact,
    to_guide,
)
from guidance.admin.words import differences, readable, titles
from guidance.domain.languages import BY_CODE, SOURCE, Language
from guidance.domain.text.cells import CellId, Subject
from guidance.domain.text.compose import base_of, live_value
from guidance.domain.text.content import GENERAL, ContactContent, GuideContent
from guidance.models import Collision, Guide
from guidance.publishing import resolve_outdated, settle_collision
from guidance.publishing.draft.changes import Changed

COLLISIONS_SHOWN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class OutdatedCell:
    """A cell whose published text changed since the draft was begun, with both texts.

    ``form`` is the id of the form that its two buttons belong to.
    """

    cell: CellId
    form: str
    language: Language
    mine: SafeString
    live: SafeString
    changes: SafeString
    live_digest: str


def outdated_cells(
    changed: Iterable[Changed],
    live: GuideContent | None,
    contacts: Mapping[str, ContactContent],
) -> tuple[OutdatedCell, ...]:
    """Return those of some changed cells whose published text changed since they were begun."""
    return tuple(_outdated(entry, live, contacts) for entry in changed if entry.is_outdated)


def _outdated(
    entry: Changed, live: GuideContent | None, contacts: Mapping[str, ContactContent]
) -> OutdatedCell:
    cell, mine = entry.cell.id, entry.cell.value
    published = live_value(cell, live, contacts)
    return OutdatedCell(
        cell=cell,
        form=f"settle-{cell.key}-{cell.language or cell.aspect}",
        language=BY_CODE[cell.language or SOURCE],
        mine=readable(mine),
        live=readable(published),
        changes=differences(mine, published),
        live_digest=base_of(cell, live, contacts),
    )


@require_POST
def resolve_section(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the outdated draft of a section's cell, or take what is published in its place."""
    guide = find_guide(key)
    section = request.POST.get("section", "")
    if not guide.sections.filter(key=section, retired_at=None).exists():
        raise Http404(f"This guide has no section “{section}”.")
    language = _resolve(request, "section", section)
    return to_guide(guide, language or SOURCE, f"#{section}")


@require_POST
def resolve_contact(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the outdated draft of a contact's cell, or take what is published in its place."""
    contact = find_contact(key)
    language = _resolve(request, "contact", contact.key)
    return to_contact(contact.key, language or SOURCE)


def _resolve(request: HttpRequest, subject: Subject, key: str) -> str:
    """Resolve the cell that a form names, and return its language."""
    form = request.POST
    language = form.get("language", GENERAL)
    if language != GENERAL and language not in BY_CODE:
        raise Http404(f"There is no language “{language}” here.")
    keep = form.get("keep", "")
    if keep not in {"mine", "live"}:
        messages.error(request, UNKNOWN_BUTTON)
        return language
    cell = CellId(subject, key, "words" if language else "general", language)
    digest = form.get("live_digest", "")
    with RefusalsShown(request):
        resolve_outdated(
            by=person(request), cell=cell, keep_mine=keep == "mine", live_digest=digest
        )
        messages.success(request, "Done. The draft now rests on the published text.")
    return language


@require_POST
def resolve_collision(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a collision off the desk; the text that was saved second replaces the first if asked."""
    rows = Collision.objects.filter(pk=pk)
    collision = first_or_404(rows, f"There is no collision number {pk}.")
    take_second = request.POST.get("keep") == "second"
    with RefusalsShown(request):
        settle_collision(by=person(request), collision=collision, take_second=take_second)
        messages.success(
            request,
            "The second text stands in the draft now. Both stay in the history."
            if take_second
            else "Done. Both texts stay in the history.",
        )
    language = collision.language or SOURCE
    if collision.subject == "contact":
        return to_contact(collision.key, language)
    return to_guide(Guide.objects.get(sections__key=collision.key), language)


@dataclass(frozen=True, slots=True)
class CollisionShown:
    """A collision as staff read it: the text that stands in the draft and the one saved second."""

    collision: Collision
    what: str
    language: Language | None
    standing: str
    refused: str


def collisions(subject: Subject, keys: Iterable[str]) -> list[CollisionShown]:
    """Return the unresolved collisions of sections or contacts of two weeks, newest first."""
    since = timezone.now() - COLLISIONS_SHOWN
    found = Collision.objects.filter(subject=subject, key__in=list(keys), at__gte=since)
    rows = list(found.filter(settled__isnull=True).select_related("by"))
    named = titles(f"{row.subject}/{row.key}" for row in rows) if rows else {}
    return [
        CollisionShown(
            collision=row,
            what=f"{named[f'{row.subject}/{row.key}']}: {LABELS[row.field].partition(',')[0]}",
            language=BY_CODE.get(row.language),
            standing=shown(row.field, row.standing),
            refused=shown(row.field, row.refused),
        )
        for row in rows
    ]
