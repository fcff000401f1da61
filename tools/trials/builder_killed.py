"""The builder is killed at random points of publications; what readers get is whole."""

import os
import random
import signal
import tempfile
import time
from pathlib import Path

from guidance.release.making import receipt
from guidance.release.making.tidying import check
from tools.benchmarks.processes import end, free_port
from tools.trials.node import Node, Staff, link_prepared, wait_for
from tools.trials.readers import Known, Readers
from tools.trials.report import Report

PUBLICATIONS = 50


def run(seed: int) -> None:
    """Kill the builder with SIGKILL after each of 50 publications, then let it come to an end."""
    luck = random.Random(seed)  # noqa: S311
    report = Report("builder killed")
    folder = Path(os.environ["DATA_DIR"])
    node = Node(folder, free_port())
    staff = Staff(luck)
    node.build_once()
    server = node.start_server()
    try:
        node.wait_until_it_answers()
        known = Known(node.store)
        readers = Readers(node.port, node.paths(), count=2, pause=0.01, seed=seed)
        with readers.reading():
            for _ in range(PUBLICATIONS):
                builder = node.start_builder()
                wait_for(node.store.heard, 30, "The builder does not start.")
                (node.store.folder / "heard").unlink()
                staff.publish()
                # A release takes about a third of a second here.
                time.sleep(luck.uniform(0, 0.5))
                end(builder, signal.SIGKILL)
                known.look()
            builder = node.start_builder()
            path, words = staff.publish()
            wait_for(lambda: words.encode() in node.ask(path)[1], 30, "Never caught up.")
            known.look()
        report.count(
            publications=staff.publications,
            requests=readers.requests,
            failures=readers.failures.total(),
            releases=len(known.seen),
        )
        report.refuse("failed answers", readers.failures)
        report.refuse("mixed answers", readers.mixed(known))
        report.refuse("addresses that are not right", node.wrong().items())
        check(node.store, node.live())
        end(builder)
        with tempfile.TemporaryDirectory() as other:
            link_prepared(folder, Path(other))
            fresh = Node(Path(other), node.port)
            fresh.build_once()
            anew = receipt.changed(fresh.store, None, fresh.live())
            report.require(
                anew == receipt.changed(node.store, None, node.live()),
                "What is live is not what a build from nothing gives.",
            )
    finally:
        end(server)
    report.end()
