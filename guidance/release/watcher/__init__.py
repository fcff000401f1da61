"""The builder of a node: one process that makes releases and puts them live. It serves nobody.

Three threads. One asks the database for the newest release, builds it and puts it live. One asks
every changed address whether readers get it. The main one never speaks with the database: it
switches to what the coming moments bring and compresses better what is live, also while the
database is away, and cuts the others' connections when it stays silent.
"""

import contextlib
import fcntl
import logging
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import datetime

from django.db import Error as DatabaseAway
from django.db import connection as database

from guidance.release.builder import Builder, now
from guidance.release.making import receipt
from guidance.release.making.store import Damaged, Root
from guidance.release.taking.snapshot import newest_release
from guidance.release.watcher.asking import Asker
from guidance.release.watcher.connection import SILENCE, Line

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
        self._line = Line()
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
            self.store.tidy()
            yield

    def once(self) -> Root | None:
        """Build the newest release and put it live, unless it is; give what is live then."""
        self._take_up()
        self._build_newest()
        return self._live

    def run(self) -> None:
        """Work until ``stop``."""
        self._take_up()
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
                self._pass_moments()
                self._end_silence()
                self._prepare_moments()
                self._compress_some()
            except Damaged as error:
                log.error("The store is damaged: %s", error)
                # The thread that builds heeds this, as it does a worker's word.
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

    def _take_up(self) -> None:
        """Go on from what is live on this node, if it is whole and of this build."""
        name = self.store.current_name()
        if not name:
            return
        try:
            root = self.store.root(name)
            if root.build == self.builder.build:
                self.store.check(root)
                self._live = root
        except Damaged as error:
            log.error("Release %s is damaged, all of it is made anew: %s", name, error)
            self._distrust()

    def _distrust(self) -> None:
        """Take nothing over from what is stored: the next release is written anew, all of it."""
        self._live = None
        self.builder.forget()
        self.store.rewriting = True

    def _build_for_ever(self) -> None:
        """Ask the database again and again; less often while it is away."""
        pause = ASK_EVERY
        away = False
        while not self._stopped.wait(pause):
            try:
                self._heed_damage()
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
                self._line.hang_up()
            except Damaged as error:
                log.error("The store is damaged, all of it is made anew: %s", error)
                self._distrust()
                pause = min(pause * 2, SLOWEST)
            except Exception:
                log.exception("A release could not be built; what is live stays live.")
                pause = min(pause * 2, SLOWEST)
                self._line.hang_up()
            else:
                if away:
                    log.warning("The database answers again.")
                away, pause = False, ASK_EVERY
        self._line.hang_up()

    def _newest_number(self) -> int:
        with self._line.waiting():
            return newest_release() or 0

    def _build_newest(self) -> None:
        """Build the newest release and put it live."""
        began = time.monotonic()
        with self._lock:
            previous = self._live
        rendered = self.builder.rendered
        # What the new release takes up again of older ones is not tidied away before it is live.
        with self._building:
            with self._line.each_by_itself(), _one_moment():
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
        self._forget_removed(root)
        self._asker.expect(root, changes)
        self._purge(changes)

    def _forget_removed(self, root: Root) -> None:
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

    def _heed_damage(self) -> None:
        """Make everything anew when a worker has found that something is missing."""
        told = self.store.folder / "damaged"
        if told.exists():
            log.error("The store was found damaged: all of it is made anew.")
            told.unlink(missing_ok=True)
            self._distrust()

    # --- the readers' way

    def _purge(self, changes: dict[str, receipt.Expected]) -> None:
        """Hand the changed addresses, one a line, to the command that purges a cache in front."""
        if not self._purge_command or not changes:
            return
        lines = "".join(f"{self.builder.public_url}{path}\n" for path in sorted(changes))
        try:
            done = subprocess.run(  # noqa: S602 - the operator's own command
                self._purge_command,
                shell=True,
                input=lines.encode(),
                timeout=SILENCE,
                capture_output=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            log.error("PURGE_COMMAND did not end within %s s.", SILENCE)
            return
        if done.returncode:
            log.error(
                "PURGE_COMMAND failed: %s", done.stderr.decode(errors="replace").strip()[:500]
            )

    # --- without the database

    def _pass_moments(self) -> None:
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
        for moment in root.coming if root else ():
            if not (self.store.folder / moment.folder).exists():
                self.builder.at_moment(root, moment)
                return

    def _compress_some(self) -> None:
        """Compress what is live as well as can be, as long as nothing newer is there; tidy up."""
        with self._lock:
            root = self._live
        # Whether readers get the new words comes before how small they are.
        if root is None or root.full or self._asker.begins or self._building.locked():
            return
        for better in self.builder.fully(root):
            if self._stopped.is_set() or self._live is not root or self._building.locked():
                return
            self._pass_moments()
            self._end_silence()
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
        unneeded = self.store.unneeded(keep)
        with self._building:
            # What was made since may need some of it.
            if self._live is live:
                self.store.remove(unneeded)
                self.builder.forget()

    def _end_silence(self) -> None:
        self._line.end_silence()
        self._asker.line.end_silence()


@contextlib.contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything within as of one moment, whatever is published meanwhile."""
    # On SQLite a plain BEGIN takes no lock: writers go on, and this goes on seeing what it saw.
    kind = "ISOLATION LEVEL REPEATABLE READ READ ONLY" if _is_postgres() else "DEFERRED"
    with database.cursor() as cursor:
        cursor.execute(f"BEGIN {kind}")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _is_postgres() -> bool:
    return database.vendor == "postgresql"
