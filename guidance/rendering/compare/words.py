"""What differs between two texts, word by word. Pure, and in any script."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest


class Op(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of text and what became of it."""

    op: Op
    text: str


Line = tuple[Part, ...]
_Operation = tuple[str, int, int, int, int]

_ALIKE = 0.4
"""Lines less alike than this are shown as one taken out and one put in: mixing them reads badly."""

_IN_WORDS = frozenset("-'’ʼ_.:/@")
"""Characters that belong to a word when they stand inside one: numbers and addresses stay whole."""

_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese, Karen
    (0x1780, 0x17FF),  # Khmer
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x3040, 0x30FF),  # Japanese syllables
    (0x3400, 0x9FFF),  # Chinese characters
    (0xA9E0, 0xA9FF),  # more Burmese
    (0xAA60, 0xAA7F),  # more Burmese, more Karen
    (0x20000, 0x3FFFF),  # rare Chinese characters
)
"""Scripts that put no spaces between words: there, every letter stands for itself."""

_STACKING = frozenset("\u1039\u17d2\u1a60")
"""Signs that put the next letter under the last (Burmese, Khmer, Tai Tham): the two are one."""

_SPLINTER = 2
"""So few letters of a script without spaces, alike between two changes, belong to the change:
chance makes them alike, and single letters struck here and there cannot be read."""


def compared_words(old: str, new: str) -> Line:
    """Compare two lines; joining what is not added gives ``old``'s words, not removed ``new``'s."""
    before, after = list(tokens(old)), list(tokens(new))
    parts: list[Part] = []
    for operation, a, b, c, d in _without_splinters(
        _opcodes([token.strip() for token in before], [token.strip() for token in after]), after
    ):
        if operation == "equal":
            _put(parts, Op.SAME, after[c:d])
        else:
            _put(parts, Op.REMOVED, before[a:b])
            _put(parts, Op.ADDED, after[c:d])
    return tuple(parts)


def compared_lines(old: Sequence[str], new: Sequence[str]) -> tuple[Line, ...]:
    """Compare two texts line by line, and alike lines word by word."""
    lines: list[Line] = []
    for operation, a, b, c, d in _opcodes(list(old), list(new)):
        if operation == "equal":
            lines.extend((Part(Op.SAME, line),) for line in new[c:d])
            continue
        for before, after in zip_longest(old[a:b], new[c:d]):
            if before is not None and after is not None and _alike(before, after):
                lines.append(compared_words(before, after))
                continue
            if before is not None:
                lines.append((Part(Op.REMOVED, before),))
            if after is not None:
                lines.append((Part(Op.ADDED, after),))
    return tuple(lines)


def has_changes(lines: Sequence[Line]) -> bool:
    return any(part.op is not Op.SAME for line in lines for part in line)


def moved_keys(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """Return the keys that stand in both orders, but in another place among those in both."""
    common = set(old) & set(new)
    before = [key for key in old if key in common]
    after = [key for key in new if key in common]
    stayed = {
        key
        for operation, a, b, _, _ in _opcodes(before, after)
        if operation == "equal"
        for key in before[a:b]
    }
    return frozenset(common - stayed)


def tokens(text: str) -> Iterator[str]:
    """Split a text into words, each with the white space after it; nothing is lost."""
    token = ""
    for index, char in enumerate(text):
        if token and _begins(token, char, text[index + 1 : index + 2]):
            yield token
            token = ""
        token += char
    if token:
        yield token


def _begins(token: str, char: str, following: str) -> bool:
    """Return whether ``char`` begins a new token after ``token``."""
    last = token[-1]
    if char.isspace():
        return False
    if last.isspace():
        return True
    if unicodedata.category(char).startswith("M") or last in _STACKING:
        return False
    if char in _IN_WORDS:
        return not (_is_word(last) and following.isalnum())
    if last in _IN_WORDS:
        return not (len(token) > 1 and _is_word(char))
    return not (_is_word(last) and _is_word(char))


def _is_unspaced(char: str) -> bool:
    code = ord(char)
    return any(first <= code <= end for first, end in _UNSPACED)


def _is_word(char: str) -> bool:
    if _is_unspaced(char):
        return False
    return char.isalnum() or unicodedata.category(char).startswith("M")


def _without_splinters(operations: Sequence[_Operation], new: Sequence[str]) -> list[_Operation]:
    """Take what is alike by chance between two changes into the change, in unspaced scripts."""
    found: list[_Operation] = []
    for index, (operation, a, b, c, d) in enumerate(operations):
        splinter = (
            operation == "equal"
            and 0 < index < len(operations) - 1
            and d - c <= _SPLINTER
            and all(_is_unspaced(word[0]) for word in new[c:d])
        )
        changed = splinter or operation != "equal"
        if changed and found and found[-1][0] != "equal":
            _, first, _, third, _ = found[-1]
            found[-1] = ("replace", first, b, third, d)
        else:
            found.append(("replace" if splinter else operation, a, b, c, d))
    return found


def _put(parts: list[Part], op: Op, words: Sequence[str]) -> None:
    if words:
        parts.append(Part(op, "".join(words)))


def _alike(old: str, new: str) -> bool:
    words = [token.strip() for token in tokens(old)], [token.strip() for token in tokens(new)]
    return SequenceMatcher(None, *words, autojunk=False).ratio() >= _ALIKE


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[_Operation]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
