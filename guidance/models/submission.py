"""Submissions: frozen changes on their way to a publication."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guidance.domain.text.cells import Aspect, CellId, Subject
from guidance.models.guide import Guide
from guidance.models.immutable import ImmutableModel


class Submission(models.Model):
    """Changed cells that were submitted together. Its cells never change; its state moves.

    ``guide`` is empty for a submission of contacts. ``severities`` holds, by ``section/key`` or
    ``contact/key``: ``declared``, ``lowest`` and its ``reasons``, and, where the approver lowered
    it, ``lowered_by`` (name), ``lowered_from`` and ``why``. ``differing`` holds, by cell, what was
    ``found`` to differ between a translation and its English, and ``why`` that is right. It never
    has a version number.
    ``goes_with`` makes it a companion: translations of the English of another submission, to go out
    in the same publication.
    """

    class State(models.TextChoices):
        """Where a submission stands."""

        IN_REVIEW = "in_review", "In review"
        SENT_BACK = "sent_back", "Sent back"
        APPROVED = "approved", "Approved"
        SCHEDULED = "scheduled", "Scheduled"
        FAILED = "failed", "Failed"
        PUBLISHED = "published", "Published"
        TAKEN_BACK = "taken_back", "Taken back"

    HOLDING = (State.IN_REVIEW, State.APPROVED, State.SCHEDULED, State.FAILED)
    """States in which a submission holds its cells, so that no other can submit them."""

    guide = models.ForeignKey(
        Guide, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.IN_REVIEW)
    note = models.TextField()
    severities = models.JSONField(default=dict)
    differing = models.JSONField(default=dict)
    restores = models.ForeignKey(
        "guidance.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    goes_with = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="companions"
    )
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField()
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    publisher = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    closer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField(blank=True)
    scheduled_for = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)
    urgent = models.BooleanField(default=False)
    urgent_reason = models.TextField(blank=True)
    reviewed_after_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reviewed_after_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-submitted_at", "-pk")
        constraints = (
            models.CheckConstraint(name="submission_has_note", condition=~Q(note="")),
            models.CheckConstraint(
                name="submission_state_known",
                condition=Q(
                    state__in=[
                        "in_review",
                        "sent_back",
                        "approved",
                        "scheduled",
                        "failed",
                        "published",
                        "taken_back",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="submission_approved_who_and_when",
                condition=Q(approver__isnull=True, approved_at__isnull=True)
                | Q(approver__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_published_who_and_when",
                condition=Q(publisher__isnull=True, published_at__isnull=True)
                | Q(publisher__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_closed_who_and_when",
                condition=Q(closer__isnull=True, closed_at__isnull=True)
                | Q(closer__isnull=False, closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_reviewed_after_who_and_when",
                condition=Q(reviewed_after_by__isnull=True, reviewed_after_at__isnull=True)
                | Q(reviewed_after_by__isnull=False, reviewed_after_at__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_published_by_somebody",
                condition=~Q(state="published")
                | Q(publisher__isnull=False, approver__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_approved_by_somebody",
                condition=~Q(state__in=["approved", "scheduled", "failed"])
                | Q(approver__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_closed_by_somebody",
                condition=~Q(state__in=["sent_back", "taken_back"]) | Q(closer__isnull=False),
            ),
            models.CheckConstraint(
                name="submission_two_persons",
                condition=Q(approver__isnull=True) | Q(urgent=True) | ~Q(approver=F("submitter")),
                violation_error_message="Nobody approves what they submitted themselves.",
            ),
            models.CheckConstraint(
                name="submission_urgent_has_reason",
                condition=Q(urgent=False) | ~Q(urgent_reason=""),
            ),
            models.CheckConstraint(
                name="submission_scheduled_has_time",
                condition=~Q(state="scheduled") | Q(scheduled_for__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"#{self.pk}"


class SubmissionCell(ImmutableModel):
    """One cell as it was submitted. Immutable but for ``holds``, which ``publishing`` keeps.

    ``value`` is the cell's JSON, ``digest`` its digest and ``base`` the digest of the live cell it
    replaces. ``holds`` is true while the submission holds the cell against others.
    """

    may_change = frozenset({"holds"})
    may_redact = frozenset({"base", "digest", "value"})

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="cells")
    subject: "models.CharField[Subject, Subject]" = models.CharField(max_length=10)
    key = models.CharField(max_length=60)
    aspect: "models.CharField[Aspect, Aspect]" = models.CharField(max_length=10)
    language = models.CharField(max_length=10, blank=True)
    value = models.JSONField()
    base = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=80)
    holds = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_submission_holds_a_cell",
                fields=["subject", "key", "aspect", "language"],
                condition=Q(holds=True),
            ),
            models.UniqueConstraint(
                name="cell_once_a_submission",
                fields=["submission", "subject", "key", "aspect", "language"],
            ),
        )

    def __str__(self) -> str:
        return str(self.cell_id)

    @property
    def cell_id(self) -> CellId:
        """The cell that this row holds."""
        return CellId(self.subject, self.key, self.aspect, self.language)
