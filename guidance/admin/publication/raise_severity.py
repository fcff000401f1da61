"""Raising the severity of a change that is published: of a section, or of a contact."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guidance.admin.page import find_contact, find_edition, find_guide, page, say_refusal
from guidance.admin.words import titles
from guidance.domain.translation.freshness import Severity
from guidance.models import ContactVersion
from guidance.publishing import PublishingError, raise_contact_severity, raise_severity
from guidance.publishing.submission.checks import SEVERITY_WORDS

SEVERITIES = [
    {"value": severity, "words": SEVERITY_WORDS[severity]}
    for severity in (Severity.MEANING, Severity.SAFETY)
]
"""What a change can be raised to."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change on the form: its value there, and what it is in words."""

    value: str
    words: str


@require_http_methods(["GET", "HEAD", "POST"])
def raise_change(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show the changes of English a version made, or raise the severity of one."""
    guide = find_guide(key)
    edition = find_edition(guide, number)
    named = titles(edition.changes)
    back = reverse("admin:guide-history", args=[guide.key])

    def act(severity: Severity) -> None:
        raise_severity(
            by=request.user,
            edition=edition,
            text=request.POST.get("text", ""),
            severity=severity,
            reason=request.POST.get("reason", ""),
        )

    if request.method == "POST" and _raised(request, act):
        return HttpResponseRedirect(back)
    return page(
        request,
        "publication/raise_severity",
        f"Raise a severity: version {number} of {guide.title}",
        status=400 if request.method == "POST" else 200,
        guide=guide,
        nothing=f"Version {number} did not change the English of any section that stood before.",
        back=back,
        changes=[
            Change(text, f"{named.get(text, text)} (declared: {change['severity']})")
            for text, change in edition.changes.items()
            if change["severity"] and text.startswith("section/")
        ],
        severities=SEVERITIES,
        typed=request.POST,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def raise_contact(request: HttpRequest, key: str) -> HttpResponse:
    """Show the changes of a contact's English, newest first, or raise the severity of one."""
    contact = find_contact(key)
    versions = contact.versions.exclude(severity="").select_related("submission")
    versions = list(versions.prefetch_related("severity_raises").order_by("-number"))
    back = reverse("admin:contact", args=[contact.key])

    def act(severity: Severity) -> None:
        number = request.POST.get("text", "")
        chosen = next((row for row in versions if str(row.number) == number), None)
        if chosen is None:
            raise PublishingError("Choose which change it is.")
        reason = request.POST.get("reason", "")
        raise_contact_severity(by=request.user, version=chosen, severity=severity, reason=reason)

    if request.method == "POST" and _raised(request, act):
        return HttpResponseRedirect(back)
    return page(
        request,
        "publication/raise_severity",
        f"Raise a severity: contact {contact.key}",
        status=400 if request.method == "POST" else 200,
        nothing="The English of this contact has not been changed since it was first published.",
        back=back,
        changes=[Change(str(row.number), _described(row)) for row in versions],
        severities=SEVERITIES,
        typed=request.POST,
    )


def _raised(request: HttpRequest, act: Callable[[Severity], None]) -> bool:
    """Do what the form asks for; False if it was refused."""
    severity = request.POST.get("severity", "")
    if severity not in {str(each) for each in Severity}:
        messages.error(request, "Choose what the change does for readers.")
        return False
    try:
        act(Severity(severity))
    except PublishingError as error:
        say_refusal(request, error)
        return False
    messages.success(request, "Raised. Readers of translations see it at once.")
    return True


def _described(version: ContactVersion) -> str:
    levels = [version.severity, *(row.severity for row in version.severity_raises.all())]
    now = max((Severity(level) for level in levels), key=lambda level: level.rank)
    note = version.submission.note if version.submission else "first published"
    return f"{version.at:%B} {version.at.day}, {version.at.year}: {note} (now: {now})"
