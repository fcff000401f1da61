"""The urgent way: one publisher corrects what readers see, of a section or a contact, at once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guidance.admin.page import find_contact, find_guide, page, say_refusal, typed
from guidance.admin.submission.submit import SeverityQuestion, severity_question
from guidance.domain.languages import LANGUAGES, SOURCE
from guidance.domain.text.content import ContactContent, ContactWords, Words, clean_words
from guidance.domain.translation.freshness import Severity
from guidance.domain.translation.severity import EnglishText, lowest_severity
from guidance.models import Edition
from guidance.publishing import (
    ContactCorrection,
    Issue,
    PublishingError,
    correct_contact_urgently,
    correct_urgently,
)
from guidance.queries.published import live_contacts, published_guide
from guidance.queries.working_copy import section_words, working_contact

_PLACES = ("heading", "body", "phone", "severity", "note", "reason")


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, key: str, section: str) -> HttpResponse:
    """Show the live English of a section to correct, or publish the correction at once."""
    guide = find_guide(key)
    live, _ = published_guide(guide)
    standing = live.section(section) if live else None
    if standing is None:
        raise Http404(f"No published section of this guide has the code “{section}”.")
    form = request.POST
    issues: tuple[Issue, ...] = ()
    back = reverse("admin:guide", args=[guide.key])
    if request.method == "POST":
        try:
            edition = correct_urgently(
                by=request.user,
                guide=guide,
                key=section,
                heading=form.get("heading", ""),
                body=form.get("body", ""),
                severity=_severity(form),
                note=form.get("note", ""),
                reason=form.get("reason", ""),
                put_back=form.get("put_back") == "yes",
            )
        except PublishingError as error:
            issues = say_refusal(request, error, places=_PLACES)
        else:
            return _published(request, [edition], f"{back}#{section}")
    words = standing.words.get(SOURCE, Words())
    draft = section_words(guide.sections.get(key=section), SOURCE)
    begun = draft if _from_draft(request) else words
    return _page(
        request,
        f"Correct at once: {words.heading}",
        EnglishText(standing.general.kind, words.heading, words.body),
        begun,
        issues,
        draft_differs=(draft.heading, draft.body) != (words.heading, words.body),
        guide=guide,
        name_label="Heading",
        body_label="Text",
        back=back,
        taken_down=guide.withdrawn_at is not None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct_contact(request: HttpRequest, key: str) -> HttpResponse:
    """Show what readers see of a contact, or publish a correction of it at once."""
    contact = find_contact(key)
    live = live_contacts([contact.key]).get(contact.key)
    if live is None:
        raise Http404("This contact has never been published, so there is nothing to correct.")
    form = request.POST
    issues: tuple[Issue, ...] = ()
    back = reverse("admin:contact", args=[contact.key])
    if request.method == "POST":
        try:
            editions = correct_contact_urgently(
                by=request.user,
                contact=contact,
                correction=ContactCorrection(
                    heading=form.get("heading", ""),
                    body=form.get("body", ""),
                    phone=form.get("phone", ""),
                    hours=form.get("hours", ""),
                    own={
                        language.code: (
                            form.get(f"phone:{language.code}", ""),
                            form.get(f"hours:{language.code}", ""),
                        )
                        for language in LANGUAGES
                        if f"phone:{language.code}" in form
                    },
                ),
                severity=_severity(form),
                note=form.get("note", ""),
                reason=form.get("reason", ""),
            )
        except PublishingError as error:
            issues = say_refusal(request, error, places=_PLACES)
        else:
            return _published(request, editions, back)
    words = live.words.get(SOURCE, ContactWords())
    draft = working_contact(contact)
    begun = draft if _from_draft(request) else live
    return _page(
        request,
        f"Correct at once: {words.heading}",
        EnglishText("contact", words.heading, words.body),
        begun.words.get(SOURCE, ContactWords()),
        issues,
        draft_differs=_said(draft) != _said(live),
        contact=contact,
        name_label="Name",
        body_label="What it does",
        back=back,
        reach=_reach(begun, typed(request), issues),
    )


def _from_draft(request: HttpRequest) -> bool:
    """Tell whether to begin from the draft instead of what readers see."""
    return request.GET.get("from") == "draft"


def _said(contact: ContactContent) -> tuple[Any, ...]:
    """Give what can be corrected at once of a contact."""
    english = contact.words.get(SOURCE, ContactWords())
    own = {
        code: (words.phone, words.hours)
        for code, words in contact.words.items()
        if words.phone or words.hours
    }
    return english.heading, english.body, contact.general.phone, contact.general.hours, own


def _reach(
    live: ContactContent, form: QueryDict | None, issues: Sequence[Issue]
) -> list[dict[str, Any]]:
    """Give phone and hours as the form shows them: those of all languages, then each one's own."""
    rows = [("", "", live.general.phone, live.general.hours)]
    for language in LANGUAGES:
        words = live.words.get(language.code, ContactWords())
        if words.phone or words.hours:
            rows.append((f":{language.code}", language.english_name, words.phone, words.hours))
    return [
        {
            "end": end,
            "language": name,
            "phone": form.get(f"phone{end}", "") if form else phone,
            "hours": form.get(f"hours{end}", "") if form else hours,
            "wrong": [] if end else _about(issues, "phone"),
        }
        for end, name, phone, hours in rows
    ]


def _page(
    request: HttpRequest,
    title: str,
    old: EnglishText,
    begun: Words | ContactWords,
    issues: Sequence[Issue],
    **context: Any,
) -> HttpResponse:
    """Render the form of a correction: the text it begins from, or what was typed and refused."""
    form = typed(request)
    heading = form.get("heading", "") if form else begun.heading
    body = form.get("body", "") if form else begun.body
    return page(
        request,
        "publication/urgent",
        title,
        status=400 if request.method == "POST" else 200,
        heading=heading,
        body=body,
        questions=[_question(old, heading, body, form, issues)],
        typed=form or {},
        from_draft=_from_draft(request),
        wrong={name: _about(issues, name) for name in ("heading", "body", "note", "reason")},
        **context,
    )


def _question(
    old: EnglishText, heading: str, body: str, form: QueryDict | None, issues: Sequence[Issue]
) -> SeverityQuestion:
    """Ask what the correction does for readers; what is too low for any change is not offered."""
    words = clean_words(Words(heading, body))
    new = replace(old, heading=words.heading, body=words.body)
    # Before anything is typed: what would stand for whatever is typed.
    floor = lowest_severity(old, replace(old, heading=f"{old.heading}.") if new == old else new)
    return severity_question(
        "", "severity", floor, form.get("severity", "") if form else "", _about(issues, "severity")
    )


def _about(issues: Iterable[Issue], field: str) -> list[str]:
    return [issue.message for issue in issues if issue.field == field]


def _severity(form: QueryDict) -> Severity | None:
    return Severity(form["severity"]) if form.get("severity") in set(Severity) else None


def _published(
    request: HttpRequest, editions: Sequence[Edition], address: str
) -> HttpResponseRedirect:
    versions = ", ".join(f"{edition.guide.title}, version {edition.number}" for edition in editions)
    messages.success(
        request,
        f"Published{': ' if versions else ''}{versions}. Another person is asked to look at it.",
    )
    return HttpResponseRedirect(address)
