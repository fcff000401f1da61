"""What a request says it accepts: codings and languages, by their weights (RFC 9110, 12.5)."""

from collections.abc import Sequence

from guidance.domain.languages import SOURCE

_ORDER = ("br", "gzip", "")
_LONGEST = 2000


def codings(header: str) -> tuple[str, ...]:
    """Return the codings a header accepts, the best first; ``''`` is as it is."""
    weights = {
        {"identity": "", "x-gzip": "gzip"}.get(name, name): weight
        for name, weight in _weighted(header)
    }
    others = weights.get("*", 0.0)
    known = {coding: weights.get(coding, others) for coding in ("br", "gzip")}
    # As it is, an answer is always accepted, unless it is said not to be.
    known[""] = weights.get("", others if "*" in weights else 0.001)
    ordered = sorted(_ORDER, key=lambda coding: (-known[coding], _ORDER.index(coding)))
    return tuple(coding for coding in ordered if known[coding] > 0)


def language(header: str, offered: Sequence[str]) -> str:
    """Return the offered language a header asks for first; English if it asks for none of them."""
    asked = sorted(_weighted(header), key=lambda entry: -entry[1])
    codes = (name.split("-")[0] for name, weight in asked if weight > 0)
    return next((code for code in codes if code in offered), SOURCE)


def _weighted(header: str) -> list[tuple[str, float]]:
    """Return what a header names, in lower case, with its weight from 0 to 1.

    A header longer than any browser sends is taken for none.
    """
    found = []
    for part in header.split(",") if len(header) <= _LONGEST else ():
        name, _, parameters = part.partition(";")
        if name.strip():
            found.append((name.strip().lower(), _weight(parameters)))
    return found


def _weight(parameters: str) -> float:
    name, _, value = parameters.partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0
