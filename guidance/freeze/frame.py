"""Rows to frame: what stands around the text, as it is now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from guidance.content import (
    GUARDED_KINDS,
    ContactContent,
    EmbeddedContact,
    GuideText,
    Section,
    embed,
    words_digest,
)
from guidance.frame import (
    GuideEntry,
    GuideFrame,
    OldVersion,
    Retired,
    SiteFrame,
    Title,
    Version,
    Withdrawn,
)
from guidance.freeze.published import contact_changes, edition_texts, live_contacts, section_changes
from guidance.freshness import EnglishChange, Severity, Shown, State, freshness, shown, worst
from guidance.languages import CODES, SOURCE, TRANSLATED_CODES
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

Changes = Mapping[str, tuple[EnglishChange, ...]]
ByKey = dict[str, Shown]


def site_frame() -> SiteFrame:
    """Give the frame every page shares, in a fixed number of queries."""
    guides = list(
        Guide.objects.filter(live_edition__isnull=False)
        .exclude(key=FRONT_KEY)
        .select_related("live_edition")
        .prefetch_related("slugs", "live_edition__texts__text")
    )
    contacts = live_contacts(RESERVED_CONTACTS)
    return SiteFrame(
        demonstration=is_demonstration(),
        offered=offered_languages(),
        guides=_entries(guides),
        contacts=contacts,
        contact_states=_contact_states_by_key(contacts),
    )


def is_demonstration() -> bool:
    """Tell whether the site has not gone live; without a decision it has not."""
    return not Site.objects.filter(pk=1, demonstration=False).exists()


def offered_languages() -> tuple[str, ...]:
    """Give the codes of the languages offered to readers, in the order of the list of languages."""
    offered = set(LanguageOffer.objects.filter(offered=True).values_list("language", flat=True))
    return tuple(code for code in CODES if code in offered)


def _entries(guides: list[Guide]) -> tuple[GuideEntry, ...]:
    heads_changes = _changes_of(guides)
    decided = _decided(guides)
    entries = []
    for guide in guides:
        texts = {
            row.language: GuideText.from_json(row.text.json)
            for row in guide.live_edition.texts.all()
        }
        titles = {}
        for code in CODES:
            head = texts[code].head if code in texts else texts[SOURCE].head
            if code == SOURCE:
                state = Shown("own")
            else:
                state = (
                    _section_state(head, code, heads_changes[guide.pk], decided)
                    if code in texts
                    else Shown("missing")
                )
            titles[code] = Title(head.heading, head.body, state)
        slug = next(slug.slug for slug in guide.slugs.all() if slug.current)
        entries.append(GuideEntry(guide.key, slug, titles))
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
    """Give the frame of one guide: its versions, and what is shown in each language."""
    editions = list(guide.editions.order_by("number").prefetch_related("severity_raises"))
    if guide.live_edition:
        # One published since the guide was read belongs to the next frame, not to this text.
        editions = [row for row in editions if row.number <= guide.live_edition.number]
    changes = section_changes(editions, _raises(editions))
    base = editions[-1] if editions else None
    texts = edition_texts(base) if base else {}
    sections, contacts = _states(texts, changes, _decided([guide]))
    return GuideFrame(
        key=guide.key,
        slug=current_slug(guide),
        live=guide.live_edition.number if guide.live_edition else None,
        released=base.released if base else None,
        versions=_versions(editions, changes, sections),
        sections=sections,
        contacts=contacts,
        retired=_retired(guide),
        withdrawn=Withdrawn(guide.withdrawn_at, guide.withdrawn_reason)
        if guide.withdrawn_at
        else None,
    )


def current_slug(guide: Guide) -> str:
    """Give a guide's address now; the front page has none."""
    return next((slug.slug for slug in guide.slugs.all() if slug.current), "")


def old_version(edition: Edition) -> OldVersion:
    """Give the frame of an old version: states as of then, and what must not be followed now."""
    guide = edition.guide
    editions = list(guide.editions.order_by("number").prefetch_related("severity_raises"))
    changes = section_changes(editions, _raises(editions))
    until = {
        text: tuple(change for change in entries if change.number <= edition.number)
        for text, entries in changes.items()
    }
    texts = edition_texts(edition)
    sections, contacts = _states(texts, until, _decided([guide]), at=edition.released)
    then = {f"section/{section.key}": section for section in texts[SOURCE].sections}
    standing = {section.key for section in edition_texts(editions[-1])[SOURCE].sections}
    return OldVersion(
        number=edition.number,
        released=edition.released,
        sections=sections,
        contacts=contacts,
        replaced={
            section.key: at
            for text, section in then.items()
            if (at := _made_dangerous(changes.get(text, ()), edition.number)) is not None
        },
        gone=tuple(section.key for section in then.values() if section.key not in standing),
    )


