"""The process that makes a node's releases and puts them live. It serves nobody.

Three threads. One asks the database for the newest release, builds it and puts it live. One asks
every changed address whether readers get it. The main one never speaks with the database: it
switches to what the coming moments bring and compresses better what is live, also while the
database is away, and cuts the others' connections when it stays silent.
"""

import contextlib
import fcntl
import logging
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import Error as DatabaseAway

from guidance.release.builder import Builder, now
from guidance.release.making import receipt
from guidance.release.making.shapes import Damaged, Root
from guidance.release.making.tidying import check, remove_all, remove_half_written, unneeded
from guidance.release.taking.newest import newest_release
from guidance.release.watcher.connection import SILENCE, WatchedConnection, as_of_one_moment
from guidance.release.watcher.purge import purge
from guidance.release.watcher.receipts import Asker

log = logging.getLogger("guidance.release.watcher")

ASK_EVERY = 0.1
"""Seconds between two questions for the newest release, and between two looks at the clock."""

SLOWEST = 2.0
"""Seconds between two tries, at most, while the database is away."""

KEEP = 10
"""Releases kept, the one that is live among them, to go back to."""


class AnotherBuilder(Exception):
    """Another process builds for this node already."""


class Watcher:
    """Builds for one node, until it is stopped."""

    def __init__(self, builder: Builder, purge_command: str = "") -> None:
        self.builder = builder
        self.store = builder.store
        self._purge_command = purge_command
        self._lock = threading.Lock()
        # Held while a release is built, and while what none needs is removed.
        self._building = threading.Lock()
        self._live: Root | None = None
        self._connection = WatchedConnection()
        self._asker = Asker(builder.store, builder.public_url, busy=self._building.locked)
        self._stopped = threading.Event()

    # --- from outside

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock of the node's one builder. Raises AnotherBuilder."""
        self.store.folder.mkdir(parents=True, exist_ok=True)
        with (self.store.folder / "builder.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise AnotherBuilder(
                    f"Another builder works in {self.store.folder} already: stop that one first."
                ) from error
            remove_half_written(self.store)
            yield

    def once(self) -> Root | None:
        """Build the newest release and put it live, unless it is; return what is live then."""
        self._resume()
        self._build_newest()
        return self._live

    def run(self) -> None:
        """Work until ``stop``."""
        self._resume()
        if self._live is not None:
            # Whoever was asking for it may have ended before everything was seen.
            self._asker.expect(self._live, receipt.changed(self.store, None, self._live))
        threads = [
            threading.Thread(target=self._build_for_ever, name="database", daemon=True),
            threading.Thread(
                target=self._asker.run, args=[self._stopped], name="asking", daemon=True
            ),
        ]
        for thread in threads:
            thread.start()
        while not self._stopped.wait(ASK_EVERY):
            try:
                self._go_live_with_moments()
                self._cut_silent_connections()
                self._prepare_moments()
                self._compress_some()
            except Damaged as error:
                log.error("The store is damaged: %s", error)
                # The thread that builds looks for this, which workers leave too.
                (self.store.folder / "damaged").touch()
                self._stopped.wait(SLOWEST)
            except Exception:
                log.exception("What is live stays live; this is tried again.")
                self._stopped.wait(SLOWEST)
        for thread in threads:
            thread.join(SILENCE)

    def stop(self) -> None:
        """Let ``run`` end."""
        self._stopped.set()

    # --- the newest release

    def _resume(self) -> None:
        """Go on from what is live on this node, if it is whole and of this build."""
        name = self.store.current_name()
        if not name:
            return
        try:
            root = self.store.root(name)
            if root.build == self.builder.build:
                check(self.store, root)
                self._live = root
        except Damaged as error:
            log.error("Release %s is damaged, all of it is made anew: %s", name, error)
            self._take_nothing_over()

    def _take_nothing_over(self) -> None:
        """Let the next release be written anew, all of it, whatever is stored."""
        self._live = None
        self.builder.forget()
        self.store.rewriting = True

    def _build_for_ever(self) -> None:
        """Ask the database again and again; less often while it is away."""
        pause = ASK_EVERY
        away = False
        while not self._stopped.wait(pause):
            try:
                self._rebuild_if_damaged()
                if (
                    self._newest_number() != (self._live.number if self._live else 0)
                    or not self._live
                ):
                    self._build_newest()
                self.store.note_heard()
            except DatabaseAway as error:
                if not away:
                    log.error(
                        "The database is away; what is live stays live: %s", str(error).strip()
                    )
                away = True
                pause = min(pause * 2, SLOWEST)
                self._connection.close()
            except Damaged as error:
                log.error("The store is damaged, all of it is made anew: %s", error)
                self._take_nothing_over()
                pause = min(pause * 2, SLOWEST)
            except Exception:
                log.exception("A release could not be built; what is live stays live.")
                pause = min(pause * 2, SLOWEST)
                self._connection.close()
            else:
                if away:
                    log.warning("The database answers again.")
                away, pause = False, ASK_EVERY
        self._connection.close()

    def _newest_number(self) -> int:
        with self._connection.waiting():
            return newest_release() or 0

    def _build_newest(self) -> None:
        """Build the newest release and put it live."""
        began = time.monotonic()
        with self._lock:
            previous = self._live
        rendered = self.builder.rendered
        # What the new release takes up again of older ones is not tidied away before it is live.
        with self._building:
            with self._connection.timing_each_query(), as_of_one_moment():
                root = self.builder.newest(previous, now())
            if root is None:
                return
            self.store.rewriting = False
            self._go_live(root)
        log.info(
            "Release %s is live: %s answers made, %.2f s",
            root.number,
            self.builder.rendered - rendered,
            time.monotonic() - began,
        )
        changes = receipt.changed(self.store, previous, root)
        self._remove_releases_with_removed_text(root)
        self._asker.expect(root, changes)
        self._purge(changes)

    def _remove_releases_with_removed_text(self, root: Root) -> None:
        """Remove every release that still holds a passage removed for ever."""
        for name in self.store.folders():
            with contextlib.suppress(Damaged):
                if self.store.root(name).removals < root.removals:
                    self._sweep(most=1)
                    return

    def _go_live(self, root: Root) -> None:
        with self._lock:
            self.store.go_live(root.folder)
            self._live = root

    def _rebuild_if_damaged(self) -> None:
        """Make everything anew when a worker has found that something is missing."""
        mark = self.store.folder / "damaged"
        if mark.exists():
            log.error("The store was found damaged: all of it is made anew.")
            mark.unlink(missing_ok=True)
            self._take_nothing_over()

    # --- without the database

    def _go_live_with_moments(self) -> None:
        """Put live what a moment that has come brings."""
        with self._lock:
            root = self._live
        if root is None:
            return
        due = [entry for entry in root.coming if datetime.fromisoformat(entry.at) <= now()]
        if not due:
            return
        moment = due[-1]
        try:
            next_root = self.store.root(moment.folder)
        except Damaged:
            next_root = self.builder.at_moment(root, moment)
        with self._lock:
            if self._live is root:
                self.store.go_live(next_root.folder)
                self._live = next_root
        self._purge(receipt.changed(self.store, root, next_root))

    def _prepare_moments(self) -> None:
        """Make, ahead of time, what the coming moments bring: the soonest first."""
        with self._lock:
            root = self._live
        if root is None:
            return
        for moment in root.coming:
            if not (self.store.folder / moment.folder).exists():
                self.builder.at_moment(root, moment)
                return

    def _compress_some(self) -> None:
        """Compress what is live as well as can be, as long as nothing newer is there; tidy up."""
        with self._lock:
            root = self._live
        # Whether readers get the new words comes before how small they are.
        if root is None or root.full or self._asker.just_began or self._building.locked():
            return
        for better in self.builder.fully(root):
            if self._stopped.is_set() or self._live is not root or self._building.locked():
                return
            self._go_live_with_moments()
            self._cut_silent_connections()
            if better is not None:
                with self._lock:
                    if self._live is not root:
                        return
                    self.store.go_live(better.folder)
                    self._live = better
        self._sweep()

    def _sweep(self, most: int = KEEP) -> None:
        """Remove old releases but ``most``, and what none of those that are kept needs."""
        with self._lock:
            live = self._live
        if live is None:
            return
        keep = {live.folder}
        for name in [*(moment.folder for moment in live.coming), *self.store.folders()]:
            with contextlib.suppress(Damaged):
                if len(keep) < most and self.store.root(name):
                    keep.add(name)
        gone = unneeded(self.store, keep)
        with self._building:
            # What was made since may need some of it.
            if self._live is live:
                remove_all(gone)
                self.builder.forget()

    def _cut_silent_connections(self) -> None:
        self._connection.cut_if_silent()
        self._asker.connection.cut_if_silent()

    def _purge(self, changes: Iterable[str]) -> None:
        purge(self._purge_command, (f"{self.builder.public_url}{path}" for path in changes))
