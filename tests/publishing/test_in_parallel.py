"""Many people at once: nobody's words are lost, and numbers have no gaps."""

import itertools
import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.db import connection

from guidance.cells import CellId
from guidance.freshness import Severity
from guidance.models import (
    Collision,
    Edition,
    FrozenText,
    Guide,
    Release,
    Section,
    Submission,
    SubmissionCell,
)
from guidance.publishing import (
    FieldEdit,
    PublishingError,
    approve,
    correct_urgently,
    publish,
    save_cells,
    submit,
)
from tests.world import make_world

EDITORS, SAVES, SEED = 20, 10, 20261122
KEYS = ("when-to-call-signs", "when-to-call-calm", "head-when-to-call")


class Editor:
    """One person at work, with their own connection, luck and memory of what they saved."""

    def __init__(self, number: int, pk: int) -> None:
        self.number = number
        self.person = User.objects.get(pk=pk)
        self.luck = random.Random(SEED + number)
        self.saved: list[str] = []
        self.replaced: list[str] = []

    def work(self) -> None:
        """Save, submit, approve, publish and correct at random."""
        try:
            for turn in range(SAVES):
                self.save(f"<p>Editor {self.number} turn {turn}.</p>")
                self.luck.choice([self.submit, self.approve, self.publish, self.correct])()
        finally:
            connection.close()

    def save(self, text: str) -> None:
        key, language = self.luck.choice(KEYS), self.luck.choice(["en", "es"])
        row = Section.objects.get(key=key)
        cell = CellId("section", key, "words", language)
        read = getattr(row, f"body_{language}")
        result = save_cells(by=self.person, edits=[FieldEdit(cell, "body", read, text)])
        self.saved.append(text)
        if result.saved:
            self.replaced.append(read)

    def submit(self) -> None:
        severities = {f"section/{self.luck.choice(KEYS)}": Severity.MEANING}
        self._try(submit, guide=self.guide(), note="A note.", severities=severities)

    def approve(self) -> None:
        for submission in Submission.objects.filter(state="in_review"):
            self._try(approve, submission=submission)

    def publish(self) -> None:
        for submission in Submission.objects.filter(state="approved"):
            self._try(publish, submission=submission)

    def correct(self) -> None:
        text = f"<p>Urgent by {self.number}: {self.luck.random()}</p>"
        self._try(
            correct_urgently,
            guide=self.guide(),
            key="when-to-call-calm",
            heading="Stay calm",
            body=text,
            severity=Severity.MEANING,
            note="A note.",
            reason="Now.",
        )

    def guide(self) -> Guide:
        return Guide.objects.get(key="when-to-call")

    def _try(self, act, **arguments) -> None:
        try:
            act(by=self.person, **arguments)
        except PublishingError:
            return


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_every_text_that_was_saved_is_somewhere_and_numbers_have_no_gaps():
    make_world()
    people = [
        User.objects.create_superuser(f"editor{number}", password="a long password").pk
        for number in range(EDITORS)
    ]
    editors = [Editor(number, pk) for number, pk in enumerate(people)]
    with ThreadPoolExecutor(EDITORS) as pool:
        list(pool.map(Editor.work, editors))
    saved = [text for editor in editors for text in editor.saved]
    assert len(saved) == EDITORS * SAVES
    kept = "\n".join(
        [
            *(
                f"{row.body_en}{row.body_es}"
                for row in Section.objects.filter(guide__key="when-to-call")
            ),
            *(f"{row.standing}{row.refused}" for row in Collision.objects.all()),
            *(str(row.value) for row in SubmissionCell.objects.all()),
            *FrozenText.objects.values_list("json", flat=True),
        ]
    )
    # A text that somebody wrote over who had read it was not lost, but replaced on purpose.
    replaced = {text for editor in editors for text in editor.replaced}
    lost = [text for text in saved if text not in kept and text not in replaced]
    assert lost == []
    numbers = list(Edition.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 5
    releases = list(Release.objects.values_list("number", flat=True))
    assert releases == list(range(1, len(releases) + 1))
    digests = list(Edition.objects.order_by("number").values_list("previous_digest", "digest"))
    assert all(later[0] == earlier[1] for earlier, later in itertools.pairwise(digests))
