"""The units of systemd: it can read them, they give little away, and start what is there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
MOST_EXPOSED = 15
"""Tenths of what `systemd-analyze security` counts, of 100 at most."""


@pytest.fixture
def here(tmp_path):
    """Return the units with the paths of this machine, as files for systemd-analyze."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed. On Debian: apt-get install systemd")
    for unit in UNITS:
        text = unit.read_text().replace("/var/lib/guidance/venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(text.replace("/opt/guidance", str(ROOT)))
    return sorted(tmp_path.iterdir())


def analyze(*arguments):
    return subprocess.run(
        ["systemd-analyze", "--no-pager", *arguments], capture_output=True, text=True, check=False
    )


def test_systemd_understands_every_line(here):
    done = analyze("verify", "--man=no", *here)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_little_is_exposed(here):
    for unit in here:
        done = analyze("security", "--offline=yes", f"--threshold={MOST_EXPOSED}", unit)
        assert done.returncode == 0, done.stdout + done.stderr


def test_all_units_are_shut_in_alike():
    sections = {
        re.search(r"\n# Nothing but.*?\n\n|\n# Nothing but.*", u.read_text(), re.S)[0].strip()
        for u in UNITS
    }
    assert len(UNITS) == 3 and len(sections) == 1


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_what_a_unit_starts_is_there(unit):
    text = unit.read_text()
    (command,) = re.findall(r"^ExecStart=(.*)$", text, re.M)
    for word in command.split():
        if word.startswith("/opt/guidance/") or word.endswith(".py"):
            assert (ROOT / word.removeprefix("/opt/guidance/")).exists()
    for path in re.findall(r"^Documentation=file:///opt/guidance/(.*)$", text, re.M):
        assert (ROOT / path).exists()
