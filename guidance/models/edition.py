"""Editions: what a guide said from one publication on."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guidance.models.guide import Guide
from guidance.models.immutable import ImmutableModel


class FrozenText(ImmutableModel):
    """A text as it was published, named by the digest of its JSON. Immutable but for redaction.

    It holds one guide in one language (``GuideText``) or one contact in all (``ContactContent``).
    """

    may_redact = frozenset({"json"})

    digest = models.CharField(max_length=80, primary_key=True)
    json = models.TextField()

    def __str__(self) -> str:
        return self.digest


class Edition(ImmutableModel):
    """What a guide said from ``released`` on: version 1, 2, 3 ... of it. Immutable.

    ``changes`` tells, for each section and contact whose English changed (``section/key``), its
    digest before and after (``''``: was not there, is gone) and the severity declared. Those who
    submitted, approved and published are people, but for the starter content (``system``).
    """

    may_redact = frozenset({"note"})

    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    released = models.DateTimeField()
    changes = models.JSONField(default=dict)
    note = models.TextField()
    submission = models.ForeignKey(
        "guidance.Submission", null=True, on_delete=models.PROTECT, related_name="editions"
    )
    submitter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    publisher = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    system = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    previous_digest = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ("guide", "number")
        constraints = (
            models.UniqueConstraint(name="edition_number", fields=["guide", "number"]),
            models.CheckConstraint(name="edition_number_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="edition_has_note", condition=~Q(note="")),
            models.CheckConstraint(
                name="edition_two_persons",
                condition=Q(system=True, submitter=None, approver=None, publisher=None)
                | Q(system=False, submission__isnull=False)
                & Q(submitter__isnull=False, approver__isnull=False, publisher__isnull=False)
                & (Q(urgent=True) | ~Q(submitter=F("approver"))),
            ),
        )

    def __str__(self) -> str:
        return f"{self.guide_id}/{self.number}"


class EditionText(ImmutableModel):
    """Which frozen text an edition has in one language. Immutable."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=10)
    text = models.ForeignKey(FrozenText, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="edition_language", fields=["edition", "language"]),
        )

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.language}"


class SeverityRaise(ImmutableModel):
    """A change that turned out to matter more than was declared. Immutable; acts at once.

    ``text`` names the section (``section/key``) of the edition, or the contact (``contact/key``) of
    the contact's version with this number.
    """

    may_redact = frozenset({"reason"})

    edition = models.ForeignKey(
        Edition, null=True, on_delete=models.PROTECT, related_name="severity_raises"
    )
    contact_version = models.ForeignKey(
        "guidance.ContactVersion",
        null=True,
        on_delete=models.PROTECT,
        related_name="severity_raises",
    )
    text = models.CharField(max_length=80)
    severity = models.CharField(max_length=10)
    at = models.DateTimeField()
    reason = models.TextField()
    event = models.ForeignKey("guidance.Event", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(name="raise_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="raise_of_one_change",
                condition=Q(edition__isnull=False, contact_version__isnull=True)
                | Q(edition__isnull=True, contact_version__isnull=False),
            ),
            models.CheckConstraint(
                name="raise_severity_known", condition=Q(severity__in=["meaning", "safety"])
            ),
        )

    def __str__(self) -> str:
        return f"{self.text}: {self.severity}"


class ChangeNoteTranslation(ImmutableModel):
    """The note of an edition in another language. Immutable; the latest of a language counts."""

    may_redact = frozenset({"note"})

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="note_translations")
    language = models.CharField(max_length=10)
    note = models.TextField()
    event = models.ForeignKey("guidance.Event", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.language}"
