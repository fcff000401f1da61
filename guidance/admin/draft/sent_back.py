"""What was sent back before: the reasons and comments that a new attempt has to answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from guidance.domain.text.cells import CellId, CellValue
from guidance.models import Comment, Submission, SubmissionCell
from guidance.queries.submitted import cells_of


@dataclass(frozen=True, slots=True)
class SentBack:
    """A submission that was sent back, with what was said about one cell of it, or the whole."""

    submission: Submission
    comments: tuple[Comment, ...]


def sent_back(
    cells: Iterable[CellId], *, before: Submission | None = None
) -> dict[str, list[Submission]]:
    """Return, by cell name, the submissions of it that came back since it was last published.

    Newest first; ``before`` leaves out that submission and what came after it. A cell that waits in
    a submission again has none. Submissions that their author took back are among them: they may
    hold comments, and words that were never published.
    """
    names = {str(cell) for cell in cells}
    rows = SubmissionCell.objects.filter(key__in={cell.key for cell in cells})
    if before is not None:
        rows = rows.filter(submission__lt=before)
    # What a publisher corrects at once goes past submissions, and answers none.
    rows = rows.exclude(submission__urgent=True).order_by("-submission_id")
    closed = {Submission.State.SENT_BACK, Submission.State.TAKEN_BACK}
    found: dict[str, list[Submission]] = {}
    answered = set()
    for row in rows.select_related("submission__closer").prefetch_related(
        "submission__comments__by"
    ):
        name = str(row)
        if name not in names or name in answered:
            continue
        if row.submission.state in closed:
            found.setdefault(name, []).append(row.submission)
        else:
            answered.add(name)
    return found


def value_in(submission: Submission, cell: CellId) -> CellValue:
    """Return what a submission says of one of its cells."""
    return next(each.value for each in cells_of(submission) if each.id == cell)


def said_about(submission: Submission, about: str) -> tuple[Comment, ...]:
    """Return the comments on one cell of a submission, or on the whole (``''``)."""
    return tuple(comment for comment in submission.comments.all() if comment.about == about)


def reasons(found: Iterable[Submission], names: Iterable[str]) -> tuple[SentBack, ...]:
    """Return each of these submissions once, with the comments on some cells and on the whole.

    One that its author took back is left out where nothing was said.
    """
    wanted = {"", *names}
    given = []
    for submission in sorted(set(found), key=lambda row: -row.pk):
        comments = tuple(row for row in submission.comments.all() if row.about in wanted)
        if comments or submission.state == Submission.State.SENT_BACK:
            given.append(SentBack(submission, comments))
    return tuple(given)
