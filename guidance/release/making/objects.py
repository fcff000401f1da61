"""Files, records and trees named by what they hold, so that what did not change is not written.

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
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from guidance.domain.serialization import dump, load
from guidance.domain.text.digests import canonical_json
from guidance.release.making.layout import is_laid_out, links, stamp
from guidance.release.making.shapes import Damaged, Tree, Variant

Shape = TypeVar("Shape")

TREE_NAME = 40
"""Characters of its digest that name a tree. Links to it then fit into a directory's own entry on
Linux (59 characters), and a language of five hundred guides is laid out in half the time."""


class Objects:
    """What is kept below one folder, by name.

    - ``files/ab/<name>``: a file by the SHA-256 of its bytes; beside it ``<name>.br5`` and the
      like, its compressed forms, each with the quality in its name
    - ``records/<name>.json``: frozen texts and records of guides, by the digest of their JSON
    - ``trees/<name>.json``: what one directory (of a language, of a guide in a language) answers at
      each of its addresses, by the beginning of the digest of its JSON; ``trees/<name>/``: the same
      as a folder of hard links and symbolic links, which a web server can serve as it is; the name
      of each says its headers (``served_name``)
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # True while damage is mended: what is there is then written again all the same.
        self.rewriting = False

    # --- reading

    def tree(self, name: str) -> Tree:
        """Raise Damaged if it cannot be read."""
        return self._shaped(self.folder / "trees" / f"{name}.json", Tree, digest=name)

    def record(self, name: str) -> Any:
        """Return a record as plain JSON. Raises Damaged."""
        return self._json(self._record_path(name), digest=name)

    def shaped_record(self, shape: type[Shape], name: str) -> Shape:
        """Return a record as a dataclass. Raises Damaged."""
        return self._shaped(self._record_path(name), shape, digest=name)

    def text(self, name: str) -> str:
        """Return a record as it stands. Raises Damaged."""
        return self._content(self._record_path(name), name).decode()

    def file(self, name: str, variant: Variant | None = None, size: int = 0) -> bytes:
        """Return a file, or a compressed form of it. Raises Damaged unless it has its size.

        A file that is read as it is must also say what its name says.
        """
        path = self.file_path(name, variant)
        content = _read_bytes(path)
        if variant is None and _digest(content) != name:
            raise Damaged(f"{path.name} does not say what its name says")
        if len(content) != (variant.size if variant else size or len(content)):
            raise Damaged(f"{path.name} has {len(content)} bytes")
        return content

    def has_record(self, name: str) -> bool:
        return self._record_path(name).exists()

    # --- writing

    def put_file(self, content: bytes) -> str:
        """Keep a file and return its name."""
        name = _digest(content)
        self._put(self.file_path(name), content)
        return name

    def put_variant(self, name: str, suffix: str, make: Callable[[], bytes]) -> Variant:
        """Keep a compressed form of a file, made only if it is not there yet."""
        path = self.file_path(name, Variant(suffix, 0))
        if self.rewriting or not path.exists():
            self._put(path, make())
        return Variant(suffix, path.stat().st_size)

    def put_record(self, value: Any) -> str:
        """Keep a dataclass or plain JSON and return its name."""
        content = canonical_json(dump(value)).encode()
        name = _digest(content)
        self._put(self._record_path(name), content)
        return name

    def put_text(self, name: str, json_text: str) -> None:
        """Keep a frozen text under the name its own digest gives it."""
        self._put(self._record_path(name), json_text.encode())

    def put_tree(self, tree: Tree) -> str:
        """Keep a tree, as JSON and as a folder of links, and return its name."""
        content = canonical_json(dump(tree)).encode()
        name = _digest(content)[:TREE_NAME]
        path = self.folder / "trees" / f"{name}.json"
        folder = path.with_suffix("")
        # Other code may send the same answers with other headers: then they get other names.
        if not is_laid_out(folder, tree):
            remove(folder)
        self._put_folder(folder, lambda folder: self._lay_out(folder, tree))
        self._put(path, content)
        return name

    # --- below

    def file_path(self, name: str, variant: Variant | None = None) -> Path:
        end = variant.suffix if variant else ""
        return self.folder / "files" / name[:2] / f"{name}{end}"

    def _record_path(self, name: str) -> Path:
        return self.folder / "records" / f"{bare(name)}.json"

    def _json(self, path: Path, digest: str) -> Any:
        try:
            return json.loads(self._content(path, digest))
        except ValueError as error:
            raise Damaged(f"{path.name} is damaged: {error}") from error

    def _shaped(self, path: Path, shape: type[Shape], digest: str = "") -> Shape:
        try:
            return load(shape, self._json(path, digest))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise Damaged(f"{path.name} is damaged: {error}") from error

    def _content(self, path: Path, digest: str) -> bytes:
        content = _read_bytes(path)
        if digest and not _digest(content).startswith(bare(digest)):
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
            remove(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=".", dir=path.parent))
        try:
            partial.chmod(0o755)
            fill(partial)
            partial.rename(path)
        except OSError as error:
            shutil.rmtree(partial, ignore_errors=True)
            # Another process may have put the same folder there meanwhile.
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                raise
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise

    def _lay_out(self, folder: Path, tree: Tree) -> None:
        """Lay a tree out as files, as far as a web server may answer with them."""
        for path, answer in tree.answers.items():
            for link, variant in links(path, answer).items():
                (folder / link).parent.mkdir(parents=True, exist_ok=True)
                source = self.file_path(answer.file, variant)
                time_of_change = stamp(source.name)
                os.utime(source, (time_of_change, time_of_change))
                os.link(source, folder / link)
        for name, below in tree.below.items():
            (folder / name).symlink_to(Path("..") / below)


def bare(name: str) -> str:
    """Return the hexadecimal part of a digest, without the digest's own name before it."""
    return name.rpartition(":")[2]


def remove(path: Path) -> None:
    """Remove a file, a link, or a folder with all that is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Damaged(f"{path.name} cannot be read: {error.strerror}") from error
