"""What stands around the pages of one guide, from rows."""

from collections.abc import Iterable, Mapping

from guidance.domain.languages import CODES, SOURCE, TRANSLATED_CODES
from guidance.domain.pages.frame import (
    GuideFrame,
    Retired,
    Version,
    Withdrawn,
)
from guidance.domain.pages.removals import removed_from
from guidance.domain.text.frozen import GuideText
from guidance.domain.translation.freshness import Severity, worst
from guidance.domain.translation.visibility import (
    ByKey,
    Changes,
    Decisions,
    shown_in_guide,
)
from guidance.models import (
    ChangeNoteTranslation,
    Edition,
    EditionText,
    Guide,
    Tombstone,
)
from guidance.queries.decisions import decisions_of
from guidance.queries.published import (
    contact_changes,
    edition_texts,
    removals_of,
    section_changes,
    text_names,
)


def guide_frame(guide: Guide) -> GuideFrame:
    """Return the frame of one guide: its versions, and what is shown in each language."""
    editions = guide_editions(guide)
    texts = edition_texts(editions[-1]) if editions else {}
    return frame_of(
        guide, editions, texts, editions_changes(editions), decisions_of([guide])[guide.pk]
    )


def guide_editions(guide: Guide) -> list[Edition]:
    """Return a guide's versions, oldest first, with the severities raised since."""
    editions = list(guide.editions.order_by("number").prefetch_related("severity_raises"))
    if guide.live_edition:
        # One published since the guide was read belongs to the next frame, not to this text.
        editions = [row for row in editions if row.number <= guide.live_edition.number]
    return editions


def editions_changes(editions: Iterable[Edition]) -> Changes:
    """Return the published English of these versions' sections, with severities as raised since."""
    editions = list(editions)
    raises = [row for edition in editions for row in edition.severity_raises.all()]
    return section_changes(editions, raises)


def frame_of(
    guide: Guide,
    editions: list[Edition],
    texts: Mapping[str, GuideText],
    changes: Changes,
    decisions: Decisions,
) -> GuideFrame:
    """Return the frame of a guide from its versions, oldest first, and the last one's texts."""
    base = editions[-1] if editions else None
    shown_contacts = {
        contact.key
        for section in (texts[SOURCE].sections if texts else ())
        for contact in section.contacts
    }
    history = contact_changes(shown_contacts) if shown_contacts else {}
    removals = removals_of(guide)
    seen = shown_in_guide(texts, changes, history, decisions)
    return GuideFrame(
        key=guide.key,
        slug=current_slug(guide),
        live=guide.live_edition.number if guide.live_edition else None,
        released=base.released if base else None,
        versions=_versions(editions, changes, seen.sections),
        sections=seen.sections,
        contacts=seen.contacts,
        retired=_retired(guide),
        withdrawn=Withdrawn(guide.withdrawn_at, guide.withdrawn_reason)
        if guide.withdrawn_at
        else None,
        removed=removed_from(removals, text_names([base.pk])[base.pk].values(), texts)
        if base and removals
        else {},
    )


def current_slug(guide: Guide) -> str:
    """Return a guide's slug now; the front page has none."""
    return next((slug.slug for slug in guide.slugs.all() if slug.current), "")


def _versions(
    editions: list[Edition], changes: Changes, sections: Mapping[str, ByKey]
) -> tuple[Version, ...]:
    """Return the versions of a guide, newest first, with whose readers each changed something for.

    Readers of a language that shows English in some place see every change of the English.
    """
    show_english = {
        code
        for code in TRANSLATED_CODES
        if any(not state.is_translation for state in sections.get(code, {}).values())
    }
    digests: dict[int, dict[str, str]] = {edition.pk: {} for edition in editions}
    for row in EditionText.objects.filter(edition__in=digests).values_list(
        "edition_id", "language", "text_id"
    ):
        digests[row[0]][row[1]] = row[2]
    notes: dict[int, dict[str, str]] = {edition.pk: {} for edition in editions}
    for note in ChangeNoteTranslation.objects.filter(edition__in=notes).order_by("pk"):
        notes[note.edition_id][note.language] = note.note
    versions = []
    before: dict[str, str] = {}
    for edition in editions:
        now = digests[edition.pk]
        severities = [
            change.severity
            for entries in changes.values()
            for change in entries
            if change.number == edition.number and change.severity
        ]
        gravest = worst(severities)
        # A change of meaning in the English is seen in every language, as a notice at least.
        all_see = before == {} or (gravest is not None and gravest is not Severity.WORDING)
        versions.append(
            Version(
                number=edition.number,
                released=edition.released,
                note=edition.note,
                notes=notes[edition.pk],
                changed_for=tuple(
                    code
                    for code in CODES
                    if all_see
                    or now.get(code) != before.get(code)
                    or (code in show_english and now.get(SOURCE) != before.get(SOURCE))
                ),
                severity=gravest,
            )
        )
        before = now
    return tuple(reversed(versions))


def _retired(guide: Guide) -> tuple[Retired, ...]:
    rows = Tombstone.objects.filter(section__guide=guide).select_related("section", "successor")
    return tuple(
        Retired(row.section.key, row.at, row.successor.key if row.successor else "", row.reason)
        for row in rows.order_by("pk")
    )
