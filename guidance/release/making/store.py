"""Where releases are kept: content-addressed like git, so that what did not change is not written.

Below one folder:

- ``files/ab/<name>``: a file by the SHA-256 of its bytes; beside it ``<name>.br`` and the like, its
  compressed forms, each with the quality in its name
- ``records/<name>.json``: frozen texts and records of guides, by the digest of their JSON
- ``trees/<name>.json``: what one directory (of a language, of a guide in a language) answers at
  each of its addresses, by the beginning of the digest of its JSON; ``trees/<name>/``: the same as
  a folder of hard links and symbolic links, which a web server can serve as it is; the name of each
  says its headers (``served_name``)
- ``<number>-<build>-<turn>/``: one site at one moment: ``root.json``, a link for every language.
  ``turn`` counts from 0 what was made of the same release; ``at`` and a Unix time stands for what
  it becomes at a coming moment.
- ``current``: a symbolic link to one of those

Everything is written under another name and renamed, so a name that exists is whole. Nothing here
needs Django: web workers read it before anything else is loaded.
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from guidance.domain.serialization import dump, load
from guidance.domain.text.digests import canonical_json
from guidance.release.making.layout import is_laid_out, links, stamp

TREE_NAME = 40
"""Characters of its digest that name a tree. Links to it then fit into a directory's own entry on
Linux (59 characters), and a language of five hundred guides is laid out in half the time."""

HEARD_WITHIN = 10.0
"""Seconds after which the builder's last word from the database is too old to rely on."""


class Damaged(Exception):
    """Something in the store is missing or does not say what its name says."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A compressed form of a file: the end of its name, and its size in bytes."""

    suffix: str
    size: int


