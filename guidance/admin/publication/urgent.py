"""The urgent way: one publisher corrects what readers see, of a section or a contact, at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from guidance.admin.page import (
    RefusalsShown,
    about,
    find_contact,
    find_guide,
    page,
    person,
    takes_form,
    typed,
)
from guidance.admin.submission.severities import (
    SeverityQuestion,
    chosen_severity,
    severity_question,
)
from guidance.domain.languages import LANGUAGES, SOURCE
from guidance.domain.text.content import ContactContent, ContactWords, Words, clean_words
from guidance.domain.translation.severity import EnglishText, lowest_severity
from guidance.models import Edition
from guidance.publishing import (
    ContactCorrection,
    Issue,
    correct_contact_urgently,
    correct_urgently,
)
from guidance.queries.published import live_contacts, published_guide
from guidance.queries.working_copy import section_words, working_contact

_PLACES = ("heading", "body", "phone", "severity", "note", "reason")


@takes_form
def correct(request: HttpRequest, key: str, section: str) -> HttpResponse:
    """Show the live English of a section to correct, or publish the correction at once."""
    guide = find_guide(key)
    live, _ = published_guide(guide)
    published = live.section(section) if live else None
    if published is None:
        raise Http404(f"No published section of this guide has the code “{section}”.")
    form = request.POST
    issues: list[Issue] = []
    back = reverse("admin:guide", args=[guide.key])
    if request.method == "POST":
        with RefusalsShown(request, places=_PLACES) as issues:
            edition = correct_urgently(
                guide=guide,
                key=section,
                heading=form.get("heading", ""),
                body=form.get("body", ""),
                put_back=form.get("put_back") == "yes",
                **_why(request),
            )
            return _published(request, [edition], f"{back}#{section}")
    words = published.words.get(SOURCE, Words())
    draft = section_words(guide.sections.get(key=section), SOURCE)
    return _page(
        request,
        EnglishText(published.general.kind, words.heading, words.body),
        draft if _from_draft(request) else words,
        issues,
        draft_differs=(draft.heading, draft.body) != (words.heading, words.body),
        guide=guide,
        name_label="Heading",
        body_label="Text",
        back=back,
        taken_down=guide.withdrawn_at is not None,
    )


@takes_form
def correct_contact(request: HttpRequest, key: str) -> HttpResponse:
    """Show what readers see of a contact, or publish a correction of it at once."""
    contact = find_contact(key)
    live = live_contacts([contact.key]).get(contact.key)
    if live is None:
        raise Http404("This contact has never been published, so there is nothing to correct.")
    issues: list[Issue] = []
    back = reverse("admin:contact", args=[contact.key])
    if request.method == "POST":
        with RefusalsShown(request, places=_PLACES) as issues:
            correction = _correction(request.POST)
            editions = correct_contact_urgently(
                contact=contact, correction=correction, **_why(request)
            )
            return _published(request, editions, back)
    words = live.words.get(SOURCE, ContactWords())
    draft = working_contact(contact)
    begun = draft if _from_draft(request) else live
    return _page(
        request,
        EnglishText("contact", words.heading, words.body),
        begun.words.get(SOURCE, ContactWords()),
        issues,
        draft_differs=_correctable(draft) != _correctable(live),
        contact=contact,
        name_label="Name",
        body_label="What it does",
        back=back,
        reach=_reach(begun, typed(request), issues),
    )


def _why(request: HttpRequest) -> dict[str, Any]:
    """Return who corrects, and what the form says of every correction."""
    return {
        "by": person(request),
        "severity": chosen_severity(request.POST.get("severity", "")),
        "note": request.POST.get("note", ""),
        "reason": request.POST.get("reason", ""),
    }


def _correction(form: QueryDict) -> ContactCorrection:
    return ContactCorrection(
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
    )


def _from_draft(request: HttpRequest) -> bool:
    """Tell whether to begin from the draft instead of what readers see."""
    return request.GET.get("from") == "draft"


def _correctable(contact: ContactContent) -> tuple[Any, ...]:
    """Return what can be corrected at once of a contact."""
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
    """Return phone and hours as the form shows them: of all languages, then each one's own."""
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
            "wrong": [] if end else about(issues, "phone"),
        }
        for end, name, phone, hours in rows
    ]


def _page(
    request: HttpRequest,
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
        f"Correct at once: {old.heading}",
        heading=heading,
        body=body,
        questions=[_question(old, heading, body, form, issues)],
        typed=form or {},
        from_draft=_from_draft(request),
        wrong={name: about(issues, name) for name in ("heading", "body", "note", "reason")},
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
        "", "severity", floor, form.get("severity", "") if form else "", about(issues, "severity")
    )


def _published(
    request: HttpRequest, editions: Sequence[Edition], address: str
) -> HttpResponseRedirect:
    versions = ", ".join(f"{edition.guide.title}, version {edition.number}" for edition in editions)
    messages.success(
        request,
        f"Published{': ' if versions else ''}{versions}. Another person is asked to look at it.",
    )
    return HttpResponseRedirect(address)
