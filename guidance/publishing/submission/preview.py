"""Preview links: made, found, revoked."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.models import PreviewLink, Submission
from guidance.publishing.history import record_submission
from guidance.publishing.people.permissions import Act, require, require_staff

LASTS = timedelta(days=3)
"""How long a preview link works."""


@transaction.atomic
def make_preview_link(*, by: User, submission: Submission) -> str:
    """Make a link to one submission and return its secret, which is stored nowhere.

    Raises NotAllowed unless it is one's own, or ``by`` may review it.
    """
    _require_to_share(by, submission)
    secret = secrets.token_urlsafe(32)
    now = timezone.now()
    PreviewLink.objects.create(
        submission=submission,
        digest=_digest(secret),
        made_by=by,
        made_at=now,
        expires=now + LASTS,
    )
    record_submission(
        submission,
        at=now,
        by=by,
        verb="made preview link",
    )
    return secret


@transaction.atomic
def revoke_preview_links(*, by: User, submission: Submission) -> int:
    """Revoke every link to a submission that still works, and return how many those were."""
    _require_to_share(by, submission)
    now = timezone.now()
    working = submission.preview_links.filter(revoked_at=None, expires__gt=now)
    count = working.update(revoked_at=now)
    if count:
        record_submission(
            submission,
            at=now,
            by=by,
            verb="revoked preview links",
        )
    return count


def find_preview(secret: str) -> Submission | None:
    """Return the submission that a secret opens; None if it is unknown, expired or revoked."""
    link = (
        PreviewLink.objects.filter(
            digest=_digest(secret), revoked_at=None, expires__gt=timezone.now()
        )
        .select_related("submission__guide")
        .first()
    )
    return link.submission if link else None


def _require_to_share(by: User, submission: Submission) -> None:
    require_staff(by)
    if submission.submitter_id != by.pk:
        require(by, Act.SHARE)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
