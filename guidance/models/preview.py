"""Links that let somebody without an account read one submission."""

from django.conf import settings
from django.db import models


class PreviewLink(models.Model):
    """A secret address of one submission, for a while. The row changes: it can be revoked.

    Only the digest of the secret is kept, so that nobody who reads the database can use the link.
    """

    submission = models.ForeignKey(
        "guidance.Submission", on_delete=models.PROTECT, related_name="preview_links"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    expires = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.submission_id} until {self.expires}"
