"""Roles given and taken."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.languages import SOURCE, TRANSLATED_CODES
from guidance.models import Role, StaffRole
from guidance.publishing.errors import Issue, NotAllowed, Refused
from guidance.publishing.history import record
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require


@transaction.atomic
def set_roles(*, by: User, person: User, roles: Iterable[tuple[Role, str]]) -> None:
    """Set the roles of a person; a translator's with its language, others with ``''``.

    Raises NotAllowed unless ``by`` is an administrator, Refused for a language that does not fit.
    """
    require(by, Act.ADMINISTER)
    wanted = set(roles)
    issues = [
        Issue("roles", str(role), f"Choose a language other than {SOURCE} for a translator.")
        for role, language in wanted
        if (role is Role.TRANSLATOR) != (language in TRANSLATED_CODES)
        or (role is not Role.TRANSLATOR and language)
    ]
    if issues:
        raise Refused(issues)
    # Two administrators at once: the second one waits, and replaces what the first one set.
    for_update(type(person)).get(pk=person.pk)
    standing = {(Role(row.role), row.language): row for row in person.staff_roles.all()}
    for key, row in standing.items():
        if key not in wanted:
            row.delete()
    StaffRole.objects.bulk_create(
        StaffRole(person=person, role=role, language=language)
        for role, language in wanted - set(standing)
    )
    record(
        at=timezone.now(),
        by=by,
        verb="set roles",
        subject=person.get_username()[:120],
        roles=sorted(f"{role} {language}".strip() for role, language in wanted),
    )


@transaction.atomic
def make_first_administrator(*, person: User) -> None:
    """Make a new account administrator, as whoever runs the machine asks.

    In a larger team this account makes the others and gives them their roles.
    """
    StaffRole.objects.create(person=person, role=Role.ADMINISTRATOR, language="")
    record(
        at=timezone.now(), by=None, verb="made administrator", subject=person.get_username()[:120]
    )


@transaction.atomic
def note_account(*, by: User, person: User, verb: str, fields: Sequence[str] = ()) -> None:
    """Write into history that an account was made or changed; call where that is done.

    Raises NotAllowed unless ``by`` is an administrator, and for an account with every role unless
    ``by`` has every role too: then what was done must not stand.
    """
    require(by, Act.ADMINISTER)
    if person.is_superuser and not by.is_superuser:
        raise NotAllowed("Only a person who has every role can change an account that has.")
    record(
        at=timezone.now(), by=by, verb=verb, subject=person.get_username()[:120], fields=[*fields]
    )


def note_refusal(*, by: User, what: str, why: str) -> None:
    """Write into history that somebody tried what they may not do. Call outside the refused act."""
    record(at=timezone.now(), by=by, verb="was refused", subject=what[:120], reason=why)
