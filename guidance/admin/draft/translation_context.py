"""What a translator has to know of one text: how it stands, and what its English became since."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.utils.safestring import SafeString

from guidance.admin.words import differences
from guidance.domain.languages import SOURCE, Language
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import GuideContent, Provenance, Words
from guidance.domain.text.digests import words_digest
from guidance.domain.translation.parity import Said, parity, turned
from guidance.domain.translation.visibility import WithheldBecause
from guidance.models import Event, Guide, Section
from guidance.models.columns import read_text, read_words
from guidance.publishing.people.permissions import Act, may
from guidance.publishing.translation.back_translation import back_translations
from guidance.publishing.translation.confirm import REVIEWED
from guidance.queries.frame import is_demonstration
from guidance.queries.published import english_words
from guidance.queries.translation_status import How, Standing, guide_standings


@dataclass(frozen=True, slots=True)
class Working:
    """A section in one language, as its translator has to see it.

    ``changes`` is what became of the English since the draft was made from it, empty where nothing
    did; ``turned`` what must not be overlooked in that. ``read`` names the words of the draft,
    ``back`` is what they say in English, translated back, and ``findings`` what seems to differ.
    """

    standing: Standing
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
        """Whether somebody hid the published words."""
        return self.standing.why is WithheldBecause.HIDDEN

    @property
    def can_hide(self) -> bool:
        """Whether hiding it, or showing it again, changes what readers see."""
        return self.hidden_by_hand or self.standing.how not in {How.HIDDEN, How.MISSING}

    @property
    def is_behind(self) -> bool:
        """Whether readers do not get it as they should."""
        return self.standing.how is not How.GOOD


def working(
    person: AbstractUser,
    guide: Guide,
    rows: Iterable[Section],
    language: Language,
    live: GuideContent | None,
) -> dict[str, Working]:
    """Give, by key, how each live section of a guide stands in a language for its translator."""
    if language.code == SOURCE or live is None or guide.live_edition is None:
        return {}
    stands = {each.key: each for each in guide_standings(guide, [language.code])}
    rows = [row for row in rows if row.key in stands]
    older = {
        row.key: made_from
        for row in rows
        if (made_from := read_text(row, "made_from", language.code))
        and made_from != live.section(row.key).digest(SOURCE)
    }
    before = english_words(guide, older) if older else {}
    reviews = _reviews(guide, language)
    backs = back_translations([f"section/{row.key}" for row in rows], language.code)
    live_site = not is_demonstration()
    return {
        row.key: _one(
            person, row, language, live, stands[row.key], before, reviews, backs, live_site
        )
        for row in rows
    }


def _one(
    person: AbstractUser,
    row: Section,
    language: Language,
    live: GuideContent,
    standing: Standing,
    before: Mapping[str, Words],
    reviews: Mapping[str, Event],
    backs: Mapping[tuple[str, str], str],
    live_site: bool,
) -> Working:
    published = live.section(row.key)
    english = published.words[SOURCE]
    old = before.get(row.key)
    words = read_words(row, language.code)
    back = backs.get((f"section/{row.key}", words_digest(*words)), "")
    own = published.words.get(language.code, Words())
    return Working(
        standing=standing,
        changes=differences(old, Words(english.heading, english.body)) if old else SafeString(""),
        turned=turned(Said(old.heading, old.body), Said(english.heading, english.body))
        if old
        else (),
        reviewed=reviews.get(str(CellId("section", row.key, "words", language.code)))
        if read_text(row, "provenance", language.code) == Provenance.REVIEWED
        else None,
        read=words_digest(*words),
        back=back,
        findings=tuple(
            finding.message
            for finding in parity(Said(english.heading, english.body), Said(*words), language, back)
        )
        if any(words) and read_text(row, "made_from", language.code) == published.digest(SOURCE)
        else (),
        may_review=any(words)
        and may(person, Act.MARK_REVIEWED, language.code)
        and read_text(row, "provenance", language.code) != Provenance.REVIEWED
        and read_text(row, "made_from", language.code) == published.digest(SOURCE),
        may_override=live_site
        and may(person, Act.OVERRIDE)
        and standing.guarded
        and standing.how is How.HIDDEN
        and not own.is_empty()
        and own.provenance is not Provenance.REVIEWED,
    )


def _reviews(guide: Guide, language: Language) -> dict[str, Event]:
    """Give the latest review of each cell of a guide in a language, by the cell's name."""
    rows = Event.objects.filter(
        guide=guide, verb=REVIEWED, subject__endswith=f"/{language.code}"
    ).order_by("pk")
    return {row.subject: row for row in rows}
