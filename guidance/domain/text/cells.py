"""Cells: the smallest things that are submitted, approved and published."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from guidance.domain.serialization import dump, load
from guidance.domain.text.content import (
    GENERAL,
    ContactGeneral,
    ContactWords,
    ContentError,
    General,
    Words,
)
from guidance.domain.text.digests import digest

Subject = Literal["section", "contact", "guide"]
Aspect = Literal["words", "general", "add", "retire", "order"]


@dataclass(frozen=True, slots=True, order=True)
class CellId:
    """The name of one cell: the smallest thing that is submitted, approved and published.

    ``words``: one language's text. ``general``: what is the same in every language.
    ``add``, ``retire`` of a section and ``order`` of a guide are structure cells.
    """

    subject: Subject
    key: str
    aspect: Aspect
    language: str = GENERAL

    def __str__(self) -> str:
        return "/".join(
            part for part in (self.subject, self.key, self.aspect, self.language) if part
        )

    @property
    def text(self) -> str:
        """The section or contact this cell belongs to, as severities name it."""
        return f"{self.subject}/{self.key}"


@dataclass(frozen=True, slots=True)
class Add:
    """A section is added after the section ``after``; after the last where that one is unknown."""

    after: str = ""


@dataclass(frozen=True, slots=True)
class Retire:
    """A section goes; ``successor`` is the key that replaces it, else ``reason`` says why."""

    successor: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Sections in the order wanted, and the live order that it was made from."""

    keys: tuple[str, ...]
    made_from: tuple[str, ...] = ()


CellValue = Words | ContactWords | General | ContactGeneral | Add | Retire | Order
_VALUES: dict[tuple[str, str], type[CellValue]] = {
    ("section", "words"): Words,
    ("section", "general"): General,
    ("section", "add"): Add,
    ("section", "retire"): Retire,
    ("contact", "words"): ContactWords,
    ("contact", "general"): ContactGeneral,
    ("guide", "order"): Order,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with what it is to say, and the digest of the live cell it replaces (``''``: none)."""

    id: CellId
    value: CellValue
    base: str = ""

    def digest(self) -> str:
        return cell_digest(self.value)


def cell_digest(value: CellValue) -> str:
    """Return digest ``c1`` of a cell's value: the same words with other provenance differ."""
    return digest("c1", value_to_json(value))


def value_to_json(value: CellValue) -> dict[str, Any]:
    data: dict[str, Any] = dump(value)
    return data


def value_from_json(cell: CellId, data: Mapping[str, Any]) -> CellValue:
    """Read a cell's value. Raises ContentError for an unknown cell or a wrong shape."""
    try:
        return load(_VALUES[cell.subject, cell.aspect], data)
    except (KeyError, TypeError, ValueError) as error:
        raise ContentError(f"{cell} does not have the shape of such a cell: {error}") from error
