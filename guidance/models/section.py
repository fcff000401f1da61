"""Sections: the working copy that staff change, and the tombstones of those that went."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from guidance.domain.text.content import Kind
from guidance.models.guide import KEY, Guide
from guidance.models.immutable import ImmutableModel


class Section(models.Model):
    """A linkable part of a guide, as the working copy has it. The row changes; it is never deleted.

    ``key`` is assigned once, is the same in every language and is never reused. The translated
    columns (``heading_so``) come from django-modeltranslation; never use the bare ones. ``base_*``
    and ``base_general`` keep the digest of the live cell that the working text began from.
    ``live`` says that the latest published version has this section; ``retiring`` and the two after
    it are a retirement that staff have prepared and not yet published.
    """

    # django-modeltranslation puts its own in place when it is registered.
    objects: ClassVar[models.Manager["Section"]]
    heading_en: str

    key = models.CharField(max_length=60, unique=True, validators=[KEY])
    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="sections")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    contacts = models.JSONField(default=list, blank=True)
    sources = models.JSONField(default=list, blank=True)
    heading = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")
    made_from = models.CharField(max_length=80, blank=True, default="")
    provenance = models.CharField(max_length=10, blank=True, default="")
    base = models.CharField(max_length=80, blank=True, default="")
    base_general = models.CharField(max_length=80, blank=True, default="")
    live = models.BooleanField(default=False)
    retiring = models.BooleanField(default=False)
    retiring_successor = models.CharField(max_length=60, blank=True, default="")
    retiring_reason = models.TextField(blank=True, default="")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                name="one_head_a_guide", fields=["guide"], condition=Q(kind=Kind.HEAD.value)
            ),
            models.CheckConstraint(
                name="section_kind_known", condition=Q(kind__in=[kind.value for kind in Kind])
            ),
            models.CheckConstraint(
                name="retired_section_not_live",
                condition=Q(retired_at__isnull=True) | Q(live=False),
            ),
        )

    def __str__(self) -> str:
        return self.key

    @property
    def kind_label(self) -> str:
        """What it is for, as staff read it."""
        return Kind(self.kind).label


class Tombstone(ImmutableModel):
    """What became of a retired section: what replaces it, or why it went. Immutable."""

    may_redact = frozenset({"reason"})

    section = models.OneToOneField(Section, on_delete=models.PROTECT, related_name="tombstone")
    successor = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="tombstone_says_what_now",
                condition=Q(successor__isnull=False) | ~Q(reason=""),
                violation_error_message="Name the section that replaces it, or say why it goes.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.section_id}"
