"""What must be checked before the site goes live, and going live."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from guidance.publishing.errors import PublishingError, Refused
from guidance.publishing.site.go_live import checklist, go_live, tick


class Command(BaseCommand):
    """List what must be checked before going live, tick one item, or go live."""

    help = (
        "Without options: list what must be checked before the site stops being a demonstration. "
        "--tick ITEM --by NAME records that this person has checked it; --complete --by NAME goes "
        "live once everything is ticked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--tick", metavar="ITEM", help="record that this item has been checked")
        what.add_argument("--untick", metavar="ITEM", help="record that this item does not hold")
        what.add_argument("--complete", action="store_true", help="go live")
        parser.add_argument("--by", metavar="NAME", help="user name of the administrator who acts")
        parser.add_argument("--note", default="", help="what was checked, and against what")

    def handle(self, **options: Any) -> None:
        item = options["tick"] or options["untick"]
        try:
            if item:
                tick(
                    by=self._person(options["by"]),
                    item=item,
                    holds=bool(options["tick"]),
                    note=options["note"],
                )
            elif options["complete"]:
                go_live(by=self._person(options["by"]))
                self.stdout.write("The site is live: it no longer says that it is a demonstration.")
                return
        except Refused as error:
            lines = [f"- {issue.message}" for issue in error.issues]
            raise CommandError("\n".join(["Not yet:", *lines])) from error
        except PublishingError as error:
            raise CommandError(str(error)) from error
        for entry in checklist():
            mark = "x" if entry.tick else " "
            who = f" ({entry.tick.person}, {entry.tick.at:%Y-%m-%d})" if entry.tick else ""
            self.stdout.write(f"[{mark}] {entry.item}: {entry.what}{who}")

    def _person(self, name: str | None) -> User:
        if not name:
            raise CommandError("Say who does this: --by NAME, the user name of an administrator.")
        person = User.objects.filter(username=name).first()
        if person is None:
            raise CommandError(f"There is no account “{name}”.")
        return person
