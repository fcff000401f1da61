"""Unchanged translations that a safety change hid: who may approve them.

Whoever submits such a translation says that it is still right although its English changed in a
way that could get someone hurt. Nobody else would notice a mistake, for not a word is different.
"""

from django.contrib.auth.models import User

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.text.cells import CellId
from guidance.domain.text.compose import live_value
from guidance.domain.text.content import ContactWords, Words
from guidance.domain.translation.freshness import EnglishChange, Severity, State, freshness
from guidance.models import SeverityRaise, Submission
from guidance.publishing.errors import Issue, Refused
from guidance.publishing.people.permissions import is_translator
from guidance.queries.published import (
    contact_changes,
    live_contacts,
    published_guide,
    section_changes,
)
from guidance.queries.submitted import cells_of


def kept_after_safety(submission: Submission) -> list[CellId]:
    """Return the translations submitted without a changed word although a safety change hid them.

    Those are live, were made from earlier English, and are hidden by a change since then, or will
    be once the English they go out with is published.
    """
    live, _ = published_guide(submission.guide) if submission.guide else (None, {})
    contacts = live_contacts()
    changes = _changes(submission)
    coming = submission.goes_with.severities if submission.goes_with else {}
    found = []
    for cell in cells_of(submission):
        before = live_value(cell.id, live, contacts)
        if (
            not isinstance(cell.value, Words | ContactWords)
            or not isinstance(before, Words | ContactWords)
            or cell.id.language == SOURCE
            or cell.value.is_empty()
            or (before.heading, before.body) != (cell.value.heading, cell.value.body)
            or before.made_from == cell.value.made_from
        ):
            continue
        fresh = freshness(changes.get(cell.id.text, ()), made_from=before.made_from, has_text=True)
        declared = coming.get(cell.id.text, {}).get("declared")
        if fresh.state is State.WITHHELD or declared == Severity.SAFETY:
            found.append(cell.id)
    return found


def _changes(submission: Submission) -> dict[str, tuple[EnglishChange, ...]]:
    """Return the published English of all a submission could touch, by ``section/key``."""
    found = {
        f"contact/{key}": changes
        for key, changes in contact_changes(
            submission.cells.filter(subject="contact").values_list("key", flat=True)
        ).items()
    }
    if submission.guide:
        raises = SeverityRaise.objects.filter(edition__guide=submission.guide)
        found |= section_changes(submission.guide.editions.order_by("number"), raises)
    return found


def require_second_speaker(*, approver: User, submission: Submission, reason: str) -> list[str]:
    """Require that unchanged translations are approved by a translator of the language.

    Where the approver is none, ``reason`` has to say how they know that the words are still right;
    else Refused is raised. Returns the names of the cells for which the reason was needed.
    """
    unspoken = [
        cell for cell in kept_after_safety(submission) if not is_translator(approver, cell.language)
    ]
    if unspoken and not reason:
        raise Refused(
            [
                Issue(
                    "vouching",
                    cell.key,
                    f"Not a word of {cell} changes, although a safety change hid it. Have somebody "
                    f"who translates {BY_CODE[cell.language].english_name} approve it, or say how "
                    "you know that it is still right.",
                    cell,
                )
                for cell in unspoken
            ]
        )
    return [str(cell) for cell in unspoken]
