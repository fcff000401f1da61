"""Ready answers: what a worker sends for an address, worked out once and kept in memory.

A worker never builds. A thread of its own compares ``current`` and swaps one reference; what did
not change from one release to the next stays in memory. No Django here.
"""

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from guidance.domain.languages import SOURCE
from guidance.domain.pages.outputs import NOT_FOUND, UNAVAILABLE
from guidance.domain.pages.records import SiteRecord
from guidance.release.making.headers import COMMON, Headers, own_headers
from guidance.release.making.layout import etag
from guidance.release.making.shapes import Damaged, Root, Stored, Tree
from guidance.release.making.store import Store
from guidance.release.making.stored_snapshot import Memory, StoredSnapshot

log = logging.getLogger("guidance.release")

CHECK_EVERY = 0.1
"""Seconds between two looks at ``current``."""

BUDGET = 32 * 1024 * 1024
"""Bytes of answers a worker keeps in memory; beyond it they are read from the disk."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an answer: its bytes, its ETag, and its headers, also those of a 304."""

    body: bytes
    etag: str
    headers: Headers
    unchanged: Headers


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer in its forms: as it is (``''``), and by the names of codings, smallest first."""

    status: str
    forms: Mapping[str, Form]
    tree: str

    @property
    def size(self) -> int:
        """Bytes of memory its bodies take."""
        return sum(len(form.body) for form in self.forms.values())


_STATUS = {
    200: "200 OK",
    301: "301 Moved Permanently",
    302: "302 Found",
    404: "404 Not Found",
    410: "410 Gone",
    503: "503 Service Unavailable",
}


class Site:
    """One release, loaded: its trees, and the answers that were asked for so far."""

    def __init__(self, store: Store, name: str, memory: Memory, extra: Headers) -> None:
        self.root: Root = store.root(name)
        self._store = store
        self._memory = memory
        self._extra = extra
        self.trees: dict[str, Tree] = {
            code: store.tree(tree) for code, tree in self.root.trees.items()
        }
        self.offered = tuple(code for code in self.trees if code)
        self.ready: dict[str, Ready] = {}
        self._kept = 0
        self._guide_trees: dict[str, Tree] = {}

    def find(self, path: str) -> Ready | None:
        """Return the answer at a path of the site; None where a release has none.

        Raises Damaged if the store has not what it should have.
        """
        ready = self.ready.get(path)
        return ready if ready is not None else self._load(path)

    def not_found(self, path: str) -> Ready | None:
        """Return the error page for a path where nothing stands, in the language it names."""
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        code = first if first in self.offered else SOURCE
        return self._answer(f"/{code}/{NOT_FOUND}", code, NOT_FOUND)

    @cached_property
    def snapshot(self) -> StoredSnapshot:
        """What this release was made from, for answers that are made on request."""
        site = self._store.shaped_record(SiteRecord, self.root.site)
        return StoredSnapshot(site, self.root.guides, self._memory)

    def take_over(self, other: "Site") -> None:
        """Keep those answers of another release that stand in this one too."""
        trees = {*self.root.trees.values()}
        for tree in self.trees.values():
            trees.update(tree.below.values())
        for path, ready in list(other.ready.items()):
            if ready.tree in trees:
                self._keep(path, ready)

    def _load(self, path: str) -> Ready | None:
        parts = path.split("/")
        if len(parts) < 2 or parts[0]:
            return None
        if len(parts) == 2:
            return self._answer(path, "", parts[1]) if parts[1] else None
        language, rest = parts[1], path[len(parts[1]) + 2 :]
        tree = self.trees.get(language)
        if tree is None or not language or rest in {NOT_FOUND, UNAVAILABLE}:
            return None
        if rest in tree.answers:
            return self._answer(path, language, rest)
        slug, _, below = rest.partition("/")
        if slug not in tree.below or "/" not in rest:
            return None
        name = tree.below[slug]
        guide = self._guide_trees.get(name)
        if guide is None:
            guide = self._guide_trees[name] = self._store.tree(name)
        if below not in guide.answers:
            return None
        return self._kept_answer(path, guide.answers[below], name)

    def _answer(self, path: str, language: str, rest: str) -> Ready | None:
        ready = self.ready.get(path)
        if ready is not None:
            return ready
        tree = self.trees.get(language)
        if tree is None or rest not in tree.answers:
            return None
        return self._kept_answer(path, tree.answers[rest], self.root.trees[language])

    def _kept_answer(self, path: str, answer: Stored, tree: str) -> Ready:
        ready = self._made(answer, tree)
        self._keep(path, ready)
        return ready

    def _keep(self, path: str, ready: Ready) -> None:
        if self._kept + ready.size <= BUDGET:
            self._kept += ready.size
            self.ready[path] = ready

    def _made(self, answer: Stored, tree: str) -> Ready:
        told = [*own_headers(answer), *self._extra]
        if answer.language:
            told.append(("Content-Language", answer.language))
        forms = {}
        if answer.file:
            for coding, variant in answer.coded.items():
                body = self._store.file(answer.file, variant)
                tag = etag(f"{answer.file}{variant.suffix}", len(body))
                forms[coding] = _form(body, tag, coding, told)
            body = self._store.file(answer.file, size=answer.size)
            forms[""] = _form(body, etag(answer.file, len(body)), "", told)
        else:
            forms[""] = Form(b"", "", [*told, *COMMON, ("Content-Length", "0")], COMMON)
        return Ready(_STATUS[answer.status], forms, tree)


def _form(body: bytes, tag: str, coding: str, told: Headers) -> Form:
    unchanged = [*COMMON, ("ETag", tag)]
    headers = [*told, *unchanged, ("Content-Length", str(len(body)))]
    if coding:
        headers.append(("Content-Encoding", coding))
    return Form(body, tag, headers, unchanged)


class Loader:
    """Keeps the newest whole release at hand, and swaps it when ``current`` moves."""

    def __init__(self, folder: Path, extra: Headers | None = None) -> None:
        self.store = Store(folder)
        self.site: Site | None = None
        self.damage = ""
        self._name = ""
        self._extra = extra or []
        self._memory = Memory(self.store)
        self._looking = threading.Lock()

    def look(self) -> None:
        """Load what ``current`` names, unless that is served already. Damage keeps the old one."""
        name = self.store.current_name()
        if not name or name == self._name:
            return
        with self._looking:
            try:
                site = Site(self.store, name, self._memory, self._extra)
                if self.site is not None:
                    site.take_over(self.site)
            except Damaged as error:
                self._complain(name, error)
            else:
                self.site, self._name, self.damage = site, name, ""

    def report(self, error: Damaged) -> None:
        """Report to the builder that something is missing from the store."""
        self._complain(self._name, error)

    def watch(self) -> None:
        """Look again and again, in a thread that ends with the process."""

        def looking() -> None:
            while True:
                try:
                    self.look()
                except Exception:
                    log.exception("A release could not be looked at.")
                time.sleep(CHECK_EVERY)

        threading.Thread(target=looking, name="releases", daemon=True).start()

    def _complain(self, name: str, error: Damaged) -> None:
        if self.damage == str(error):
            return
        self.damage = str(error)
        log.error("Release %s is damaged, what was loaded is served on: %s", name, error)
        try:
            (self.store.folder / "damaged").write_text(name, encoding="utf-8")
        except OSError:
            log.exception("The builder cannot be told of it.")
