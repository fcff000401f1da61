"""Print the configuration of nginx in front of this site."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guidance.release.making.shapes import Damaged
from guidance.release.making.store import Store
from guidance.serving.current import headers_of_address, releases_folder
from guidance.serving.nginx import Place, configuration


class Command(BaseCommand):
    """Fill in the pattern in deploy/nginx from the settings and the release that is live."""

    help = "Print the configuration of nginx in front of this site (docs/serving.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        host = urlsplit(settings.PUBLIC_URL).hostname
        parser.add_argument(
            "--certificate",
            default=f"/etc/letsencrypt/live/{host}/fullchain.pem",
            help="default: %(default)s",
        )
        parser.add_argument(
            "--key",
            default=f"/etc/letsencrypt/live/{host}/privkey.pem",
            help="default: %(default)s",
        )
        parser.add_argument(
            "--error-log", default="/var/log/nginx/guidance.log", help="default: %(default)s"
        )
        parser.add_argument(
            "--without-brotli", action="store_true", help="nginx has no module for brotli's files"
        )

    def handle(self, **options: Any) -> None:
        """Print it. Raise CommandError while there is no whole release to take headers from."""
        releases: Path = releases_folder(settings.DATA_DIR)
        store = Store(releases)
        name = store.current_name()
        if not name:
            raise CommandError(
                f"There is no release in {releases} yet. Make one: manage.py watch --once"
            )
        host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
        if f"http://{host}:{settings.PORT}" == settings.PUBLIC_URL:
            raise CommandError(
                f"PUBLIC_URL is {settings.PUBLIC_URL}, where the application itself listens. "
                "nginx needs an address of its own: set PUBLIC_URL to the one that people type, "
                "for example PUBLIC_URL=https://safety.example.org."
            )
        place = Place(
            public_url=settings.PUBLIC_URL,
            hosts=settings.ALLOWED_HOSTS,
            application=f"{host}:{settings.PORT}",
            releases=releases,
            extra=headers_of_address(),
            certificate=options["certificate"],
            key=options["key"],
            error_log=options["error_log"],
            brotli=not options["without_brotli"],
        )
        try:
            text = configuration(store, store.root(name), place)
        except Damaged as error:
            raise CommandError(
                f"Release {name} is damaged ({error}). The builder mends it: manage.py watch --once"
            ) from error
        self.stdout.write(text, ending="")
