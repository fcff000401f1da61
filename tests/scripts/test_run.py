"""What `make run` says when it cannot start: one line, before anything slow, and no traceback."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def make(target, *, path=None, **variables):
    """Run a target without the environment of the tests."""
    names = ("PATH", "HOME", "LANG", "PIP_CONFIG_FILE")
    environment = {name: os.environ[name] for name in names if name in os.environ}
    return subprocess.run(
        [shutil.which("make"), target],
        cwd=ROOT,
        env=environment | {"PYTHON": sys.executable} | ({"PATH": path} if path else {}) | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def refused(target, **variables):
    """Run a target that must fail and return the one line that it says."""
    done = make(target, **variables)
    assert done.returncode != 0
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.fixture
def data(tmp_path):
    """Return a folder in which nothing may have been made."""
    yield tmp_path / "data"
    assert not (tmp_path / "data").exists()


def test_a_taken_port_is_named_before_anything_is_made(data):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said = refused("run", PORT=str(port), DATA_DIR=str(data))
    assert f"port {port} is taken" in said
    assert "make run PORT=" in said


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "80 80"])
def test_what_is_no_port_is_named(port, data):
    assert f"PORT={port} is not a port" in refused("run", PORT=port, DATA_DIR=str(data))


def test_a_server_that_is_not_known_is_named(data):
    said = refused("run", SERVER="apache", DATA_DIR=str(data))
    assert "SERVER=apache is none of gunicorn, granian" in said


def test_an_address_of_another_machine_is_named(data):
    said = refused("run", HOST="192.0.2.1", PORT="0" + "8000", DATA_DIR=str(data))
    assert "HOST=192.0.2.1 is no address of this machine" in said


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").touch()
    said = refused("run", PORT=str(free_port()), DATA_DIR=str(tmp_path / "file" / "data"))
    assert "DATA_DIR cannot be written" in said
    assert str(tmp_path / "file") in said


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def program(folder, name, text):
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


@pytest.fixture
def only(tmp_path):
    """Return a PATH on which there is a shell and nothing else."""
    folder = tmp_path / "bin"
    program(folder, "sh", 'exec /bin/sh "$@"')
    return folder


def test_a_machine_without_python_is_told_so(only):
    said = refused("run", path=str(only), PYTHON="")
    assert said.startswith("Python 3.11 or newer is needed and was not found")


def test_an_old_python_is_passed_over(only):
    program(only, "python3", "exit 1")
    said = refused("run", path=str(only), PYTHON="")
    assert said.startswith("Python 3.11 or newer is needed and was not found")


def test_an_old_python_that_was_asked_for_is_named(only):
    program(only, "python3", f'exec "{sys.executable}" "$@"')
    program(only, "old", "exit 1")
    said = refused("run", path=str(only), PYTHON="old")
    assert said.startswith("PYTHON=old is not a Python 3.11 or newer")


def test_a_python_without_venv_is_told_what_to_install(only):
    without_venv = f'case "$2" in *venv*) exit 1;; esac; exec "{sys.executable}" "$@"'
    program(only, "python3", without_venv)
    said = refused("run", path=str(only), PYTHON="")
    assert "has no venv module" in said
    assert "apt-get install python3-venv" in said


def test_a_python_with_venv_is_preferred_to_a_newer_one_without(only):
    program(only, "python3.13", 'case "$2" in *venv*) exit 1;; esac; exit 0')
    program(only, "python3.11", f'exec "{sys.executable}" "$@"')
    said = refused("run", path=str(only), PYTHON="", PORT="none")
    assert "is not a port" in said


def test_help_names_every_target():
    done = make("help")
    for target in ("run", "staff", "test", "format", "lock", "clean"):
        assert f"make {target}" in done.stdout
