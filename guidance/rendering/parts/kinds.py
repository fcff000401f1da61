"""How each kind of section looks: its label, its drawing and its colour.

Neither colour nor drawing alone says what a section is for: the label does.
"""

from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from guidance.domain.text.content import Kind

_DRAWINGS = {
    "warning sign": '<path d="M12 3 2 20h20zM12 10v4M12 17v.5"/>',
    "question": (
        '<path d="M4 4h16v12H11l-5 4v-4H4zM10 8c1-2 4-1 4 1 0 1-2 1-2 2.500M12 13.500v.5"/>'
    ),
    "tick": '<path d="m4 13 5 5L20 6"/>',
    "cross": '<path d="m5 5 14 14M19 5 5 19"/>',
    "tick in a circle": '<circle cx="12" cy="12" r="9"/><path d="m8 12 3 3 5-6"/>',
    "bar in a circle": '<circle cx="12" cy="12" r="9"/><path d="m6 6 12 12"/>',
    "heart": (
        '<path d="M12 20C4 14 3 11 3 8.500 3 4 9 3 12 7'
        'c3-4 9-3 9 1.500 0 2.500-1 5.500-9 11.500z"/>'
    ),
}
"""The inside of each drawing's SVG, 24 by 24, in the order in which they stand on a page."""

_COLOURS = {
    "do": ("do", "do"),
    "dont": ("dont", "dont"),
    "danger": ("red", "red-text"),
    "help": ("link", "link"),
}
"""The variables of ``base.css`` for a section's edge and for its label."""


def label(kind: Kind) -> str:
    """Return the label of a kind in the active language; ``''`` for one that readers do not see."""
    return gettext(kind.label) if kind.drawing else ""


def drawings(kinds: Iterable[Kind]) -> list[tuple[Kind, SafeString]]:
    """Return the drawing of each of these kinds that has one, as the inside of an SVG."""
    wanted = set(kinds)
    drawn = sorted(
        (kind for kind in Kind if kind in wanted and kind.drawing),
        key=lambda kind: list(_DRAWINGS).index(kind.drawing),
    )
    return [(kind, mark_safe(_DRAWINGS[kind.drawing])) for kind in drawn]  # noqa: S308 - ours


def colours() -> list[dict[str, object]]:
    """Return, for each colour, its variables and the kinds that have it, for the style sheet."""
    drawn = [kind for kind, _ in drawings(Kind)]
    return [
        {"edge": edge, "label": label, "kinds": [kind for kind in drawn if kind.colour == name]}
        for name, (edge, label) in _COLOURS.items()
    ]
