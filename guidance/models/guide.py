"""Guides and their addresses."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.utils.functional import cached_property

from guidance.domain.languages import SOURCE
from guidance.domain.pages.outputs import reserved_slugs
from guidance.models.columns import read_text

models.CharField.register_lookup(Length)

_KEY = r"\A[a-z0-9]+(-[a-z0-9]+)*\Z"
KEY = RegexValidator(_KEY, "Use lower-case letters, digits and hyphens.")


def is_key(text: str) -> bool:
    """Tell whether a text is made as keys and addresses are."""
    return re.search(_KEY, text) is not None


# django-modeltranslation's managers, which stand for those of sections and alerts, have no type.
class Guide(models.Model):  # type: ignore[django-manager-missing]
    """One public page on one subject. The row changes: it points to what is live.

    ``key`` is assigned once. ``live_edition`` is the pointer readers follow; it is empty before the
    first publication and while the guide is withdrawn. Rows are never deleted.
    """

    key = models.CharField(max_length=60, unique=True, validators=[KEY])
    position = models.PositiveIntegerField(default=0)
    # Not declared unique: PostgreSQL takes an update of a unique column for a change of key, and
    # saves, whose history points here, would wait for a publication and it for them.
    live_edition = models.ForeignKey(
        "guidance.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    base_order = models.JSONField(default=list)

    class Meta:
        ordering = ("position", "key")
        constraints = (
            models.CheckConstraint(
                name="guide_withdrawn_when_and_why",
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, live_edition__isnull=True)
                & ~Q(withdrawn_reason=""),
                violation_error_message="A guide is withdrawn with a date and a reason, or live.",
            ),
        )

    def __str__(self) -> str:
        return self.key

    @cached_property
    def title(self) -> str:
        """Its name for staff: the English heading it begins with, else its key."""
        heads = (row for row in self.sections.all() if row.kind == "head")
        return next((read_text(row, "heading", SOURCE) for row in heads), "") or self.key


class Slug(models.Model):
    """An address of a guide, for all languages. The current one can change; none is ever reused.

    The old ones redirect for ever. Rows are added and ``current`` moves; nothing else changes.
    """

    slug = models.CharField(max_length=60, primary_key=True, validators=[KEY])
    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="slugs")
    current = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="one_current_slug_a_guide", fields=["guide"], condition=Q(current=True)
            ),
            models.CheckConstraint(
                name="slug_not_reserved",
                condition=~Q(slug__in=sorted(reserved_slugs())) & ~Q(slug="s"),
                violation_error_message="This address is kept for a page of the site itself.",
            ),
            models.CheckConstraint(
                name="slug_long_enough",
                condition=Q(slug__length__gte=3),
                violation_error_message="An address needs at least three letters.",
            ),
        )

    def __str__(self) -> str:
        return self.slug
