"""Collisions: second texts that met a newer one."""

from django.conf import settings
from django.db import models

from guidance.domain.text.cells import Subject
from guidance.models.immutable import ImmutableModel


class Collision(ImmutableModel):
    """A text that somebody saved after another had changed the same field. Immutable.

    ``standing`` is what the working copy had and keeps, ``refused`` what was saved second.
    """

    may_redact = frozenset({"refused", "standing"})

    subject: "models.CharField[Subject, Subject]" = models.CharField(max_length=10)
    key = models.CharField(max_length=60)
    language = models.CharField(max_length=10, blank=True)
    field = models.CharField(max_length=20)
    standing = models.TextField(blank=True)
    refused = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.subject}/{self.key}/{self.field} {self.language}"


class CollisionSettled(ImmutableModel):
    """Somebody read a collision and decided what becomes of its second text. Immutable."""

    collision = models.OneToOneField(Collision, on_delete=models.PROTECT, related_name="settled")
    event = models.ForeignKey("guidance.Event", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.collision_id}"
