"""Publishing one contact, and finding the guides that show it."""

from collections.abc import Iterable
from datetime import datetime

from guidance.domain.languages import SOURCE
from guidance.domain.text.content import GENERAL, ContactContent
from guidance.domain.text.frozen import GuideText, contact_to_json
from guidance.models import Contact, ContactVersion, EditionText, Guide, Submission
from guidance.publishing.draft.merge import update_row
from guidance.publishing.publication.edition import freeze_text


def guides_showing(contacts: Iterable[str]) -> set[int]:
    """Return the ids of the live guides in which any of these contacts stands."""
    wanted = set(contacts)
    rows = EditionText.objects.filter(
        language=SOURCE,
        edition__in=Guide.objects.filter(live_edition__isnull=False).values("live_edition"),
    ).select_related("text", "edition")
    return {
        row.edition.guide_id
        for row in rows
        if any(
            wanted & set(section.contact_keys)
            for section in GuideText.from_json(row.text.json).sections
        )
    }


def publish_contact(
    row: Contact,
    content: ContactContent,
    *,
    severity: str,
    at: datetime,
    submission: Submission | None,
) -> None:
    """Write the next version of a contact, point the contact to it and update its working copy.

    ``severity`` is that of the change of its English, ``''`` for none.
    """
    text = freeze_text(contact_to_json(content))
    ContactVersion.objects.create(
        contact=row,
        number=row.versions.count() + 1,
        at=at,
        text_id=text,
        english=content.digest(SOURCE),
        severity=severity,
        submission=submission,
    )
    Contact.objects.filter(pk=row.pk).update(live=text)
    update_row(row, {GENERAL: content.general, **content.words})
