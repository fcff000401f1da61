"""No space is left at each write of a build in turn: what is live stays live and whole."""

import errno
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from guidance.release.builder import Builder
from guidance.release.making import receipt
from guidance.release.making.store import Store
from guidance.release.making.tidying import check
from guidance.release.watcher.watcher import Watcher
from tools.trials.node import Staff
from tools.trials.report import Report

URL = "http://127.0.0.1:8000"
_WRITES = (
    *((Path, name) for name in ("write_bytes", "write_text", "mkdir", "symlink_to", "touch")),
    *((Path, name) for name in ("replace", "rename")),
    *((os, name) for name in ("link", "symlink")),
)


class _Full:
    """Counts writes, and refuses one."""

    def __init__(self, at: int) -> None:
        self.count = 0
        self._at = at

    def wrapped(self, write: Callable[..., Any]) -> Callable[..., Any]:
        def refuse_or_write(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            if self.count == self._at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return write(*arguments, **options)

        return refuse_or_write


@contextmanager
def _full_at(number: int) -> Iterator[_Full]:
    """Refuse the write of this number, counted from 1."""
    full = _Full(number)
    with ExitStack() as stack:
        for owner, name in _WRITES:
            stack.enter_context(patch.object(owner, name, full.wrapped(getattr(owner, name))))
        yield full


def run(seed: int) -> None:
    """Build one publication again and again, each time with the next write refused."""
    report = Report("no space")
    folder = Path(os.environ["DATA_DIR"]) / "releases"
    staff = Staff(random.Random(seed))  # noqa: S311
    # Each language writes the same files over again: three of them show every kind of write.
    staff.switch_off("so", "hmn", "om", "am", "vi")
    Watcher(Builder(Store(folder), "trial", URL)).once()
    staff.publish()
    before = Store(folder).current_name()
    kept = folder.with_name("kept")
    shutil.copytree(folder, kept, symlinks=True)
    refused = 0
    while True:
        # Every attempt begins from the release before, with none of the new one's files.
        shutil.rmtree(folder)
        subprocess.run(["cp", "-al", str(kept), str(folder)], check=True)
        store = Store(folder)
        watcher = Watcher(Builder(store, "trial", URL))
        try:
            with _full_at(refused + 1) as full:
                watcher.once()
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            refused += 1
            check(store, store.root(store.current_name()))
            live = store.current_name()
            report.require(live == before, f"{live} is live after refusal {refused}.")
            continue
        break
    after = store.root(store.current_name())
    check(store, after)
    with _full_at(0):
        scratch = Store(folder.with_name("scratch"))
        Watcher(Builder(scratch, "trial", URL)).once()
    whole = receipt.changed(scratch, None, scratch.root(scratch.current_name()))
    report.require(receipt.changed(store, None, after) == whole, "The last build is not whole.")
    report.count(writes_refused=refused, writes_of_a_whole_build=full.count)
    report.require(refused > 20, "Hardly a write was refused: the trial does not see the writes.")
    report.end()
