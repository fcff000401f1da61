"""Level every translation stands, and which of them hurt readers most."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from guidance.domain.languages import SOURCE
from guidance.domain.text.content import GUARDED_KINDS, Provenance
from guidance.domain.text.frozen import embed, untranslated
from guidance.domain.translation.visibility import (
    Shown,
    WithheldBecause,
    shown_of_contact,
    shown_of_section,
    why_withheld,
)
from guidance.models import RESERVED_CONTACTS, Contact, Guide, SubmissionCell
from guidance.queries.decisions import decisions_of
from guidance.queries.guide_frame import editions_changes, guide_editions
from guidance.queries.published import contact_changes, edition_texts, live_contacts

CONTACTS = "contacts"
"""The group under which contacts stand beside the guides."""


class Level(IntEnum):
    """What readers of a language get of a text: what hurts them most comes first."""

    HIDDEN = 1
    OUT_OF_DATE = 2
    MISSING = 3
    BY_COMPUTER = 4
    GOOD = 5

    @property
    def words(self) -> str:
        """What staff read."""
        return _WORDS[self]

    @property
    def short(self) -> str:
        """The same, where there is little room."""
        return _WORDS[self].partition(" until ")[0].partition(",")[0]


_WORDS = {
    Level.HIDDEN: "hidden until translated",
    Level.OUT_OF_DATE: "out of date",
    Level.MISSING: "missing",
    Level.BY_COMPUTER: "by a computer, checked by nobody",
    Level.GOOD: "current",
}


@dataclass(frozen=True, slots=True)
class TranslationStatus:
    """One text in one language. ``text`` is as cells name it, ``held_by`` a waiting submission."""

    group: str
    text: str
    title: str
    language: str
    level: Level
    why: WithheldBecause | None
    since: datetime | None
    guarded: bool
    provenance: Provenance
    held_by: int | None

    @property
    def key(self) -> str:
        """The key of the section or contact."""
        return self.text.partition("/")[2]

    @property
    def rank(self) -> tuple[object, ...]:
        """What to sort by, so that what hurts readers most comes first, the oldest of it before."""
        is_shown_as_current = self.level >= Level.BY_COMPUTER
        age = self.since.timestamp() if self.since else float("inf")
        return is_shown_as_current, not self.guarded, self.level, age


_Held = Mapping[tuple[str, str], int]


def translation_statuses(
    guides: Iterable[Guide], languages: Iterable[str]
) -> list[TranslationStatus]:
    """Return the status of every text of these live guides and of the contacts, by language."""
    languages, held = list(languages), _held()
    found = [status for guide in guides for status in _of_guide(guide, languages, held)]
    return sorted([*found, *_of_contacts(languages, held)], key=lambda each: each.rank)


def guide_statuses(guide: Guide, languages: Iterable[str]) -> list[TranslationStatus]:
    """Return the status of every text of one live guide in each language, in the guide's order."""
    return list(_of_guide(guide, list(languages), _held()))


def _held() -> _Held:
    return {
        (f"{row.subject}/{row.key}", row.language): row.submission_id
        for row in SubmissionCell.objects.filter(holds=True, aspect="words")
    }


def _of_guide(guide: Guide, languages: list[str], held: _Held) -> Iterator[TranslationStatus]:
    texts = edition_texts(guide.live_edition) if guide.live_edition else {}
    if not texts:
        return
    changes = editions_changes(guide_editions(guide))
    decisions = decisions_of([guide])[guide.pk]
    for language in languages:
        own = texts.get(language) or untranslated(texts[SOURCE], language)
        for english, section in zip(texts[SOURCE].sections, own.sections, strict=True):
            state = shown_of_section(section, language, changes, decisions)
            text = f"section/{section.key}"
            yield TranslationStatus(
                group=guide.key,
                text=text,
                title=english.heading,
                language=language,
                level=_level(state),
                why=why_withheld(section, language, changes, decisions),
                since=state.since,
                guarded=section.kind in GUARDED_KINDS,
                provenance=section.provenance,
                held_by=held.get((text, language)),
            )


def _level(state: Shown) -> Level:
    if state.how == "own":
        return Level.BY_COMPUTER if state.machine else Level.GOOD
    levels = {"withheld": Level.HIDDEN, "stale": Level.OUT_OF_DATE, "missing": Level.MISSING}
    return levels[state.how]


def _of_contacts(languages: list[str], held: _Held) -> Iterator[TranslationStatus]:
    keys = Contact.objects.filter(shown=True).values_list("key", flat=True)
    contacts = live_contacts(keys)
    changes = contact_changes(contacts)
    for key, contact in contacts.items():
        for language in languages:
            embedded = embed(contact, language)
            state = shown_of_contact(embedded, changes)
            text = f"contact/{key}"
            yield TranslationStatus(
                group=CONTACTS,
                text=text,
                title=contact.words[SOURCE].heading,
                language=language,
                level=_level(state),
                why=WithheldBecause.SAFETY if state.how == "withheld" else None,
                since=state.since,
                guarded=key in RESERVED_CONTACTS,
                provenance=embedded.provenance,
                held_by=held.get((text, language)),
            )
