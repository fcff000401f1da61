"""The database goes away in every way there is, under load, and readers notice nothing."""

import os
import random
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tools.benchmarks.processes import free_port
from tools.trials.node import Node, Staff, wait_for
from tools.trials.readers import Known, Readers
from tools.trials.relay import Mode, Relay
from tools.trials.report import Report

TURNS = 3
"""How often the relay is in each of its modes."""
EACH = 2.5
"""Seconds that it stays so: 30 in all."""


def run(seed: int) -> None:
    """Load the site for 30 s in all languages while its database refuses, cuts and is silent."""
    luck = random.Random(seed)  # noqa: S311
    report = Report("database")
    address = urlsplit(os.environ["DATABASE_URL"])
    relay = Relay(address.hostname or "127.0.0.1", address.port or 5432)
    login, _, _ = address.netloc.rpartition("@")
    through = urlunsplit(
        address._replace(netloc=f"{login}{'@' if login else ''}127.0.0.1:{relay.port}")
    )
    node = Node(Path(os.environ["DATA_DIR"]), free_port(), database=through)
    staff = Staff(luck)
    with node.at_work():
        known = Known(node.store)
        versions = [f"/{code}/police/v1/" for code in ("en", "es", "ar")]
        readers = Readers(node.port, node.paths() + versions, count=6, pause=0.005, seed=seed)
        modes = [mode for _ in range(TURNS) for mode in luck.sample(list(Mode), len(Mode))]
        with readers.reading():
            for mode in modes:
                relay.turn(mode)
                staff.publish()
                stays = time.monotonic() + EACH
                while time.monotonic() < stays:
                    known.look()
                    time.sleep(0.05)
            relay.turn(Mode.OPEN)
            path, words = staff.publish()
            seconds = wait_for(
                lambda: words.encode() in node.ask(path)[1], 20, "The site never caught up."
            )
            known.look()
        report.count(
            requests=readers.requests,
            failures=readers.failures.total(),
            publications=staff.publications,
            turns=" ".join(modes),
            caught_up=f"{seconds:.1f} s",
        )
        report.refuse("failed answers", readers.failures)
        report.refuse("mixed answers", readers.mixed(known))
        report.refuse("addresses that are not right at the end", node.wrong().items())
    report.end()
