"""Roles of staff, and the name a person is known by."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q


class Role(models.TextChoices):
    """What a member of staff is there for. One person can have several."""

    WRITER = "writer", "Writer"
    TRANSLATOR = "translator", "Translator"
    REVIEWER = "reviewer", "Reviewer"
    PUBLISHER = "publisher", "Publisher"
    ADMINISTRATOR = "administrator", "Administrator"


class StaffRole(models.Model):
    """A role of a member of staff; a translator's is for one language. Rows come and go."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="staff_roles"
    )
    role = models.CharField(max_length=15, choices=Role.choices)
    language = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ("person", "role", "language")
        constraints = (
            models.UniqueConstraint(name="role_once", fields=["person", "role", "language"]),
            models.CheckConstraint(
                name="translators_have_a_language",
                condition=Q(role="translator") & ~Q(language="")
                | Q(role__in=["writer", "reviewer", "publisher", "administrator"], language=""),
                violation_error_message="Choose a language for a translator, and none for others.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.language}".strip()


def shown_name(person: User) -> str:
    """Return the name that history keeps of a person; at most 150 characters fit there."""
    return (person.get_full_name() or person.get_username())[:150]
