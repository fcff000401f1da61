"""``manage.py watch``: make every release of this node, until stopped."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guidance.release.builder import Builder
from guidance.release.making.identity import Incomplete, build_name
from guidance.release.making.store import Store
from guidance.release.watcher.emails import EmailSender
from guidance.release.watcher.watcher import AnotherBuilder, Watcher
from guidance.serving.current import releases_folder


class Command(BaseCommand):
    """Builds the newest release of the public site whenever one was published."""

    help = (
        "Build the public site whenever something is published, put it live, and write to "
        "translators of what a safety change hides."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="build the newest release, then end"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Build, alone on this node.

        Raise CommandError if files are missing that pages are made from, or if another builder
        works here; with ``--once`` the latter is no error: the other one builds it.
        """
        folder = releases_folder(settings.DATA_DIR)
        try:
            build = build_name(settings.PUBLIC_URL)
        except Incomplete as error:
            raise CommandError(
                f"This installation is not whole: {error}. Put the project's files there as they "
                "are in its repository, sources too, and start again."
            ) from error
        builder = Builder(Store(folder), build, settings.PUBLIC_URL)
        watcher = Watcher(builder, settings.PURGE_COMMAND)
        try:
            with watcher.alone():
                if options["once"]:
                    watcher.once()
                    return
                stopped = threading.Event()

                def stop(*_: Any) -> None:
                    stopped.set()
                    watcher.stop()

                for name in (signal.SIGTERM, signal.SIGINT):
                    signal.signal(name, stop)
                if settings.EMAIL_URL:
                    threading.Thread(target=EmailSender().run, args=[stopped], daemon=True).start()
                watcher.run()
        except AnotherBuilder as error:
            if not options["once"]:
                raise CommandError(str(error)) from error
            self.stdout.write("Another builder works here: it makes the newest release.")
