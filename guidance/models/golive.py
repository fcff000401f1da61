"""What has to be checked before the site stops being a demonstration."""

from django.conf import settings
from django.db import models

from guidance.models.immutable import ImmutableModel


class GoLiveTick(ImmutableModel):
    """A named person has checked one thing that must hold before the site goes live. Immutable.

    The latest of an item counts; ``holds`` false takes an earlier tick back.
    """

    may_redact = frozenset({"note"})

    item = models.CharField(max_length=40)
    holds = models.BooleanField(default=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    event = models.ForeignKey("guidance.Event", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.item
