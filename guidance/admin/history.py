"""History: a guide's versions, and every event."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guidance.admin.pages import find_guide, page
from guidance.freeze.frame import current_slug
from guidance.models import Event

EVENTS_SHOWN = 200


@require_safe
def guide(request: HttpRequest, key: str) -> HttpResponse:
    """Show a guide's versions, newest first, and its events."""
    row = find_guide(key)
    editions = row.editions.order_by("-number").select_related(
        "submission", "submitter", "approver", "publisher"
    )
    return page(
        request,
        "guide_history",
        f"Versions of {row.key}",
        guide=row,
        slug=current_slug(row),
        editions=editions,
        events=Event.objects.filter(guide=row).order_by("-pk")[:EVENTS_SHOWN],
    )


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Show the latest events of the whole site."""
    events = Event.objects.select_related("guide").order_by("-pk")[:EVENTS_SHOWN]
    return page(request, "history", "History", events=events)
