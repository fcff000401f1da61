"""Raising the severity of a change that is published: of a section, or of a contact."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from guidance.admin.page import (
    RefusalsShown,
    find_contact,
    find_edition,
    find_guide,
    page,
    person,
    takes_form,
)
from guidance.admin.submission.severities import chosen_severity
from guidance.admin.words import titles
from guidance.domain.translation.freshness import Severity
from guidance.models import ContactVersion
from guidance.publishing import PublishingError, raise_contact_severity, raise_severity
from guidance.publishing.submission.checks import SEVERITY_WORDS

SEVERITIES = [(each, SEVERITY_WORDS[each]) for each in (Severity.MEANING, Severity.SAFETY)]
"""What a change can be raised to."""


@takes_form
def raise_change(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show the changes of English a version made, or raise the severity of one."""
    guide = find_guide(key)
    edition = find_edition(guide, number)
    named = titles(edition.changes)

    def act(text: str, severity: Severity, reason: str) -> None:
        raise_severity(
            by=person(request), edition=edition, text=text, severity=severity, reason=reason
        )

    return _raise_page(
        request,
        act,
        title=f"Raise a severity: version {number} of {guide.title}",
        guide=guide,
        nothing=f"Version {number} did not change the English of any section that stood before.",
        back=reverse("admin:guide-history", args=[guide.key]),
        changes=[
            (text, f"{named.get(text, text)} (declared: {change['severity']})")
            for text, change in edition.changes.items()
            if change["severity"] and text.startswith("section/")
        ],
    )


@takes_form
def raise_contact(request: HttpRequest, key: str) -> HttpResponse:
    """Show the changes of a contact's English, newest first, or raise the severity of one."""
    contact = find_contact(key)
    rows = contact.versions.exclude(severity="").select_related("submission")
    versions = list(rows.prefetch_related("severity_raises").order_by("-number"))

    def act(text: str, severity: Severity, reason: str) -> None:
        chosen = next((row for row in versions if str(row.number) == text), None)
        if chosen is None:
            raise PublishingError("Choose which change it is.")
        raise_contact_severity(by=person(request), version=chosen, severity=severity, reason=reason)

    return _raise_page(
        request,
        act,
        title=f"Raise a severity: contact {contact.key}",
        nothing="The English of this contact has not been changed since it was first published.",
        back=reverse("admin:contact", args=[contact.key]),
        changes=[(str(row.number), _described(row)) for row in versions],
    )


def _raise_page(
    request: HttpRequest,
    act: Callable[[str, Severity, str], None],
    *,
    title: str,
    back: str,
    **context: Any,
) -> HttpResponse:
    """Show the form, or call ``act`` with the change, severity and reason, and go ``back``."""
    form = request.POST
    severity = chosen_severity(form.get("severity", ""))
    if request.method == "POST" and severity:
        with RefusalsShown(request):
            act(form.get("text", ""), severity, form.get("reason", ""))
            messages.success(request, "Raised. Readers of translations see it at once.")
            return HttpResponseRedirect(back)
    elif request.method == "POST":
        messages.error(request, "Choose what the change does for readers.")
    return page(
        request,
        "publication/raise_severity",
        title,
        back=back,
        severities=SEVERITIES,
        typed=form,
        **context,
    )


def _described(version: ContactVersion) -> str:
    levels = [version.severity, *(row.severity for row in version.severity_raises.all())]
    now = max((Severity(level) for level in levels), key=lambda level: level.rank)
    note = version.submission.note if version.submission else "first published"
    return f"{version.at:%B} {version.at.day}, {version.at.year}: {note} (now: {now})"
