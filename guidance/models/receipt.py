"""Receipts: when a release was really seen everywhere."""

from django.db import models
from django.db.models import Q

from guidance.models.release import Release


class Receipt(models.Model):
    """What came of asking for every address a release changed. The row changes meanwhile.

    ``addresses`` is how many were asked for, ``missing`` those not right yet with the reason, and
    ``visible`` when all were. One builder asks at a time: it holds the row until ``held_until``.
    """

    release = models.OneToOneField(
        Release, primary_key=True, on_delete=models.PROTECT, related_name="receipt"
    )
    node = models.CharField(max_length=80)
    held_until = models.DateTimeField()
    addresses = models.PositiveIntegerField(default=0)
    missing = models.JSONField(default=dict)
    tries = models.PositiveIntegerField(default=0)
    visible = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="visible_with_nothing_missing",
                condition=Q(visible__isnull=True) | Q(missing={}),
            ),
        )

    def __str__(self) -> str:
        return f"receipt of release {self.release_id}"
