"""History: a guide's versions, and every event, filtered and as a table to download."""

import csv
from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guidance.admin.page import find_guide, page, person
from guidance.admin.publication.events import listed
from guidance.admin.publication.receipt import editions_in_words
from guidance.admin.words import titles
from guidance.domain.languages import BY_CODE, TRANSLATED_CODES
from guidance.domain.translation.freshness import Severity
from guidance.models import Edition, Event, Guide
from guidance.publishing.people.permissions import Act, may
from guidance.queries.guide_frame import current_slug

EVENTS_SHOWN = 200
# A run of saves is listed once: more is read than shown.
EVENTS_READ = 1000


@require_safe
def guide(request: HttpRequest, key: str) -> HttpResponse:
    """Show a guide's versions, newest first, and its events."""
    row = find_guide(key)
    editions = list(
        row.editions.order_by("-number")
        .select_related("submission", "submitter", "approver", "publisher")
        .prefetch_related("severity_raises", "note_translations")
    )
    named = titles({text for edition in editions for text in edition.changes})
    visible = editions_in_words(editions)
    return page(
        request,
        "publication/guide_history",
        f"Versions of “{row.title}”",
        guide=row,
        slug=current_slug(row),
        versions=[
            (edition, _severities(edition, named), _notes(edition), visible.get(edition.pk, ""))
            for edition in editions
        ],
        may_note=any(may(person(request), Act.TRANSLATE_NOTE, code) for code in TRANSLATED_CODES),
        events=listed(Event.objects.filter(guide=row).order_by("-pk")[:EVENTS_READ])[:EVENTS_SHOWN],
    )


def _severities(edition: Edition, named: Mapping[str, str]) -> list[str]:
    """Return what a version changed in the English, and how much each change mattered."""
    raises = sorted(edition.severity_raises.all(), key=lambda entry: Severity(entry.severity).rank)
    raised = {entry.text: entry.severity for entry in raises}
    return [
        f"{named.get(text, text)}: {change['severity']}"
        + (f", raised to {raised[text]}" if text in raised else "")
        for text, change in edition.changes.items()
        if change["severity"]
    ]


def _notes(edition: Edition) -> str:
    """Name the languages in which a version's note stands beside the English."""
    there = {row.language for row in edition.note_translations.all()}
    return ", ".join(BY_CODE[code].english_name for code in TRANSLATED_CODES if code in there)


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Show the latest events of the whole site, by guide, person and words if asked for."""
    return page(
        request,
        "publication/history",
        "History",
        events=listed(_asked(request)[:EVENTS_READ])[:EVENTS_SHOWN],
        guides=Guide.objects.order_by("position"),
        people=Event.objects.order_by("actor_name").values_list("actor_name", flat=True).distinct(),
        asked=request.GET,
        query=request.GET.urlencode(),
    )


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Return all the events asked for as a table to download."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="history.csv"'
    table = csv.writer(response)
    table.writerow(["when (UTC)", "who", "what", "guide", "subject", "why"])
    for event in _asked(request):
        guide_key = event.guide.key if event.guide else ""
        cells = [event.actor_name, event.verb, guide_key, event.subject, event.reason]
        table.writerow([event.at.isoformat(), *map(_harmless, cells)])
    return response


def _asked(request: HttpRequest) -> QuerySet[Event]:
    events = Event.objects.select_related("guide").order_by("-pk")
    if request.GET.get("guide"):
        events = events.filter(guide__key=request.GET["guide"])
    if request.GET.get("person"):
        events = events.filter(actor_name=request.GET["person"])
    words = request.GET.get("words", "").replace("\0", "")
    if words:
        events = events.filter(
            Q(verb__icontains=words) | Q(subject__icontains=words) | Q(reason__icontains=words)
        )
    return events


def _harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
