"""The frame: what stands around frozen text on its page and can change without a new version.

Pages are rendered from a guide's text in one language, its English, and these. All of it can be
written as JSON, so that a release can name its frame by digest. Times are UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from guidance.domain.languages import SOURCE
from guidance.domain.serialization import dump
from guidance.domain.text.content import ContactContent, Provenance
from guidance.domain.text.digests import digest, words_digest
from guidance.domain.translation.freshness import Severity
from guidance.domain.translation.visibility import Shown


@dataclass(frozen=True, slots=True)
class Title:
    """A guide's title and summary in one language, as its live version has them."""

    heading: str
    body: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading as a list of a language shows it; ``english`` where it is the English."""

    key: str
    words: str
    english: bool = False


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """A live guide in lists and menus. ``titles`` has every language; English always has text.

    ``headings`` are those of its sections, by language, without the guide's own title.
    """

    key: str
    slug: str
    titles: Mapping[str, Title]
    headings: Mapping[str, tuple[Heading, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Parts:
    """How many sections of a guide are shown in one way (``Shown.how``), since one date."""

    how: str
    since: datetime | None
    count: int


@dataclass(frozen=True, slots=True)
class LanguageProgress:
    """How the ``total`` sections of a guide stand in one language.

    ``shown`` says what is shown of how many of them, ``made`` how many of those with text were made
    how (``machine``, ``human``, ``reviewed``).
    """

    total: int
    shown: tuple[Parts, ...]
    made: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Progress:
    """How a guide stands in every language but English."""

    languages: Mapping[str, LanguageProgress]


@dataclass(frozen=True, slots=True)
class AlertWords:
    """An alert's sentences in one language, and which English they were made from."""

    text: str
    made_from: str = ""
    provenance: Provenance = Provenance.NONE


@dataclass(frozen=True, slots=True)
class Alert:
    """A notice above every page, or above one guide's (``guide``), from ``starts`` to ``ends``.

    ``words`` has English, and each language that was translated.
    """

    starts: datetime
    ends: datetime | None
    guide: str
    words: Mapping[str, AlertWords]

    def is_on(self, at: datetime) -> bool:
        """Whether the alert stands at this moment."""
        return self.starts <= at and (self.ends is None or at < self.ends)

    def shown_in(self, language: str) -> AlertWords | None:
        """Return the words shown in a language: None unless they say what the English says."""
        own, english = self.words.get(language), self.words[SOURCE]
        is_current = own is not None and own.made_from == alert_digest(english.text)
        return own if language == SOURCE or is_current else None


def alert_digest(english: str) -> str:
    """Return the digest that a translation of an alert names as what it was made from."""
    return words_digest("", english)


@dataclass(frozen=True, slots=True)
class SiteFrame:
    """What every page shows, whichever guide it is of.

    ``offered`` are the languages offered, ``guides`` the live ones in order (the front page is not
    among them), ``contacts`` 911 and 311; ``contact_states`` is by contact key, then language.
    ``alerts`` are those that have not ended.
    """

    demonstration: bool
    offered: tuple[str, ...]
    guides: tuple[GuideEntry, ...]
    contacts: Mapping[str, ContactContent]
    contact_states: Mapping[str, Mapping[str, Shown]]
    alerts: tuple[Alert, ...] = ()

    def at(self, moment: datetime) -> "SiteFrame":
        """Return the frame as it stands at a moment: with the alerts that are on then."""
        return replace(self, alerts=tuple(alert for alert in self.alerts if alert.is_on(moment)))

    def moments(self, after: datetime) -> list[datetime]:
        """Return the moments after this one at which the frame changes by itself, soonest first."""
        known = {moment for alert in self.alerts for moment in (alert.starts, alert.ends)}
        return sorted(moment for moment in known if moment is not None and moment > after)

    def digest(self) -> str:
        """Return the digest of everything in this frame."""
        return digest("f1", dump(self))


@dataclass(frozen=True, slots=True)
class Version:
    """A published version in lists. ``note`` is English; ``notes`` are its translations.

    ``changed_for`` names the languages whose readers see something else than in the version
    before; ``severity`` is the gravest of its changes to the English, None where there was none.
    """

    number: int
    released: datetime
    note: str
    notes: Mapping[str, str]
    changed_for: tuple[str, ...]
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class Retired:
    """A retired section. ``successor`` is the key that replaces it, ``''`` if none does."""

    key: str
    at: datetime
    successor: str
    reason: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A passage was removed from a section for ever. ``reason`` is English."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A guide that was taken down, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class GuideFrame:
    """What stands around a guide's live text. ``live`` is None when it is withdrawn.

    ``sections`` and ``contacts`` say what is shown, by language, then key; English is not in them.
    ``versions`` are newest first. ``removed`` gives, by language (English too), then section key,
    what was removed for ever from the text shown.
    """

    key: str
    slug: str
    live: int | None
    released: datetime | None
    versions: tuple[Version, ...]
    sections: Mapping[str, Mapping[str, Shown]]
    contacts: Mapping[str, Mapping[str, Shown]]
    retired: tuple[Retired, ...] = ()
    withdrawn: Withdrawn | None = None
    removed: Mapping[str, Mapping[str, tuple[Removed, ...]]] = field(default_factory=dict)

    def digest(self) -> str:
        """Return the digest of everything in this frame."""
        return digest("f1", dump(self))


@dataclass(frozen=True, slots=True)
class OldVersion:
    """What stands around an old version of a guide: states as of that version.

    ``replaced`` gives, by section key, when a safety change since made its text dangerous to
    follow, ``replaced_contacts`` the same of contacts' words; ``gone`` the keys of sections that no
    longer stand in the live version. ``removed`` is as a guide's.
    """

    number: int
    released: datetime
    sections: Mapping[str, Mapping[str, Shown]]
    contacts: Mapping[str, Mapping[str, Shown]]
    replaced: Mapping[str, datetime] = field(default_factory=dict)
    replaced_contacts: Mapping[str, datetime] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    removed: Mapping[str, Mapping[str, tuple[Removed, ...]]] = field(default_factory=dict)
