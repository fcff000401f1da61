"""What readers are shown of every text of a guide, now or in an old version: a pure function.

It rests on what was published (``EnglishChange``), on what staff decided about translations beside
their text (``Decided``), and on the frozen texts themselves.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from guidance.domain.languages import CODES, SOURCE, TRANSLATED_CODES
from guidance.domain.pages.frame import (
    GuideEntry,
    Heading,
    LanguageProgress,
    OldVersion,
    Parts,
    Progress,
    Title,
)
from guidance.domain.text.content import (
    GUARDED_KINDS,
    EmbeddedContact,
    GuideText,
    Section,
    words_digest,
)
from guidance.domain.translation.freshness import EnglishChange, Shown, State, freshness, shown

Changes = Mapping[str, tuple[EnglishChange, ...]]
"""The published English, oldest first: of sections as ``section/key``, of contacts by key."""

ByKey = dict[str, Shown]


@dataclass(frozen=True, slots=True)
class Decided:
    """What staff decided about a guide's translations, by section key, then language.

    ``hides`` holds the digest of the words that are hidden by hand: other words are not. In
    ``overrides`` are those of texts that the live site shows though nobody reviewed them.
    """

    hides: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    overrides: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    live_site: bool = False


def section_state(section: Section, language: str, changes: Changes, decided: Decided) -> Shown:
    """Give what readers of a language see of a section."""
    fresh = freshness(
        changes.get(f"section/{section.key}", ()),
        made_from=section.made_from,
        has_text=not section.is_empty(),
    )
    hidden = decided.hides.get(section.key, {}).get(language)
    overrides = decided.overrides.get(section.key, {}).get(language, frozenset())
    return shown(
        fresh,
        provenance=section.provenance,
        hidden=hidden == words_digest(section.heading, section.body),
        must_be_reviewed=decided.live_site
        and section.kind in GUARDED_KINDS
        and section.digest not in overrides,
    )


def contact_state(contact: EmbeddedContact, changes: Iterable[EnglishChange]) -> Shown:
    """Give what readers see of a contact's words in the language it is embedded in."""
    fresh = freshness(
        tuple(changes),
        made_from=contact.made_from,
        has_text=bool(contact.heading or contact.body),
    )
    return shown(fresh, provenance=contact.provenance)


def states(
    texts: Mapping[str, GuideText], changes: Changes, contact_changes: Changes, decided: Decided
) -> tuple[dict[str, ByKey], dict[str, ByKey]]:
    """Give what is shown of each section, and of each contact, by language, then key."""
    sections: dict[str, ByKey] = {}
    contacts: dict[str, ByKey] = {}
    for code in TRANSLATED_CODES:
        text = texts.get(code)
        sections[code] = {
            section.key: section_state(section, code, changes, decided)
            for section in (text.sections if text else ())
        }
        contacts[code] = {
            contact.key: contact_state(contact, contact_changes.get(contact.key, ()))
            for section in (text.sections if text else ())
            for contact in section.contacts
        }
    return sections, contacts


def entry(
    key: str,
    slug: str,
    texts: Mapping[str, GuideText],
    sections: Mapping[str, Mapping[str, Shown]],
) -> GuideEntry:
    """Give a guide as lists show it: titles and headings, each with what is shown of it."""
    english = texts[SOURCE]
    titles: dict[str, Title] = {}
    headings: dict[str, tuple[Heading, ...]] = {}
    for code in CODES:
        text = texts.get(code, english)
        shown_there = {} if code == SOURCE else sections.get(code, {})
        missing = Shown("own" if code == SOURCE else "missing")
        titles[code] = Title(
            text.head.heading, text.head.body, shown_there.get(text.head.key, missing)
        )
        headings[code] = tuple(
            Heading(own.key, own.heading)
            if shown_there.get(own.key, missing).is_translation
            else Heading(own.key, of_english.heading, english=True)
            for own, of_english in zip(text.sections[1:], english.sections[1:], strict=True)
        )
    return GuideEntry(key, slug, titles, headings)


def progress(
    texts: Mapping[str, GuideText], sections: Mapping[str, Mapping[str, Shown]]
) -> Progress:
    """Give how a guide stands in every language, from its texts and what is shown of them."""
    keys = [section.key for section in texts[SOURCE].sections]
    return Progress(
        {
            code: _language_progress(keys, texts.get(code), sections.get(code, {}))
            for code in TRANSLATED_CODES
        }
    )


def _language_progress(
    keys: Sequence[str], text: GuideText | None, sections: Mapping[str, Shown]
) -> LanguageProgress:
    shown = Counter(
        (each.how, each.since) for each in (sections.get(key, Shown("missing")) for key in keys)
    )
    made = Counter(str(section.provenance) for section in (text.sections if text else ()))
    return LanguageProgress(
        len(keys),
        tuple(
            Parts(how, since, count)
            for (how, since), count in sorted(
                shown.items(), key=lambda each: (each[0][0], str(each[0][1] or ""))
            )
        ),
        {name: count for name, count in sorted(made.items()) if name},
    )


def old_version(
    *,
    number: int,
    released: datetime,
    texts: Mapping[str, GuideText],
    standing: GuideText,
    changes: Changes,
    contact_changes: Changes,
    decided: Decided,
) -> OldVersion:
    """Give the frame of an old version: states as of then, and what must not be followed now.

    ``texts`` are that version's; ``standing`` is the English of the guide's last one. ``changes``
    are all of the guide's, up to today.
    """
    until = {
        text: tuple(change for change in entries if change.number <= number)
        for text, entries in changes.items()
    }
    contacts_until = {
        key: tuple(change for change in entries if change.at <= released)
        for key, entries in contact_changes.items()
    }
    sections, contacts = states(texts, until, contacts_until, decided)
    then = texts[SOURCE].sections
    now = {section.key for section in standing.sections}
    return OldVersion(
        number=number,
        released=released,
        sections=sections,
        contacts=contacts,
        replaced={
            section.key: at
            for section in then
            if (at := _made_dangerous(changes.get(f"section/{section.key}", ()), number))
            is not None
        },
        replaced_contacts={
            contact.key: at
            for section in then
            for contact in section.contacts
            if (at := _since_dangerous(contact_changes.get(contact.key, ()), contact.digest))
            is not None
        },
        gone=tuple(section.key for section in then if section.key not in now),
    )


def _made_dangerous(changes: Sequence[EnglishChange], number: int) -> datetime | None:
    """Give when a safety change since replaced the English of version ``number``, if one did."""
    then = next((change for change in reversed(changes) if change.number <= number), None)
    return None if then is None else _since_dangerous(changes, then.digest)


def _since_dangerous(changes: Sequence[EnglishChange], english: str) -> datetime | None:
    """Give when a safety change replaced published English (a digest), if one did.

    The old English is judged as a translation made from it would be, so that English which says
    the same again is no danger.
    """
    if english not in {change.digest for change in changes}:
        return None
    fresh = freshness(changes, made_from=english, has_text=True)
    return fresh.since if fresh.state is State.WITHHELD else None
