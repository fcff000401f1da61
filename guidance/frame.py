"""The frame: what stands around frozen text on its page and can change without a new version.

Pages are rendered from a guide's text in one language, its English, and these. All of it can be
written as JSON, so that a release can name its frame by digest. Times are UTC.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from guidance.content import ContactContent, digest, plain_json
from guidance.freshness import Severity, Shown


@dataclass(frozen=True, slots=True)
class Title:
    """A guide's title and summary in one language, as its live version has them."""

    heading: str
    body: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class GuideEntry:
    """A live guide in lists and menus. ``titles`` has every language; English always has text."""

    key: str
    slug: str
    titles: Mapping[str, Title]


@dataclass(frozen=True, slots=True)
class SiteFrame:
    """What every page shows, whichever guide it is of.

    ``offered`` are the languages offered, ``guides`` the live ones in order (the front page is not
    among them), ``contacts`` 911 and 311; ``contact_states`` is by contact key, then language.
    """

    demonstration: bool
    offered: tuple[str, ...]
    guides: tuple[GuideEntry, ...]
    contacts: Mapping[str, ContactContent]
    contact_states: Mapping[str, Mapping[str, Shown]]

    def entry(self, key: str) -> GuideEntry | None:
        """Give the entry of a guide, if it is live and listed."""
        return next((guide for guide in self.guides if guide.key == key), None)

    def digest(self) -> str:
        """Give the digest of everything in this frame."""
        return digest("f1", plain_json(asdict(self)))


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
class Withdrawn:
    """A guide that was taken down, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class GuideFrame:
    """What stands around a guide's live text. ``live`` is None when it is withdrawn.

    ``sections`` and ``contacts`` say what is shown, by language, then key; English is not in them.
    ``versions`` are newest first.
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

    def digest(self) -> str:
        """Give the digest of everything in this frame."""
        return digest("f1", plain_json(asdict(self)))


@dataclass(frozen=True, slots=True)
class OldVersion:
    """What stands around an old version of a guide: states as of that version.

    ``replaced`` gives, by section key, when a safety change since made its text dangerous to
    follow; ``gone`` the keys of sections that no longer stand in the live version.
    """

    number: int
    released: datetime
    sections: Mapping[str, Mapping[str, Shown]]
    contacts: Mapping[str, Mapping[str, Shown]]
    replaced: Mapping[str, datetime] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
