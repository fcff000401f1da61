"""The public site as data, read from the database as it is now.

Whoever needs one moment of it reads within one transaction.
"""

from datetime import datetime

from guidance.domain.languages import SOURCE
from guidance.domain.pages.frame import GuideEntry, Progress
from guidance.domain.pages.listing import guide_entry, progress
from guidance.domain.pages.records import EditionRecord, GuideRecord, SiteRecord
from guidance.domain.text.frozen import GuideText
from guidance.models import (
    Contact,
    Guide,
    Section,
    Slug,
)
from guidance.queries.decisions import decisions_of
from guidance.queries.guide_frame import editions_changes, frame_of, guide_editions
from guidance.queries.published import (
    contact_changes,
    edition_texts,
    removals_of,
    text_json,
    text_names,
)
from guidance.queries.site_frame import around_frame


def guide_record(guide: Guide) -> GuideRecord | None:
    """Read all that a guide's pages are made from; None before its first version."""
    editions = guide_editions(guide)
    if not editions:
        return None
    texts = edition_texts(editions[-1])
    changes = editions_changes(editions)
    decisions = decisions_of([guide])[guide.pk]
    frame = frame_of(guide, editions, texts, changes, decisions)
    names = text_names([edition.pk for edition in editions])
    english = texts[SOURCE]
    return GuideRecord(
        frame=frame,
        entry=guide_entry(guide.key, frame.slug, texts, frame.sections),
        editions=tuple(
            EditionRecord(edition.number, edition.released, names[edition.pk])
            for edition in editions
        ),
        sections=tuple(section.key for section in english.sections),
        changes=changes,
        decided=decisions,
        removals=removals_of(guide),
        progress=progress(texts, frame.sections),
    )


def site_record(at: datetime) -> SiteRecord:
    """Read what all guides share, with the alerts that have not ended at this moment."""
    guides = Guide.objects.filter(live_edition__isnull=False).order_by("position", "key")
    return SiteRecord(
        frame=around_frame(at),
        contact_changes=contact_changes(Contact.objects.values_list("key", flat=True)),
        slugs=dict(Slug.objects.values_list("slug", "guide__key").order_by("slug")),
        order=tuple(guides.values_list("key", flat=True)),
    )


class DatabaseSnapshot:
    """The public site as the database has it now, a row read at most once."""

    def __init__(self, at: datetime) -> None:
        self.site = site_record(at)
        self._records: dict[str, GuideRecord | None] = {}
        self._texts: dict[str, GuideText] = {}

    def guide(self, key: str) -> GuideRecord | None:
        """Return a guide that has been published, also one that was withdrawn since."""
        if key not in self._records:
            row = (
                Guide.objects.filter(key=key)
                .select_related("live_edition")
                .prefetch_related("slugs")
                .first()
            )
            self._records[key] = guide_record(row) if row else None
        return self._records[key]

    def entry(self, key: str) -> GuideEntry | None:
        """Return a guide as lists show it."""
        record = self.guide(key)
        return record.entry if record else None

    def progress(self, key: str) -> Progress | None:
        """Return how a guide's translations stand."""
        record = self.guide(key)
        return record.progress if record else None

    def text(self, name: str) -> GuideText:
        """Return a frozen text by the name of its JSON."""
        if name not in self._texts:
            self._texts[name] = GuideText.from_json(text_json([name])[name])
        return self._texts[name]

    def guide_of_section(self, key: str) -> str | None:
        """Return the key of the guide a section belongs or belonged to."""
        return Section.objects.filter(key=key).values_list("guide__key", flat=True).first()
