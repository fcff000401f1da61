"""Events and releases: what every operation writes in its own transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from guidance.domain.text.digests import digest
from guidance.models import Event, Guide, Release, Site, Submission
from guidance.models.event import SYSTEM_NAME
from guidance.models.people import shown_name
from guidance.publishing.locks import for_update
from guidance.queries.guide_frame import guide_frame
from guidance.queries.site_frame import around_frame


def record(
    *,
    at: datetime,
    by: User | None,
    verb: str,
    guide: Guide | None = None,
    subject: str = "",
    reason: str = "",
    **data: Any,
) -> Event:
    """Write one line of history. ``by`` None is the system, loading the starter content."""
    return Event.objects.create(
        at=at,
        verb=verb,
        actor_id=by.pk if by else None,
        actor_name=shown_name(by) if by else SYSTEM_NAME,
        guide=guide,
        subject=subject,
        reason=reason,
        data=data,
    )


def record_submission(
    submission: Submission,
    *,
    at: datetime,
    by: User,
    verb: str,
    cell: str = "",
    reason: str = "",
    **data: Any,
) -> Event:
    """Write one line of history about a submission, or about one of its cells."""
    return record(
        at=at,
        by=by,
        verb=verb,
        guide=submission.guide,
        subject=f"#{submission.pk} {cell}".strip(),
        reason=reason,
        **data,
    )


def take_release(event: Event, *, touched: Iterable[Guide]) -> Release:
    """Take the next number for an act that changed what readers see.

    Only the guides ``touched`` are looked at again; the others stand as in the release before.
    Numbers have no gaps: the lock on the site's row is held until the transaction ends.
    """
    Site.objects.get_or_create(pk=1)
    for_update(Site).get(pk=1)
    previous = Release.objects.order_by("-number").first()
    guides = dict(previous.guides) if previous else {}
    for guide in Guide.objects.filter(pk__in={guide.pk for guide in touched}):
        edition = guide.live_edition
        guides[guide.key] = [
            edition.number if edition else 0,
            edition.digest if edition else "",
            guide_frame(guide).digest(),
        ]
    number = previous.number + 1 if previous else 1
    # What lists say of guides follows from the guides' own texts and frames; here, their order.
    order = Guide.objects.filter(live_edition__isnull=False).order_by("position", "key")
    frame = digest(
        "f1", [around_frame(event.at).digest(), list(order.values_list("key", flat=True))]
    )
    before = previous.digest if previous else ""
    return Release.objects.create(
        number=number,
        at=event.at,
        event=event,
        guides=guides,
        frame=frame,
        previous_digest=before,
        digest=release_digest(number, event.at, guides, frame, before),
    )


def release_digest(
    number: int, at: datetime, guides: dict[str, list[Any]], frame: str, previous: str
) -> str:
    """Return digest ``r1`` of a release: everything readers see, and the release before it."""
    return digest("r1", [number, at.isoformat(), guides, frame, previous])
