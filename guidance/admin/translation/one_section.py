"""What is done at the desk to one section's translation: reviewed, translated back, hidden, shown.

All of it acts at once, or goes into the draft; each view redirects to the section on its desk.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from guidance.admin.page import RefusalsShown, find_guide, find_section, person, to_guide
from guidance.domain.text.cells import CellId
from guidance.models import Guide
from guidance.publishing import hide, mark_reviewed, show_unreviewed, translate_back


@require_POST
def mark_as_reviewed(request: HttpRequest, key: str) -> HttpResponse:
    """Mark a translation in the draft as reviewed."""
    guide = find_guide(key)
    with RefusalsShown(request):
        mark_reviewed(by=person(request), cell=_cell(request), read=request.POST.get("read", ""))
        messages.success(
            request, "Marked as reviewed. Readers are told once it is submitted and published."
        )
    return _to_section(request, guide)


@require_POST
def keep_back_translation(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what a translation in the draft says in English."""
    guide = find_guide(key)
    read, words = request.POST.get("read", ""), request.POST.get("words", "")
    with RefusalsShown(request):
        translate_back(by=person(request), cell=_cell(request), read=read, words=words)
        messages.success(request, "Kept, beside the translation.")
    return _to_section(request, guide)


@require_POST
def hide_or_show(request: HttpRequest, key: str) -> HttpResponse:
    """Hide a section in one language from readers, or show it again."""
    guide, form = find_guide(key), request.POST
    hidden = form.get("action") != "show"
    section = find_section(guide, form.get("section", ""))
    language, reason = form.get("language", ""), form.get("reason", "")
    with RefusalsShown(request):
        hide(by=person(request), section=section, language=language, reason=reason, hidden=hidden)
        messages.success(
            request, "Hidden. Readers see the English now." if hidden else "Readers see it again."
        )
    return _to_section(request, guide)


@require_POST
def show_although_unreviewed(request: HttpRequest, key: str) -> HttpResponse:
    """Show a translation that is held back because nobody has reviewed it."""
    guide, form = find_guide(key), request.POST
    section = find_section(guide, form.get("section", ""))
    language, reason = form.get("language", ""), form.get("reason", "")
    with RefusalsShown(request):
        show_unreviewed(by=person(request), section=section, language=language, reason=reason)
        messages.success(
            request, "Readers see it now. It stays flagged until somebody has reviewed it."
        )
    return _to_section(request, guide)


def _cell(request: HttpRequest) -> CellId:
    form = request.POST
    return CellId("section", form.get("section", ""), "words", form.get("language", ""))


def _to_section(request: HttpRequest, guide: Guide) -> HttpResponse:
    form = request.POST
    return to_guide(guide, form.get("language", ""), f"#{form.get('section', '')}")
