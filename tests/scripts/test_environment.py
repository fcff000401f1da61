"""What the scripts keep in DATA_DIR."""

import importlib.util
import json
import stat
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(monkeypatch, tmp_path):
    """Load the script with a DATA_DIR of its own, in which nothing is installed."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    spec = importlib.util.spec_from_file_location("environment", ROOT / "scripts/environment.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def steps(environment, monkeypatch):
    """Record the steps of an installation instead of taking them."""
    taken = []
    monkeypatch.setattr(environment, "_works", lambda: True)
    monkeypatch.setattr(environment, "_build", lambda words, **_: taken.append(words[1]))
    (environment.DATA_DIR / "venv").mkdir()
    return taken


def test_the_secret_is_random_and_its_owners_alone(environment, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "")
    environment.provide_secret()
    kept = environment.DATA_DIR / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert len(kept.read_text()) > 80
    assert sorted(path.name for path in environment.DATA_DIR.iterdir()) == ["secret_key"]


def test_the_secret_stays_the_same(environment, monkeypatch):
    found = set()
    for _ in range(2):
        monkeypatch.setenv("SECRET_KEY", "")
        environment.provide_secret()
        found.add(environment.os.environ["SECRET_KEY"])
    environment._create_whole(environment.DATA_DIR / "secret_key", "a second first run")
    assert found == {(environment.DATA_DIR / "secret_key").read_text()}


def test_a_given_secret_is_used_and_none_is_kept(environment, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "given")
    environment.provide_secret()
    assert environment.os.environ["SECRET_KEY"] == "given"
    assert not list(environment.DATA_DIR.iterdir())


def test_what_is_installed_is_not_installed_again(environment, steps):
    environment._install(["requirements.txt"])
    assert steps == ["venv", "pip"]
    environment._install(["requirements.txt"])
    assert steps == ["venv", "pip"]


def test_the_packages_of_the_tests_are_added_to_those_there(environment, steps):
    environment._install(["requirements.txt"])
    environment._install(["requirements.txt", "requirements-test.txt"])
    assert steps == ["venv", "pip", "pip"]
    environment._install(["requirements.txt"])
    assert steps == ["venv", "pip", "pip"]


def test_other_requirements_build_the_environment_anew(environment, steps):
    environment._install(["requirements.txt"])
    stamp = environment.DATA_DIR / "venv" / "installed.json"
    stamp.write_text(json.dumps(json.loads(stamp.read_text()) | {"requirements.txt": "older"}))
    environment._install(["requirements.txt"])
    assert steps == ["venv", "pip"] * 2


def test_an_interrupted_set_up_is_redone(environment, steps, monkeypatch):
    def interrupted(words, **_):
        steps.append(words[1])
        if words[1] == "pip":
            raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(environment, "_build", interrupted)
        environment._install(["requirements.txt"])
    environment._install(["requirements.txt"])
    assert steps == ["venv", "pip"] * 2


def test_an_environment_that_no_longer_runs_is_built_anew(environment, steps, monkeypatch):
    environment._install(["requirements.txt"])
    monkeypatch.setattr(environment, "_works", lambda: False)
    environment._install(["requirements.txt"])
    assert steps == ["venv", "pip"] * 2
