"""Asking whether readers get what was published, in a thread that building never waits for."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import Error as DatabaseAway

from guidance.publishing.site.receipts import note_receipt, take_receipt
from guidance.release.making import receipt
from guidance.release.making.shapes import Root
from guidance.release.making.store import Store
from guidance.release.watcher.connection import WatchedConnection

log = logging.getLogger("guidance.release.watcher")

_LOOKS_EVERY = 0.1
_SOON, _LATER = 0.2, 5.0
_SOON_TRIES = 25
"""How often readers' way is asked soon again: workers see a release within a tenth of a second, a
web server or cache may take longer."""


@dataclass
class _Asking:
    """The asking for a release's changed addresses, as far as it has come."""

    number: int
    left: dict[str, receipt.Expected]
    addresses: int
    next_try: float = 0.0
    tries: int = 0


class Asker:
    """Asks for every address that a release changed until all are right, and notes the receipt.

    It stands back while the process is ``busy`` with the next release.
    """

    def __init__(self, store: Store, public_url: str, *, busy: Callable[[], bool] = bool) -> None:
        self.connection = WatchedConnection()
        self._busy = busy
        self._store = store
        self._public_url = public_url
        self._node = f"{socket.gethostname()}:{store.folder}"[-80:]
        self._lock = threading.Lock()
        self._asking: _Asking | None = None

    @property
    def just_began(self) -> bool:
        """Whether readers have hardly had the time to get the newest release yet."""
        asking = self._asking
        return asking is not None and asking.tries < 3

    def expect(self, root: Root, changes: Mapping[str, receipt.Expected]) -> None:
        """Ask from now on for what a release changed, and for what was not seen of the one before.

        What is left of that one is asked for as it stands in this one.
        """
        with self._lock:
            left = self._asking.left if self._asking else ()
            expected = receipt.still_expected(self._store, root, left, changes)
            self._asking = _Asking(root.number, expected, len(expected))

    def run(self, stopped: threading.Event) -> None:
        """Ask until ``stopped``; what the database cannot note while it is away is asked again."""
        while not stopped.wait(_LOOKS_EVERY):
            asking = self._asking
            if asking is None or time.monotonic() < asking.next_try or self._busy():
                continue
            try:
                done = self._ask(asking)
            except DatabaseAway:
                # The builder's own thread says so.
                asking.next_try = time.monotonic() + _LATER
                self.connection.close()
            except Exception:
                log.exception("Whether readers get the release is not known; it is asked again.")
                asking.next_try = time.monotonic() + _LATER
                self.connection.close()
            else:
                with self._lock:
                    if done and self._asking is asking:
                        self._asking = None
        self.connection.close()

    def _ask(self, asking: _Asking) -> bool:
        """Ask once for all that is left. Return whether nothing more is to be asked."""
        with self.connection.waiting():
            taken = take_receipt(number=asking.number, node=self._node)
        if not taken:
            return True
        wrong = receipt.missing(self._public_url, asking.left, busy=self._busy)
        with self.connection.waiting():
            note_receipt(
                number=asking.number, node=self._node, addresses=asking.addresses, missing=wrong
            )
        asking.left = {path: asking.left[path] for path in wrong}
        asking.tries += 1
        asking.next_try = time.monotonic() + (_SOON if asking.tries < _SOON_TRIES else _LATER)
        return not wrong
