"""What every page of the staff's side shares: finding things, and showing what went wrong."""

from collections.abc import Collection
from dataclasses import replace
from types import TracebackType
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from guidance.admin.words import in_words
from guidance.domain.languages import BY_CODE, LANGUAGES, SOURCE, Language
from guidance.models import Contact, Edition, Guide, Role, Section, Submission
from guidance.publishing import Issue, NotAllowed, PublishingError, Refused, note_refusal
from guidance.publishing.people.permissions import Act, may, may_somewhere, roles_of

UNKNOWN_BUTTON = "This button is not known. Load the page again."

TRANSLATED = [language for language in LANGUAGES if language.code != SOURCE]
"""The languages that English is translated into."""

Row = TypeVar("Row", bound=Model)

takes_form = require_http_methods(["GET", "HEAD", "POST"])
"""For views that show a form and take it."""


class Page(TemplateResponse):
    """A page of the staff's side. ``StaffSite`` adds what the admin shows around it."""


def page(
    request: HttpRequest, template: str, title: str, *, status: int | None = None, **context: Any
) -> Page:
    """Return a page under ``title``. A form sent with POST is shown only when refused: 400."""
    user = request.user
    acts = {act.name for act in Act if isinstance(user, User) and may_somewhere(user, act)}
    if status is None:
        status = 400 if request.method == "POST" else 200
    values = {"title": title, "may": acts, **context}
    return Page(request, f"admin/guidance/{template}.html", values, status=status)


def person(request: HttpRequest) -> User:
    """Return who is signed in. Only for views behind ``StaffSite.admin_view``."""
    assert isinstance(request.user, User)
    return request.user


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what was typed in a form that was refused, or is shown again after signing in."""
    return request.POST if request.method == "POST" or request.POST else None


def typed_by_name(form: QueryDict, prefix: str) -> dict[str, str]:
    """Return the fields whose names begin with ``prefix``, by the rest of their names."""
    return {
        name.removeprefix(prefix): form.get(name, "") for name in form if name.startswith(prefix)
    }


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the desk asks while it saves by itself. A browser that sends a form does not."""
    return request.headers.get("Accept") == "application/json"


def first_or_404(rows: QuerySet[Row], message: str) -> Row:
    """Return the first row. Raises Http404 with a plain sentence if there is none."""
    row = rows.first()
    if row is None:
        raise Http404(message)
    return row


def find_guide(key: str) -> Guide:
    rows = Guide.objects.filter(key=key).select_related("live_edition")
    return first_or_404(rows, f"There is no guide “{key}”.")


def find_section(guide: Guide, key: str) -> Section:
    rows = guide.sections.filter(key=key)
    return first_or_404(rows, f"This guide has no section “{key}”.")


def find_edition(guide: Guide, number: int) -> Edition:
    rows = guide.editions.filter(number=number).select_related("guide")
    return first_or_404(rows, f"The guide “{guide.key}” has no version {number}.")


def find_contact(key: str) -> Contact:
    rows = Contact.objects.filter(key=key).select_related("live")
    return first_or_404(rows, f"There is no contact “{key}”.")


def find_submission(pk: int) -> Submission:
    rows = Submission.objects.filter(pk=pk).select_related("guide", "submitter", "goes_with")
    rows = rows.prefetch_related("comments__by")
    return first_or_404(rows, f"There is no submission #{pk}.")


def to_guide(guide: Guide, language: str, anchor: str = "") -> HttpResponseRedirect:
    """Redirect to a guide's desk in a language; ``anchor`` with its ``#``."""
    address = reverse("admin:guide", args=[guide.key])
    return HttpResponseRedirect(f"{address}?language={language}{anchor}")


def to_contact(key: str, language: str) -> HttpResponseRedirect:
    """Redirect to a contact's desk in a language."""
    address = reverse("admin:contact", args=[key])
    return HttpResponseRedirect(f"{address}?language={language}")


def chosen_language(request: HttpRequest) -> Language:
    """Return the language asked for (``?language=so``), else English. Http404 if unknown."""
    code = request.GET.get("language", SOURCE)
    if code not in BY_CODE:
        known = ", ".join(language.code for language in LANGUAGES)
        raise Http404(f"There is no language “{code}” here. There are: {known}.")
    return BY_CODE[code]


def languages_of(by: User) -> list[Language]:
    """Return the languages somebody works in: all, except for a person who only translates."""
    roles = roles_of(by)
    if set(roles) != {Role.TRANSLATOR}:
        return list(LANGUAGES)
    return [each for each in LANGUAGES if each.code in {SOURCE, *roles[Role.TRANSLATOR]}]


def chosen_translation(request: HttpRequest, act: Act) -> Language:
    """Return the language asked for, else the first in which this person may do ``act``.

    Http404 for English and for an unknown language.
    """
    code = request.GET.get("language", "")
    if not code:
        own = (language for language in TRANSLATED if may(person(request), act, language.code))
        return next(own, TRANSLATED[0])
    if code not in BY_CODE or code == SOURCE:
        raise Http404(f"There is no language “{code}” to translate into.")
    return BY_CODE[code]


class RefusalsShown:
    """A ``with`` block for an operation: if it is refused, the person is told and the view goes on.

    ``as issues`` gives a list that then holds every single thing that is wrong. ``places`` are the
    fields to which the page has an ``id`` of that name: what is wrong with one of them leads there.
    """

    def __init__(self, request: HttpRequest, *, places: Collection[str] = ()) -> None:
        self._request = request
        self._places = places
        self._issues: list[Issue] = []

    def __enter__(self) -> list[Issue]:
        return self._issues

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if not isinstance(error, PublishingError):
            return False
        self._issues += say_refusal(self._request, error, places=self._places)
        return True


def say_refusal(
    request: HttpRequest, error: PublishingError, *, places: Collection[str] = ()
) -> list[Issue]:
    """Show and return everything that is wrong; ``places`` as in ``RefusalsShown``."""
    if isinstance(error, NotAllowed):
        # No button offers it, so that somebody tried it is worth a line of history.
        note_refusal(by=person(request), what=request.path, why=str(error))
    found = error.issues if isinstance(error, Refused) else ()
    issues = [replace(issue, message=in_words(issue.message)) for issue in found]
    for issue in issues or [Issue("", "", in_words(str(error)))]:
        there = issue.field in places
        link = format_html('<a href="#{}">{}</a>', issue.field, issue.message) if there else ""
        messages.error(request, link or issue.message)
    return issues


def about(issues: Collection[Issue], field: str) -> list[str]:
    """Return what is wrong with a field."""
    return [issue.message for issue in issues if issue.field == field]