@dataclass(frozen=True, slots=True)
class Stored:
    """One answer of a tree: a file with its headers' values, or an address to go to.

    ``depends`` is the digest of all it was made from. ``coded`` are its compressed forms by the
    name of their coding (``br``, ``gzip``).
    """

    depends: str
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    language: str = ""
    policy: str = ""
    noindex: bool = False
    location: str = ""
    file: str = ""
    size: int = 0
    coded: Mapping[str, Variant] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tree:
    """What a directory answers, by the rest of the address (``''``, ``history/``).

    ``below`` names the trees of its own directories: of a language, its guides' by their address.
    """

    answers: Mapping[str, Stored] = field(default_factory=dict)
    below: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GuideRoot:
    """Where a release keeps a guide: its address, its record, its entry in lists, its sections.

    ``progress`` is the record of how its translations stand; an older release has none.

    ``seen`` is what the row of the release says of it: number, digest of edition, digest of frame.
    ``sections`` are the keys of all its sections, retired ones too.
    """

    slug: str
    record: str
    entry: str
    seen: tuple[Any, ...]
    sections: tuple[str, ...]
    progress: str = ""

    @property
    def records(self) -> tuple[str, ...]:
        """The names of all its records: they are kept for as long as the release is."""
        return tuple(name for name in (self.record, self.entry, self.progress) if name)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment at which the site changes by itself, and the folder that holds from then on."""

    at: str
    folder: str


@dataclass(frozen=True, slots=True)
class Root:
    """One site at one moment. ``at`` is when its release was taken, ``built`` when it was made.

    ``digest`` is the release's own, ``around`` the digest of what stands around every page.
    ``trees`` has one tree for every language, and under ``''`` what stands above languages.
    ``coming`` lists the moments ahead. ``full`` says that it is compressed as well as can be.
    ``removals`` counts what was removed for ever from published text until then.
    """

    number: int
    build: str
    turn: str
    at: str
    built: str
    digest: str
    around: str
    public_url: str
    site: str
    guides: Mapping[str, GuideRoot]
    trees: Mapping[str, str]
    coming: tuple[Moment, ...] = ()
    full: bool = False
    removals: int = 0

    @property
    def folder(self) -> str:
        """The name of its folder."""
        return f"{self.number}-{self.build}-{self.turn}"


class Store:
    """The releases below one folder. Reading asks nothing of anything else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.current = folder / "current"
        # True while damage is mended: what is there is then written again all the same.
        self.rewriting = False

    # --- reading

    def current_name(self) -> str:
        """Give the name of the folder that is served now; empty if there is none."""
        try:
            return str(self.current.readlink())
        except OSError:
            return ""

    def note_heard(self) -> None:
        """Note that the builder has just heard from the database."""
        (self.folder / "heard").touch()

    def heard(self) -> bool | None:
        """Tell whether the builder has lately heard from the database; None if it never has."""
        try:
            heard = (self.folder / "heard").stat().st_mtime
        except OSError:
            return None
        return time.time() - heard < HEARD_WITHIN

    def root(self, name: str) -> Root:
        """Read a release. Raises Damaged."""
        return self._read(self.folder / name / "root.json", Root)

    def tree(self, name: str) -> Tree:
        """Read a tree. Raises Damaged."""
        return self._read(self.folder / "trees" / f"{name}.json", Tree, digest=name)

    def record(self, name: str) -> Any:
        """Read a record as plain JSON. Raises Damaged."""
        return self._read(self._record(name), None, digest=name)

    def text(self, name: str) -> str:
        """Read a record as it stands. Raises Damaged."""
        path = self._record(name)
        return self._content(path, name).decode()

    def file(self, name: str, variant: Variant | None = None, size: int = 0) -> bytes:
        """Read a file, or a compressed form of it. Raises Damaged unless it has its size.

        A file that is read as it is must also say what its name says.
        """
        path = self._file(name, variant)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise Damaged(f"{path.name} cannot be read: {error.strerror}") from error
        if variant is None and _digest(content) != name:
            raise Damaged(f"{path.name} does not say what its name says")
        if len(content) != (variant.size if variant else size or len(content)):
            raise Damaged(f"{path.name} has {len(content)} bytes")
        return content

    def has_record(self, name: str) -> bool:
        """Tell whether a record is kept."""
        return self._record(name).exists()

    def folders(self) -> list[str]:
        """Give the names of all releases, the one made last first."""
        found = [path for path in self.folder.glob("*-*-*") if (path / "root.json").exists()]
        return [
            path.name
            for path in sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)
        ]

    # --- writing

    def put_file(self, content: bytes) -> str:
        """Keep a file and give its name."""
        name = _digest(content)
        self._put(self._file(name), content)
        return name

    def put_variant(self, name: str, suffix: str, make: Callable[[], bytes]) -> Variant:
        """Keep a compressed form of a file, made only if it is not there yet."""
        path = self._file(name, Variant(suffix, 0))
        if self.rewriting or not path.exists():
            self._put(path, make())
        return Variant(suffix, path.stat().st_size)

    def put_record(self, value: Any) -> str:
        """Keep a dataclass or plain JSON and give its name."""
        content = canonical_json(dump(value)).encode()
        name = _digest(content)
        self._put(self._record(name), content)
        return name

    def put_text(self, name: str, json_text: str) -> None:
        """Keep a frozen text under the name its own digest gives it."""
        self._put(self._record(name), json_text.encode())

    def put_tree(self, tree: Tree) -> str:
        """Keep a tree, as JSON and as a folder of links, and give its name."""
        content = canonical_json(dump(tree)).encode()
        name = _digest(content)[:TREE_NAME]
        path = self.folder / "trees" / f"{name}.json"
        folder = path.with_suffix("")
        # Other code may send the same answers with other headers: then they get other names.
        if not is_laid_out(folder, tree):
            _remove(folder)
        self._put_folder(folder, lambda folder: self._fill(folder, tree))
        self._put(path, content)
        return name

    def put_root(self, root: Root) -> Root:
        """Keep a release, whose trees must be there already, and give it with its own turn.

        One that becomes true at a coming moment takes the place of what was made for that before;
        any other takes the first turn that is free.
        """

        def fill(folder: Path) -> None:
            for code, tree in root.trees.items():
                target = Path("..") / "trees" / tree
                if code:
                    (folder / code).symlink_to(target)
                    continue
                for path, answer in self.tree(tree).answers.items():
                    for name in links(path, answer):
                        (folder / name).symlink_to(target / name)
            (folder / "root.json").write_text(canonical_json(dump(root)), encoding="utf-8")

        if root.turn.startswith("at"):
            _remove(self.folder / root.folder)
            self._put_folder(self.folder / root.folder, fill)
            return root
        turn = 0
        while True:
            root = replace(root, turn=str(turn))
            if not (self.folder / root.folder).exists():
                self._put_folder(self.folder / root.folder, fill)
                return root
            turn += 1

    def go_live(self, name: str) -> None:
        """Serve this release from now on."""
        beside = self.folder / f".current-{os.getpid()}"
        beside.unlink(missing_ok=True)
        beside.symlink_to(name)
        beside.replace(self.current)

    # --- keeping house

    def check(self, root: Root) -> None:
        """Read everything a release needs to be served. Raises Damaged for the first that is not.

        Files are looked at by their size: the worker that sends one checks what it says.
        """
        for name in root.trees.values():
            tree = self.tree(name)
            for below in ["", *tree.below.values()]:
                answers = self.tree(below).answers if below else tree.answers
                for answer in answers.values():
                    self._check_file(answer)

    def _check_file(self, answer: Stored) -> None:
        sizes = [(None, answer.size), *((form, form.size) for form in answer.coded.values())]
        for form, size in sizes if answer.file else ():
            path = self._file(answer.file, form)
            if not path.exists() or path.stat().st_size != size:
                raise Damaged(f"{path.name} is missing, or cut off")

    def unneeded(self, keep: Iterable[str]) -> list[Path]:
        """Give what can go: every release but those named, and all that none of those needs."""
        kept = {name: self.root(name) for name in keep}
        trees: set[str] = set()
        files: set[str] = set()
        records: set[str] = set()
        for root in kept.values():
            records.add(root.site)
            for guide in root.guides.values():
                records |= set(guide.records)
            waiting = list(root.trees.values())
            while waiting:
                name = waiting.pop()
                if name in trees:
                    continue
                trees.add(name)
                tree = self.tree(name)
                waiting.extend(tree.below.values())
                for answer in tree.answers.values():
                    files.add(answer.file)
                    files |= {f"{answer.file}{form.suffix}" for form in answer.coded.values()}
        for name in list(records):
            records |= {_bare(text) for text in self._texts_of(name)}
        return [
            *(self.folder / name for name in self.folders() if name not in kept),
            *_others(self.folder / "trees", "*", trees),
            *_others(self.folder / "files", "*/*", files),
            *_others(self.folder / "records", "*.json", records),
        ]

    def remove(self, paths: Iterable[Path]) -> None:
        """Remove what ``unneeded`` gave."""
        for path in paths:
            _remove(path)

    def _texts_of(self, name: str) -> Iterable[str]:
        """Give the frozen texts a guide's record names; no other record names any."""
        value = self.record(name)
        editions = value.get("editions", ()) if isinstance(value, dict) else ()
        return (text for edition in editions for text in edition["texts"].values())

    def tidy(self) -> None:
        """Remove what a builder that was stopped left half written. For the builder alone."""
        for path in list(self.folder.rglob(".*")):
            _remove(path)

    # --- below

    def _record(self, name: str) -> Path:
        return self.folder / "records" / f"{_bare(name)}.json"

    def _file(self, name: str, variant: Variant | None = None) -> Path:
        end = variant.suffix if variant else ""
        return self.folder / "files" / name[:2] / f"{name}{end}"

    def _read(self, path: Path, shape: type[Any] | None, digest: str = "") -> Any:
        try:
            value = json.loads(self._content(path, digest))
            return load(shape, value) if shape else value
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Damaged(f"{path.name} is damaged: {error}") from error

    def _content(self, path: Path, digest: str) -> bytes:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise Damaged(f"{path.name} cannot be read: {error.strerror}") from error
        if digest and not _digest(content).startswith(_bare(digest)):
            raise Damaged(f"{path.name} does not say what its name says")
        return content

    def _put(self, path: Path, content: bytes) -> None:
        if path.exists() and not self.rewriting:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}-{os.getpid()}-{threading.get_ident()}")
        try:
            partial.write_bytes(content)
            partial.replace(path)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise

    def _put_folder(self, path: Path, fill: Callable[[Path], None]) -> None:
        if path.exists():
            if not self.rewriting:
                return
            _remove(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=".", dir=path.parent))
        try:
            partial.chmod(0o755)
            fill(partial)
            partial.rename(path)
        except OSError as error:
            shutil.rmtree(partial, ignore_errors=True)
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                raise
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise

    def _fill(self, folder: Path, tree: Tree) -> None:
        """Lay a tree out as files, as far as a web server may answer with them."""
        for path, answer in tree.answers.items():
            for link, variant in links(path, answer).items():
                (folder / link).parent.mkdir(parents=True, exist_ok=True)
                source = self._file(answer.file, variant)
                time_of_change = stamp(source.name)
                os.utime(source, (time_of_change, time_of_change))
                os.link(source, folder / link)
        for name, below in tree.below.items():
            (folder / name).symlink_to(Path("..") / below)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _bare(name: str) -> str:
    """Take the name of the digest away from one."""
    return name.rpartition(":")[2]


def _others(folder: Path, pattern: str, needed: set[str]) -> list[Path]:
    return [
        path
        for path in folder.glob(pattern)
        if path.name.removesuffix(".json") not in needed and not path.name.startswith(".")
    ]


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
