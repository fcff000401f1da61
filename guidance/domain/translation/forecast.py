"""What readers of each language will be shown once a change is published.

It is what ``visibility`` decides with the coming changes appended, and nothing else: so what staff
are told before is what the release shows afterwards.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from guidance.domain.text.content import ContactContent
from guidance.domain.text.frozen import GuideText, embed
from guidance.domain.translation.english_changes import EnglishDifference
from guidance.domain.translation.freshness import EnglishChange, Severity
from guidance.domain.translation.visibility import (
    ByKey,
    Changes,
    Decisions,
    Shown,
    ShownInGuide,
    shown_in_guide,
    shown_of_contact,
    with_coming,
)

_LAST = 2**31
"""A number after that of every version: what is coming follows all that was published."""


@dataclass(frozen=True, slots=True)
class Coming:
    """English that is about to be published, of sections by ``section/key``, of contacts by key."""

    sections: Mapping[str, EnglishChange]
    contacts: Mapping[str, EnglishChange]


def coming_english(
    differences: Iterable[EnglishDifference], severities: Mapping[str, Severity], at: datetime
) -> Coming:
    """Return what a publication ``at`` that moment adds to the published English.

    ``severities`` are those declared so far, by text. A change that nobody has declared yet counts
    as one of meaning.
    """
    sections: dict[str, EnglishChange] = {}
    contacts: dict[str, EnglishChange] = {}
    for difference in differences:
        if not difference.new:
            continue
        undeclared = Severity.MEANING if difference.floor else None
        severity = severities.get(difference.text, undeclared)
        change = EnglishChange(_LAST, at, difference.new, severity)
        subject, _, key = difference.text.partition("/")
        if subject == "contact":
            contacts[key] = change
        else:
            sections[difference.text] = change
    return Coming(sections, contacts)


def forecast_of_guide(
    texts: Mapping[str, GuideText],
    changes: Changes,
    contact_changes: Changes,
    coming: Coming,
    decisions: Decisions,
) -> ShownInGuide:
    """Return what will be shown of a guide whose texts will be ``texts``."""
    return shown_in_guide(
        texts,
        with_coming(changes, coming.sections),
        with_coming(contact_changes, coming.contacts),
        decisions,
    )


def forecast_of_contact(
    contact: ContactContent, changes: Changes, coming: Coming, languages: Iterable[str]
) -> ByKey:
    """Return what will be shown of a contact, by language, in every guide that shows it."""
    changes = with_coming(changes, coming.contacts)
    return {code: shown_of_contact(embed(contact, code), changes) for code in languages}


class Outcome(StrEnum):
    """What a publication does to one text in one language."""

    STAYS = "stays"
    UPDATED = "updated"
    OUT_OF_DATE = "out of date"
    ENGLISH = "english"
    MISSING = "missing"

    @property
    def is_english(self) -> bool:
        """Whether readers are shown the English instead."""
        return self in {Outcome.ENGLISH, Outcome.MISSING}


def outcome(coming: Shown, *, updated: bool) -> Outcome:
    """Name the outcome from what will be shown; ``updated``: a translation goes out with it.

    A translation that goes out with it but says older English is named as what it is: out of date,
    or hidden.
    """
    match coming.how:
        case "missing":
            return Outcome.MISSING
        case "withheld":
            return Outcome.ENGLISH
        case "stale":
            return Outcome.OUT_OF_DATE
    return Outcome.UPDATED if updated else Outcome.STAYS
