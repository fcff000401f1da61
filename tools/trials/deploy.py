"""Another version of the code is deployed under load: each answer is of the old or the new one."""

import os
import shutil
import time
from pathlib import Path

from guidance.release.making.identity import ROOT
from tools.benchmarks.processes import end, free_port
from tools.trials.node import Node, wait_for
from tools.trials.readers import Known, Readers
from tools.trials.report import Report

MARK = "<!-- another version -->"


def run(seed: int) -> None:
    """Change a template: start its builder, then its server beside the old one, end the old."""
    report = Report("deploy")
    folder = Path(os.environ["DATA_DIR"])
    old = Node(folder, free_port())
    old.build_once()
    server, builder = old.start_server(), old.start_builder()
    new = Node(folder, old.port, code=another_version(folder / "code"))
    try:
        old.wait_until_it_answers()
        known = Known(old.store)
        known.look()
        readers = Readers(old.port, old.paths(), count=4, pause=0.005, seed=seed)
        with readers.reading():
            time.sleep(1)
            end(builder)
            builder = new.start_builder()
            seconds = wait_for(
                lambda: MARK.encode() in old.ask("/en/")[1], 60, "The new version is never served."
            )
            time.sleep(1)
            known.look()
        report.count(
            requests=readers.requests,
            failures=readers.failures.total(),
            served_after=f"{seconds:.1f} s",
        )
        report.refuse("failed answers", readers.failures)
        report.refuse("mixed answers", readers.mixed(known))
        end(server)
        server = new.start_server()
        new.wait_until_it_answers()
        pages = [path for path in new.paths() if path.endswith("/") and new.status(path) == 200]
        report.refuse(
            "pages of the old version after it",
            [path for path in pages if MARK.encode() not in new.ask(path)[1]],
        )
        report.refuse("addresses that are not right", new.wrong().items())
    finally:
        end(server)
        end(builder)
    report.end()


def another_version(folder: Path) -> Path:
    """Copy the code with another template of every page; return the copy."""
    for name in ("guidance", "guidance_site", "templates", "static", "locale"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    base = folder / "templates" / "public" / "parts" / "base.html"
    text = base.read_text(encoding="utf-8")
    base.write_text(text.replace("</body>", f"{MARK}</body>", 1), encoding="utf-8")
    return folder
