"""What staff set beside the text: hidden translations, overrides, recorded checks, alerts."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from guidance.models.guide import Guide
from guidance.models.immutable import ImmutableModel
from guidance.models.section import Section


class Hide(ImmutableModel):
    """A section in one language is hidden, or released again (``hidden`` false). Immutable.

    The latest of a section and language counts, until another translation of it is published.
    """

    may_redact = frozenset({"reason", "text_digest"})

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="hides")
    language = models.CharField(max_length=10)
    hidden = models.BooleanField(default=True)
    text_digest = models.CharField(max_length=80)
    at = models.DateTimeField()
    reason = models.TextField()
    event = models.ForeignKey("guidance.Event", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(name="hide_has_reason", condition=~Q(reason="")),)

    def __str__(self) -> str:
        return f"{self.section_id}/{self.language}"


class Override(ImmutableModel):
    """A translation is shown on the live site although nobody reviewed it. Immutable."""

    may_redact = frozenset({"reason"})

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="overrides")
    language = models.CharField(max_length=10)
    text_digest = models.CharField(max_length=80)
    at = models.DateTimeField()
    reason = models.TextField()
    event = models.ForeignKey("guidance.Event", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(name="override_has_reason", condition=~Q(reason="")),)

    def __str__(self) -> str:
        return f"{self.section_id}/{self.language}"


class Check(ImmutableModel):
    """A person held a section or contact against its sources on this day. Immutable.

    ``text`` names it (``section/key``, ``contact/key``), ``text_digest`` what it then said.
    """

    text = models.CharField(max_length=80)
    text_digest = models.CharField(max_length=80)
    on = models.DateField()
    due = models.DateField(null=True)
    event = models.ForeignKey("guidance.Event", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.text} {self.on}"


class Alert(models.Model):
    """A notice on every page, from a start to an end. The row changes, by events."""

    # django-modeltranslation puts its own in place when it is registered.
    objects: ClassVar[models.Manager["Alert"]]

    guide = models.ForeignKey(Guide, null=True, blank=True, on_delete=models.PROTECT)
    text = models.TextField(blank=True, default="")
    made_from = models.CharField(max_length=80, blank=True, default="")
    provenance = models.CharField(max_length=10, blank=True, default="")
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="alert_ends_after_start",
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"
