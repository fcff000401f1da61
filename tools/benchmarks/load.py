"""Steady load from one core, by wrk, and what it saw."""

import http.client
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tools.benchmarks.processes import CORE_OF_LOAD, cpu_seconds

CONNECTIONS = 16
_REPORT = Path(__file__).with_name("report.lua")


@dataclass(frozen=True)
class Seen:
    """One round: requests a second, CPU microseconds of the server for each, times in ms."""

    a_second: float
    cpu: float
    p50: float
    p99: float


def ask(port: int, path: str, headers: dict[str, str]) -> tuple[int, bytes, str]:
    """Ask once; give status, body and ETag."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    found = answer.status, answer.read(), answer.headers.get("ETag", "")
    line.close()
    return found


def measure(
    server: int, port: int, path: str, headers: dict[str, str], status: int, seconds: int
) -> Seen:
    """Load a server and give what was seen. Raises RuntimeError for an answer of another status."""
    given = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    before = cpu_seconds(server)
    done = subprocess.run(
        [
            *("taskset", "-c", CORE_OF_LOAD, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}"),
            *given,
            *("-s", str(_REPORT), f"http://127.0.0.1:{port}{path}", "--", str(status)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    used = cpu_seconds(server) - before
    found = re.search(r"report (\d+) (\d+) ([\d.]+) ([\d.]+) ([\d.]+)", done.stdout)
    if found is None:
        raise RuntimeError(f"wrk gave no report: {done.stdout}{done.stderr}")
    requests, wrong = int(found[1]), int(found[2])
    if wrong or not requests:
        raise RuntimeError(f"{wrong} of {requests} answers on port {port} were not {status}.")
    duration = float(found[3])
    return Seen(requests / duration, used / requests * 1e6, float(found[4]), float(found[5]))
