"""A guide's settings: its address, and taking it down."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guidance.admin.page import find_guide, page, say_refusal
from guidance.models import FRONT_KEY
from guidance.publishing import PublishingError, rename_slug, withdraw
from guidance.queries.frame import current_slug


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show the address of a guide and its old ones; rename it, or take the guide down."""
    guide = find_guide(key)
    if request.method == "POST":
        try:
            match request.POST.get("action"):
                case "rename":
                    slug = request.POST.get("slug", "").strip()
                    rename_slug(by=request.user, guide=guide, slug=slug)
                    messages.success(
                        request, "Renamed. The old address leads to the new one for ever."
                    )
                case "withdraw":
                    withdraw(by=request.user, guide=guide, reason=request.POST.get("reason", ""))
                    messages.success(request, "Taken down. Its versions stay readable.")
                case _:
                    messages.error(request, "This button is not known. Load the page again.")
        except PublishingError as error:
            say_refusal(request, error)
        else:
            return HttpResponseRedirect(reverse("admin:guide-settings", args=[guide.key]))
    return page(
        request,
        "site/guide_settings",
        f"Address of “{guide.title}”",
        status=400 if request.method == "POST" else 200,
        guide=guide,
        front=guide.key == FRONT_KEY,
        slug=current_slug(guide),
        old_slugs=guide.slugs.filter(current=False),
        typed=request.POST,
    )
