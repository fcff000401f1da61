"""The builder of a node: one process that makes releases and puts them live. It serves nobody.

Two threads. One speaks with the database: it asks for the newest release, builds it, puts it live
and asks every changed address whether readers get it. The other never does: it switches to what the
coming moments bring and compresses better what is live, also while the database is away or silent.
"""

import contextlib
import fcntl
import logging
import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import Error as DatabaseAway
from django.db import connection

from guidance.freeze.snapshot import newest_release
from guidance.publishing.receipts import note_receipt, take_receipt
from guidance.release import receipt
from guidance.release.build import Builder, now
from guidance.release.store import Damaged, Root

log = logging.getLogger("guidance.watcher")

ASK_EVERY = 0.1
"""Seconds between two questions for the newest release, and between two looks at the clock."""

SLOWEST = 2.0
"""Seconds between two tries, at most, while the database is away."""

SILENCE = 10.0
"""Seconds after which a database that says nothing counts as away."""

KEEP = 10
"""Releases kept, the one that is live among them, to go back to."""


class AnotherBuilder(Exception):
    """Another process builds for this node already."""


@dataclass
class _Asking:
    """The asking for a release's changed addresses, as far as it has come."""

    number: int
    left: dict[str, receipt.Expected]
    addresses: int
    next_try: float = 0.0
    tries: int = 0


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
        self._asking: _Asking | None = None
        self._waiting_since: float | None = None
        self._socket: int | None = None
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
            everything = receipt.changed(self.store, None, self._live)
            self._asking = _Asking(self._live.number, everything, len(everything))
        asker = threading.Thread(target=self._ask_for_ever, name="database", daemon=True)
        asker.start()
        while not self._stopped.wait(ASK_EVERY):
            try:
                self._pass_moments()
                self._end_silence()
                self._prepare_moments()
                self._compress_some()
            except Exception:
                log.exception("What is live stays live; this is tried again.")
                self._stopped.wait(SLOWEST)
        asker.join(SILENCE)

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

    def _ask_for_ever(self) -> None:
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
                self._ask_readers_way()
                self.store.note_heard()
            except DatabaseAway as error:
                if not away:
                    log.error(
                        "The database is away; what is live stays live: %s", str(error).strip()
                    )
                away = True
                pause = min(pause * 2, SLOWEST)
                self._hang_up()
            except Exception:
                log.exception("A release could not be built; what is live stays live.")
                pause = min(pause * 2, SLOWEST)
                self._hang_up()
            else:
                if away:
                    log.warning("The database answers again.")
                away, pause = False, ASK_EVERY
        self._hang_up()

    def _newest_number(self) -> int:
        with self._waiting():
            connection.ensure_connection()
            self._socket = _socket_of_connection()
            return newest_release() or 0

    @contextlib.contextmanager
    def _waiting(self) -> Iterator[None]:
        """Note since when the database owes an answer."""
        self._waiting_since = time.monotonic()
        try:
            yield
        finally:
            self._waiting_since = None

    def _noted(self, execute: Callable[..., Any], *query: Any) -> Any:
        with self._waiting():
            return execute(*query)

    def _hang_up(self) -> None:
        # First of all: its number may soon be another socket's.
        self._socket = None
        connection.close()

    def _build_newest(self) -> None:
        """Build the newest release and put it live."""
        began = time.monotonic()
        with self._lock:
            previous = self._live
        rendered = self.builder.rendered
        # Making a thousand pages may take longer than a database may be silent: each question for
        # itself is timed.
        with self._building, connection.execute_wrapper(self._noted), _one_moment():
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
        # What nobody has seen of the release before is asked for again, as it stands in this one.
        left = self._asking.left if self._asking else ()
        expected = receipt.still_expected(self.store, root, left, changes)
        self._asking = _Asking(root.number, expected, len(expected))
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
            log.error("A worker found the store damaged: all of it is made anew.")
            told.unlink(missing_ok=True)
            self._distrust()

    # --- the readers' way

    def _ask_readers_way(self) -> None:
        """Ask for the changed addresses that were not right the last time, now and then."""
        asking = self._asking
        if asking is None or time.monotonic() < asking.next_try:
            return
        node = f"{socket.gethostname()}:{self.store.folder}"[-80:]
        with self._waiting():
            taken = take_receipt(number=asking.number, node=node)
        if not taken:
            self._asking = None
            return
        wrong = receipt.missing(self.builder.public_url, asking.left)
        with self._waiting():
            note_receipt(number=asking.number, node=node, addresses=asking.addresses, missing=wrong)
        asking.left = {path: asking.left[path] for path in wrong}
        asking.tries += 1
        # Workers see a release within a tenth of a second; a web server or cache may take longer.
        asking.next_try = time.monotonic() + (0.2 if asking.tries < 25 else 5.0)
        if not wrong:
            self._asking = None

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
            root, asking = self._live, self._asking
        # Whether readers get the new words comes before how small they are.
        if root is None or root.full or (asking is not None and asking.tries < 3):
            return
        for better in self.builder.fully(root):
            if self._stopped.is_set() or self._live is not root:
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
        """Cut the connection of a database that has said nothing for too long."""
        since = self._waiting_since
        if since is None or time.monotonic() - since < SILENCE or self._socket is None:
            return
        log.error("The database has been silent for %s s: the connection is cut.", SILENCE)
        with contextlib.suppress(OSError):
            socket.socket(fileno=os.dup(self._socket)).shutdown(socket.SHUT_RDWR)
        self._socket = None


@contextlib.contextmanager
def _one_moment() -> Iterator[None]:
    """Read everything within as of one moment, whatever is published meanwhile."""
    # On SQLite a plain BEGIN takes no lock: writers go on, and this goes on seeing what it saw.
    kind = "ISOLATION LEVEL REPEATABLE READ READ ONLY" if _is_postgres() else "DEFERRED"
    with connection.cursor() as cursor:
        cursor.execute(f"BEGIN {kind}")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"


def _socket_of_connection() -> int | None:
    """Give the number of the database connection's socket; a file has none."""
    if not _is_postgres():
        return None
    return connection.connection.pgconn.socket
