"""Where a node keeps its releases, content-addressed like git.

Below the folder of ``Objects``:

- ``<number>-<build>-<turn>/``: one site at one moment: ``root.json``, a link for every language.
  ``turn`` counts from 0 what was made of the same release; ``at`` and a Unix time stands for what
  it becomes at a coming moment.
- ``current``: a symbolic link to one of those
- ``heard``: a file touched whenever the builder heard from the database

Nothing here needs Django: web workers read it before anything else is loaded.
"""

import os
import time
from dataclasses import replace
from pathlib import Path

from guidance.domain.serialization import dump
from guidance.domain.text.digests import canonical_json
from guidance.release.making.layout import links
from guidance.release.making.objects import Objects, remove
from guidance.release.making.shapes import Root

HEARD_WITHIN = 10.0
"""Seconds after which the builder's last word from the database is too old to rely on."""


class Store(Objects):
    """The releases below one folder. Reading asks nothing of anything else."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.current = folder / "current"

    # --- reading

    def current_name(self) -> str:
        """Return the name of the folder that is served now; empty if there is none."""
        try:
            return str(self.current.readlink())
        except OSError:
            return ""

    def heard(self) -> bool | None:
        """Whether the builder has lately heard from the database; None if it never has."""
        try:
            heard = (self.folder / "heard").stat().st_mtime
        except OSError:
            return None
        return time.time() - heard < HEARD_WITHIN

    def root(self, name: str) -> Root:
        """Raise Damaged if it cannot be read."""
        return self._shaped(self.folder / name / "root.json", Root)

    def folders(self) -> list[str]:
        """Return the names of all releases, the one made last first."""
        found = [path for path in self.folder.glob("*-*-*") if (path / "root.json").exists()]
        return [
            path.name
            for path in sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)
        ]

    # --- writing

    def note_heard(self) -> None:
        """Note that the builder has just heard from the database."""
        (self.folder / "heard").touch()

    def put_root(self, root: Root) -> Root:
        """Keep a release, whose trees must be there already, and return it with its own turn.

        One that becomes true at a coming moment takes the place of what was made for that before;
        any other takes the first turn that is free.
        """
        if root.turn.startswith("at"):
            remove(self.folder / root.folder)
        else:
            turn = 0
            while (self.folder / replace(root, turn=str(turn)).folder).exists():
                turn += 1
            root = replace(root, turn=str(turn))
        self._put_folder(self.folder / root.folder, lambda folder: self._link(folder, root))
        return root

    def _link(self, folder: Path, root: Root) -> None:
        for code, tree in root.trees.items():
            target = Path("..") / "trees" / tree
            if code:
                (folder / code).symlink_to(target)
                continue
            for path, answer in self.tree(tree).answers.items():
                for name in links(path, answer):
                    (folder / name).symlink_to(target / name)
        (folder / "root.json").write_text(canonical_json(dump(root)), encoding="utf-8")

    def go_live(self, name: str) -> None:
        """Serve this release from now on."""
        beside = self.folder / f".current-{os.getpid()}"
        beside.unlink(missing_ok=True)
        beside.symlink_to(name)
        beside.replace(self.current)
