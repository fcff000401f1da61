"""Write the live release as plain files."""

import json
import shutil
import tempfile
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guidance.release.making.shapes import Damaged, Root
from guidance.release.making.store import Store
from guidance.release.mirror import files
from guidance.serving.current import releases_folder

MARK = ".exported-site.json"
"""The file by which an earlier export is known, and that says which release it is."""


class Command(BaseCommand):
    """Write a mirror that any web server can serve, whole or not at all."""

    help = "Write the live release as plain files, which any web server can serve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="one that does not exist, is empty, or is an earlier export"
        )

    def handle(self, *, folder: Path, **_: Any) -> None:
        """Write everything or nothing; raise CommandError if the folder cannot be used."""
        folder = folder.resolve()
        store = Store(releases_folder(settings.DATA_DIR))
        try:
            _require_usable(folder)
            name = store.current_name()
            if not name:
                raise CommandError(
                    f"There is no release in {store.folder} yet. Make one: manage.py watch --once"
                )
            root = store.root(name)
            count = _write(store, root, folder)
        except Damaged as error:
            raise CommandError(
                f"Release {name} is not whole ({error}). The builder mends it: try again after "
                "manage.py watch --once. Nothing was changed."
            ) from error
        except OSError as error:
            raise CommandError(
                f"{folder} cannot be written ({error.strerror}: {error.filename}). Nothing was "
                "changed. Choose a folder in one that this user may write, with enough space."
            ) from error
        self.stdout.write(f"Release {root.number}: {count} pages in {folder}.")


def _require_usable(folder: Path) -> None:
    if not folder.exists():
        if not folder.parent.is_dir():
            raise CommandError(f"{folder.parent} is no folder: make it first, or choose another.")
    elif not folder.is_dir():
        raise CommandError(f"{folder} is a file: name a folder.")
    elif any(folder.iterdir()) and not (folder / MARK).is_file():
        raise CommandError(
            f"{folder} is not empty, and no earlier export. Nothing was changed: choose another."
        )


def _write(store: Store, root: Root, folder: Path) -> int:
    """Write all files into a folder beside, rename it; return the number of pages."""
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        beside.chmod(0o755)
        count = 0
        for file in files(store, root, datetime.now(UTC)):
            count += 1
            for path, content in file.named():
                target = beside / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        about = {"release": root.number, "build": root.build, "public_url": root.public_url}
        (beside / MARK).write_text(json.dumps(about) + "\n", encoding="utf-8")
        _replace(folder, beside)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return count


def _replace(folder: Path, new: Path) -> None:
    """Put one folder in the place of another; if that fails, the old one stands where it stood."""
    if not folder.exists() or not any(folder.iterdir()):
        new.rename(folder)
        return
    old = new.with_name(f"{new.name}-old")
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
