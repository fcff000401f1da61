"""What every page of the staff's side shares: finding things, and showing what went wrong."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from guidance.admin.session import kept_forms
from guidance.admin.words import in_words
from guidance.domain.languages import BY_CODE, LANGUAGES, SOURCE, Language
from guidance.models import Contact, Edition, Guide, Role, Section, Submission
from guidance.publishing import Issue, NotAllowed, PublishingError, Refused, Saved, note_refusal
from guidance.publishing.people.permissions import Act, may, may_somewhere, roles_of


def page(
    request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the staff's side under ``title``."""
    from guidance.admin.staff_site import staff_site  # noqa: PLC0415 - the site is made of these pages

    values = {
        **staff_site.each_context(request),
        "title": title,
        "may": {act.name for act in Act if may_somewhere(request.user, act)},
        "kept": kept_forms.is_shown_again(request),
        **context,
    }
    return TemplateResponse(request, f"admin/guidance/{template}.html", values, status=status)


def typed(request: HttpRequest) -> QueryDict | None:
    """Give what was typed: in a form that was refused, or that is shown again after signing in."""
    return request.POST if request.method == "POST" or request.POST else None


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the desk asks while it saves by itself. A browser that sends a form does not."""
    return request.headers.get("Accept") == "application/json"


def find_guide(key: str) -> Guide:
    """Give a guide. Raises Http404 with a plain sentence."""
    guide = Guide.objects.filter(key=key).select_related("live_edition").first()
    if guide is None:
        raise Http404(f"There is no guide “{key}”.")
    return guide


def find_section(guide: Guide, key: str) -> Section:
    """Give a section of a guide. Raises Http404 with a plain sentence."""
    section = guide.sections.filter(key=key).first()
    if section is None:
        raise Http404(f"This guide has no section “{key}”.")
    return section


def to_section(guide: Guide, language: str, key: str) -> HttpResponseRedirect:
    """Go back to a section on its guide's desk."""
    address = reverse("admin:guide", args=[guide.key])
    return HttpResponseRedirect(f"{address}?language={language}#{key}")


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
    submission = (
        Submission.objects.filter(pk=pk)
        .select_related("guide", "submitter", "goes_with")
        .prefetch_related("comments__by")
        .first()
    )
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


def languages_of(person: AbstractUser) -> list[Language]:
    """Give the languages a person works in: all, but for who is a translator and nothing else."""
    roles = roles_of(person)
    if set(roles) != {Role.TRANSLATOR}:
        return list(LANGUAGES)
    return [each for each in LANGUAGES if each.code in {SOURCE, *roles[Role.TRANSLATOR]}]


def chosen_translation(request: HttpRequest, act: Act) -> Language:
    """Give the language asked for, else the first in which this person may do ``act``.

    Raises Http404 for English and for what is no language here.
    """
    translated = [language for language in LANGUAGES if language.code != SOURCE]
    code = request.GET.get("language", "")
    if not code:
        own = (language for language in translated if may(request.user, act, language.code))
        return next(own, translated[0])
    if code not in BY_CODE or code == SOURCE:
        raise Http404(f"There is no language “{code}” to translate into.")
    return BY_CODE[code]


def say_saved(request: HttpRequest, saved: Saved) -> None:
    """Show what the button to save has done."""
    # What the desk saved by itself just before is as saved as what the button saves.
    if saved.saved or request.POST.get("autosaved") == "yes":
        messages.success(request, "Saved. Readers see it when it has been submitted and published.")
    elif not saved.collisions:
        messages.info(request, "Nothing was different, so nothing was saved.")
    for _ in saved.collisions:
        messages.warning(
            request,
            "Somebody else changed the same text while you were writing. Theirs stands; yours is "
            "kept below, under “Two texts met”.",
        )


def say_refusal(
    request: HttpRequest, error: PublishingError, *, places: Collection[str] = ()
) -> tuple[Issue, ...]:
    """Show why an operation was refused: every single thing that is wrong, and give them.

    ``places`` are the fields to which the page has an ``id`` of that name: what is wrong with one
    of them leads there. What somebody tried without the role for it stands in history: no button
    offers it.
    """
    if isinstance(error, NotAllowed):
        note_refusal(by=request.user, what=request.path, why=str(error))
    issues = tuple(
        replace(issue, message=in_words(issue.message))
        for issue in (error.issues if isinstance(error, Refused) else ())
    )
    for issue in issues or (Issue("", "", in_words(str(error))),):
        there = issue.field in places
        link = format_html('<a href="#{}">{}</a>', issue.field, issue.message) if there else ""
        messages.error(request, link or issue.message)
    return issues
