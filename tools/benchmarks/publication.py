"""How long a publication takes to reach readers, by the number of guides, in eight languages."""

import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tools.benchmarks.load import ask
from tools.benchmarks.processes import GUNICORN, free_port
from tools.benchmarks.tables import table

SIZES = (0, 10, 100, 500)
"""Guides beside the starter content."""

SMALLEST = 10
"""With how many guides the time is compared."""

PUBLICATIONS = 5
_LIVE = re.compile(r"Release (\d+) is live: (\d+) answers made, ([\d.]+) s")


def main() -> None:
    """Measure every size in a folder, a database and processes of its own; print the table."""
    measured = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [
                    *(sys.executable, "-m", "tools.benchmarks.publication"),
                    str(size),
                    os.environ["DATA_DIR"],
                ],
                env=os.environ | {"DATA_DIR": folder, "DATABASE_URL": "", "PORT": str(free_port())},
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
        *row, visible = done.stdout.splitlines()[-1].split("|")
        measured[size] = row, float(visible)
    least = measured[SMALLEST][1]
    rows = [(*row, f"{visible / least:.2f}") for row, visible in measured.values()]
    heads = (
        *("more guides", "first release, s", "pages of it", "section visible, s (spread)"),
        *("pages made", "alert everywhere, s", "pages made", f"section: times {SMALLEST} more"),
    )
    print(f"\nEight languages, median of {PUBLICATIONS} publications, builder and server running\n")
    print(table(heads, rows))


def one(size: int, prepared: Path) -> None:
    """Measure one size, and print its row; ``prepared`` has compiled catalogues."""
    import django  # noqa: PLC0415 - with the settings of this run

    django.setup()
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from guidance.domain.languages import CODES  # noqa: PLC0415
    from guidance.domain.pages.frame import AlertWords  # noqa: PLC0415
    from guidance.domain.translation.freshness import Severity  # noqa: PLC0415
    from guidance.models import Guide  # noqa: PLC0415
    from guidance.publishing import correct_urgently, raise_alert  # noqa: PLC0415
    from guidance.publishing.site.starter import load  # noqa: PLC0415
    from guidance.starter import FOLDER  # noqa: PLC0415
    from tools.benchmarks import generated  # noqa: PLC0415

    shutil.copytree(prepared / "locale", Path(os.environ["DATA_DIR"]) / "locale")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    load(guides=[], contacts=[], offered=CODES)
    call_command("load_starter", str(FOLDER), verbosity=0)
    if size:
        load(guides=generated.guides(size), contacts=[], offered=CODES)
    person = User.objects.create_superuser("a")
    with _at_work() as (log, port):
        first = _wait(log, 1)
        key, section = ("made-up-005", "made-up-005-3") if size else ("police", "police-can")
        guide = Guide.objects.get(key=key)
        sections, made = [], []
        for turn in range(PUBLICATIONS):
            text = f"What to do now, {turn}."
            began = time.monotonic()
            correct_urgently(
                by=person,
                guide=guide,
                key=section,
                heading="Changed",
                body=f"<p>{text}</p>",
                severity=Severity.SAFETY,
                note="It changed.",
                reason="A measurement.",
            )
            _until_shown(port, f"/es/{key}/", text)
            sections.append(time.monotonic() - began)
            made.append(_wait(log, turn + 2)[1])
            time.sleep(1)
        began = time.monotonic()
        raise_alert(by=person, words={"en": AlertWords("Ramp A is closed.")})
        last = _wait(log, PUBLICATIONS + 2)
        for code in CODES:
            _until_shown(port, f"/{code}/", "Ramp A is closed.")
            _until_shown(port, f"/{code}/police/", "Ramp A is closed.")
        alert = time.monotonic() - began
    middle = statistics.median(sections)
    spread = f"{middle:.2f} ({min(sections):.2f} to {max(sections):.2f})"
    print(
        f"{size}|{first[2]:.1f}|{first[1]:,}|{spread}|{statistics.median(made):.0f}|"
        f"{alert:.2f}|{last[1]:,}|{middle}"
    )


@contextlib.contextmanager
def _at_work() -> Iterator[tuple[Path, int]]:
    """Run a builder and a server; yield the builder's log and the server's port."""
    log, port = Path(os.environ["DATA_DIR"]) / "builder.log", int(os.environ["PORT"])
    with log.open("w", encoding="utf-8") as out:
        programs = [
            subprocess.Popen([sys.executable, "-m", "tools.benchmarks.builder"], stderr=out),
            subprocess.Popen([*GUNICORN, "guidance_site.wsgi"], stdout=subprocess.DEVNULL),
        ]
        try:
            yield log, port
        finally:
            for program in programs:
                program.terminate()
                program.wait()


def _wait(log: Path, releases: int) -> tuple[int, int, float]:
    """Return number, pages and seconds of the last of so many releases, once it is live."""
    end = time.monotonic() + 900
    while time.monotonic() < end:
        found = _LIVE.findall(log.read_text(encoding="utf-8"))
        if len(found) >= releases:
            number, made, seconds = found[releases - 1]
            return int(number), int(made), float(seconds)
        time.sleep(0.05)
    raise RuntimeError("The builder has put nothing live.")


def _until_shown(port: int, path: str, text: str) -> None:
    """Ask for a page until it shows the text. Raise RuntimeError after a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if text.encode() in ask(port, path, {})[1]:
                return
        time.sleep(0.02)
    raise RuntimeError(f"{path} never showed “{text}”.")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        one(int(sys.argv[1]), Path(sys.argv[2]))
    else:
        main()
