"""Raising a severity afterwards: a change turned out to matter more than was thought."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from guidance.freshness import Severity
from guidance.markup import collapse
from guidance.models import Edition, Guide, SeverityRaise
from guidance.publishing.errors import Issue, Refused
from guidance.publishing.history import record, take_release
from guidance.publishing.people import Act, require


@transaction.atomic
def raise_severity(
    *, by: AbstractUser, edition: Edition, text: str, severity: Severity, reason: str
) -> SeverityRaise:
    """Raise the severity of a published change of English. It acts at once, in every language.

    ``text`` names the section as ``section/key``. Raises Refused without a reason, for a change the
    version did not make, and for a severity no higher than it has.
    """
    require(by, Act.RAISE)
    guide = Guide.objects.select_for_update(of=("self",), no_key=True).get(pk=edition.guide_id)
    change = edition.changes.get(text)
    issues = []
    if not text.startswith("section/") or change is None or not change["severity"]:
        issues.append(
            Issue("text", text, f"Version {edition.number} did not change the English of {text}.")
        )
    else:
        raises = edition.severity_raises.filter(text=text).values_list("severity", flat=True)
        now_at = max(Severity(value).rank for value in [change["severity"], *raises])
        if severity.rank <= now_at:
            issues.append(Issue("severity", text, "Choose a graver severity than this change has."))
    if not collapse(reason):
        issues.append(Issue("reason", text, "Say why the change matters more than was thought."))
    if issues:
        raise Refused(issues)
    event = record(
        at=timezone.now(),
        by=by,
        verb="raised severity",
        guide=guide,
        subject=f"{text} in version {edition.number}",
        reason=collapse(reason),
        severity=severity,
    )
    row = SeverityRaise.objects.create(
        edition=edition,
        text=text,
        severity=severity,
        at=event.at,
        reason=collapse(reason),
        event=event,
    )
    take_release(event, touched=[guide])
    return row
