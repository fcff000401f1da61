"""granian, really started, serves as gunicorn does."""

import contextlib
import http.client
import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from gunicorn.config import Config

from guidance.serving.forwarded import Forwarded
from tests.serving.behind import free_port

ROOT = Path(__file__).resolve().parents[2]


def scheme(peer, monkeypatch, trusted="127.0.0.1,::1", **headers):
    """Return the scheme an application is told, or the status that is answered without it."""
    found = []

    def application(request, start_response):
        found.append(request["wsgi.url_scheme"])
        return []

    monkeypatch.setattr(
        Config, "forwarded_allow_ips", [part.strip() for part in trusted.split(",")], raising=False
    )
    request = {"REMOTE_ADDR": peer, "wsgi.url_scheme": "http"}
    request |= {f"HTTP_{name}": value for name, value in headers.items()}
    Forwarded(application)(request, lambda status, _: found.append(status))
    return found[0]


@pytest.mark.parametrize(
    ("peer", "headers", "expected"),
    [
        ("127.0.0.1", {}, "http"),
        ("127.0.0.1", {"X_FORWARDED_PROTO": "https"}, "https"),
        ("::1", {"X_FORWARDED_PROTO": "https"}, "https"),
        ("127.0.0.1", {"X_FORWARDED_PROTO": "http"}, "http"),
        ("127.0.0.1", {"X_FORWARDED_PROTO": "HTTPS"}, "http"),
        ("127.0.0.1", {"X_FORWARDED_SSL": "on"}, "https"),
        ("127.0.0.1", {"X_FORWARDED_PROTO": "https", "X_FORWARDED_SSL": "off"}, "400 Bad Request"),
        ("192.0.2.1", {"X_FORWARDED_PROTO": "https"}, "http"),
        ("192.0.2.1", {"X_FORWARDED_PROTO": "https", "X_FORWARDED_SSL": "off"}, "http"),
        ("", {"X_FORWARDED_PROTO": "https"}, "http"),
    ],
)
def test_the_scheme_is_believed_from_the_web_server_in_front_alone(
    peer, headers, expected, monkeypatch
):
    assert scheme(peer, monkeypatch, **headers) == expected


@pytest.mark.parametrize(
    ("trusted", "expected"), [("192.0.2.0/24", "https"), ("*", "https"), ("198.51.100.1", "http")]
)
def test_other_addresses_can_be_trusted(trusted, expected, monkeypatch):
    headers = {"X_FORWARDED_PROTO": "https"}
    assert scheme("192.0.2.1", monkeypatch, trusted, **headers) == expected


@pytest.fixture
def serving(tmp_path, settings):
    """Start granian and give its port, its process, and a function that ends it."""
    if not importlib.util.find_spec("granian"):
        pytest.skip("granian is not installed: `make test` installs it (requirements-fast.txt)")
    port = free_port()
    (tmp_path / "locale").symlink_to(settings.DATA_DIR / "locale")
    variables = {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "guidance_site.settings",
        "HOST": "localhost",
        "PORT": str(port),
        "PUBLIC_URL": "https://safety.example.org",
        "SECRET_KEY": "0123456789" * 6,
    }
    program = subprocess.Popen(
        [sys.executable, "-m", "guidance_site.granian_server"],
        cwd=ROOT,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        _wait_for(port, program)
        yield port, program
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.communicate(timeout=20)


def _wait_for(port, program):
    end = time.monotonic() + 20
    while time.monotonic() < end and program.poll() is None:
        with contextlib.suppress(OSError):
            ask(port, "/healthz")
            return
        time.sleep(0.05)
    raise AssertionError(f"granian does not answer: {program.poll()}")


def ask(port, path, method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(connection):
        given = {"Host": "safety.example.org"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=given)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()


def test_it_answers_as_gunicorn_does_and_ends_when_it_is_told(serving):
    port, program = serving
    assert ask(port, "/healthz")[::2] == (200, b"ok\n")
    # No release yet: readers still get the numbers to call.
    status, headers, body = ask(port, "/es/secret-reading/", X_Forwarded_Proto="https")
    assert (status, headers["content-language"]) == (503, "es")
    assert b"tel:911" in body
    assert ask(port, "/es/", Host="evil.example", X_Forwarded_Proto="https")[0] == 400
    assert ask(port, "/es/%C3%A9/", X_Forwarded_Proto="https")[0] == 503
    # Not encrypted, as far as anybody knows: on to the encrypted site.
    status, headers, _ = ask(port, "/admin/")
    assert (status, headers["location"]) == (301, "https://safety.example.org/admin/")
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
    assert len(children) >= 2
    program.send_signal(signal.SIGTERM)
    said, _ = program.communicate(timeout=20)
    assert program.returncode == 0
    assert "https://safety.example.org/admin/" in said
    assert "secret-reading" not in said and "127.0.0.1" not in said
    assert not any(Path(f"/proc/{child}").exists() for child in children)
