"""Raising a severity afterwards: a change turned out to matter more than was thought."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.text.markup import collapse
from guidance.domain.translation.freshness import Severity
from guidance.models import Contact, ContactVersion, Edition, Guide, SeverityRaise
from guidance.publishing.errors import Issue, Refused
from guidance.publishing.history import record, take_release
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require
from guidance.publishing.publication.contacts import guides_showing


@transaction.atomic
def raise_severity(
    *, by: User, edition: Edition, text: str, severity: Severity, reason: str
) -> SeverityRaise:
    """Raise the severity of a published change of English. It acts at once, in every language.

    ``text`` names the section as ``section/key``. Raises Refused without a reason, for a change the
    version did not make, and for a severity no higher than it has.
    """
    require(by, Act.RAISE)
    guide = for_update(Guide).get(pk=edition.guide_id)
    change = edition.changes.get(text)
    issues = []
    if not text.startswith("section/") or change is None or not change["severity"]:
        issues.append(
            Issue("text", text, f"Version {edition.number} did not change the English of {text}.")
        )
    else:
        raises = edition.severity_raises.filter(text=text).values_list("severity", flat=True)
        issues += _not_graver(text, severity, [change["severity"], *raises])
    issues += _no_reason(text, reason)
    if issues:
        raise Refused(issues)
    row = SeverityRaise(edition=edition, text=text, severity=severity, reason=collapse(reason))
    return _store(by, row, edition.number, guide, [guide])


@transaction.atomic
def raise_contact_severity(
    *, by: User, version: ContactVersion, severity: Severity, reason: str
) -> SeverityRaise:
    """Raise the severity of a published change of a contact's English, as ``raise_severity`` does.

    It acts at once in every guide that shows the contact.
    """
    require(by, Act.RAISE)
    contact = for_update(Contact).get(pk=version.contact_id)
    text = f"contact/{contact.key}"
    issues = []
    if not version.severity:
        issues.append(
            Issue("text", text, f"Version {version.number} did not change the English of {text}.")
        )
    else:
        raises = version.severity_raises.values_list("severity", flat=True)
        issues += _not_graver(text, severity, [version.severity, *raises])
    issues += _no_reason(text, reason)
    if issues:
        raise Refused(issues)
    rows = for_update(Guide).order_by("pk")
    guides = list(rows.filter(pk__in=guides_showing([contact.key])))
    reason = collapse(reason)
    row = SeverityRaise(contact_version=version, text=text, severity=severity, reason=reason)
    return _store(by, row, version.number, None, guides)


def _store(
    by: User, row: SeverityRaise, number: int, guide: Guide | None, touched: list[Guide]
) -> SeverityRaise:
    """Store a raise with its line of history, and take a release for the guides it changes."""
    row.event = record(
        at=timezone.now(),
        by=by,
        verb="raised severity",
        guide=guide,
        subject=f"{row.text} in version {number}",
        reason=row.reason,
        severity=row.severity,
    )
    row.at = row.event.at
    row.save()
    take_release(row.event, touched=touched)
    return row


def _not_graver(text: str, severity: Severity, standing: Iterable[str]) -> list[Issue]:
    if severity.rank > max(Severity(value).rank for value in standing):
        return []
    return [Issue("severity", text, "Choose a graver severity than this change has.")]


def _no_reason(text: str, reason: str) -> list[Issue]:
    if collapse(reason):
        return []
    return [Issue("reason", text, "Say why the change matters more than was thought.")]
