"""What all tests share: no network, catalogues and static files made ready, Chromium."""

import os
import shutil
import socket
from collections.abc import Iterator
from ipaddress import ip_address

import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import flush
from django.db import connection, connections

from guidance.models import triggers
from guidance.serving.current import site_in_database
from guidance.serving.on_request import errors, pages
from tests.world import World, make_world

IN_CI = bool(os.environ.get("CI"))

# Deadlines measure how busy the machine is. In CI a failure has to come back when run again.
hypothesis.settings.register_profile("tests", deadline=None, derandomize=IN_CI)
hypothesis.settings.load_profile("tests")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Make ready, once, what an installation makes ready before it serves."""
    if not hasattr(session.config, "workerinput"):
        call_command("compile_catalogues", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, without calling it skipped, what is about the other database.

    Tests that use no database, or are about something else, run once, beside those on SQLite.
    """
    others = ("sqlite", "once") if connection.vendor == "postgresql" else ("postgres",)
    if "soak" not in config.option.markexpr:
        others = (*others, "soak")
    left_out = [
        item
        for item in items
        if any(item.get_closest_marker(name) for name in others)
        or (connection.vendor == "postgresql" and not _uses(item))
    ]
    config.hook.pytest_deselected(items=left_out)
    gone = {id(item) for item in left_out}
    items[:] = [item for item in items if id(item) not in gone]


def _uses(item: pytest.Item) -> bool:
    """Tell whether a test uses the database."""
    fixtures = {"db", "transactional_db", "django_db_reset_sequences"}
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("postgres")
    return bool(marked or fixtures & {*item.fixturenames})


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI nothing may be skipped: a test that did not run has shown nothing."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter and reporter.stats.get("skipped") and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(autouse=True)
def public_site_as_published(monkeypatch) -> None:
    """Let Django's views answer from what the database has now, without building a release."""
    for module in (errors, pages):
        monkeypatch.setattr(module, "public_site", site_in_database)


@pytest.fixture
def world(db) -> World:
    """A small site: one guide, two contacts, two members of staff."""
    return make_world()


class _FlushForTests(flush.Command):
    """Empties the database between tests, which published text would refuse."""

    def handle(self, **options):
        """Empty with the triggers away, and put them back."""
        database = connections[options["database"]]
        if database.vendor == "postgresql":
            with database.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
                super().handle(**options)
                cursor.execute("SET session_replication_role = DEFAULT")
        else:
            triggers.remove(database)
            super().handle(**options)
            triggers.install(database)


@pytest.fixture(autouse=True, scope="session")
def flush_may_empty_tables() -> Iterator[None]:
    """Let the flush after a transactional test empty tables that nothing else may."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "Command", _FlushForTests)
        yield


class NetworkBlockedError(Exception):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


def _guarded(connect):
    def guarded(self, address):
        if self.family != socket.AF_UNIX and not _is_here(address[0]):
            raise NetworkBlockedError(f"a test wanted to connect to {address[0]}")
        return connect(self, address)

    return guarded


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the system's Chromium, which asks nobody for anything."""
    # Without the windows of a desktop the same Chromium takes a third less time.
    found = (shutil.which(name) for name in ("chromium-headless-shell", "chromium"))
    chromium = os.environ.get("CHROMIUM") or next(filter(None, found), "")
    if not os.access(chromium, os.X_OK):
        where = f"at {chromium}" if chromium else "on the PATH"
        problem = f"there is no Chromium {where}: install it, or set CHROMIUM to its path"
        pytest.fail(problem) if IN_CI else pytest.skip(problem)
    return browser_type_launch_args | {
        "executable_path": chromium,
        "headless": True,
        # Chromium keeps crash reports, and more, in the home folder.
        "env": os.environ | {"HOME": str(settings.DATA_DIR), "XDG_CONFIG_HOME": ""},
        "args": [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
    }
