"""Translations translated back into English, to be held against the English they were made from."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from guidance.models.immutable import ImmutableModel


class BackTranslation(ImmutableModel):
    """What a translation says, in English, by somebody who had not seen the original. Immutable.

    ``text`` is ``section/key``; ``text_digest`` names the translated words it is of, and holds for
    no others. For staff alone: no reader ever sees it.
    """

    may_redact = frozenset({"words"})

    text = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    text_digest = models.CharField(max_length=80)
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(name="back_translation_has_words", condition=~Q(words="")),
        )

    def __str__(self) -> str:
        return f"{self.text}/{self.language}"
