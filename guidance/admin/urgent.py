"""What cannot wait: a correction by one publisher, and hiding a translation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from guidance.admin.pages import find_guide, page, say_refusal
from guidance.cells import CellId
from guidance.compose import live_value
from guidance.content import Words
from guidance.freeze.published import published_guide
from guidance.freshness import Severity
from guidance.languages import SOURCE
from guidance.models import Section
from guidance.publishing import PublishingError, correct_urgently, hide
from guidance.publishing.checks import SEVERITY_WORDS


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, key: str, section: str) -> HttpResponse:
    """Show the live English of a section to correct, or publish the correction at once."""
    guide = find_guide(key)
    live, _ = published_guide(guide)
    standing = live_value(CellId("section", section, "words", SOURCE), live, {})
    if not isinstance(standing, Words):
        raise Http404(f"No published section of this guide has the code “{section}”.")
    form = request.POST
    if request.method == "POST":
        try:
            edition = correct_urgently(
                by=request.user,
                guide=guide,
                key=section,
                heading=form.get("heading", ""),
                body=form.get("body", ""),
                severity=Severity(form["severity"])
                if form.get("severity") in set(Severity)
                else None,
                note=form.get("note", ""),
                reason=form.get("reason", ""),
                put_back=form.get("put_back") == "yes",
            )
        except PublishingError as error:
            say_refusal(request, error)
        else:
            messages.success(
                request,
                f"Published: version {edition.number}. Another person is asked to look at it.",
            )
            return HttpResponseRedirect(reverse("admin:guide", args=[guide.key]))
    return page(
        request,
        "urgent",
        f"Correct at once: {standing.heading}",
        status=400 if request.method == "POST" else 200,
        guide=guide,
        heading=form.get("heading", standing.heading),
        body=form.get("body", standing.body),
        severities=[
            {"value": severity, "words": SEVERITY_WORDS[severity]} for severity in Severity
        ],
        typed=form,
        taken_down=guide.withdrawn_at is not None,
    )


@require_POST
def hide_translation(request: HttpRequest, key: str) -> HttpResponse:
    """Hide a section in one language from readers, or show it again."""
    guide = find_guide(key)
    form = request.POST
    section = Section.objects.filter(guide=guide, key=form.get("section", "")).first()
    if section is None:
        raise Http404(f"This guide has no section “{form.get('section', '')}”.")
    language = form.get("language", "")
    hidden = form.get("action") != "show"
    try:
        hide(
            by=request.user,
            section=section,
            language=language,
            reason=form.get("reason", ""),
            hidden=hidden,
        )
        messages.success(
            request, "Hidden. Readers see the English now." if hidden else "Readers see it again."
        )
    except PublishingError as error:
        say_refusal(request, error)
    address = reverse("admin:guide", args=[guide.key])
    return HttpResponseRedirect(f"{address}?language={language}#{section.key}")
