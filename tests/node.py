"""A builder with a store of its own, and the front that serves it."""

from dataclasses import dataclass, field

import pytest
from django.db import transaction

from guidance.release.builder import Builder, now
from guidance.release.making.shapes import Root, Stored, Tree
from guidance.release.making.store import Store
from guidance.serving.front import Front
from guidance.serving.ready import Loader

URL = "http://127.0.0.1:8000"


@dataclass
class Node:
    """One machine's releases: built from the database, served by a front."""

    store: Store
    builder: Builder
    loader: Loader
    passed_on: list[str] = field(default_factory=list)
    live: Root | None = None

    def build(self) -> Root:
        """Build the newest release, put it live and load it."""
        with transaction.atomic():
            self.live = self.builder.newest(self.live, now())
        self.store.go_live(self.live.folder)
        self.loader.look()
        return self.live

    def rendered(self) -> int:
        """Build, and give how many answers had to be made."""
        before = self.builder.rendered
        self.build()
        return self.builder.rendered - before

    def ask(self, path: str, method: str = "GET", **headers: str) -> "Answer":
        """Ask the front as a web server does."""
        request = {
            "PATH_INFO": path,
            "REQUEST_METHOD": method,
            "QUERY_STRING": "",
            "HTTP_HOST": "127.0.0.1:8000",
            "wsgi.url_scheme": "http",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        found = Answer()

        def start_response(status, given, _exc_info=None):
            found.status, found.headers = status, dict(given)

        def django(request, start_response):
            self.passed_on.append(request["PATH_INFO"])
            start_response("200 OK", [])
            return [b"django"]

        front = Front(loader=self.loader, django=lambda: django, hosts=["127.0.0.1:8000"])
        found.body = b"".join(front(request, start_response))
        return found


class Answer:
    """What came back."""

    status = ""
    headers: dict[str, str] = {}
    body = b""

    @property
    def code(self) -> int:
        """The status as a number."""
        return int(self.status.split()[0])


def answers(store: Store, root: Root) -> dict[str, Stored]:
    """Return every address of a release with its answer."""
    trees: dict[str, Tree] = {}

    def tree(name: str) -> Tree:
        if name not in trees:
            trees[name] = store.tree(name)
        return trees[name]

    found: dict[str, Stored] = {}
    for code, name in root.trees.items():
        start = f"/{code}/" if code else "/"
        for path, answer in tree(name).answers.items():
            found[start + path] = answer
        for slug, below in tree(name).below.items():
            for path, answer in tree(below).answers.items():
                found[f"{start}{slug}/{path}"] = answer
    return found


@pytest.fixture
def node(tmp_path, settings) -> Node:
    """A node that has built nothing yet."""
    settings.PUBLIC_URL = URL
    store = Store(tmp_path / "releases")
    return Node(store, Builder(store, "build1", URL), Loader(store.folder))
