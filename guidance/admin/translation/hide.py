"""What readers see of one translation, decided at once: hidden, shown again, shown unreviewed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from guidance.admin.page import find_guide, find_section, say_refusal, to_section
from guidance.publishing import PublishingError, hide, show_unreviewed


@require_POST
def hide_translation(request: HttpRequest, key: str) -> HttpResponse:
    """Hide a section in one language from readers, or show it again."""
    guide, form = find_guide(key), request.POST
    section = find_section(guide, form.get("section", ""))
    hidden = form.get("action") != "show"
    try:
        hide(
            by=request.user,
            section=section,
            language=form.get("language", ""),
            reason=form.get("reason", ""),
            hidden=hidden,
        )
        messages.success(
            request, "Hidden. Readers see the English now." if hidden else "Readers see it again."
        )
    except PublishingError as error:
        say_refusal(request, error)
    return to_section(guide, form.get("language", ""), section.key)


@require_POST
def show_all_the_same(request: HttpRequest, key: str) -> HttpResponse:
    """Show a translation that is held back because nobody has reviewed it."""
    guide, form = find_guide(key), request.POST
    section = find_section(guide, form.get("section", ""))
    try:
        show_unreviewed(
            by=request.user,
            section=section,
            language=form.get("language", ""),
            reason=form.get("reason", ""),
        )
        messages.success(
            request, "Readers see it now. It stays flagged until somebody has reviewed it."
        )
    except PublishingError as error:
        say_refusal(request, error)
    return to_section(guide, form.get("language", ""), section.key)
