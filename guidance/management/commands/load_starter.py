"""Load the starter content."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guidance.publishing.errors import Refused
from guidance.publishing.site.starter import NewGuide, load
from guidance.starter import FOLDER, OFFERED
from guidance.starter.reading import StarterError, read_starter


class Command(BaseCommand):
    """Publish starter guides and contacts that are not there yet; never touch staff's work."""

    help = (
        "Publish starter guides and contacts that are not there yet; what is there is left alone."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", nargs="?", type=Path, default=FOLDER, help="default: the starter content"
        )

    def handle(self, *, folder: Path, **_: Any) -> None:
        """Read everything first, then load it in one transaction, or raise CommandError."""
        for part in ("guides", "contacts"):
            if not (folder / part).is_dir():
                raise CommandError(f"{folder} has no folder “{part}”. Nothing was loaded.")
        try:
            starter = read_starter(folder)
            loaded = load(
                guides=[
                    NewGuide(guide.content, guide.slug, guide.position, dict(guide.notes))
                    for guide in starter.guides
                ],
                contacts=starter.contacts,
                offered=OFFERED,
            )
        except (StarterError, Refused) as error:
            raise CommandError(f"{error}\nNothing was loaded.") from error
        self.stdout.write(
            f"Starter content: {len(loaded.guides)} guides and {len(loaded.contacts)} contacts "
            f"loaded, {len(loaded.left)} were there and are left as they are."
        )
