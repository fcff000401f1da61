"""A site on a real port, with the starter content, and Chromium to look at it."""

import sqlite3
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.contrib.staticfiles import handlers
from django.core.management import call_command
from django.db import connection
from django.test.testcases import _StaticFilesHandler


@pytest.fixture(autouse=True, scope="session")
def collected_files_are_served():
    """Serve static files as collected, with the names that pages use."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handlers, "StaticFilesHandler", _StaticFilesHandler)
        yield


@pytest.fixture(scope="session")
def loaded() -> dict[str, sqlite3.Connection]:
    """What the first test has loaded, for the others to start from."""
    return {}


@pytest.fixture
def site(transactional_db, live_server, settings, loaded):
    """The starter content on a real port, with two members of staff."""
    settings.PUBLIC_URL = live_server.url
    if "copy" in loaded:
        connection.ensure_connection()
        loaded["copy"].backup(connection.connection)
        return live_server
    call_command("load_starter", verbosity=0)
    for name in ("ana", "ben"):
        User.objects.create_user(name, password="a long password", is_staff=True, is_superuser=True)
    if connection.vendor == "sqlite":
        loaded["copy"] = sqlite3.connect(":memory:", check_same_thread=False)
        connection.connection.backup(loaded["copy"])
    return live_server


@pytest.fixture(scope="session")
def axe() -> Callable:
    """Check a page for everything axe knows of WCAG 2.2 AA and good practice.

    In the dark nothing changes but the colours: they are looked at with ``only_colours``. They are
    the slowest of the rules, and are left out with ``colours=False`` where others have them too.
    """
    checker = Axe()
    all_rules = {"resultTypes": ["violations"]}
    contrast = all_rules | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    others = all_rules | {"rules": {"color-contrast": {"enabled": False}}}

    def check(page, *, colours: bool = True, only_colours: bool = False) -> None:
        complaints = getattr(page, "complaints", [])
        before = len(complaints)
        # Colours fade from one to the other.
        page.evaluate("Promise.all(document.getAnimations().map(one => one.finished))")
        options = contrast if only_colours else all_rules if colours else others
        found = checker.run(page, options=options)
        # axe itself tries to style the page, and the policy stops it.
        del complaints[before:]
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return check


HARMLESS = "linkifyjs: already initialized"
"""The editor's library says this when somebody types before the last editor of a page is there."""


def watched(page):
    """Note what must not go wrong unseen: a console message, a request elsewhere."""
    complaints = page.complaints = []
    page.on(
        "console",
        lambda message: (
            complaints.append(f"{message.location} {message.text}")
            if message.type in {"error", "warning"} and HARMLESS not in message.text
            else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith(("http://localhost", "http://127.0.0.1", "data:"))
            else complaints.append(f"asked for {request.url}")
        ),
    )
    return page


@pytest.fixture
def page(page):
    """A page in which nothing may go wrong unseen."""
    yield watched(page)
    assert page.complaints == []
