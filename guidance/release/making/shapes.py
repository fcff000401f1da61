"""What a store keeps, as it is read and written: releases, trees, answers.

The fields are the keys of the stored JSON. No Django here: workers read this first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Damaged(Exception):
    """Something in the store is missing or does not say what its name says."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A compressed form of a file: the end of its name, and its size in bytes."""

    suffix: str
    size: int


@dataclass(frozen=True, slots=True)
class Stored:
    """One answer of a tree: a file with its headers' values, or an address to go to.

    ``depends`` is the digest of all it was made from. ``coded`` are its compressed forms by the
    name of their coding (``br``, ``gzip``).
    """

    depends: str
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    language: str = ""
    policy: str = ""
    noindex: bool = False
    location: str = ""
    file: str = ""
    size: int = 0
    coded: Mapping[str, Variant] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tree:
    """What a directory answers, by the rest of the address (``''``, ``history/``).

    ``below`` names the trees of its own directories: of a language, its guides' by their address.
    """

    answers: Mapping[str, Stored] = field(default_factory=dict)
    below: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GuideRoot:
    """Where a release keeps a guide: its address, its record, its entry in lists, its sections.

    ``progress`` is the record of how its translations stand; an older release has none.

    ``seen`` is what the row of the release says of it: number, digest of edition, digest of frame.
    ``sections`` are the keys of all its sections, retired ones too.
    """

    slug: str
    record: str
    entry: str
    seen: tuple[Any, ...]
    sections: tuple[str, ...]
    progress: str = ""

    @property
    def records(self) -> tuple[str, ...]:
        """The names of all its records: they are kept for as long as the release is."""
        return tuple(name for name in (self.record, self.entry, self.progress) if name)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment at which the site changes by itself, and the folder that holds from then on."""

    at: str
    folder: str


@dataclass(frozen=True, slots=True)
class Root:
    """One site at one moment. ``at`` is when its release was taken, ``built`` when it was made.

    ``digest`` is the release's own, ``around`` the digest of what stands around every page.
    ``trees`` has one tree for every language, and under ``''`` what stands above languages.
    ``coming`` lists the moments ahead. ``full`` says that it is compressed as well as can be.
    ``removals`` counts what was removed for ever from published text until then.
    """

    number: int
    build: str
    turn: str
    at: str
    built: str
    digest: str
    around: str
    public_url: str
    site: str
    guides: Mapping[str, GuideRoot]
    trees: Mapping[str, str]
    coming: tuple[Moment, ...] = ()
    full: bool = False
    removals: int = 0

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return f"{self.number}-{self.build}-{self.turn}"
