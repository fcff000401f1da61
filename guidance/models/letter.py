"""E-mails to translators of what a safety change has hidden."""

from django.conf import settings
from django.db import models


class Letter(models.Model):
    """One text that a translator is told of: hidden in their language until they translate it.

    ``text`` is ``section/key`` or ``contact/key``, ``english`` the digest of what it says now in
    English: another change of it is another letter. ``again`` is the second letter. The row
    changes: it is claimed by one sender, then sent.
    """

    text = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    english = models.CharField(max_length=80)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters"
    )
    again = models.BooleanField(default=False)
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="letter_once", fields=["text", "language", "english", "person", "again"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.text}/{self.language} to {self.person_id}"
