"""Parts of the store are damaged; the server goes on, and the builder mends it by itself."""

import os
import random
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from guidance.release.making.shapes import Damaged
from guidance.release.making.tidying import check
from tools.benchmarks.processes import end, free_port
from tools.trials.node import Node, wait_for
from tools.trials.readers import Known, Readers
from tools.trials.report import Report


def run(seed: int) -> None:
    """Do every damage, each with readers and with a server that starts anew upon it."""
    luck = random.Random(seed)  # noqa: S311
    report = Report("damage")
    node = Node(Path(os.environ["DATA_DIR"]), free_port())
    node.build_once()
    server, builder = node.start_server(), node.start_builder()
    slowest = 0.0
    failures = 0
    requests = 0
    try:
        node.wait_until_it_answers()
        for name, damage in _DAMAGES.items():
            known = Known(node.store)
            known.look()
            readers = Readers(node.port, node.paths(), count=3, pause=0.01, seed=seed)
            with readers.reading():
                damage(node, luck)
                time.sleep(1)
            known.look()
            requests += readers.requests
            failures += readers.failures.total()
            report.refuse(f"failed answers after damage to {name}", readers.failures)
            report.refuse(f"mixed answers after damage to {name}", readers.mixed(known))
            # A server that starts now has nothing in memory.
            end(server)
            server = node.start_server()
            node.wait_until_it_answers()
            seconds = wait_for(
                lambda: _whole(node), 30, f"The damage to {name} was not mended within 30 s."
            )
            slowest = max(slowest, seconds)
    finally:
        end(server)
        end(builder)
    report.count(
        damages=len(_DAMAGES),
        requests=requests,
        failures=failures,
        slowest_mending=f"{slowest:.1f} s",
    )
    report.end()


def _whole(node: Node) -> bool:
    """Whether everything is right for readers; being asked is what shows the server its damage."""
    try:
        check(node.store, node.live())
        return not node.wrong()
    except Damaged:
        for path in ("/en/", "/es/police/", "/ar/when-to-call/", "/en/recording/"):
            node.ask(path)
        time.sleep(0.1)
        return False


def _files(node: Node) -> list[Path]:
    return sorted(path for path in (node.store.folder / "files").rglob("*") if path.is_file())


def _truncate(node: Node, luck: random.Random) -> None:
    for path in luck.sample(_files(node), 20):
        # A file of its own: what is linked to it elsewhere is damaged too, as on a real disk.
        os.truncate(path, path.stat().st_size // 2)


def _lose(node: Node, luck: random.Random) -> None:
    for path in luck.sample(_files(node), 20):
        path.unlink()


def _lose_everything(node: Node, _: random.Random) -> None:
    # The builder may be writing there just now.
    shutil.rmtree(node.store.folder / "files", ignore_errors=True)


def _spoil_tree(node: Node, luck: random.Random) -> None:
    name = node.live().trees[luck.choice(["en", "es", "ar"])]
    (node.store.folder / "trees" / f"{name}.json").write_text("{", encoding="utf-8")


def _spoil_root(node: Node, _: random.Random) -> None:
    folder = node.store.folder / node.store.current_name()
    (folder / "root.json").write_text("{", encoding="utf-8")


def _nowhere(node: Node, _: random.Random) -> None:
    link = node.store.folder / ".nowhere"
    link.symlink_to("9999-nothing-0")
    link.replace(node.store.current)


_DAMAGES: dict[str, Callable[[Node, random.Random], None]] = {
    "some files, cut short": _truncate,
    "some files, gone": _lose,
    "all files, gone": _lose_everything,
    "a tree": _spoil_tree,
    "the root": _spoil_root,
    "the link to the newest release": _nowhere,
}
