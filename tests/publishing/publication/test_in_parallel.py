"""Many people at once: nobody's words are lost, and numbers have no gaps."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User

from guidance.domain.text.cells import CellId
from guidance.domain.translation.freshness import Severity
from guidance.models import Edition, Guide, Section, Submission
from guidance.publishing import (
    FieldEdit,
    PublishingError,
    approve,
    correct_urgently,
    publish,
    save_cells,
    submit,
)
from tests.publishing import many_hands
from tests.publishing.many_hands import EDITORS, KEYS
from tests.world import make_world


class Editor(many_hands.Editor):
    """One person who calls the operations, on a connection of their own."""

    def __init__(self, number: int, pk: int) -> None:
        super().__init__(number)
        self.person = User.objects.get(pk=pk)

    def save(self, key: str, language: str, text: str) -> None:
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
    many_hands.require_nothing_lost(editors)
    many_hands.require_no_gaps()
    assert Edition.objects.count() > 5
