"""Saying that a translation was reviewed, and what it says when it is translated back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from guidance.admin.page import find_guide, say_refusal, to_section
from guidance.domain.text.cells import CellId
from guidance.publishing import PublishingError, mark_reviewed, translate_back


@require_POST
def review(request: HttpRequest, key: str) -> HttpResponse:
    """Mark a translation in the draft as reviewed."""
    guide = find_guide(key)
    section, language = request.POST.get("section", ""), request.POST.get("language", "")
    try:
        mark_reviewed(
            by=request.user,
            cell=CellId("section", section, "words", language),
            read=request.POST.get("read", ""),
        )
        messages.success(
            request, "Marked as reviewed. Readers are told once it is submitted and published."
        )
    except PublishingError as error:
        say_refusal(request, error)
    return to_section(guide, language, section)


@require_POST
def translated_back(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what a translation in the draft says in English."""
    guide = find_guide(key)
    form = request.POST
    section, language = form.get("section", ""), form.get("language", "")
    try:
        translate_back(
            by=request.user,
            cell=CellId("section", section, "words", language),
            read=form.get("read", ""),
            words=form.get("words", ""),
        )
        messages.success(request, "Kept, beside the translation.")
    except PublishingError as error:
        say_refusal(request, error)
    return to_section(guide, language, section)
