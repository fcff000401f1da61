"""CPU time of the server for one answer, as a multiple of nginx with the compressed file."""

import os
import statistics
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tools.benchmarks.load import OtherAnswer, Seen, ask, measure
from tools.benchmarks.processes import memory_megabytes, started
from tools.benchmarks.servers import Server, servers
from tools.benchmarks.tables import table

ROUNDS, SECONDS = 5, 2
PAGE = "/en/when-to-call/"


@dataclass
class Figures:
    """What was seen of one server: its rounds by the status asked for, and what it answered else.

    ``otherwise`` has words for each status that a peer did not keep to; it is not asked again.
    """

    rounds: dict[int, list[Seen]] = field(default_factory=lambda: {200: [], 304: []})
    otherwise: dict[int, str] = field(default_factory=dict)
    memory: float = 0.0

    def cpu(self, status: int) -> list[float]:
        return [seen.cpu for seen in self.rounds[status]]


def main() -> None:
    """Measure every server in turn, ``ROUNDS`` times, and print the table.

    Raise OtherAnswer if one of ours answers otherwise than it should; of a peer the table says so.
    """
    releases = Path(os.environ["DATA_DIR"]) / "releases"
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        Path(folder).chmod(0o755)
        started_servers = [
            (server, running.enter_context(started(server.command, server.port, server.variables)))
            for server in servers(Path(folder), releases, PAGE)
        ]
        found = {server.name: Figures() for server, _ in started_servers}
        etags = {server.name: _etag(server) for server, _ in started_servers}
        for _ in range(ROUNDS):
            for server, process in started_servers:
                again = {"If-None-Match": etags[server.name]}
                for status, more in ((200, {}), (304, again)):
                    measure_round(server, process, status, more, found[server.name])
        for server, process in started_servers:
            found[server.name].memory = max(memory_megabytes(process))
    print(f"\n{PAGE}, brotli, {ROUNDS} interleaved rounds of {SECONDS} s, one core each\n")
    print(report(found))


def measure_round(
    server: Server, process: int, status: int, more: dict[str, str], figures: Figures
) -> None:
    """Measure one round, and note it; ``more`` are headers beside those that every request has."""
    if status in figures.otherwise:
        return
    try:
        seen = measure(process, server.port, PAGE, _headers(server) | more, status, SECONDS)
        figures.rounds[status].append(seen)
    except OtherAnswer as answer:
        if server.ours:
            raise OtherAnswer(f"{server.name} {answer}") from answer
        figures.otherwise[status] = str(answer)


def _headers(server: Server) -> dict[str, str]:
    return {"Host": f"127.0.0.1:{server.port}", "Accept-Encoding": "br"}


def _etag(server: Server) -> str:
    """Return the page's ETag. Raise OtherAnswer unless the page comes, compressed."""
    status, body, etag = ask(server.port, PAGE, _headers(server))
    if status != 200 or len(body) > 12_000 or not etag or b"<html" in body:
        raise OtherAnswer(f"{server.name} answered {status} with {len(body)} bytes, {etag!r}")
    return etag


def report(found: dict[str, Figures]) -> str:
    """Return the table; the first server is the one that the others are compared with."""
    peer = statistics.median(next(iter(found.values())).cpu(200))
    rows = []
    for name, figures in found.items():
        again = figures.otherwise.get(304) or _spread(figures.cpu(304))
        memory = f"{figures.memory:.0f}"
        if 200 in figures.otherwise:
            rows.append((name, figures.otherwise[200], "", again, "", "", "", memory))
            continue
        whole, cpu = figures.rounds[200], figures.cpu(200)
        rows.append(
            (
                name,
                _spread(cpu),
                f"{statistics.median(cpu) / peer:.2f}",
                again,
                f"{statistics.median(seen.a_second for seen in whole):,.0f}",
                f"{statistics.median(seen.p50 for seen in whole):.2f}",
                f"{statistics.median(seen.p99 for seen in whole):.2f}",
                memory,
            )
        )
    heads = (
        *("server", "CPU, microseconds (spread)", "times nginx", "304, microseconds (spread)"),
        *("requests a second", "p50, ms", "p99, ms", "MB, largest process"),
    )
    return table(heads, rows)


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} ({min(values):.1f} to {max(values):.1f})"


if __name__ == "__main__":
    main()
