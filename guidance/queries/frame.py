"""Rows to frame: what stands around the text, as it is now."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from guidance.domain.languages import CODES, SOURCE, TRANSLATED_CODES
from guidance.domain.pages.frame import (
    Alert,
    AlertWords,
    GuideEntry,
    GuideFrame,
    Retired,
    SiteFrame,
    Version,
    Withdrawn,
)
from guidance.domain.pages.listing import guide_entry
from guidance.domain.pages.removals import removed_from
from guidance.domain.text.content import ContactContent, Provenance
from guidance.domain.text.frozen import GuideText, embed
from guidance.domain.translation.freshness import Severity, worst
from guidance.domain.translation.visibility import (
    ByKey,
    Changes,
    Decisions,
    shown_in_guide,
    shown_of_contact,
)
from guidance.models import (
    FRONT_KEY,
    RESERVED_CONTACTS,
    ChangeNoteTranslation,
    Edition,
    EditionText,
    Guide,
    Hide,
    LanguageOffer,
    Override,
    SeverityRaise,
    Site,
    Tombstone,
)
from guidance.models import Alert as AlertRow
from guidance.models.columns import read_text
from guidance.queries.published import (
    contact_changes,
    edition_texts,
    live_contacts,
    removals_of,
    section_changes,
    text_names,
)


def site_frame(at: datetime) -> SiteFrame:
    """Return the frame every page shares at a moment, in a fixed number of queries."""
    guides = list(
        Guide.objects.filter(live_edition__isnull=False)
        .exclude(key=FRONT_KEY)
        .select_related("live_edition")
        .prefetch_related("slugs", "live_edition__texts__text")
    )
    return replace(around_frame(at).at(at), guides=_entries(guides))


def around_frame(at: datetime) -> SiteFrame:
    """Return what stands around every page, without lists of guides, with alerts still to come."""
    contacts = live_contacts(RESERVED_CONTACTS)
    return SiteFrame(
        demonstration=is_demonstration(),
        offered=offered_languages(),
        guides=(),
        contacts=contacts,
        contact_states=_contact_states_by_key(contacts),
        alerts=_alerts(at),
    )


def _alerts(at: datetime) -> tuple[Alert, ...]:
    rows = AlertRow.objects.filter(Q(ends=None) | Q(ends__gt=at), cancelled_at=None)
    return tuple(
        Alert(
            starts=row.starts,
            ends=row.ends,
            guide=row.guide.key if row.guide else "",
            words={
                code: AlertWords(
                    read_text(row, "text", code),
                    read_text(row, "made_from", code),
                    Provenance(read_text(row, "provenance", code)),
                )
                for code in CODES
                if read_text(row, "text", code)
            },
        )
        for row in rows.select_related("guide").order_by("-starts", "-pk")
    )


def is_demonstration() -> bool:
    """Whether the site has not gone live; without a decision it has not."""
    return not Site.objects.filter(pk=1, demonstration=False).exists()


def offered_languages() -> tuple[str, ...]:
    """Return the codes of the languages offered to readers, in the order of ``languages``."""
    offered = set(LanguageOffer.objects.filter(offered=True).values_list("language", flat=True))
    return tuple(code for code in CODES if code in offered)


def _entries(guides: list[Guide]) -> tuple[GuideEntry, ...]:
    changes = _changes_of(guides)
    decisions = decisions_of(guides)
    entries = []
    for guide in guides:
        rows = guide.live_edition.texts.all() if guide.live_edition else ()
        texts = {row.language: GuideText.from_json(row.text.json) for row in rows}
        seen = shown_in_guide(texts, changes[guide.pk], {}, decisions[guide.pk])
        entries.append(guide_entry(guide.key, current_slug(guide), texts, seen.sections))
    return tuple(entries)


def _changes_of(guides: Iterable[Guide]) -> dict[int, Changes]:
    by_guide: dict[int, list[Edition]] = {guide.pk: [] for guide in guides}
    editions = Edition.objects.filter(guide__in=by_guide).only(
        "pk", "guide_id", "number", "released", "changes"
    )
    for edition in editions.order_by("guide_id", "number"):
        by_guide[edition.guide_id].append(edition)
    raises = list(SeverityRaise.objects.filter(edition__guide__in=by_guide))
    return {pk: section_changes(rows, raises) for pk, rows in by_guide.items()}


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


def _contact_states_by_key(contacts: Mapping[str, ContactContent]) -> dict[str, ByKey]:
    history = contact_changes(contacts)
    return {
        key: {code: shown_of_contact(embed(contact, code), history) for code in TRANSLATED_CODES}
        for key, contact in contacts.items()
    }


def decisions_of(guides: Iterable[Guide]) -> dict[int, Decisions]:
    """Return what staff decided about the translations of these guides, by the guide's id."""
    live_site = not is_demonstration()
    ids = [guide.pk for guide in guides]
    hides, overrides = _hides(ids), _overrides(ids)
    return {pk: Decisions(hides[pk], overrides[pk], live_site) for pk in ids}


def _hides(guides: list[int]) -> dict[int, dict[str, dict[str, str]]]:
    """Return the digests of hidden words by guide, section and language: the latest row counts."""
    found: dict[int, dict[str, dict[str, str]]] = {guide: {} for guide in guides}
    rows = Hide.objects.filter(section__guide__in=guides).select_related("section")
    for row in rows.order_by("pk"):
        by_language = found[row.section.guide_id].setdefault(row.section.key, {})
        by_language.pop(row.language, None)
        if row.hidden:
            by_language[row.language] = row.text_digest
    return found


def _overrides(guides: list[int]) -> dict[int, dict[str, dict[str, frozenset[str]]]]:
    """Return the digests of texts shown without review, by guide, section and language."""
    found: dict[int, dict[str, dict[str, frozenset[str]]]] = {guide: {} for guide in guides}
    for row in Override.objects.filter(section__guide__in=guides).select_related("section"):
        by_language = found[row.section.guide_id].setdefault(row.section.key, {})
        before: frozenset[str] = by_language.get(row.language, frozenset())
        by_language[row.language] = before | {row.text_digest}
    return found


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
