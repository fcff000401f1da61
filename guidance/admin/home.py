"""The first page after signing in: all guides and contacts, what waits, what happened lately."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from guidance.admin.draft.sent_back import sent_back
from guidance.admin.publication.events import listed
from guidance.admin.publication.receipt import in_words, newest_sight
from guidance.admin.words import subjects
from guidance.models import Contact, Event, Guide, RedactionRequest, Submission
from guidance.publishing.draft.changes import changed_cells, changed_contact_cells
from guidance.publishing.people.permissions import Act, may
from guidance.queries.guide_frame import current_slug
from guidance.queries.submitted import cells_of

EVENTS_SHOWN = 10
SENT_BACK_SHOWN = timedelta(days=30)
EVENTS_READ = 200


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A guide in the list: how it stands, and how many changes wait in its draft."""

    guide: Guide
    slug: str
    changed: int


def context(person: User) -> dict[str, Any]:
    """Return what the first page shows this person."""
    guides = Guide.objects.select_related("live_edition").prefetch_related("slugs", "sections")
    contacts = list(Contact.objects.select_related("live").order_by("key"))
    changed = {entry.cell.id.key for entry in changed_contact_cells(contacts)}
    waiting = _named(
        Submission.objects.filter(state__in=Submission.HOLDING)
        .select_related("guide", "submitter")
        .prefetch_related("guide__sections")
    )
    for_you = [each for each in waiting if _is_next(person, each[0])]
    seen = newest_sight()
    return {
        "guides": [
            GuideRow(
                guide=guide,
                slug=current_slug(guide),
                changed=len(changed_cells(guide)),
            )
            for guide in guides
        ],
        "contacts": [(contact, contact.key in changed) for contact in contacts],
        "sight": seen,
        "sight_in_words": in_words(seen) if seen else "",
        "sent_back": _named(_sent_back_to(person)),
        "waiting": [
            ("for-you", "Waiting for you", for_you),
            ("others", "Waiting for others", [each for each in waiting if each not in for_you]),
        ],
        "unreviewed": _named(
            Submission.objects.filter(
                urgent=True, state=Submission.State.PUBLISHED, reviewed_after_at=None
            )
            .select_related("guide", "submitter")
            .prefetch_related("guide__sections")
        ),
        "removals": RedactionRequest.objects.filter(
            state=RedactionRequest.State.WAITING
        ).select_related("asked_by"),
        "staff": User.objects.filter(is_staff=True, is_active=True).order_by("username"),
        "events": listed(Event.objects.select_related("guide").order_by("-pk")[:EVENTS_READ])[
            :EVENTS_SHOWN
        ],
    }


def _named(submissions: Iterable[Submission]) -> list[tuple[Submission, str]]:
    """Return submissions with what they are of."""
    rows = list(submissions)
    names = subjects(rows)
    return [(row, names[row.pk]) for row in rows]


def _is_next(person: User, row: Submission) -> bool:
    """Tell whether the next step with a submission is one this person may take."""
    if row.state == Submission.State.IN_REVIEW:
        return row.submitter_id != person.pk and may(person, Act.REVIEW)
    return may(person, Act.PUBLISH)


def _sent_back_to(person: User) -> list[Submission]:
    """Return what came back to somebody lately and has not been submitted again."""
    rows = (
        Submission.objects.filter(
            submitter=person,
            state=Submission.State.SENT_BACK,
            closed_at__gte=timezone.now() - SENT_BACK_SHOWN,
        )
        .select_related("guide", "closer")
        .prefetch_related("guide__sections")
    )
    cells = [cell.id for row in rows for cell in cells_of(row)]
    newest = {found[0] for found in sent_back(cells).values()} if cells else set()
    return [row for row in rows if row in newest]
