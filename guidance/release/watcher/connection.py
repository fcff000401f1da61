"""A thread's connection to the database, which another thread cuts when it stays silent."""

import contextlib
import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

log = logging.getLogger("guidance.release.watcher")

SILENCE = 10.0
"""Seconds after which a database that says nothing counts as away."""


class WatchedConnection:
    """The connection of the one thread that uses it. Another watches how long it waits."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._socket: int | None = None

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """Note since when the database owes an answer, and on which socket."""
        self._since = time.monotonic()
        try:
            connection.ensure_connection()
            self._socket = _socket_of_connection()
            yield
        finally:
            self._since = None

    @contextlib.contextmanager
    def timing_each_query(self) -> Iterator[None]:
        """Time every query by itself: all of them may take longer than one may."""

        def execute_timed(execute: Callable[..., Any], *query: Any) -> Any:
            with self.waiting():
                return execute(*query)

        with connection.execute_wrapper(execute_timed):
            yield

    def close(self) -> None:
        """Close the connection; the next query opens another."""
        # First of all: its number may soon be another socket's.
        self._socket = None
        connection.close()

    def cut_if_silent(self) -> None:
        """Cut the connection, from another thread, if an answer is owed for too long."""
        since = self._since
        if since is None or time.monotonic() - since < SILENCE or self._socket is None:
            return
        log.error("The database has been silent for %s s: the connection is cut.", SILENCE)
        with contextlib.suppress(OSError):
            socket.socket(fileno=os.dup(self._socket)).shutdown(socket.SHUT_RDWR)
        self._socket = None


@contextlib.contextmanager
def as_of_one_moment() -> Iterator[None]:
    """Read everything within as of one moment, whatever is published meanwhile."""
    # On SQLite a plain BEGIN takes no lock: writers go on, and this goes on seeing what it saw.
    kind = "ISOLATION LEVEL REPEATABLE READ READ ONLY" if _is_postgres() else "DEFERRED"
    with connection.cursor() as cursor:
        cursor.execute(f"BEGIN {kind}")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _socket_of_connection() -> int | None:
    """Return the number of the database connection's socket; a file has none."""
    if not _is_postgres():
        return None
    number: int = connection.connection.pgconn.socket
    return number


def _is_postgres() -> bool:
    return connection.vendor == "postgresql"
