"""Two programs side by side: one stop ends both, and a builder that ended is started again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"

SERVER = "import time, pathlib; pathlib.Path('server').touch(); time.sleep(60)"
BUILDER = "import time; open('builder', 'a').write('x'); time.sleep(60)"


@pytest.fixture
def together(tmp_path):
    """Start two small programs side by side, in a folder where they leave signs."""
    started = []

    def start(server=SERVER, builder=BUILDER):
        data = tmp_path / "data" / "venv" / "bin"
        data.mkdir(parents=True)
        (data / "python").symlink_to(sys.executable)
        code = (
            f"import sys; sys.path.insert(0, {str(SCRIPTS)!r}); import together, environment; "
            f"together.ROOT = {str(tmp_path)!r}; together._PAUSES = (0.1,); "
            f"together.run(['-c', {server!r}], ['-c', {builder!r}])"
        )
        program = subprocess.Popen(
            [sys.executable, "-c", code],
            env=os.environ | {"DATA_DIR": str(tmp_path / "data")},
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(program)
        return program

    yield start
    for program in started:
        program.kill()
        program.wait()
        program.stderr.close()


def wait_for(condition):
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def running(tmp_path):
    marks = ["open('builder', 'a')", "pathlib.Path('server')"]
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    lines = [line for line in listed.stdout.splitlines() if "together" not in line]
    return [line for line in lines if any(mark in line for mark in marks)]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_one_stop_ends_both(together, tmp_path, number):
    program = together()
    wait_for(lambda: (tmp_path / "server").exists() and (tmp_path / "builder").exists())
    program.send_signal(number)
    assert program.wait(10) == 0
    wait_for(lambda: not running(tmp_path))


def test_builder_that_ended_is_started_again_and_it_is_said(together, tmp_path):
    program = together(builder="open('builder', 'a').write('x'); raise SystemExit(3)")
    wait_for(
        lambda: (tmp_path / "builder").exists() and len((tmp_path / "builder").read_text()) > 2
    )
    program.terminate()
    program.wait(10)
    assert "ended (3); what is live stays live" in program.stderr.read()


def test_end_of_the_server_ends_all_with_its_status(together, tmp_path):
    program = together(server="import time; time.sleep(0.5); raise SystemExit(7)")
    assert program.wait(15) == 7
    wait_for(lambda: not running(tmp_path))
