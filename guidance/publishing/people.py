"""Who may do what. Until roles come, any active member of staff, but nobody approves their own."""

from django.contrib.auth.models import AbstractUser

from guidance.publishing.errors import NotAllowed

SYSTEM_NAME = "starter"
"""The name under which the starter content is published; it is no account."""


def require_staff(by: AbstractUser) -> None:
    """Raise NotAllowed unless ``by`` is an active member of staff."""
    if not (by.is_active and by.is_staff):
        raise NotAllowed("Only staff with an active account can do this.")


def shown_name(by: AbstractUser) -> str:
    """Give the name that history keeps of a person."""
    return by.get_full_name() or by.get_username()
