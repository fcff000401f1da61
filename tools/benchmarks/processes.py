"""Programs started for a measurement, what they used, and their end."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

CORE_OF_SERVERS, CORE_OF_LOAD = "0", "1"
GUNICORN = (sys.executable, "-m", "gunicorn", "-c", "python:guidance_site.server")
_TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextlib.contextmanager
def started(
    command: Sequence[str | Path], port: int, variables: Mapping[str, str] | None = None
) -> Iterator[int]:
    """Run a server on its core until the end of the block; yield its process number.

    Raise RuntimeError if it does not listen within 30 seconds.
    """
    program = subprocess.Popen(
        ["taskset", "-c", CORE_OF_SERVERS, *command],
        env=os.environ | dict(variables or {}),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port, program)
        yield program.pid
    finally:
        end(program)


def end(program: "subprocess.Popen[bytes]", how: signal.Signals = signal.SIGTERM) -> None:
    """End a program and all it started; kill them if that takes more than 15 s."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(program.pid, how)
    try:
        program.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()


def family(process: int) -> list[int]:
    """Return a process and all that descend from it."""
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            after = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
            parents.setdefault(int(after[1]), []).append(int(stat.parent.name))
    found = [process]
    for one in found:
        found += parents.get(one, [])
    return found


def cpu_seconds(process: int) -> float:
    """Return the CPU time, user and system, of a process and its descendants."""
    ticks = 0
    for one in family(process):
        with contextlib.suppress(OSError):
            after = Path(f"/proc/{one}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(after[11]) + int(after[12])
    return ticks / _TICK


def memory_megabytes(process: int) -> list[float]:
    """Return the resident memory of a process and of each descendant, in megabytes."""
    found = []
    for one in family(process):
        with contextlib.suppress(OSError, StopIteration):
            lines = Path(f"/proc/{one}/status").read_text(encoding="utf-8").splitlines()
            line = next(line for line in lines if line.startswith("VmRSS"))
            found.append(int(line.split()[1]) * 1024 / 1e6)
    return found


def _wait_for(port: int, program: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and program.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise RuntimeError(f"{program.args!r} does not listen on port {port}.")
