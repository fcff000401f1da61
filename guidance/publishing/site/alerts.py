"""Alerts: put above every page, or one guide's, for a time; taken away again."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.pages.frame import AlertWords, alert_digest
from guidance.domain.text.content import Provenance
from guidance.domain.text.markup import collapse
from guidance.models import Alert, Guide
from guidance.models.columns import columns_of
from guidance.publishing.errors import Issue, Refused, WrongState
from guidance.publishing.history import record, take_release
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require


@transaction.atomic
def raise_alert(
    *,
    by: User,
    words: Mapping[str, AlertWords],
    starts: datetime | None = None,
    ends: datetime | None = None,
    guide: Guide | None = None,
) -> Alert:
    """Put an alert above every page, or one guide's, from ``starts`` (now) to ``ends`` (never).

    ``words`` has English, and translations made from exactly that English. Raises Refused for an
    alert without English or with an end that is not after its start.
    """
    require(by, Act.PUBLISH)
    now = timezone.now()
    starts = starts or now
    english = collapse(words[SOURCE].text) if SOURCE in words else ""
    issues = []
    if not english:
        issues.append(Issue("text", SOURCE, "Write the alert in English first."))
    if ends is not None and ends <= max(starts, now):
        issues.append(Issue("ends", "", "The alert ends before it has begun. Choose a later end."))
    issues.extend(
        Issue("text", code, f"There is no language “{code}”.")
        for code in words
        if code not in BY_CODE
    )
    if issues:
        raise Refused(issues)
    columns: dict[str, str] = {}
    for code, said in words.items():
        values = {"text": collapse(said.text)}
        if code != SOURCE:
            values["made_from"] = said.made_from or alert_digest(english)
            values["provenance"] = said.provenance or Provenance.HUMAN
        columns |= columns_of(values, code)
    row = Alert.objects.create(guide=guide, starts=starts, ends=ends, **columns)
    event = record(
        at=now, by=by, verb="raised alert", guide=guide, subject=f"alert {row.pk}", reason=english
    )
    take_release(event, touched=[])
    return row


@transaction.atomic
def cancel_alert(*, by: User, alert: Alert) -> Alert:
    """Take an alert away at once. Raises WrongState if it is away already."""
    require(by, Act.PUBLISH)
    row = for_update(Alert).get(pk=alert.pk)
    now = timezone.now()
    if row.cancelled_at or (row.ends and row.ends <= now):
        raise WrongState("This alert has ended already.")
    row.cancelled_at = now
    row.save(update_fields=["cancelled_at"])
    event = record(
        at=now, by=by, verb="cancelled alert", guide=row.guide, subject=f"alert {row.pk}"
    )
    take_release(event, touched=[])
    return row
