"""What readers are shown of a text: the one place that decides it.

Public pages, old versions, previews, forecasts, the matrix of translations, the staff's first page
and the public page of translations all ask here. Everything follows from what was published
(``EnglishChange``), from what staff decided beside the text (``Decisions``) and from the frozen
texts themselves. A forecast asks the same with the coming changes appended (``with_coming``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from guidance.domain.languages import TRANSLATED_CODES
from guidance.domain.text.content import GUARDED_KINDS, Provenance
from guidance.domain.text.digests import words_digest
from guidance.domain.text.frozen import EmbeddedContact, GuideText, Section
from guidance.domain.translation.freshness import EnglishChange, Freshness, State, freshness

ShownAs = Literal["own", "stale", "withheld", "missing"]

Changes = Mapping[str, tuple[EnglishChange, ...]]
"""The published English, oldest first: of sections by ``section/key``, of contacts by key."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What readers of a language see in place of a text, and what they are told about it.

    ``own`` and ``stale`` show the translation; ``withheld`` and ``missing`` the English instead.
    ``machine`` asks for the notice that no person has checked it.
    """

    how: ShownAs
    since: datetime | None = None
    machine: bool = False

    @property
    def is_translation(self) -> bool:
        """Whether the language's own words are shown."""
        return self.how in {"own", "stale"}


class WithheldBecause(StrEnum):
    """Why a translation is withheld, in words for staff. The first that holds counts."""

    SAFETY = "a safety change"
    HIDDEN = "somebody hid it"
    UNREVIEWED = "nobody has reviewed it"


@dataclass(frozen=True, slots=True)
class Decisions:
    """What staff decided about a guide's translations, by section key, then language.

    ``hides`` holds the digest of the words that were hidden by hand; other words are not hidden.
    ``overrides`` holds the digests of the texts that a live site shows though nobody reviewed them.
    """

    hides: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    overrides: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    live_site: bool = False

    def hide(self, section: Section, language: str) -> bool:
        """Whether these very words are hidden by hand."""
        hidden = self.hides.get(section.key, {}).get(language)
        return hidden == words_digest(section.heading, section.body)

    def ask_for_review(self, section: Section, language: str) -> bool:
        """Whether this text may be shown only once a qualified person has reviewed it."""
        overrides = self.overrides.get(section.key, {}).get(language, frozenset())
        return self.live_site and section.kind in GUARDED_KINDS and section.digest not in overrides


ByKey = dict[str, Shown]


@dataclass(frozen=True, slots=True)
class ShownInGuide:
    """What is shown of a guide's sections and of the contacts in it: by language, then key."""

    sections: dict[str, ByKey]
    contacts: dict[str, ByKey]


def shown_in_guide(
    texts: Mapping[str, GuideText],
    changes: Changes,
    contact_changes: Changes,
    decisions: Decisions,
) -> ShownInGuide:
    """Decide what is shown of every text of a guide, in every language.

    ``texts`` are those of one version by language; a language without one has no entries.
    """
    sections: dict[str, ByKey] = {}
    contacts: dict[str, ByKey] = {}
    for code in TRANSLATED_CODES:
        text = texts.get(code)
        sections[code] = {
            section.key: shown_of_section(section, code, changes, decisions)
            for section in (text.sections if text else ())
        }
        contacts[code] = {
            contact.key: shown_of_contact(contact, contact_changes)
            for section in (text.sections if text else ())
            for contact in section.contacts
        }
    return ShownInGuide(sections, contacts)


def shown_of_section(
    section: Section, language: str, changes: Changes, decisions: Decisions
) -> Shown:
    """Decide what readers of a language see of a section."""
    return shown(
        _freshness_of_section(section, changes),
        provenance=section.provenance,
        hidden=decisions.hide(section, language),
        must_be_reviewed=decisions.ask_for_review(section, language),
    )


def shown_of_contact(contact: EmbeddedContact, changes: Changes) -> Shown:
    """Decide what readers see of a contact's words in the language it is embedded in."""
    fresh = freshness(
        changes.get(contact.key, ()),
        made_from=contact.made_from,
        has_text=bool(contact.heading or contact.body),
    )
    return shown(fresh, provenance=contact.provenance)


def shown(
    fresh: Freshness,
    *,
    provenance: Provenance,
    hidden: bool = False,
    must_be_reviewed: bool = False,
) -> Shown:
    """Decide what is shown of a text whose state is ``fresh``.

    A date is given only where the English changed: hiding a translation changes nothing of it.
    ``must_be_reviewed``: a translation that no qualified person has reviewed is withheld.
    """
    if fresh.state is State.MISSING:
        return Shown("missing")
    unreviewed = must_be_reviewed and provenance is not Provenance.REVIEWED
    if hidden or unreviewed or fresh.state is State.WITHHELD:
        return Shown("withheld", fresh.since)
    machine = provenance is Provenance.MACHINE
    if fresh.state is State.STALE:
        return Shown("stale", fresh.since, machine)
    return Shown("own", machine=machine)


def why_withheld(
    section: Section, language: str, changes: Changes, decisions: Decisions
) -> WithheldBecause | None:
    """Return why readers of a language are not shown its text of a section; None if they are."""
    if shown_of_section(section, language, changes, decisions).how != "withheld":
        return None
    if _freshness_of_section(section, changes).state is State.WITHHELD:
        return WithheldBecause.SAFETY
    if decisions.hide(section, language):
        return WithheldBecause.HIDDEN
    return WithheldBecause.UNREVIEWED


def with_coming(changes: Changes, coming: Mapping[str, EnglishChange]) -> Changes:
    """Append changes that are about to be published, each after all that was published before."""
    return {**changes, **{text: (*changes.get(text, ()), coming[text]) for text in coming}}


def _freshness_of_section(section: Section, changes: Changes) -> Freshness:
    return freshness(
        changes.get(f"section/{section.key}", ()),
        made_from=section.made_from,
        has_text=not section.is_empty(),
    )
