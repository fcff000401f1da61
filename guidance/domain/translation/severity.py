"""How little a change of the English may be said to matter: the lowest severity, and why."""

import re
from dataclasses import dataclass

from guidance.domain.text.content import Kind
from guidance.domain.text.markup import links, list_lengths, parse, plain
from guidance.domain.translation.freshness import Severity

_NUMBER = re.compile(r"\d+(?:[.,:-]\d+)*")
# With the word that follows: "do not open ... call" is not "open ... do not call".
_NEGATION = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|nor|neither|without|unless|except|only|cannot"
    r"|\w+n['’]t)\b(?:\W+\w+)?",
    re.IGNORECASE,
)

REASON_KIND_GUARDED = "guarded"
REASON_KIND = "kind"
REASON_NUMBER = "number"
REASON_NEGATION = "negation"
REASON_LINK = "link"
REASON_LIST = "list"


@dataclass(frozen=True, slots=True)
class EnglishText:
    """The English of a section or contact, as far as severity depends on it."""

    kind: str
    heading: str
    body: str


@dataclass(frozen=True, slots=True)
class Floor:
    """The lowest severity a change may be given, and the reasons (names above) that set it."""

    severity: Severity
    reasons: tuple[str, ...] = ()


def lowest_severity(old: EnglishText, new: EnglishText) -> Floor:
    """Return the lowest severity that a change from ``old`` to ``new`` English may be declared.

    ``meaning`` where a number, a negation, a link's target, a list's length or the kind changes,
    and for any change in a section of a guarded kind; else ``wording``.
    """
    reasons: list[str] = []
    if old.kind != new.kind:
        reasons.append(REASON_KIND)
    # A contact has a kind of its own, which is not a section's.
    if old != new and any(kind.guarded for kind in Kind if kind in {old.kind, new.kind}):
        reasons.append(REASON_KIND_GUARDED)
    before, after = parse(old.body), parse(new.body)
    if _found(_NUMBER, old) != _found(_NUMBER, new):
        reasons.append(REASON_NUMBER)
    if _found(_NEGATION, old) != _found(_NEGATION, new):
        reasons.append(REASON_NEGATION)
    if links(before) != links(after):
        reasons.append(REASON_LINK)
    if list_lengths(before) != list_lengths(after):
        reasons.append(REASON_LIST)
    return Floor(Severity.MEANING if reasons else Severity.WORDING, tuple(reasons))


def _found(pattern: re.Pattern[str], text: EnglishText) -> list[str]:
    words = f"{text.heading}\n{plain(text.body)}"
    return [" ".join(match.lower().split()) for match in pattern.findall(words)]
