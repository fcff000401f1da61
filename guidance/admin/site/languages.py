"""The languages readers are offered: switching them on and off, and what nobody has reviewed."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from guidance.admin.page import RefusalsShown, page, person, takes_form
from guidance.domain.languages import BY_CODE, TRANSLATED_CODES, Language
from guidance.models import Event, Guide
from guidance.publishing import offer_language
from guidance.publishing.people.permissions import Act, may
from guidance.publishing.site.languages import Unreviewed, unreviewed
from guidance.queries.decisions import is_demonstration
from guidance.queries.site_frame import offered_languages


@dataclass(frozen=True, slots=True)
class Offer:
    """A language, whether readers are offered it, and what is live there without a review."""

    language: Language
    offered: bool
    last: Event | None
    waiting: tuple[Unreviewed, ...]
    overridden: tuple[Unreviewed, ...]
    reason: str = ""


@takes_form
def languages(request: HttpRequest) -> HttpResponse:
    """Show which languages readers are offered; switch one on or off."""
    form = request.POST
    if request.method == "POST":
        with RefusalsShown(request):
            code, offered = form.get("language", ""), form.get("action") == "on"
            reason = form.get("reason", "")
            offer_language(by=person(request), language=code, offered=offered, reason=reason)
            switched = f"{BY_CODE[code].english_name} is switched {'on' if offered else 'off'}."
            messages.success(request, switched)
            return redirect("admin:languages")
    guides = list(Guide.objects.filter(live_edition__isnull=False).select_related("live_edition"))
    offered_now = offered_languages()
    return page(
        request,
        "site/languages",
        "Languages",
        demonstration=is_demonstration(),
        may_offer=may(person(request), Act.OFFER),
        offers=[_offer(guides, code, code in offered_now, form) for code in TRANSLATED_CODES],
    )


def _offer(guides: list[Guide], code: str, offered: bool, form: QueryDict) -> Offer:
    language = BY_CODE[code]
    found = unreviewed(guides, code)
    switched = Event.objects.filter(
        verb__in=["switched language on", "switched language off"], subject=language.english_name
    )
    return Offer(
        language,
        offered,
        switched.order_by("-pk").first(),
        tuple(entry for entry in found if entry.override is None),
        tuple(entry for entry in found if entry.override is not None),
        form.get("reason", "") if form.get("language") == code else "",
    )
