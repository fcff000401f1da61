"""What every page of the staff's side shares: finding things, and showing what went wrong."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from guidance.admin.texts import in_words
from guidance.languages import BY_CODE, LANGUAGES, SOURCE, Language
from guidance.models import Contact, Edition, Guide, Submission
from guidance.publishing import Issue, NotAllowed, PublishingError, Refused, note_refusal
from guidance.publishing.people import Act, may

PROVENANCES = {
    "": "",
    "machine": "made by a computer, checked by nobody",
    "human": "made by a person",
    "reviewed": "reviewed by a qualified person",
}


def page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the staff's side under ``title``."""
    from guidance.admin.site import staff_site  # noqa: PLC0415 - the site is made of these pages

    values = {
        **staff_site.each_context(request),
        "title": title,
        "may": {act.name for act in Act if may(request.user, act)},
        **context,
    }
    return TemplateResponse(request, f"admin/guidance/{template}.html", values, status=status)


def find_guide(key: str) -> Guide:
    """Give a guide. Raises Http404 with a plain sentence."""
    guide = Guide.objects.filter(key=key).select_related("live_edition").first()
    if guide is None:
        raise Http404(f"There is no guide “{key}”.")
    return guide


def find_edition(guide: Guide, number: int) -> Edition:
    """Give a version of a guide. Raises Http404 with a plain sentence."""
    edition = guide.editions.filter(number=number).select_related("guide").first()
    if edition is None:
        raise Http404(f"The guide “{guide.key}” has no version {number}.")
    return edition


def find_contact(key: str) -> Contact:
    """Give a contact. Raises Http404 with a plain sentence."""
    contact = Contact.objects.filter(key=key).select_related("live").first()
    if contact is None:
        raise Http404(f"There is no contact “{key}”.")
    return contact


def find_submission(pk: int) -> Submission:
    """Give a submission. Raises Http404 with a plain sentence."""
    submission = Submission.objects.filter(pk=pk).select_related("guide", "submitter").first()
    if submission is None:
        raise Http404(f"There is no submission #{pk}.")
    return submission


def chosen_language(request: HttpRequest) -> Language:
    """Give the language asked for (``?language=so``), else English. Raises Http404 if unknown."""
    code = request.GET.get("language", SOURCE)
    if code not in BY_CODE:
        known = ", ".join(language.code for language in LANGUAGES)
        raise Http404(f"There is no language “{code}” here. There are: {known}.")
    return BY_CODE[code]


def say_refusal(request: HttpRequest, error: PublishingError) -> tuple[Issue, ...]:
    """Show why an operation was refused: every single thing that is wrong, and give them.

    What somebody tried without the role for it stands in history: no button offers it.
    """
    if isinstance(error, NotAllowed):
        note_refusal(by=request.user, what=request.path, why=str(error))
    issues = tuple(
        replace(issue, message=in_words(issue.message))
        for issue in (error.issues if isinstance(error, Refused) else ())
    )
    for message in [issue.message for issue in issues] or [in_words(str(error))]:
        messages.error(request, message)
    return issues
