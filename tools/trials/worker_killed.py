"""A worker of the server is killed under load: no more than its own lines break."""

import os
import random
import signal
import time
from pathlib import Path

from tools.benchmarks.processes import end, family, free_port
from tools.trials.node import Node
from tools.trials.readers import Known, Readers
from tools.trials.report import Report

KILLS = 8
LINES = 6


def run(seed: int) -> None:
    """Kill a worker every second; readers open new lines and are answered."""
    luck = random.Random(seed)  # noqa: S311
    report = Report("worker killed")
    node = Node(Path(os.environ["DATA_DIR"]), free_port())
    node.build_once()
    server = node.start_server()
    try:
        node.wait_until_it_answers()
        known = Known(node.store)
        known.look()
        readers = Readers(node.port, node.paths(), count=LINES, pause=0.002, seed=seed)
        with readers.reading():
            for _ in range(KILLS):
                time.sleep(1)
                workers = [process for process in family(server.pid) if process != server.pid]
                os.kill(luck.choice(workers), signal.SIGKILL)
            time.sleep(2)
        report.count(kills=KILLS, requests=readers.requests, broken_lines=readers.broken)
        report.require(
            readers.broken <= KILLS * LINES, "More lines broke than the killed workers held."
        )
        report.require(
            readers.broken == readers.failures.total(), f"Wrong answers: {readers.failures}"
        )
        report.refuse("mixed answers", readers.mixed(known))
        report.refuse("addresses that are not right", node.wrong().items())
    finally:
        end(server)
    report.end()
