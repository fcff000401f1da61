"""What the environment says becomes settings, or one line that says what is wrong with it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "0123456789" * 6
SHOW = """
import json
from django.conf import settings as s
names = [
    "ALLOWED_HOSTS", "CSRF_COOKIE_SECURE", "PUBLIC_URL", "SECURE_HSTS_SECONDS",
    "SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE",
]
print(json.dumps({name: getattr(s, name) for name in names} | {
    "DATA_DIR": str(s.DATA_DIR),
    "DATABASE": {name: str(value) for name, value in s.DATABASES["default"].items()},
}))
"""


def django(*arguments, **variables):
    """Run Python in the project with these variables alone."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "guidance_site.settings",
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
        "SECRET_KEY": SECRET,
        **variables,
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def settings(**variables):
    done = django("-c", SHOW, **variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_by_default_the_site_is_on_this_machine_alone():
    found = settings()
    assert found["PUBLIC_URL"] == "http://127.0.0.1:8000"
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "127.0.0.1", "[::1]"]
    assert found["DATA_DIR"] == str(ROOT / "var")
    assert found["DATABASE"]["NAME"] == str(ROOT / "var" / "db.sqlite3")
    assert not found["SESSION_COOKIE_SECURE"]


def test_empty_variables_count_as_not_set():
    names = ["HOST", "PORT", "DATA_DIR", "DATABASE_URL", "PUBLIC_URL"]
    assert settings(**dict.fromkeys(names, "")) == settings()


def test_public_url_follows_host_and_port():
    assert settings(HOST="::1", PORT="81")["PUBLIC_URL"] == "http://[::1]:81"


def test_an_encrypted_address_insists_on_encryption():
    found = settings(PUBLIC_URL="https://safety.example.org/")
    assert found["PUBLIC_URL"] == "https://safety.example.org"
    assert found["ALLOWED_HOSTS"] == ["safety.example.org"]
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000


@pytest.mark.parametrize(
    "variables",
    [{}, {"PUBLIC_URL": "https://safety.example.org"}, {"PUBLIC_URL": "http://localhost:8000"}],
)
def test_the_deployment_check_finds_nothing(variables, tmp_path):
    done = django(
        *("manage.py", "check", "--deploy", "--fail-level=WARNING"),
        **variables,
        DATA_DIR=str(tmp_path),
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_plain_http_from_elsewhere_is_an_error(tmp_path):
    done = django("manage.py", "check", PUBLIC_URL="http://10.0.0.1:80", DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "guidance_site.E001" in done.stderr
    assert "PUBLIC_URL=https://safety.example.org" in done.stderr


def test_postgresql_keeps_its_connections():
    found = settings(DATABASE_URL="postgres://amina:p%40ss@db.example:5433/guidance")["DATABASE"]
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("amina", "p@ss", "db.example")
    assert (found["PORT"], found["NAME"]) == ("5433", "guidance")
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == ("60", "True")


def test_sqlite_can_be_another_file():
    found = settings(DATABASE_URL="sqlite:////tmp/with%20space/db.sqlite3")["DATABASE"]
    assert found["NAME"] == "/tmp/with space/db.sqlite3"
    assert "IMMEDIATE" in found["OPTIONS"]


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("SECRET_KEY", "", "is not set"),
        ("SECRET_KEY", "short", "has 5 characters"),
        ("PORT", "http", "is 'http', which is no number"),
        ("PUBLIC_URL", "safety.example.org", "must begin with http"),
        ("PUBLIC_URL", "https://safety.example.org/en", "must end after the host"),
        ("PUBLIC_URL", "https://safety.example.org:port", "has a host or a port"),
        ("PUBLIC_URL", "http://[::1", "has a host or a port"),
        ("DATABASE_URL", "mysql://u:p@127.0.0.1/guidance", "names neither a PostgreSQL"),
        ("DATABASE_URL", "sqlite://:memory:", "names neither a PostgreSQL"),
        ("DATABASE_URL", "postgres://127.0.0.1:5432/", "names neither a PostgreSQL"),
        ("DATABASE_URL", "postgres://u:p@127.0.0.1:port/guidance", "cannot be read"),
        ("DATABASE_URL", "guidance.db", "names neither a PostgreSQL"),
    ],
)
def test_a_value_that_cannot_be_used_is_explained_in_one_line(name, value, problem):
    done = django("manage.py", "check", **{name: value})
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert f"{name} {problem}" in done.stderr
    assert f"Example: {name}=" in done.stderr


@pytest.mark.parametrize("secret", ["u:p4ssw0rd@", "u:p4ssw0rd@127.0.0.1:port/"])
def test_a_password_never_stands_in_the_message(secret):
    done = django("manage.py", "check", DATABASE_URL=f"postgres://{secret}")
    assert done.returncode == 1
    assert "p4ssw0rd" not in done.stderr
