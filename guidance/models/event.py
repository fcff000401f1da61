"""Events: the history of who did what."""

from django.db import models
from django.db.models import Q

from guidance.models.guide import Guide
from guidance.models.immutable import ImmutableModel

SYSTEM_NAME = "starter"
"""The name that history gives the system; it is no account."""


class Event(ImmutableModel):
    """One line of history: who, when, what, why. Immutable.

    Actor id and name are copied, so that the line outlives any change of the account. The system's
    own acts (loading the starter content) have no actor id and the name ``SYSTEM_NAME``.
    """

    may_redact = frozenset({"data", "reason"})

    at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=40)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    guide = models.ForeignKey(Guide, null=True, on_delete=models.PROTECT, related_name="events")
    subject = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="event_has_actor",
                condition=Q(actor_id__isnull=True, actor_name=SYSTEM_NAME)
                | Q(actor_id__isnull=False) & ~Q(actor_name=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