def _made_dangerous(changes: Iterable[EnglishChange], number: int) -> datetime | None:
    """Give when a safety change since replaced the English of version ``number``, if one did.

    The old English is judged as a translation made from it would be, so that English which says
    the same again is no danger.
    """
    changes = tuple(changes)
    then = next((change for change in reversed(changes) if change.number <= number), None)
    if then is None:
        return None
    fresh = freshness(changes, made_from=then.digest, has_text=True)
    return fresh.since if fresh.state is State.WITHHELD else None


def _raises(editions: Iterable[Edition]) -> list[SeverityRaise]:
    return [entry for edition in editions for entry in edition.severity_raises.all()]


def _states(
    texts: Mapping[str, GuideText],
    changes: Changes,
    decided: "_Decided",
    *,
    at: datetime | None = None,
) -> tuple[dict[str, ByKey], dict[str, ByKey]]:
    """Give what is shown of each section and contact, by language; ``at`` for an old version."""
    shown_contacts = {
        contact.key
        for section in (texts[SOURCE].sections if texts else ())
        for contact in section.contacts
    }
    contact_history = contact_changes(shown_contacts) if shown_contacts else {}
    if at is not None:
        contact_history = {
            key: tuple(change for change in entries if change.at <= at)
            for key, entries in contact_history.items()
        }
    sections: dict[str, ByKey] = {}
    contacts: dict[str, ByKey] = {}
    for code in TRANSLATED_CODES:
        text = texts.get(code)
        sections[code] = {
            section.key: _section_state(section, code, changes, decided)
            for section in (text.sections if text else ())
        }
        contacts[code] = {
            contact.key: _contact_state(contact, contact_history.get(contact.key, ()))
            for section in (text.sections if text else ())
            for contact in section.contacts
        }
    return sections, contacts


def _section_state(section: Section, language: str, changes: Changes, decided: "_Decided") -> Shown:
    fresh = freshness(
        changes.get(f"section/{section.key}", ()),
        made_from=section.made_from,
        has_text=not section.is_empty(),
    )
    hide = decided.hides.get((section.key, language))
    words = words_digest(section.heading, section.body)
    hidden = hide is not None and hide.hidden and hide.text_digest == words
    return shown(
        fresh,
        provenance=section.provenance,
        hidden_since=hide.at if hide and hidden else None,
        must_be_reviewed=decided.live_site
        and section.kind in GUARDED_KINDS
        and (section.key, language, section.digest) not in decided.overrides,
    )


def _contact_state(contact: EmbeddedContact, changes: Iterable[EnglishChange]) -> Shown:
    fresh = freshness(
        tuple(changes),
        made_from=contact.made_from,
        has_text=bool(contact.heading or contact.body),
    )
    return shown(fresh, provenance=contact.provenance)


def _contact_states_by_key(contacts: Mapping[str, ContactContent]) -> dict[str, ByKey]:
    history = contact_changes(contacts)
    return {
        key: {
            code: _contact_state(embed(contact, code), history.get(key, ()))
            for code in TRANSLATED_CODES
        }
        for key, contact in contacts.items()
    }


@dataclass(frozen=True, slots=True)
class _Decided:
    """What staff decided about translations beside their text."""

    hides: Mapping[tuple[str, str], Hide]
    overrides: frozenset[tuple[str, str, str]]
    live_site: bool


def _decided(guides: Iterable[Guide]) -> _Decided:
    """Give the latest hiding of each section and language, and the overrides, of these guides."""
    guides = list(guides)
    hides = Hide.objects.filter(section__guide__in=guides).select_related("section").order_by("pk")
    overrides = Override.objects.filter(section__guide__in=guides).select_related("section")
    return _Decided(
        hides={(row.section.key, row.language): row for row in hides},
        overrides=frozenset((row.section.key, row.language, row.text_digest) for row in overrides),
        live_site=not is_demonstration(),
    )


def _versions(
    editions: list[Edition], changes: Changes, sections: Mapping[str, ByKey]
) -> tuple[Version, ...]:
    """Give the versions of a guide, newest first, with whose readers each changed something for.

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
