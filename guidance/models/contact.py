"""Contacts: places to turn to."""

from typing import ClassVar

from django.db import models

from guidance.domain.languages import SOURCE
from guidance.models.columns import read_text
from guidance.models.guide import KEY
from guidance.models.immutable import ImmutableModel

RESERVED_CONTACTS = frozenset({"911", "311"})
"""Contacts that stand on every page and can never go."""


class Contact(models.Model):
    """A place to turn to, as the working copy has it; ``live`` points to what was published.

    The row changes; it is never deleted. ``heading`` is its name and ``body`` what it does.
    ``phone`` and ``hours`` override ``general_phone`` and ``general_hours`` in one language.
    """

    # django-modeltranslation puts its own in place when it is registered.
    objects: ClassVar[models.Manager["Contact"]]
    heading_en: str

    key = models.CharField(max_length=60, unique=True, validators=[KEY])
    general_phone = models.CharField(max_length=60, blank=True, default="")
    general_hours = models.TextField(blank=True, default="")
    web = models.CharField(max_length=300, blank=True, default="")
    spoken = models.JSONField(default=list, blank=True)
    city_run = models.BooleanField(default=False)
    shown = models.BooleanField(default=True)
    sources = models.JSONField(default=list, blank=True)
    heading = models.TextField(blank=True, default="")
    body = models.TextField(blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    hours = models.TextField(blank=True, default="")
    made_from = models.CharField(max_length=80, blank=True, default="")
    provenance = models.CharField(max_length=10, blank=True, default="")
    base = models.CharField(max_length=80, blank=True, default="")
    base_general = models.CharField(max_length=80, blank=True, default="")
    live = models.ForeignKey(
        "guidance.FrozenText", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key

    @property
    def title(self) -> str:
        """The English name, by which staff know the contact; its key before there is one."""
        return read_text(self, "heading", SOURCE) or self.key


class ContactVersion(ImmutableModel):
    """One publication of a contact: what it then said, and what changed in its English. Immutable.

    A contact is published even where no guide shows it, and its translations are judged by this
    history, not by that of a guide that happens to show it.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    text = models.ForeignKey("guidance.FrozenText", on_delete=models.PROTECT, related_name="+")
    english = models.CharField(max_length=80)
    severity = models.CharField(max_length=10, blank=True)
    submission = models.ForeignKey(
        "guidance.Submission", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("contact", "number")
        constraints = (
            models.UniqueConstraint(name="contact_version_number", fields=["contact", "number"]),
        )

    def __str__(self) -> str:
        return f"{self.contact_id}/{self.number}"
