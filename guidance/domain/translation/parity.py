"""Whether a translation can say what its English says: what a program can see of that. Pure.

It knows none of the languages. It counts what must be the same in all of them: numbers, links,
lists; and what must not be: English words, another script. Findings that are errors would send
somebody to a wrong number or show them English as their own language. The others are for a person
to look at, who says why they are right.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from guidance.domain.languages import Language
from guidance.domain.text.markup import links, list_lengths, parse, plain

_NUMBER = re.compile(r"\d+(?:[-.:/]\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    {
        "the", "you", "your", "with", "when", "what", "they", "from", "this", "that", "are", "will",
        "which", "have", "been", "who", "their",
    }
)  # fmt: skip
_TURNED = frozenset("\u202d\u202e")
_UNSEEN = frozenset("\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069")

_CONDITION = re.compile(
    r"\b(?:not|no|cannot|\w+n['’]t|never|nobody|nothing|none|only|unless|until|except|without|if"
    r"|unclear)\b",
    re.IGNORECASE,
)
"""Words that turn a sentence around: without one of them it says something else."""

SHORT = 40
"""Letters below which the length of a text, and the script of its letters, say nothing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that differs: its code, what it is in words for staff, and whether it blocks."""

    code: str
    message: str
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A heading and a body, in whatever language."""

    heading: str
    body: str

    @property
    def lines(self) -> list[str]:
        """Heading, paragraphs and list items, without marks."""
        return [line for line in (self.heading, *plain(self.body).split("\n")) if line]

    @property
    def text(self) -> str:
        """All of it, one line after the other."""
        return "\n".join(self.lines)


def parity(
    english: Said, translation: Said, language: Language, back: str = ""
) -> tuple[Finding, ...]:
    """Return what differs between the English and a translation of it, errors first.

    ``back`` is what the translation says, in English, where somebody has translated it back.
    """
    found = [
        *_numbers(english, translation),
        *_structure(english, translation),
        *_left_in_english(english, translation),
        *_script(translation, language),
        *_direction(translation),
        *_length(english, translation, language),
        *_conditions(english, back),
    ]
    return tuple(sorted(found, key=lambda finding: not finding.is_error))


def _numbers(english: Said, translation: Said) -> Iterable[Finding]:
    old, new = _counted(english), _counted(translation)
    strange = sorted({char for char in translation.text if char.isdecimal() and not char.isascii()})
    if strange:
        yield Finding(
            "digits", f"Write numbers with the digits 0 to 9, not {' '.join(strange)}.", True
        )
    for number in sorted(old.keys() - new.keys()):
        yield Finding("number", f"{number} stands in the English and is missing.", _grave(number))
    for number in sorted(new.keys() - old.keys()):
        yield Finding("number", f"{number} does not stand in the English.", _grave(number))
    for number in sorted(old.keys() & new.keys()):
        if old[number] != new[number] and _grave(number):
            yield Finding(
                "number",
                f"{number} stands {old[number]} times in the English and {new[number]} times here.",
            )


def turned(old: Said, new: Said) -> tuple[str, ...]:
    """Return, in words, the numbers and links that are new or gone in changed English."""
    lines = []
    for name, before, after in (
        ("Number", set(_counted(old)), set(_counted(new))),
        ("Link", set(links(parse(old.body))), set(links(parse(new.body)))),
    ):
        lines += [f"{name} that is new: {each}" for each in sorted(after - before)]
        lines += [f"{name} that is gone: {each}" for each in sorted(before - after)]
    return tuple(lines)


def _counted(said: Said) -> Counter[str]:
    text = "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char for char in said.text
    )
    return Counter(_NUMBER.findall(text))


def _grave(number: str) -> bool:
    """Tell a number to call, a year or a name of a law from one that can be said in words."""
    return number in {"911", "311"} or "-" in number or bool(_YEAR.fullmatch(number))


def _structure(english: Said, translation: Said) -> Iterable[Finding]:
    old, new = parse(english.body), parse(translation.body)
    if Counter(links(old)) != Counter(links(new)):
        lost = sorted((Counter(links(old)) - Counter(links(new))).elements())
        added = sorted((Counter(links(new)) - Counter(links(old))).elements())
        words = [f"missing: {', '.join(lost)}"] if lost else []
        words += [f"not in the English: {', '.join(added)}"] if added else []
        yield Finding(
            "links", f"The links are not those of the English ({'; '.join(words)}).", True
        )
    if list_lengths(old) != list_lengths(new):
        yield Finding(
            "lists",
            f"The lists have {_counts(list_lengths(new))} items, in the English "
            f"{_counts(list_lengths(old))}.",
            True,
        )
    elif len(english.lines) != len(translation.lines):
        yield Finding("paragraphs", "There are more or fewer paragraphs than in the English.")


def _counts(lengths: list[int]) -> str:
    return ", ".join(map(str, lengths)) or "no"


def _left_in_english(english: Said, translation: Said) -> Iterable[Finding]:
    there = {line.casefold() for line in english.lines}
    for line in translation.lines:
        words = _WORD.findall(line)
        plain_words = [word for word in words if word[0].islower()]
        if line.casefold() in there and len(plain_words) > 2:
            yield Finding("english", f"This is still in English: “{line}”", True)
        elif len(_ENGLISH & {word.casefold() for word in words}) > 2:
            yield Finding("english", f"This looks like English: “{line}”")


def _script(translation: Said, language: Language) -> Iterable[Finding]:
    letters = [char for char in translation.text if char.isalpha()]
    if len(letters) < SHORT:
        return
    own = sum(unicodedata.name(char, "").startswith(language.script) for char in letters)
    share = own / len(letters)
    if share < 0.3:
        yield Finding(
            "script",
            f"This is not written in the letters of {language.english_name}.",
            True,
        )
    elif share < 0.6:
        yield Finding("script", f"Much of this is not in the letters of {language.english_name}.")


def _direction(translation: Said) -> Iterable[Finding]:
    used = set(translation.heading + translation.body)
    if used & _TURNED:
        yield Finding(
            "direction",
            "An invisible sign in this text turns the words around: write it anew.",
            True,
        )
    elif used & _UNSEEN:
        yield Finding("direction", "There are invisible signs of direction in this text.")


def _conditions(english: Said, back: str) -> Iterable[Finding]:
    """Compare the words that turn a sentence around, as far as a back-translation shows them."""
    if not back:
        return
    old, new = (
        Counter(_turning(match.lower()) for match in _CONDITION.findall(text))
        for text in (english.text, back)
    )
    for word in sorted(old.keys() | new.keys()):
        if old[word] != new[word]:
            yield Finding(
                "condition",
                f"“{word}” stands {old[word]} times in the English, and {new[word]} times in what "
                "the translation says when it is translated back.",
            )


def _turning(word: str) -> str:
    """Call every spelling of a negation by one name."""
    return "not" if word in {"cannot", "no"} or word.endswith(("n't", "n’t")) else word


def _length(english: Said, translation: Said, language: Language) -> Iterable[Finding]:
    if len(english.text) < SHORT:
        return
    ratio = len(translation.text) / len(english.text)
    least, most = language.length
    if not least <= ratio <= most:
        size = "short" if ratio < least else "long"
        yield Finding("length", f"This is {size} for {language.english_name} beside its English.")
