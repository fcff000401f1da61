"""How soon a new server process answers, and what it takes of memory."""

import statistics
import subprocess
import sys
import time

from tools.benchmarks.load import ask
from tools.benchmarks.processes import GUNICORN, cpu_seconds, free_port, memory_megabytes, started
from tools.benchmarks.serving import PAGE
from tools.benchmarks.tables import table

ROUNDS = 5


def main() -> None:
    """Start gunicorn again and again, and print the table."""
    first, memory, python = [], [], []
    for _ in range(ROUNDS):
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        python.append(time.monotonic() - began)
        port = free_port()
        began = time.monotonic()
        with started([*GUNICORN, "guidance_site.wsgi"], port, {"PORT": str(port)}) as process:
            status, *_ = ask(port, PAGE, {"Host": f"127.0.0.1:{port}"})
            if status != 200:
                raise RuntimeError(f"The first answer was {status}.")
            first.append(time.monotonic() - began)
            _settle(process)
            memory.append(max(memory_megabytes(process)))
    middle = statistics.median(first)
    print(
        "\nFrom the start of gunicorn to its first page, seconds; memory once Django is ready, MB\n"
    )
    heads = ("first page (spread)", "times starting Python alone", "largest process")
    row = (
        f"{middle:.2f} ({min(first):.2f} to {max(first):.2f})",
        f"{middle / statistics.median(python):.0f}",
        f"{max(memory):.0f}",
    )
    print(table(heads, [row]))


def _settle(process: int) -> None:
    """Wait until Django, made ready a second later in the background, takes no more time."""
    time.sleep(1.5)
    used = -1.0
    while (now := cpu_seconds(process)) - used > 0.02:
        used = now
        time.sleep(0.5)


if __name__ == "__main__":
    main()
