"""Which languages readers are offered, and showing what nobody has reviewed on a live site."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.languages import BY_CODE, SOURCE, TRANSLATED_CODES, Language
from guidance.domain.text.content import GUARDED_KINDS, Provenance
from guidance.domain.text.frozen import GuideText, Section
from guidance.domain.text.markup import collapse
from guidance.models import Guide, LanguageOffer, Override
from guidance.models import Section as SectionRow
from guidance.publishing.errors import Issue, Refused, WrongState
from guidance.publishing.history import record, take_release
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require
from guidance.queries.catalogues import has_catalogue
from guidance.queries.decisions import is_demonstration
from guidance.queries.published import edition_texts


@transaction.atomic
def offer_language(*, by: User, language: str, offered: bool, reason: str = "") -> LanguageOffer:
    """Switch a language on for readers, or off.

    Switching off needs a reason, and so does switching on, on a live site, a language in which
    guarded sections are not reviewed: those show the English until they are. Raises NotAllowed,
    WrongState where it is so already, and Refused for English, without a reason, or for a language
    that has no guide or no words for what stands around one.
    """
    require(by, Act.OFFER)
    named = _translated(language)
    row, _ = LanguageOffer.objects.get_or_create(language=language)
    row = for_update(LanguageOffer).get(pk=row.pk)
    if row.offered == offered:
        raise WrongState(f"{named.english_name} is switched {'on' if offered else 'off'} already.")
    why = collapse(reason)
    if offered:
        _require_to_be_ready(named, why)
    elif not why:
        raise Refused([Issue("reason", language, "Say why, for those who look at this later.")])
    row.offered = offered
    row.save(update_fields=["offered"])
    event = record(
        at=timezone.now(),
        by=by,
        verb=f"switched language {'on' if offered else 'off'}",
        subject=named.english_name,
        reason=why,
    )
    take_release(event, touched=[])
    return row


@transaction.atomic
def show_unreviewed(*, by: User, section: SectionRow, language: str, reason: str) -> Override:
    """Show, on a live site, a translation of a guarded section that nobody has reviewed.

    It holds for the words that are live now, and stays flagged until they are reviewed. Raises
    NotAllowed, Refused without a reason, WrongState where nothing is held back for want of review.
    """
    require(by, Act.OVERRIDE)
    named = _translated(language)
    guide = for_update(Guide).get(pk=section.guide_id)
    if not collapse(reason):
        raise Refused([Issue("reason", section.key, "Say why, for those who look at this later.")])
    waiting = {found.section.key: found.section for found in unreviewed([guide], language)}
    if is_demonstration() or section.key not in waiting:
        raise WrongState(
            f"The {named.english_name} of {section.key} is not held back for want of a review."
        )
    event = record(
        at=timezone.now(),
        by=by,
        verb="showed unreviewed translation",
        guide=guide,
        subject=f"{section.key} {language}",
        reason=collapse(reason),
    )
    row = Override.objects.create(
        section=section,
        language=language,
        text_digest=waiting[section.key].digest,
        at=event.at,
        reason=collapse(reason),
        event=event,
    )
    take_release(event, touched=[guide])
    return row


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """A live translation of a guarded section that no qualified person has reviewed.

    ``overridden`` tells that a publisher shows it on a live site all the same.
    """

    guide: Guide
    section: Section
    language: str
    override: Override | None


def unreviewed(guides: Iterable[Guide], language: str) -> list[Unreviewed]:
    """Return what is live and guarded in a language, and not reviewed, in the guides' order."""
    shown = {
        (row.section.key, row.text_digest): row
        for row in Override.objects.filter(language=language).select_related("section")
    }
    found = []
    for guide in guides:
        text = edition_texts(guide.live_edition).get(language) if guide.live_edition else None
        found += [
            Unreviewed(guide, section, language, shown.get((section.key, section.digest)))
            for section in _guarded(text)
        ]
    return found


def _guarded(text: GuideText | None) -> list[Section]:
    return [
        section
        for section in (text.sections if text else ())
        if section.kind in GUARDED_KINDS
        and not section.is_empty()
        and section.provenance is not Provenance.REVIEWED
    ]


def _translated(language: str) -> Language:
    if language not in TRANSLATED_CODES:
        message = (
            "English is what every translation is made from: it is always on."
            if language == SOURCE
            else f"There is no language “{language}” here."
        )
        raise Refused([Issue("language", language, message)])
    return BY_CODE[language]


def _require_to_be_ready(language: Language, why: str) -> None:
    guides = list(Guide.objects.filter(live_edition__isnull=False).select_related("live_edition"))
    if not any(
        not section.is_empty()
        for guide in guides
        if guide.live_edition
        if (text := edition_texts(guide.live_edition).get(language.code))
        for section in text.sections
    ):
        message = f"Nothing is published in {language.english_name} yet: publish a guide first."
        raise Refused([Issue("language", language.code, message)])
    if not has_catalogue(language.code):
        message = (
            f"The words around the guides, such as “In danger: call 911”, are not there in "
            f"{language.english_name}: whoever runs this site has to add them first."
        )
        raise Refused([Issue("language", language.code, message)])
    if is_demonstration() or why:
        return
    waiting = [found for found in unreviewed(guides, language.code) if not found.override]
    if waiting:
        message = (
            f"Nobody has reviewed {len(waiting)} of the sections on 911, 311, do, don't, may and "
            f"may not in {language.english_name}. Have them reviewed first, or say why readers "
            "should be offered the language all the same: they see those sections in English."
        )
        raise Refused([Issue("reason", language.code, message)])
