"""All that public pages of a guide are made from, but for the texts, which are named by digest.

A release keeps one record of each guide, so that every page, old versions and comparisons too, can
be made from it and the frozen texts alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from guidance.domain.pages.frame import GuideEntry, GuideFrame, Progress, SiteFrame
from guidance.domain.pages.removals import Removal
from guidance.domain.translation.freshness import EnglishChange
from guidance.domain.translation.visibility import Decisions


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """A version of a guide: its texts by language, named by the digest of their JSON as it is.

    That digest differs from the one a frozen text was first named by where a passage was redacted.
    """

    number: int
    released: datetime
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GuideRecord:
    """A guide with its frame, its versions oldest first, and what their states are decided from.

    ``entry`` is how lists show it; ``sections`` are the keys of the sections of the last version,
    the head's first. ``progress`` is how its translations stand.
    """

    frame: GuideFrame
    entry: GuideEntry
    editions: tuple[EditionRecord, ...]
    sections: tuple[str, ...]
    changes: Mapping[str, tuple[EnglishChange, ...]]
    decided: Decisions
    removals: tuple[Removal, ...] = ()
    progress: Progress = field(default_factory=lambda: Progress({}))

    @property
    def standing(self) -> EditionRecord:
        """The version readers see, or the last one of a guide that was withdrawn."""
        return self.editions[-1]

    @property
    def all_sections(self) -> tuple[str, ...]:
        """The keys of all its sections, retired ones too."""
        return (*self.sections, *(retired.key for retired in self.frame.retired))

    def edition(self, number: int) -> EditionRecord | None:
        return next((edition for edition in self.editions if edition.number == number), None)


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """What all guides share: the frame around every page, and the history of contacts' English.

    ``slugs`` gives the guide (by key) of every address a guide has or had; ``order`` the keys of
    live guides in the order of lists.
    """

    frame: SiteFrame
    contact_changes: Mapping[str, tuple[EnglishChange, ...]] = field(default_factory=dict)
    slugs: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
