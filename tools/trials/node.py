"""One node of the site: its server and its builder as real processes, and what it serves."""

import contextlib
import http.client
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from guidance.release.making import receipt
from guidance.release.making.shapes import Root
from guidance.release.making.store import Store
from tools.benchmarks.load import ask
from tools.benchmarks.processes import GUNICORN, end

ROOT = Path(__file__).resolve().parents[2]


class Node:
    """A folder with releases, a server and a builder. ``code`` is where the programs' code lies."""

    def __init__(self, folder: Path, port: int, *, database: str = "", code: Path = ROOT) -> None:
        self.folder = folder
        self.port = port
        self.code = code
        self.variables = {
            "DATA_DIR": str(folder),
            "PORT": str(port),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
        if database:
            self.variables["DATABASE_URL"] = database
        self.store = Store(folder / "releases")

    def start_server(self) -> "subprocess.Popen[bytes]":
        """Start the server as `make run` does."""
        return self._start([*GUNICORN, "guidance_site.wsgi"], "server.log")

    def start_builder(self) -> "subprocess.Popen[bytes]":
        """Start the builder as `make run` does."""
        return self._start([sys.executable, "manage.py", "watch"], "builder.log")

    def build_once(self) -> None:
        """Build the newest release and put it live."""
        subprocess.run(
            [sys.executable, "manage.py", "watch", "--once"],
            cwd=self.code,
            env=self._environment(),
            check=True,
        )

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Run server and builder until the end of the block, from a release that is live."""
        self.build_once()
        programs = [self.start_server(), self.start_builder()]
        try:
            self.wait_until_it_answers()
            yield
        finally:
            for program in programs:
                end(program)

    def wait_until_it_answers(self) -> None:
        """Wait for the first answer. Raise RuntimeError after 30 s."""
        wait_for(lambda: self.status("/healthz") == 200, 30, "The server does not answer.")

    def status(self, path: str) -> int:
        """Return the status of an address; 0 if nobody answers."""
        return self.ask(path)[0]

    def ask(self, path: str) -> tuple[int, bytes]:
        """Return status and body of an address; 0 and nothing if nobody answers."""
        try:
            return ask(self.port, path, {"Accept-Encoding": "identity"})[:2]
        except (OSError, http.client.HTTPException):
            return 0, b""

    def live(self) -> Root:
        return self.store.root(self.store.current_name())

    def paths(self) -> list[str]:
        return sorted(receipt.changed(self.store, None, self.live()))

    def wrong(self) -> dict[str, str]:
        """Return the addresses that do not answer what the live release says, with the reason.

        It waits for up to 2 s: each worker sees a release by itself, within a tenth of a second.
        """
        end = time.monotonic() + 2
        while (found := self._wrong_now()) and time.monotonic() < end:
            time.sleep(0.1)
        return found

    def _wrong_now(self) -> dict[str, str]:
        expected = receipt.changed(self.store, None, self.live())
        found: dict[str, str] = {}
        left = dict(expected)
        # A round ends after some seconds.
        for _ in range(10):
            found = receipt.missing(self.variables["PUBLIC_URL"], left)
            left = {path: left[path] for path, why in found.items() if "not asked" in why}
            if not left:
                break
        return found

    def _start(self, command: list[str], log: str) -> "subprocess.Popen[bytes]":
        with (self.folder / log).open("ab") as out:
            return subprocess.Popen(
                command,
                cwd=self.code,
                env=self._environment(),
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def _environment(self) -> Mapping[str, str]:
        return os.environ | self.variables


def link_prepared(prepared: Path, folder: Path) -> None:
    """Copy the catalogues and static files that were prepared in another folder."""
    folder.mkdir(exist_ok=True)
    for name in ("locale", "static"):
        shutil.copytree(prepared / name, folder / name)


def wait_for(condition: Callable[[], object], seconds: float, complaint: str) -> float:
    """Wait until something is so; return the seconds. Raise RuntimeError after too many."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise RuntimeError(complaint)
        time.sleep(0.01)
    return time.monotonic() - began


class Staff:
    """Somebody who corrects a section of a guide again and again."""

    def __init__(self, luck: random.Random) -> None:
        from django.contrib.auth.models import User  # noqa: PLC0415 - after settings

        self._luck = luck
        self._person, _ = User.objects.get_or_create(
            username="trial", defaults={"is_staff": True, "is_superuser": True}
        )
        self.publications = 0

    def switch_off(self, *languages: str) -> None:
        """Offer readers fewer languages."""
        from guidance.publishing import offer_language  # noqa: PLC0415 - after settings

        for language in languages:
            offer_language(by=self._person, language=language, offered=False, reason="A trial.")

    def publish(self) -> tuple[str, str]:
        """Publish a correction; return the address that shows it, in English, and its words."""
        from guidance.domain.translation.freshness import Severity  # noqa: PLC0415 - after settings
        from guidance.models import Guide  # noqa: PLC0415
        from guidance.publishing import correct_urgently  # noqa: PLC0415

        self.publications += 1
        words = f"Trial number {self.publications} of {self._luck.randrange(10**9)}."
        slug, key = self._luck.choice(
            [("police", "police-can"), ("stay-safe", "head-stay-safe"), ("recording", "record-do")]
        )
        correct_urgently(
            by=self._person,
            guide=Guide.objects.get(key=slug),
            key=key,
            heading=f"Trial {self.publications}",
            body=f"<p>{words}</p>",
            severity=self._luck.choice([Severity.MEANING, Severity.SAFETY]),
            note="A trial.",
            reason="A trial.",
        )
        return f"/en/{slug}/", words
