"""Passages removed for ever: who asked, who agreed, and what was done to which row."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guidance.models.edition import FrozenText
from guidance.models.immutable import ImmutableModel


class RedactionRequest(models.Model):
    """An administrator asks that passages be removed everywhere; a second person decides.

    The row changes once: it is closed, and ``passages`` (one a line) is emptied then, so that the
    request does not itself keep what was to be removed. ``reason`` is what readers are told.
    """

    class State(models.TextChoices):
        """Where a request stands."""

        WAITING = "waiting", "Waiting for a second person"
        CARRIED_OUT = "carried_out", "Carried out"
        REFUSED = "refused", "Refused"
        TAKEN_BACK = "taken_back", "Taken back"

    passages = models.TextField(blank=True)
    reason = models.TextField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(name="redaction_request_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="redaction_request_keeps_no_passage",
                condition=Q(state="waiting", closed_by__isnull=True, closed_at__isnull=True)
                & ~Q(passages="")
                | Q(state__in=["carried_out", "refused", "taken_back"], passages="")
                & Q(closed_by__isnull=False, closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="redaction_request_two_persons",
                condition=Q(state__in=["waiting", "taken_back"]) | ~Q(closed_by=F("asked_by")),
                violation_error_message="A second person has to decide.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"


class Redaction(ImmutableModel):
    """A column of a row from which a passage was removed, by two persons. Immutable.

    Inserted in the transaction that changes the column; ``new_digest`` is of what stands there
    then, so that verification and the database's trigger can hold the one against the other. The
    latest of a column counts. Of a frozen text, ``section`` is the key of the section it stood in
    (of the contact, in a contact's own text) and ``language`` the text's; one row for each.
    ``transaction`` is filled in by PostgreSQL, and lets no later transaction use the row again.
    """

    may_redact = frozenset({"reason"})

    table_name = models.CharField(max_length=60)
    row_key = models.CharField(max_length=80)
    column_name = models.CharField(max_length=60)
    frozen_text = models.ForeignKey(
        FrozenText, null=True, on_delete=models.PROTECT, related_name="redactions"
    )
    section = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    reason = models.TextField()
    administrator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    second_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    new_digest = models.CharField(max_length=80)
    transaction = models.BigIntegerField(null=True, editable=False)

    class Meta:
        indexes = (
            models.Index(
                name="redaction_of_a_column", fields=["table_name", "row_key", "column_name"]
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="redaction_two_persons", condition=~Q(administrator=F("second_person"))
            ),
            models.CheckConstraint(name="redaction_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="redaction_names_its_text",
                condition=Q(frozen_text__isnull=True) & ~Q(table_name="guidance_frozentext")
                | Q(frozen_text=F("row_key"), table_name="guidance_frozentext"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.table_name}/{self.row_key}/{self.column_name}"
