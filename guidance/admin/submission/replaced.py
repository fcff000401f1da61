"""The text that a published submission replaced, and the versions it went out in."""

from django.db.models import QuerySet

from guidance.domain.text.content import ContactContent, ContactGeneral, GuideContent
from guidance.domain.text.frozen import contact_from_json, join
from guidance.models import ContactVersion, Edition, Submission
from guidance.queries.published import edition_texts


def editions_of(submission: Submission) -> QuerySet[Edition]:
    """Return the versions a publication made; a companion went out in those of its English."""
    parent = submission.goes_with
    published = submission.published_at
    together = parent is not None and published and parent.published_at == published
    return (parent if parent and together else submission).editions.select_related("guide")


def replaced_guide(submission: Submission) -> GuideContent | None:
    """Return the guide's text before a publication; None if there was none, or no guide."""
    guide = submission.guide
    edition = editions_of(submission).first() if submission.published_at and guide else None
    if guide is None or edition is None:
        return None
    before = guide.editions.filter(number=edition.number - 1).first()
    return join(edition_texts(before)) if before else GuideContent(guide.key)


def replaced_contacts(submission: Submission) -> dict[str, ContactContent]:
    """Return the contacts that a publication replaced, by key, as they were before it."""
    found = {}
    for version in ContactVersion.objects.filter(submission=submission).select_related("contact"):
        key = version.contact.key
        before = version.contact.versions.filter(number=version.number - 1).first()
        found[key] = (
            contact_from_json(before.text.json) if before else ContactContent(key, ContactGeneral())
        )
    return found
