"""Export what is live in the starter format."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from guidance.domain.languages import SOURCE
from guidance.models import FRONT_KEY, Guide
from guidance.queries.guide_frame import current_slug
from guidance.queries.published import live_contacts, published_guide
from guidance.starter.reading import StarterGuide
from guidance.starter.writing import write_contact, write_guide


class Command(BaseCommand):
    """Write the live guides and contacts to a folder, as ``load_starter`` reads them."""

    help = "Write live guides and contacts to an empty folder, in the starter format."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a folder that is empty or does not exist")

    def handle(self, *, folder: Path, **_: Any) -> None:
        """Write a file for each contact, and for each guide and language."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not an empty folder. Choose another.")
        for contact in live_contacts().values():
            write_contact(folder, contact)
        guides = Guide.objects.filter(live_edition__isnull=False).select_related("live_edition")
        for guide in guides:
            content, _ = published_guide(guide)
            edition = guide.live_edition
            if content is None or edition is None:
                raise CommandError(f"Guide {guide} is live but has no text.")
            notes = {SOURCE: edition.note}
            for row in edition.note_translations.order_by("pk"):
                notes[row.language] = row.note
            slug = FRONT_KEY if guide.key == FRONT_KEY else current_slug(guide)
            write_guide(folder, StarterGuide(content, slug, guide.position, notes))
        self.stdout.write(f"Exported {len(guides)} guides to {folder}.")
