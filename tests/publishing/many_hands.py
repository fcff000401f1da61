"""Many people at work at once, however their work arrives, and what must hold after it."""

import itertools
import random
from collections.abc import Sequence

from django.db import connection

from guidance.models import (
    Collision,
    Edition,
    FrozenText,
    Guide,
    Release,
    Section,
    SubmissionCell,
)

EDITORS, SAVES, SEED = 20, 10, 20261122
KEYS = ("when-to-call-signs", "when-to-call-calm", "head-when-to-call")
LANGUAGES = ("en", "es")


class Editor:
    """One person at work, with their own luck and memory of what they saved."""

    acts: tuple[str, ...] = ("submit", "approve", "publish", "correct")

    def __init__(self, number: int) -> None:
        self.number = number
        self.luck = random.Random(SEED + number)
        self.saved: list[str] = []
        self.replaced: list[str] = []

    def work(self) -> None:
        """Save, submit, approve, publish and correct at random."""
        try:
            for turn in range(SAVES):
                key, language = self.luck.choice(KEYS), self.luck.choice(LANGUAGES)
                self.save(key, language, f"<p>Editor {self.number} turn {turn}.</p>")
                getattr(self, self.luck.choice(self.acts))()
        finally:
            connection.close()

    def save(self, key: str, language: str, text: str) -> None:
        """Save a text, remembering it, and the text it was written over if it was not refused."""
        raise NotImplementedError


def require_nothing_lost(editors: Sequence[Editor]) -> None:
    """Require that every text that was saved is somewhere, or was replaced by who had read it."""
    saved = [text for editor in editors for text in editor.saved]
    assert len(saved) == EDITORS * SAVES
    sections = Section.objects.filter(guide__key="when-to-call")
    kept = "\n".join(
        [
            *(f"{row.body_en}{row.body_es}" for row in sections),
            *(f"{row.standing}{row.refused}" for row in Collision.objects.all()),
            *(str(row.value) for row in SubmissionCell.objects.all()),
            *FrozenText.objects.values_list("json", flat=True),
        ]
    )
    replaced = {text for editor in editors for text in editor.replaced}
    assert [text for text in saved if text not in kept and text not in replaced] == []


def require_no_gaps() -> None:
    """Require that versions and releases are numbered from 1 on, each resting on the one before."""
    for guide in Guide.objects.all():
        rows = list(guide.editions.order_by("number"))
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        _require_chained(rows)
    releases = list(Release.objects.order_by("number"))
    assert [row.number for row in releases] == list(range(1, len(releases) + 1))
    _require_chained(releases)


def _require_chained(rows: Sequence[Edition | Release]) -> None:
    assert all(later.previous_digest == row.digest for row, later in itertools.pairwise(rows))
