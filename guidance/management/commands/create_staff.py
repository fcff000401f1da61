"""Creates an account for a member of staff."""

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from guidance.publishing.people.accounts import make_first_administrator

TEAMS = {
    "two": "Make a second account for the other person.",
    "larger": "Sign in to make the accounts of the others and give them their roles.",
}
"""The teams that can be set up, and what comes next for each."""


class Command(BaseCommand):
    """Ask for a team, a name and a password, or take them from options and STAFF_PASSWORD.

    Without a terminal and without ``--team``, the account is one of a team of two.
    """

    help = "Create a staff account: of a team of two, or the administrator of a larger team."

    def add_arguments(self, parser: ArgumentParser) -> None:
        # No password: others can read a command line.
        parser.add_argument("--username", help="ask for no name")
        parser.add_argument(
            "--team",
            choices=sorted(TEAMS),
            help="two: the account has every role; larger: it makes accounts and gives roles",
        )
        parser.add_argument("--full-name", default="", help='for example "Amina Warsame"')

    def handle(self, *_: Any, **options: Any) -> None:
        """Create the account, or raise CommandError that says why there is none."""
        try:
            team = options["team"] or asked_team()
            user = new_user(options["username"] or ask("User name: "), options["full_name"])
            user.is_superuser = team == "two"
            user.set_password(given_password(user) or asked_password(user))
        except (EOFError, KeyboardInterrupt):
            raise CommandError(
                "No account was created. Without a terminal, give the name with --username "
                "and the password in the environment variable STAFF_PASSWORD."
            ) from None
        with transaction.atomic():
            user.save()
            if team == "larger":
                make_first_administrator(person=user)
        self.stdout.write(f"{user.username} can now sign in. {TEAMS[team]}")


def asked_team() -> str:
    """Ask which kind of team it is, if somebody can answer; a team of two otherwise."""
    if not sys.stdin.isatty():
        return "two"
    while True:
        answer = ask(
            "A team of two, in which both do everything but approve their own work, or a larger "
            "team with roles? [two/larger] "
        )
        if answer in TEAMS:
            return answer
        sys.stderr.write("Type two or larger.\n")


def ask(question: str) -> str:
    return input(question).strip()


def new_user(username: str, full_name: str) -> User:
    """Return an unsaved account. Raise CommandError for a name that is taken or not allowed."""
    user = User(
        username=User.normalize_username(username),
        # The whole name: not every name has two parts in this order.
        first_name=full_name.strip(),
        is_staff=True,
        is_superuser=True,
    )
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise CommandError(f"{username!r}: {' '.join(error.messages)}") from None
    return user


def given_password(user: User) -> str:
    """Return STAFF_PASSWORD, empty if not set. Raise CommandError for a weak one."""
    password = os.environ.get("STAFF_PASSWORD", "")
    if password and (problems := weaknesses(password, user)):
        raise CommandError(f"STAFF_PASSWORD: {problems}")
    return password


def asked_password(user: User) -> str:
    """Ask for the password, twice, until it is good. Raise EOFError when nobody can answer."""
    if not sys.stdin.isatty():
        raise EOFError
    while True:
        password = getpass.getpass("Password (12 characters or more): ")
        if problems := weaknesses(password, user):
            sys.stderr.write(f"{problems}\n")
        elif getpass.getpass("The same again: ") == password:
            return password
        else:
            sys.stderr.write("These were two different passwords.\n")


def weaknesses(password: str, user: User) -> str:
    """Return what the password validators object to; empty when they accept it."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
