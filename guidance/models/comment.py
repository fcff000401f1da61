"""What reviewers and authors say to each other about a submission."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guidance.models.immutable import ImmutableModel
from guidance.models.submission import Submission


class Comment(ImmutableModel):
    """One remark on a submission, for staff alone: no reader ever sees it. Immutable.

    ``about`` is the name of the cell it is about (``section/key/words/es``), ``''`` for the whole.
    ``words`` is plain text.
    """

    may_redact = frozenset({"words"})

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="comments")
    about = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(name="comment_has_words", condition=~Q(words="")),)

    def __str__(self) -> str:
        return f"#{self.submission_id} {self.about}".strip()
