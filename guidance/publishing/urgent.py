"""The urgent way: one publisher corrects a live text alone, with a reason."""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone

from guidance.cells import Cell, CellId
from guidance.compose import base_of, live_value
from guidance.content import Words, clean_words
from guidance.freeze.published import published_guide
from guidance.freshness import Severity
from guidance.languages import SOURCE
from guidance.markup import collapse
from guidance.models import Edition, Guide, Submission
from guidance.publishing.errors import Issue, NotAllowed, Refused, WrongState
from guidance.publishing.history import record
from guidance.publishing.people import Act, require
from guidance.publishing.publish import publish
from guidance.publishing.submit import submit_cells
from guidance.publishing.values import clean_body


@transaction.atomic
def correct_urgently(
    *,
    by: AbstractUser,
    guide: Guide,
    key: str,
    heading: str,
    body: str,
    severity: Severity | None,
    note: str,
    reason: str,
    put_back: bool = False,
) -> Edition:
    """Publish another English text of one live section at once, without a second person.

    It is made from live text: drafts and other submissions stay where they are, and those that hold
    the section are refused when their turn comes. The edition is flagged until somebody else has
    reviewed it. ``put_back`` is as in ``publish``. Raises Refused with everything that is wrong, as
    submitting and publishing do.
    """
    require(by, Act.PUBLISH)
    guide = Guide.objects.select_for_update(of=("self",), no_key=True).get(pk=guide.pk)
    live, _ = published_guide(guide)
    name = CellId("section", key, "words", SOURCE)
    standing = live_value(name, live, {})
    if not isinstance(standing, Words):
        raise WrongState(f"No published section has the code “{key}”.")
    if not collapse(reason):
        raise Refused([Issue("reason", key, "Say why this cannot wait for a second person.")])
    words = clean_words(Words(collapse(heading), clean_body(body)))
    if words == standing:
        raise Refused([Issue("body", key, "This says what readers see now.")])
    submission = submit_cells(
        by=by,
        guide=guide,
        note=note,
        severities={name.text: severity} if severity else {},
        cells=[Cell(name, words, base_of(name, live, {}))],
        urgent_reason=collapse(reason),
    )
    now = timezone.now()
    submission.state = Submission.State.APPROVED
    submission.approver, submission.approved_at = by, now
    submission.save(update_fields=["state", "approver", "approved_at"])
    return publish(by=by, submission=submission, put_back=put_back)[0]


@transaction.atomic
def review_afterwards(*, by: AbstractUser, submission: Submission) -> Submission:
    """Record that another person has looked at an urgent correction, and takes the flag away."""
    require(by, Act.REVIEW)
    submission = Submission.objects.select_for_update(of=("self",), no_key=True).get(
        pk=submission.pk
    )
    if not submission.urgent or submission.reviewed_after_at:
        raise WrongState(f"Submission #{submission.pk} does not wait for a review afterwards.")
    if submission.submitter_id == by.pk:
        raise NotAllowed("Another person has to review this: nobody reviews their own correction.")
    submission.reviewed_after_by, submission.reviewed_after_at = by, timezone.now()
    submission.save(update_fields=["reviewed_after_by", "reviewed_after_at"])
    record(
        at=submission.reviewed_after_at,
        by=by,
        verb="reviewed afterwards",
        guide=submission.guide,
        subject=f"#{submission.pk}",
    )
    return submission
