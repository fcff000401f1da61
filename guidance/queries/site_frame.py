"""What stands around every page, from rows."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from guidance.domain.languages import CODES, TRANSLATED_CODES
from guidance.domain.pages.frame import (
    Alert,
    AlertWords,
    GuideEntry,
    SiteFrame,
)
from guidance.domain.pages.listing import guide_entry
from guidance.domain.text.content import ContactContent, Provenance
from guidance.domain.text.frozen import GuideText, embed
from guidance.domain.translation.visibility import (
    ByKey,
    Changes,
    shown_in_guide,
    shown_of_contact,
)
from guidance.models import (
    FRONT_KEY,
    RESERVED_CONTACTS,
    Edition,
    Guide,
    LanguageOffer,
    SeverityRaise,
)
from guidance.models import Alert as AlertRow
from guidance.models.columns import read_text
from guidance.queries.decisions import decisions_of, is_demonstration
from guidance.queries.guide_frame import current_slug
from guidance.queries.published import (
    contact_changes,
    live_contacts,
    section_changes,
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


def _contact_states_by_key(contacts: Mapping[str, ContactContent]) -> dict[str, ByKey]:
    history = contact_changes(contacts)
    return {
        key: {code: shown_of_contact(embed(contact, code), history) for code in TRANSLATED_CODES}
        for key, contact in contacts.items()
    }
