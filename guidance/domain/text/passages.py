"""Taking passages out of text: pure, and the same wherever the text stands.

What is taken out leaves ``MARK``. An address (a link, a phone number) that holds a passage goes as
a whole: half an address leads nowhere, or to somebody else.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from guidance.domain.text.content import ContactGeneral, ContactWords, General, Words
from guidance.domain.text.fields import FieldType, fields_of
from guidance.domain.text.markup import Block, Item, Run, canonical, collapse, parse, serialise

MARK = "[…]"
"""What stands where a passage stood, in every language."""

AROUND = 40
"""How many letters either side of a passage are shown to those who decide."""

SHORTEST = 3
"""Letters and digits that a passage has at least: a shorter one stands inside other words."""

_FIELDS = [
    field for cell in (Words, ContactWords, General, ContactGeneral) for field in fields_of(cell)
]


def _named(*types: FieldType) -> frozenset[str]:
    """Return the names that fields of these types have in JSON and in rows."""
    found = [field for field in _FIELDS if field.type in types]
    return frozenset(name for field in found for name in (field.name, field.stored))


NAMES = frozenset(
    {
        "after", "base", "cells", "collected", "contact_keys", "declared", "digest", "editions",
        "guide", "item", "key", "keys", "language", "lowered_by", "lowered_from", "lowest", "new",
        "old", "reasons", "roles", "severity", "stored", "successor",
    }
) | _named(
    FieldType.KIND,
    FieldType.CONTACTS,
    FieldType.LANGUAGES,
    FieldType.MADE_FROM,
    FieldType.PROVENANCE,
)  # fmt: skip
"""Entries of stored JSON that hold names, codes and digests. All others may hold words."""

ADDRESSES = frozenset({"url"}) | _named(FieldType.PHONE, FieldType.WEB)
"""Entries of stored JSON, and columns, that hold an address or a phone number."""

_PHONE = re.compile(r"[+\d\s().-]+")
_SHORTEST_PHONE = 7


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage as it was found, with some of what stands around it."""

    before: str
    passage: str
    after: str


def passages_in(lines: str) -> tuple[str, ...]:
    """Return the passages named in a text: one a line, each once, the longest first."""
    found = {line for line in map(collapse, lines.splitlines()) if is_long_enough(line)}
    return tuple(sorted(found, key=lambda line: (-len(line), line)))


def is_long_enough(passage: str) -> bool:
    """Return whether a passage has enough letters and digits to be told from parts of words."""
    return sum(char.isalnum() for char in passage) >= SHORTEST


class Blanker:
    """Takes passages out of texts. ``hits`` are those found since they were last taken."""

    def __init__(self, passages: Iterable[str]) -> None:
        passages = tuple(passages)
        split = [[re.escape(word) for word in passage.split()] for passage in passages]
        self._words = re.compile("|".join(r"\s+".join(words) for words in split))
        # An address spells a name in its own way: maria-lopez, Maria%20Lopez.
        self._address = re.compile("|".join(r"[\W_]+".join(words) for words in split), re.I)
        self._numbers = [
            digits
            for passage in passages
            if _PHONE.fullmatch(passage)
            and len(digits := re.sub(r"\D", "", passage)) >= _SHORTEST_PHONE
        ]
        self._hits: list[Hit] = []

    def take_hits(self) -> list[Hit]:
        """Return what was found since this was last asked."""
        hits, self._hits = self._hits, []
        return hits

    def words(self, text: str) -> str:
        """Return plain text without the passages; the very same text if it has none of them."""
        normal = unicodedata.normalize("NFC", text)
        return self._words.sub(self._mark, normal) if self._words.search(normal) else text

    def address(self, text: str) -> str:
        """Return an address or a phone number, or ``''`` if it holds a passage."""
        if not text or not self._in_address(text):
            return text
        self._hits.append(Hit("", text, ""))
        return ""

    def body(self, body: str) -> str:
        """Return a body of guidance without the passages, also where marks or links divide them."""
        before = len(self._hits)
        blocks = tuple(self._block(block) for block in parse(body))
        return canonical(serialise(blocks)) if len(self._hits) > before else body

    def json(self, value: Any, name: str = "") -> Any:
        """Return stored JSON without the passages; ``name`` is of the entry that holds it."""
        if isinstance(value, dict):
            if name == "stored":
                return value
            return {key: self.json(item, key) for key, item in value.items()}
        if isinstance(value, list):
            return [self.json(item, name) for item in value]
        if not isinstance(value, str) or name in NAMES:
            return value
        return self.of_field(name)(value)

    def of_field(self, name: str) -> Callable[[str], str]:
        """Return the way to treat a field of this name."""
        if name in ADDRESSES:
            return self.address
        return self.body if name == "body" else self.words

    def _mark(self, match: re.Match[str]) -> str:
        self._note(match)
        return MARK

    def _note(self, match: re.Match[str]) -> None:
        start, end = match.span()
        text = match.string
        self._hits.append(Hit(text[max(0, start - AROUND) : start], match[0], text[end:][:AROUND]))

    def _in_address(self, text: str) -> bool:
        digits = re.sub(r"\D", "", text)
        return bool(self._address.search(unquote(text))) or any(
            number in digits for number in self._numbers
        )

    def _block(self, block: Block) -> Block:
        items = tuple(
            Item(self._runs(item.runs), tuple(self._block(inner) for inner in item.blocks))
            for item in block.items
        )
        return replace(block, runs=self._runs(block.runs), items=items)

    def _runs(self, runs: tuple[Run, ...]) -> tuple[Run, ...]:
        """Take the passages out of a line; what stands for one has the marks it began with."""
        linked = [replace(run, href=self.address(run.href)) for run in runs]
        letters = [(char, run) for run in linked for char in run.text]
        kept: list[Run] = []
        at = 0
        for match in self._words.finditer("".join(char for char, _ in letters)):
            self._note(match)
            kept += [replace(run, text=char) for char, run in letters[at : match.start()]]
            kept.append(replace(letters[match.start()][1], text=MARK))
            at = match.end()
        return (*kept, *(replace(run, text=char) for char, run in letters[at:]))
