"""A guide's settings: its address, and taking it down."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from guidance.admin.page import UNKNOWN_BUTTON, RefusalsShown, find_guide, page, person, takes_form
from guidance.models import FRONT_KEY, Guide
from guidance.publishing import rename_slug, withdraw
from guidance.queries.guide_frame import current_slug


@takes_form
def settings_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the address of a guide and its old ones; rename it, or take the guide down."""
    guide = find_guide(key)
    if request.method == "POST":
        with RefusalsShown(request):
            _act(request, guide)
            return redirect("admin:guide-settings", guide.key)
    return page(
        request,
        "site/guide_settings",
        f"Address of “{guide.title}”",
        guide=guide,
        front=guide.key == FRONT_KEY,
        slug=current_slug(guide),
        old_slugs=guide.slugs.filter(current=False),
        typed=request.POST,
    )


def _act(request: HttpRequest, guide: Guide) -> None:
    """Do what the button says. Raises PublishingError."""
    match request.POST.get("action"):
        case "rename":
            rename_slug(by=person(request), guide=guide, slug=request.POST.get("slug", "").strip())
            messages.success(request, "Renamed. The old address leads to the new one for ever.")
        case "withdraw":
            withdraw(by=person(request), guide=guide, reason=request.POST.get("reason", ""))
            messages.success(request, "Taken down. Its versions stay readable.")
        case _:
            messages.error(request, UNKNOWN_BUTTON)
