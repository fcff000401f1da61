"""Two nodes with disks of their own and one database; then a rolling change of their code."""

import os
import random
import statistics
import time
from pathlib import Path

from tools.benchmarks.processes import end, free_port
from tools.trials.deploy import MARK, another_version
from tools.trials.node import Node, Staff, link_prepared, wait_for
from tools.trials.report import Report

PUBLICATIONS = 20
WITHIN = 2.0
"""Seconds in which both nodes are to show what was published. How often they did is told, and fails
nothing: it is the machine's doing, and two nodes share this one."""


def run(seed: int) -> None:
    """Publish, and wait for it on both nodes; then give one of them other code, then both."""
    luck = random.Random(seed)  # noqa: S311
    report = Report("two nodes")
    first = Path(os.environ["DATA_DIR"])
    second = first / "second"
    link_prepared(first, second)
    nodes = [Node(first, free_port()), Node(second, free_port())]
    staff = Staff(luck)
    times = []
    with nodes[0].at_work(), nodes[1].at_work():
        for _ in range(PUBLICATIONS):
            # Full compression is at work on half of them.
            time.sleep(luck.choice([0, 1.5]))
            path, words = staff.publish()
            began = time.monotonic()
            for node in nodes:
                wait_for(lambda: words.encode() in node.ask(path)[1], 30, "Never shown.")  # noqa: B023
            times.append(time.monotonic() - began)
    report.count(
        publications=PUBLICATIONS,
        median=f"{statistics.median(times):.2f} s",
        worst=f"{max(times):.2f} s",
        within_2_s=sum(seconds <= WITHIN for seconds in times),
    )
    code = another_version(first / "code")
    rolling = [Node(first, nodes[0].port, code=code), nodes[1]]
    for step in range(2):
        programs = [program for node in rolling for program in _start(node)]
        try:
            for node in rolling:
                node.wait_until_it_answers()
            path, words = staff.publish()
            for node in rolling:
                wait_for(lambda: words.encode() in node.ask(path)[1], 60, "Never shown.")  # noqa: B023
                is_new = MARK.encode() in node.ask(path)[1]
                report.require(is_new == (node.code == code), "A node shows the other's version.")
                report.refuse(f"addresses not right in step {step + 1}", node.wrong().items())
        finally:
            for program in programs:
                end(program)
        rolling = [rolling[0], Node(second, nodes[1].port, code=code)]
    report.end()


def _start(node: Node) -> list:
    node.build_once()
    return [node.start_server(), node.start_builder()]
