"""Where two texts met: a draft that live has overtaken, and a text that was saved second."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from guidance.admin.draft.fields import LABELS, shown
from guidance.admin.page import find_contact, find_guide, say_refusal
from guidance.admin.words import differences, readable, titles
from guidance.domain.languages import BY_CODE, SOURCE, Language
from guidance.domain.text.cells import CellId
from guidance.domain.text.compose import base_of, live_value
from guidance.domain.text.content import GENERAL, ContactContent, GuideContent
from guidance.models import Collision, Guide
from guidance.publishing import PublishingError, resolve_outdated, settle_collision
from guidance.publishing.draft.changes import Changed

COLLISIONS_SHOWN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Behind:
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


def behind(
    entries: Iterable[Changed],
    live: GuideContent | None,
    contacts: Mapping[str, ContactContent],
) -> tuple[Behind, ...]:
    """Give those of some changed cells that live has overtaken."""
    return tuple(_behind(entry, live, contacts) for entry in entries if entry.is_outdated)


def _behind(
    entry: Changed, live: GuideContent | None, contacts: Mapping[str, ContactContent]
) -> Behind:
    cell, mine = entry.cell.id, entry.cell.value
    published = live_value(cell, live, contacts)
    return Behind(
        cell=cell,
        form=f"settle-{cell.key}-{cell.language or cell.aspect}",
        language=BY_CODE[cell.language or SOURCE],
        mine=readable(mine),
        live=readable(published),
        changes=differences(mine, published),
        live_digest=base_of(cell, live, contacts),
    )


@require_POST
def settle_section(request: HttpRequest, key: str) -> HttpResponse:
    """Rest the draft of a section's cell on what is live now, kept or replaced by it."""
    guide = find_guide(key)
    section = request.POST.get("section", "")
    if not guide.sections.filter(key=section, retired_at=None).exists():
        raise Http404(f"This guide has no section “{section}”.")
    language = _settle(request, "section", section)
    address = reverse("admin:guide", args=[guide.key])
    return HttpResponseRedirect(f"{address}?language={language or SOURCE}#{section}")


@require_POST
def settle_contact(request: HttpRequest, key: str) -> HttpResponse:
    """Rest the draft of a contact's cell on what is live now, kept or replaced by it."""
    contact = find_contact(key)
    language = _settle(request, "contact", contact.key)
    address = reverse("admin:contact", args=[contact.key])
    return HttpResponseRedirect(f"{address}?language={language or SOURCE}")


def _settle(request: HttpRequest, subject: str, key: str) -> str:
    """Settle the cell that a form names; give its language."""
    form = request.POST
    language = form.get("language", GENERAL)
    if language != GENERAL and language not in BY_CODE:
        raise Http404(f"There is no language “{language}” here.")
    keep = form.get("keep", "")
    if keep not in {"mine", "live"}:
        messages.error(request, "This button is not known. Load the page again.")
        return language
    cell = CellId(subject, key, "words" if language else "general", language)
    digest = form.get("live_digest", "")
    try:
        resolve_outdated(by=request.user, cell=cell, keep_mine=keep == "mine", live_digest=digest)
        messages.success(request, "Done. The draft now rests on the published text.")
    except PublishingError as error:
        say_refusal(request, error)
    return language


@require_POST
def settle_second_text(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a collision off the desk: what belongs of it has been taken over."""
    collision = Collision.objects.filter(pk=pk).first()
    if collision is None:
        raise Http404(f"There is no collision number {pk}.")
    take_second = request.POST.get("keep") == "second"
    try:
        settle_collision(by=request.user, collision=collision, take_second=take_second)
        messages.success(
            request,
            "The second text stands in the draft now. Both stay in the history."
            if take_second
            else "Done. Both texts stay in the history.",
        )
    except PublishingError as error:
        say_refusal(request, error)
    if collision.subject == "contact":
        address = reverse("admin:contact", args=[collision.key])
    else:
        guide = Guide.objects.get(sections__key=collision.key)
        address = reverse("admin:guide", args=[guide.key])
    return HttpResponseRedirect(f"{address}?language={collision.language or SOURCE}")


@dataclass(frozen=True, slots=True)
class Met:
    """Two texts that met, as staff read them: the one that stands and the one saved second."""

    collision: Collision
    what: str
    language: Language | None
    standing: str
    refused: str


def collisions(subject: str, keys: Iterable[str]) -> list[Met]:
    """Give the unsettled collisions of sections or contacts of two weeks, newest first."""
    since = timezone.now() - COLLISIONS_SHOWN
    found = Collision.objects.filter(subject=subject, key__in=list(keys), at__gte=since)
    rows = list(found.filter(settled__isnull=True).select_related("by"))
    named = titles(f"{row.subject}/{row.key}" for row in rows) if rows else {}
    return [
        Met(
            collision=row,
            what=f"{named[f'{row.subject}/{row.key}']}: {LABELS[row.field].partition(',')[0]}",
            language=BY_CODE.get(row.language),
            standing=shown(row.field, row.standing),
            refused=shown(row.field, row.refused),
        )
        for row in rows
    ]
