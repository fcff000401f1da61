"""Releases: the public site as of one act."""

from django.db import models
from django.db.models import Q

from guidance.models.immutable import ImmutableModel


class Release(ImmutableModel):
    """The public site as of one act. Immutable; numbered without gaps under the lock of ``Site``.

    ``guides`` gives, by guide key, ``[number, edition digest, guide frame digest]`` of every live
    guide, and of withdrawn ones with number 0. ``frame`` is the digest of the site's own frame.
    """

    number = models.PositiveIntegerField(primary_key=True)
    at = models.DateTimeField()
    event = models.ForeignKey("guidance.Event", on_delete=models.PROTECT, related_name="+")
    guides = models.JSONField()
    frame = models.CharField(max_length=80)
    previous_digest = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.CheckConstraint(name="release_number_from_one", condition=Q(number__gte=1)),
        )

    def __str__(self) -> str:
        return str(self.number)


class Site(models.Model):
    """The one row that stands for the whole site: locked to number releases. The row changes.

    ``demonstration`` is true until an administrator completes go-live.
    """

    demonstration = models.BooleanField(default=True)

    class Meta:
        constraints = (models.CheckConstraint(name="only_one_site", condition=Q(pk=1)),)

    def __str__(self) -> str:
        return "site"


class LanguageOffer(models.Model):
    """Whether a language is offered to readers. The row changes, by events."""

    language = models.CharField(max_length=10, primary_key=True)
    offered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.language
