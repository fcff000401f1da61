"""How a tree is laid out as a folder that a web server can serve as it is: names, and times.

No Django here: workers read it before anything else is loaded.
"""

import hashlib
from pathlib import Path

from guidance.domain.pages.outputs import UNAVAILABLE
from guidance.release.making.headers import signature
from guidance.release.making.shapes import Stored, Tree, Variant

ENDINGS = {"br": ".br", "gzip": ".gz"}
"""What a compressed form adds to the name of a file, by its coding."""


def served_name(path: str, answer: Stored) -> str:
    """Return the name of an answer's file in a folder that a web server serves.

    Its language and its headers stand in it: ``history/=es-0123456789.html``. So whoever sends that
    file knows what to send with it, and cannot send it with anything else.
    """
    ending = path.rpartition(".")[2] if "." in path else "html"
    return f"{path}={answer.language}-{signature(answer)}.{ending}"


def stamp(name: str) -> int:
    """Return the time of change, in seconds, of the file of this name: a part of its digest.

    A web server makes an ETag of a file's time and size. With this time the tag follows from what
    the file says, is the same on every node, and no two versions share one for being made within
    the same second. 31 bits, which every file system can keep.
    """
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) >> 1


def etag(name: str, size: int) -> str:
    """Return the ETag of the file of this name, as nginx makes it."""
    return f'"{stamp(name):x}-{size:x}"'


def links(path: str, answer: Stored) -> dict[str, Variant | None]:
    """Return the compressed form, or None for the answer itself, by its name in such a folder.

    Nothing for what only the application can answer, which is all but whole pages and the page for
    when the site is away.
    """
    if not answer.file or (answer.status != 200 and path != UNAVAILABLE):
        return {}
    name = served_name(path, answer)
    return {name: None} | {
        name + ENDINGS[coding]: variant for coding, variant in answer.coded.items()
    }


def is_laid_out(folder: Path, tree: Tree) -> bool:
    """Whether a folder has every answer of a tree, under the names it has by this code."""
    return all(
        (folder / name).exists()
        for path, answer in tree.answers.items()
        for name in links(path, answer)
    )
