"""CPU time of the server for one answer, as a multiple of nginx with the compressed file."""

import os
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tools.benchmarks.load import Seen, ask, measure
from tools.benchmarks.processes import memory_megabytes, started
from tools.benchmarks.servers import Server, servers
from tools.benchmarks.tables import table

ROUNDS, SECONDS = 5, 2
PAGE = "/en/when-to-call/"


def main() -> None:
    """Measure every server in turn, ``ROUNDS`` times, and print the tables."""
    releases = Path(os.environ["DATA_DIR"]) / "releases"
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        Path(folder).chmod(0o755)
        found = [
            (server, running.enter_context(started(server.command, server.port, server.variables)))
            for server in servers(Path(folder), releases, PAGE)
        ]
        whole: dict[str, list[Seen]] = {}
        unchanged: dict[str, list[Seen]] = {}
        forms = {server.name: _form(server) for server, _ in found}
        for _ in range(ROUNDS):
            for server, process in found:
                headers, etag = forms[server.name]
                seen = measure(process, server.port, PAGE, headers, 200, SECONDS)
                whole.setdefault(server.name, []).append(seen)
                headers = headers | {"If-None-Match": etag}
                if ask(server.port, PAGE, headers)[0] == 304:
                    seen = measure(process, server.port, PAGE, headers, 304, SECONDS)
                    unchanged.setdefault(server.name, []).append(seen)
        memory = {server.name: max(memory_megabytes(process)) for server, process in found}
    _print(whole, unchanged, memory)


def _form(server: Server) -> tuple[dict[str, str], str]:
    """Give the headers to ask with, and the ETag, having seen that it is the page, compressed."""
    host = f"127.0.0.1:{server.port}"
    headers = {"Host": host, "Accept-Encoding": "br"}
    status, body, etag = ask(server.port, PAGE, headers)
    if status != 200 or len(body) > 12_000 or not etag or b"<html" in body:
        raise RuntimeError(f"{server.name} answered {status} with {len(body)} bytes, {etag!r}.")
    return headers, etag


def _print(
    whole: dict[str, list[Seen]], unchanged: dict[str, list[Seen]], memory: dict[str, float]
) -> None:
    peer = statistics.median(seen.cpu for seen in next(iter(whole.values())))
    rows = []
    for name, rounds in whole.items():
        cpu = [seen.cpu for seen in rounds]
        again = [seen.cpu for seen in unchanged.get(name, [])]
        rows.append(
            (
                name,
                _spread(cpu),
                f"{statistics.median(cpu) / peer:.2f}",
                _spread(again) if again else "never",
                f"{statistics.median(seen.a_second for seen in rounds):,.0f}",
                f"{statistics.median(seen.p50 for seen in rounds):.2f}",
                f"{statistics.median(seen.p99 for seen in rounds):.2f}",
                f"{memory[name]:.0f}",
            )
        )
    heads = (
        *("server", "CPU, microseconds (spread)", "times nginx", "304, microseconds (spread)"),
        *("requests a second", "p50, ms", "p99, ms", "MB, largest process"),
    )
    print(f"\n{PAGE}, brotli, {ROUNDS} interleaved rounds of {SECONDS} s, one core each\n")
    print(table(heads, rows))


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} ({min(values):.1f} to {max(values):.1f})"


if __name__ == "__main__":
    main()
