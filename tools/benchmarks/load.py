"""Steady load from one core, by wrk, and what it saw."""

import http.client
import re
import subprocess
from contextlib import closing
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


class OtherAnswer(RuntimeError):
    """A server answered otherwise than it was to: the message says how."""


def ask(port: int, path: str, headers: dict[str, str]) -> tuple[int, bytes, str]:
    """Ask once; return status, body and ETag."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.read(), answer.headers.get("ETag", "")


def measure(
    server: int, port: int, path: str, headers: dict[str, str], status: int, seconds: int
) -> Seen:
    """Load a server for some seconds. Raise OtherAnswer if any answer had another status."""
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
    return read_report(done.stdout + done.stderr, status, used)


def read_report(report: str, status: int, used: float) -> Seen:
    """Read what wrk printed; ``used`` is CPU time of the server in seconds.

    Raise OtherAnswer unless there were answers and all had the status that was asked for.
    """
    found = re.search(r"report (\d+) (\d+) (\d+) ([\d.]+) ([\d.]+) ([\d.]+)", report)
    if found is None:
        raise RuntimeError(f"wrk gave no report: {report}")
    requests, wrong, other = (int(found[place]) for place in (1, 2, 3))
    if other:
        raise OtherAnswer(f"answered {other} instead of {status}")
    if not requests:
        raise OtherAnswer("answered nothing")
    if wrong:
        raise OtherAnswer(f"broke off {wrong} of {requests} requests")
    duration, p50, p99 = (float(found[place]) for place in (4, 5, 6))
    return Seen(requests / duration, used / requests * 1e6, p50, p99)
