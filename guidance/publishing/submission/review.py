"""Review: what was submitted is approved as it is, sent back, or taken back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.text.markup import collapse
from guidance.domain.translation.freshness import Severity
from guidance.models import Submission
from guidance.models.people import shown_name
from guidance.publishing.errors import Issue, NotAllowed, Refused, WrongState
from guidance.publishing.history import record_submission
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require, require_staff
from guidance.publishing.submission.cells import release_cells
from guidance.publishing.submission.second_speaker import require_second_speaker


@dataclass(frozen=True, slots=True)
class Lowered:
    """A severity that the approver lowers below the lowest choice, and why."""

    severity: Severity
    why: str


@transaction.atomic
def approve(
    *,
    by: User,
    submission: Submission,
    lowered: Mapping[str, Lowered] | None = None,
    vouching: str = "",
) -> Submission:
    """Approve exactly what was submitted; ``lowered`` by ``section/key`` or ``contact/key``.

    ``vouching`` says how an approver who does not speak the language knows that words which stay
    as they were, although a change of safety hid them, are right. Raises NotAllowed for one's own
    submission, WrongState if it is not in review, and Refused without that reason, for a lowering
    without one, or of a change that was not declared.
    """
    require(by, Act.REVIEW)
    submission = locked(submission, {Submission.State.IN_REVIEW}, "approved")
    if submission.submitter_id == by.pk:
        raise NotAllowed("Nobody approves what they submitted themselves. Ask another person.")
    issues = []
    for text, choice in (lowered or {}).items():
        entry = submission.severities.get(text)
        if entry is None or choice.severity.rank >= Severity(entry["declared"]).rank:
            issues.append(Issue("severity", text, f"There is nothing to lower in {text}."))
        elif not collapse(choice.why):
            issues.append(Issue("severity", text, f"Say why the change in {text} matters less."))
        else:
            entry |= {
                "lowered_from": entry["declared"],
                "declared": choice.severity,
                "lowered_by": shown_name(by),
                "why": collapse(choice.why),
            }
    if issues:
        raise Refused(issues)
    vouched = require_second_speaker(approver=by, submission=submission, reason=collapse(vouching))
    now = timezone.now()
    submission.state = Submission.State.APPROVED
    submission.approver, submission.approved_at = by, now
    submission.save(update_fields=["state", "approver", "approved_at", "severities"])
    record_submission(
        submission,
        at=now,
        by=by,
        verb="approved",
        reason=collapse(vouching) if vouched else "",
        severities=submission.severities,
        vouched=vouched,
    )
    return submission


@transaction.atomic
def send_back(*, by: User, submission: Submission, reason: str) -> Submission:
    """Send a submission back to its author. Its cells are free again; the working copy stays."""
    require(by, Act.REVIEW)
    states = {Submission.State.IN_REVIEW, Submission.State.APPROVED, Submission.State.FAILED}
    submission = locked(submission, states, "sent back")
    return _close(by, submission, Submission.State.SENT_BACK, "sent back", reason)


@transaction.atomic
def take_back(*, by: User, submission: Submission, reason: str = "") -> Submission:
    """Take back one's own submission. Its cells are free again; the working copy stays."""
    require_staff(by)
    states = {*Submission.HOLDING}
    submission = locked(submission, states, "taken back")
    if submission.submitter_id != by.pk:
        raise NotAllowed(
            "Only the person who submitted this can take it back. You can send it back."
        )
    return _close(by, submission, Submission.State.TAKEN_BACK, "took back", reason or "Taken back.")


def locked(submission: Submission, states: Collection[str], done: str) -> Submission:
    """Lock and return the submission as it is now. Raises WrongState in any other state.

    ``done`` completes the message "so it cannot be ...".
    """
    now = for_update(Submission).get(pk=submission.pk)
    if now.state not in states:
        raise WrongState(
            f"Submission #{now.pk} is {now.get_state_display().lower()}, so it cannot be {done}."
        )
    return now


def _close(by: User, submission: Submission, state: str, verb: str, reason: str) -> Submission:
    if not collapse(reason):
        raise Refused([Issue("reason", "", "Say why, so that the author knows what to change.")])
    waiting = submission.companions.select_for_update(of=("self",), no_key=True).filter(
        state__in=Submission.HOLDING
    )
    for companion in waiting.order_by("pk"):
        # Its English will not be published as it is, so it never could be either.
        back = f"The English that this translates, #{submission.pk}, does not go out as it was."
        _close(by, companion, Submission.State.SENT_BACK, "sent back", back)
    submission.state = state
    submission.closer, submission.closed_at = by, timezone.now()
    submission.closed_reason = collapse(reason)
    submission.save(update_fields=["state", "closer", "closed_at", "closed_reason"])
    release_cells(submission)
    record_submission(
        submission,
        at=submission.closed_at,
        by=by,
        verb=verb,
        reason=submission.closed_reason,
    )
    return submission
