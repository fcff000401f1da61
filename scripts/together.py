"""Run the web server and the builder of the public site side by side, until one stop ends both."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

from environment import PYTHON, ROOT

_PAUSES = (0.5, 1, 2, 5, 10)
"""Seconds to wait before the builder is started again, the more often it has ended."""
_LONG = 60.0
"""Seconds after which a builder has worked well, and a new end of it is the first one again."""
_GRACE = 20.0
"""Seconds a program has to end by itself when both are stopped."""


class Together:
    """The server, which decides when all of it ends, and the builder, which is started again."""

    def __init__(self, server: Sequence[str], builder: Sequence[str]) -> None:
        self._server = _start(server)
        self._builder_command = builder
        self._builder = _start(builder)
        self._started = time.monotonic()
        self._ends = 0
        self._stopping = False

    def run(self) -> int:
        """Wait until the server ends; return its exit status."""
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(name, self._stop)
        while (status := self._server.poll()) is None:
            if self._builder.poll() is not None and not self._stopping:
                self._start_builder_again()
            time.sleep(0.1)
        _end(self._builder)
        return 0 if self._stopping and status < 0 else abs(status)

    def _start_builder_again(self) -> None:
        if time.monotonic() - self._started > _LONG:
            self._ends = 0
        pause = _PAUSES[min(self._ends, len(_PAUSES) - 1)]
        self._ends += 1
        print(
            f"The program that makes the public site ended ({self._builder.returncode}); what is "
            f"live stays live. It is started again in {pause:g} s.",
            file=sys.stderr,
        )
        until = time.monotonic() + pause
        while time.monotonic() < until and not self._stopping and self._server.poll() is None:
            time.sleep(0.1)
        if not self._stopping and self._server.poll() is None:
            self._builder = _start(self._builder_command)
            self._started = time.monotonic()

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - a handler's
        self._stopping = True
        for program in (self._server, self._builder):
            if program.poll() is None:
                program.send_signal(signal.SIGTERM)


def _start(arguments: Sequence[str]) -> "subprocess.Popen[bytes]":
    # A group of its own: Ctrl-C reaches this program alone, which then stops both.
    return subprocess.Popen([PYTHON, *arguments], cwd=ROOT, start_new_session=True)


def _end(program: "subprocess.Popen[bytes]") -> None:
    """Ask a program to end, and end it if it does not."""
    if program.poll() is None:
        program.terminate()
    try:
        program.wait(_GRACE)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


def run(server: Sequence[str], builder: Sequence[str]) -> NoReturn:
    """Run both until the server ends, then end with its status."""
    sys.stdout.flush()
    os.chdir(ROOT)
    sys.exit(Together(server, builder).run())
