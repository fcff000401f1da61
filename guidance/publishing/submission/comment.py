"""Commenting on a submission while it waits."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.models import Comment, Submission
from guidance.publishing.errors import Issue, Refused
from guidance.publishing.history import record_submission
from guidance.publishing.people.permissions import Act, require, require_staff
from guidance.publishing.submission.review import locked

LONGEST = 5000
"""How many characters a comment may have."""


@transaction.atomic
def comment(*, by: User, submission: Submission, words: str, about: str = "") -> Comment:
    """Say something about a waiting submission, or about one of its cells (``about``, its name).

    Whoever submitted it may answer. Raises NotAllowed, WrongState once it is closed or published,
    Refused for no words, too many, or a cell that was not submitted.
    """
    require_staff(by)
    if submission.submitter_id != by.pk:
        require(by, Act.COMMENT)
    submission = locked(submission, {*Submission.HOLDING}, "commented on")
    said = words.replace("\r\n", "\n").strip()
    issues = []
    if not said:
        issues.append(Issue("words", about, "Write what you want to say about it."))
    elif len(said) > LONGEST:
        issues.append(Issue("words", about, f"This is too long: at most {LONGEST} characters fit."))
    if about and about not in {str(cell) for cell in submission.cells.all()}:
        issues.append(Issue("about", about, "What you comment on is not in this submission."))
    if issues:
        raise Refused(issues)
    event = record_submission(
        submission,
        at=timezone.now(),
        by=by,
        verb="commented",
        cell=about,
    )
    return Comment.objects.create(
        submission=submission, about=about, by=by, at=event.at, words=said
    )
