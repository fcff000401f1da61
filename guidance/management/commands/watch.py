"""``manage.py watch``: make every release of this node, until stopped."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guidance.release.build import Builder
from guidance.release.current import releases_folder
from guidance.release.identity import build_name
from guidance.release.store import Store
from guidance.watcher import AnotherBuilder, Watcher


class Command(BaseCommand):
    """Builds the newest release of the public site whenever one was published."""

    help = "Build the public site whenever something is published, and put it live."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add ``--once``."""
        parser.add_argument(
            "--once", action="store_true", help="build the newest release, then end"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Work, alone on this node. Raises CommandError if another builder works here."""
        folder = releases_folder(settings.DATA_DIR)
        builder = Builder(Store(folder), build_name(settings.PUBLIC_URL), settings.PUBLIC_URL)
        watcher = Watcher(builder, settings.PURGE_COMMAND)
        try:
            with watcher.alone():
                if options["once"]:
                    watcher.once()
                    return
                for name in (signal.SIGTERM, signal.SIGINT):
                    signal.signal(name, lambda *_: watcher.stop())
                watcher.run()
        except AnotherBuilder as error:
            raise CommandError(str(error)) from error
