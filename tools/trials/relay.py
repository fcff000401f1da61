"""A small relay before a database, which can refuse, cut and fall silent."""

import contextlib
import socket
import threading
from enum import StrEnum


class Mode(StrEnum):
    """What the relay does with connections, those it has and those that come."""

    OPEN = "open"
    REFUSE = "refuse"
    CUT = "cut"
    SILENT = "silent"


class Relay:
    """Passes bytes between ``port`` of this machine and a database, as its mode says.

    ``refuse`` ends what comes, and what is there; ``cut`` ends what is there, in the middle of
    whatever it says, and lets new ones through; ``silent`` takes everything and passes nothing on.
    """

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._mode = Mode.OPEN
        self._lines: set[socket.socket] = set()
        self._open = threading.Event()
        self._open.set()
        threading.Thread(target=self._accept, daemon=True).start()

    def turn(self, mode: Mode) -> None:
        """Behave so from now on."""
        self._mode = mode
        if mode is Mode.SILENT:
            self._open.clear()
            return
        self._open.set()
        if mode in {Mode.REFUSE, Mode.CUT}:
            for line in list(self._lines):
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            if self._mode is Mode.REFUSE:
                client.close()
                continue
            threading.Thread(target=self._join, args=[client], daemon=True).start()

    def _join(self, client: socket.socket) -> None:
        self._open.wait()
        try:
            database = socket.create_connection(self._target, 5)
        except OSError:
            client.close()
            return
        database.settimeout(None)
        pair = (client, database)
        self._lines.update(pair)
        back = threading.Thread(target=self._pass, args=[database, client], daemon=True)
        back.start()
        self._pass(client, database)
        back.join()
        self._lines.difference_update(pair)
        for line in pair:
            line.close()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._open.wait()
                target.sendall(data)
        for line in (source, target):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
