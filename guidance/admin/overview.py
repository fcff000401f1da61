"""The first page after signing in: all guides and contacts, what waits, what happened lately."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from guidance.freeze.frame import current_slug
from guidance.models import Contact, Event, Guide, Submission
from guidance.publishing.changes import changed_cells, changed_contact_cells

EVENTS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A guide in the list: how it stands, and how many changes wait in its draft."""

    guide: Guide
    title: str
    slug: str
    changed: int


def context() -> dict[str, Any]:
    """Give what the first page shows."""
    guides = Guide.objects.select_related("live_edition").prefetch_related("slugs", "sections")
    contacts = list(Contact.objects.select_related("live").order_by("key"))
    changed = {entry.cell.id.key for entry in changed_contact_cells(contacts)}
    waiting = Submission.objects.filter(state__in=Submission.HOLDING)
    return {
        "guides": [
            GuideRow(
                guide=guide,
                title=next((s.heading_en for s in guide.sections.all() if s.kind == "head"), ""),
                slug=current_slug(guide),
                changed=len(changed_cells(guide)),
            )
            for guide in guides
        ],
        "contacts": [(contact, contact.key in changed) for contact in contacts],
        "waiting": waiting.select_related("guide", "submitter"),
        "unreviewed": Submission.objects.filter(
            urgent=True, state=Submission.State.PUBLISHED, reviewed_after_at=None
        ).select_related("guide", "submitter"),
        "staff": User.objects.filter(is_staff=True, is_active=True).order_by("username"),
        "events": Event.objects.select_related("guide").order_by("-pk")[:EVENTS_SHOWN],
    }
