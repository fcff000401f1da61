"""Writing to translators, in a thread that nothing waits for."""

import logging
import threading
import time

from django.db import Error as DatabaseAway
from django.db import connection

from guidance.publishing.translation.emails import send_letters
from guidance.release.taking.newest import newest_release

log = logging.getLogger("guidance.release.watcher")

LOOK_EVERY = 10.0
"""Seconds between two questions whether something was published."""

AT_LEAST_EVERY = 300.0
"""Seconds after which it is looked for second letters, and for what could not be sent before."""


class EmailSender:
    """Sends what is due to be written, until it is stopped."""

    def __init__(self) -> None:
        self._looked_at: int | None = None
        self._next = 0.0

    def run(self, stopped: threading.Event) -> None:
        """Look again and again, until ``stopped``."""
        while not stopped.wait(LOOK_EVERY):
            try:
                self.send_due()
            except DatabaseAway:
                # The builder says so already.
                self._next = 0.0
            except OSError as error:
                log.error("E-mail could not be sent, it is tried again in ten minutes: %s", error)
            except Exception:
                log.exception("E-mail could not be written.")
            finally:
                connection.close()

    def send_due(self) -> None:
        """Send what is due, if anything was published since, or it is time to look again."""
        newest = newest_release()
        if newest == self._looked_at and time.monotonic() < self._next:
            return
        self._looked_at, self._next = newest, time.monotonic() + AT_LEAST_EVERY
        send_letters()
