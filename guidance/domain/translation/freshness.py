"""Whether a translation still says what the English says: a pure function of what was published.

Nothing here is stored or re-stamped. A translation names the exact English it was made from; what
was published since, and how much each change matters to a reader, decides its state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from guidance.domain.text.content import Provenance


class Severity(StrEnum):
    """What a change of the English does for readers. Compare by ``rank``."""

    WORDING = "wording"
    MEANING = "meaning"
    SAFETY = "safety"

    @property
    def rank(self) -> int:
        """How much the change matters: 0, 1 or 2."""
        return list(Severity).index(self)


def worst(severities: Sequence[Severity]) -> Severity | None:
    """Give the gravest of some severities, or None of none."""
    return max(severities, key=lambda severity: severity.rank, default=None)


class State(StrEnum):
    """How a translation stands to the English now."""

    MISSING = "missing"
    CURRENT = "current"
    STALE = "stale"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class EnglishChange:
    """The English of one section or contact as an edition published it.

    ``number`` orders the changes (a guide's edition number; a contact's publication number).
    ``severity`` is None where the text was added, else what was declared.
    """

    number: int
    at: datetime
    digest: str
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """A translation's state, and since which change of the English it holds (None: not known)."""

    state: State
    since: datetime | None = None


def raised(
    changes: Sequence[EnglishChange], raises: Mapping[int, Severity]
) -> tuple[EnglishChange, ...]:
    """Give the changes with severities as raised afterwards, by number. Nothing is ever lowered."""
    return tuple(
        EnglishChange(
            change.number,
            change.at,
            change.digest,
            worst([change.severity, raises[change.number]])
            if change.severity and change.number in raises
            else change.severity,
        )
        for change in changes
    )


def freshness(changes: Sequence[EnglishChange], *, made_from: str, has_text: bool) -> Freshness:
    """Give a translation's state from the English published up to now, oldest first.

    The latest published English equal to ``made_from`` counts, then the gravest change since:
    none or wording is current, meaning is stale, safety is withheld. A translation made from
    English that was never published is withheld.
    """
    if not has_text:
        return Freshness(State.MISSING)
    matches = [index for index, change in enumerate(changes) if change.digest == made_from]
    if not matches:
        return Freshness(State.WITHHELD, changes[-1].at if changes else None)
    since = [change for change in changes[matches[-1] + 1 :] if change.severity]
    gravest = worst([change.severity for change in since if change.severity])
    if gravest is None or gravest is Severity.WORDING:
        return Freshness(State.CURRENT)
    at = next(change.at for change in reversed(since) if change.severity is gravest)
    return Freshness(State.WITHHELD if gravest is Severity.SAFETY else State.STALE, at)


ShownAs = Literal["own", "stale", "withheld", "missing"]


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


def shown(
    fresh: Freshness,
    *,
    provenance: Provenance,
    hidden: bool = False,
    must_be_reviewed: bool = False,
) -> Shown:
    """Decide what is shown of a text whose state is ``fresh``, hidden by hand or not.

    A date is given only where the English changed: hiding a translation changes nothing of it.
    ``must_be_reviewed``: on a live site, a translation of a guarded section that no qualified
    person has reviewed is withheld.
    """
    if fresh.state is State.MISSING:
        return Shown("missing")
    if hidden:
        return Shown("withheld", fresh.since)
    if must_be_reviewed and provenance is not Provenance.REVIEWED:
        return Shown("withheld", fresh.since)
    if fresh.state is State.WITHHELD:
        return Shown("withheld", fresh.since)
    machine = provenance is Provenance.MACHINE
    if fresh.state is State.STALE:
        return Shown("stale", fresh.since, machine)
    return Shown("own", machine=machine)
