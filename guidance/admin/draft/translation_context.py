"""What a translator has to know of one text: what readers get, what its English became since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.safestring import SafeString

from guidance.admin.words import differences
from guidance.domain.languages import SOURCE, Language
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import GuideContent, Provenance, SectionContent, Words
from guidance.domain.text.digests import words_digest
from guidance.domain.translation.parity import Said, parity, turned
from guidance.domain.translation.visibility import WithheldBecause
from guidance.models import Event, Guide, Section
from guidance.publishing.people.permissions import Act, may
from guidance.publishing.translation.back_translation import back_translations
from guidance.publishing.translation.confirm import REVIEWED
from guidance.queries.decisions import is_demonstration
from guidance.queries.published import english_words
from guidance.queries.translation_status import Level, TranslationStatus, guide_statuses


@dataclass(frozen=True, slots=True)
class TranslationContext:
    """A section in one language, as its translator has to see it.

    ``changes`` is what became of the English since the draft was made from it, empty where nothing
    did; ``turned`` what must not be overlooked in that. ``read`` names the words of the draft,
    ``back`` is what they say in English, translated back, and ``findings`` what seems to differ.
    """

    status: TranslationStatus
    changes: SafeString
    turned: tuple[str, ...]
    reviewed: Event | None
    read: str
    back: str
    findings: tuple[str, ...]
    may_review: bool
    may_override: bool

    @property
    def hidden_by_hand(self) -> bool:
        return self.status.why is WithheldBecause.HIDDEN

    @property
    def can_hide(self) -> bool:
        """Whether hiding it, or showing it again, changes what readers see."""
        return self.hidden_by_hand or self.status.level not in {Level.HIDDEN, Level.MISSING}

    @property
    def is_behind(self) -> bool:
        """Whether readers do not get it as they should."""
        return self.status.level is not Level.GOOD


def translation_contexts(
    by: User,
    guide: Guide,
    rows: Iterable[Section],
    language: Language,
    live: GuideContent | None,
) -> dict[str, TranslationContext]:
    """Return the context of each live section of a guide in a language, by key."""
    if language.code == SOURCE or live is None or guide.live_edition is None:
        return {}
    statuses = {each.key: each for each in guide_statuses(guide, [language.code])}
    sections = [
        (row, published)
        for row in rows
        if row.key in statuses and (published := live.section(row.key))
    ]
    older = {
        row.key: made_from
        for row, published in sections
        if (made_from := getattr(row, f"made_from_{language.code}"))
        and made_from != published.digest(SOURCE)
    }
    before = english_words(guide, older) if older else {}
    reviews = _reviews(guide, language)
    backs = back_translations([f"section/{row.key}" for row, _ in sections], language.code)
    may_override = not is_demonstration() and may(by, Act.OVERRIDE)
    may_review = may(by, Act.MARK_REVIEWED, language.code)
    return {
        row.key: _context(
            row,
            published,
            language,
            statuses[row.key],
            before.get(row.key),
            reviews,
            backs,
            may_review=may_review,
            may_override=may_override,
        )
        for row, published in sections
    }


def _context(
    row: Section,
    published: SectionContent,
    language: Language,
    status: TranslationStatus,
    before: Words | None,
    reviews: Mapping[str, Event],
    backs: Mapping[tuple[str, str], str],
    *,
    may_review: bool,
    may_override: bool,
) -> TranslationContext:
    english = published.words[SOURCE]
    now = Said(english.heading, english.body)
    heading, body, made_from, provenance = (
        getattr(row, f"{name}_{language.code}")
        for name in ("heading", "body", "made_from", "provenance")
    )
    read = words_digest(heading, body)
    back = backs.get((f"section/{row.key}", read), "")
    translates_live = bool(heading or body) and made_from == published.digest(SOURCE)
    is_reviewed = provenance == Provenance.REVIEWED
    name = str(CellId("section", row.key, "words", language.code))
    own = published.words.get(language.code, Words())
    return TranslationContext(
        status=status,
        changes=differences(before, Words(now.heading, now.body)) if before else SafeString(""),
        turned=turned(Said(before.heading, before.body), now) if before else (),
        reviewed=reviews.get(name) if is_reviewed else None,
        read=read,
        back=back,
        findings=tuple(
            finding.message for finding in parity(now, Said(heading, body), language, back)
        )
        if translates_live
        else (),
        may_review=may_review and translates_live and not is_reviewed,
        may_override=may_override
        and status.guarded
        and status.level is Level.HIDDEN
        and not own.is_empty()
        and own.provenance is not Provenance.REVIEWED,
    )


def _reviews(guide: Guide, language: Language) -> dict[str, Event]:
    """Return the latest review of each cell of a guide in a language, by the cell's name."""
    rows = Event.objects.filter(
        guide=guide, verb=REVIEWED, subject__endswith=f"/{language.code}"
    ).order_by("pk")
    return {row.subject: row for row in rows}
