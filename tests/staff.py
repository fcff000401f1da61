"""Everybody who may come to the staff's door, one of each kind, and what the database holds."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model

from guidance.models import Event, Role, StaffRole

PASSWORD = "a long password"

ROLES = {
    "no role": (),
    "writer": ((Role.WRITER, ""),),
    "translator": ((Role.TRANSLATOR, "so"),),
    "reviewer": ((Role.REVIEWER, ""),),
    "publisher": ((Role.PUBLISHER, ""),),
    "administrator": ((Role.ADMINISTRATOR, ""),),
}
"""Members of staff, each with their roles; a translator's language is Somali."""

OUTSIDERS = ("reader", "former")
"""Somebody who signed in but is no staff, and a superuser whose account was deactivated."""

EVERYBODY = ("anonymous", *OUTSIDERS, *ROLES, "superuser")


def make_person(kind: str) -> User | None:
    """Make the account of one kind of person; ``anonymous`` has none."""
    if kind == "anonymous":
        return None
    person = User.objects.create_user(
        f"the-{kind.replace(' ', '-')}",
        password=PASSWORD,
        is_staff=kind != "reader",
        is_superuser=kind in {"superuser", "former"},
        is_active=kind != "former",
    )
    StaffRole.objects.bulk_create(
        StaffRole(person=person, role=role, language=language)
        for role, language in ROLES.get(kind, ())
    )
    return person


def stored(*, but: Iterable[type[Model]] = ()) -> dict[str, list[dict[str, object]]]:
    """Return every row that this project keeps, by model, to tell whether anything changed.

    When somebody last signed in does not count.
    """
    models = {User, *apps.get_app_config("guidance").get_models()} - {*but}
    return {
        model.__name__: [
            {name: value for name, value in row.items() if name != "last_login"}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in models
    }


def require_refusal(person: User, before: dict, events: int, where: str = "") -> None:
    """Require that nothing changed but for one line of history: this person was refused."""
    assert stored(but=[Event]) == before, where
    (event,) = Event.objects.order_by("pk")[events:]
    assert (event.verb, event.actor_id) == ("was refused", person.pk), where
