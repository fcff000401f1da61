"""A site of any size: guides of made-up words in all eight languages, from a fixed seed."""

import random
from collections.abc import Iterator
from datetime import date

from guidance.domain.languages import CODES, SOURCE
from guidance.domain.text.content import (
    General,
    GuideContent,
    Kind,
    Provenance,
    SectionContent,
    Source,
    Words,
)
from guidance.publishing.site.starter import NewGuide

SEED = 20261123
_SOURCE = Source("Made up", "https://example.org/", date(2026, 11, 22))
_WORDS = ["call", "police", "agents", "street", "safe", "number", "city", "help", "phone", "door"]


def guides(count: int) -> Iterator[NewGuide]:
    """Yield ``count`` guides, each of a head and five sections of some ninety words."""
    luck = random.Random(SEED)  # noqa: S311 - the same words each time
    for number in range(1, count + 1):
        key = f"made-up-{number:03}"
        sections = tuple(_section(f"{key}-{place}", place, luck) for place in range(6))
        notes = dict.fromkeys(CODES, "First version.")
        yield NewGuide(GuideContent(key, sections), key, 100 + number, notes)


def _section(key: str, place: int, luck: random.Random) -> SectionContent:
    general = General(Kind.HEAD if place == 0 else Kind.TEXT, (), (_SOURCE,))
    english = Words(f"Section {key}", _body(luck, 1 if place == 0 else 3))
    source = SectionContent(key, general, {SOURCE: english}).digest(SOURCE)
    words = {SOURCE: english}
    for code in CODES:
        if code != SOURCE:
            words[code] = Words(
                f"{code} {key}", _body(luck, 1 if place == 0 else 3), source, Provenance.MACHINE
            )
    return SectionContent(key, general, words)


def _body(luck: random.Random, paragraphs: int) -> str:
    return "".join(f"<p>{' '.join(luck.choices(_WORDS, k=30))}.</p>" for _ in range(paragraphs))
