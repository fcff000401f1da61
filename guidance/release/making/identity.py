"""The name of a build: two nodes with the same one make the same bytes of the same release.

It covers every module that making a release imports, as its source says it: nothing is imported
for it, and imports inside of functions count.
"""

import ast
import hashlib
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import packages_distributions, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

PACKAGE = "guidance"
ENTRIES = ("guidance.release.builder", "guidance.release.registry")
"""The modules that make releases: all others that count are imported by these."""

TEXTS = (("templates/public", "**/*"), ("locale", "**/*.po"))
"""What pages are made from beside code: folders, and which files in them."""


class Incomplete(Exception):
    """Something that pages are made from is not where the name of a build looks for it."""


def build_name(public_url: str, root: Path = ROOT) -> str:
    """Return the name of this code at this address: twelve characters of a digest.

    Raises Incomplete if a module, a template or a catalogue is not there.
    """
    sources, packages = _code(root)
    digest = hashlib.sha256(public_url.encode())
    for path in [*sources, *_texts(root)]:
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    for distribution in _distributions(packages):
        digest.update(f"{distribution} {version(distribution)}".encode())
    return digest.hexdigest()[:12]


def _code(root: Path) -> tuple[list[Path], set[str]]:
    """Return the files of all modules that count, and the packages of others that they import."""
    found: dict[str, Path] = {}
    packages: set[str] = set()
    waiting = list(ENTRIES)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        path = _source(root, name)
        if path is None:
            raise Incomplete(f"{name} is not below {root}")
        found[name] = path
        # Importing a module runs the packages it is in.
        if "." in name:
            waiting.append(name.rpartition(".")[0])
        for imported, names in _imports(path):
            if imported.partition(".")[0] != PACKAGE:
                packages.add(imported.partition(".")[0])
                continue
            waiting.append(imported)
            submodules = (f"{imported}.{each}" for each in names)
            waiting.extend(each for each in submodules if _source(root, each))
    return sorted(found.values()), packages - sys.stdlib_module_names


def _source(root: Path, module: str) -> Path | None:
    path = root.joinpath(*module.split("."))
    candidates = (path / "__init__.py", path.with_suffix(".py"))
    return next((each for each in candidates if each.is_file()), None)


def _imports(path: Path) -> Iterator[tuple[str, list[str]]]:
    """List the modules that a file imports, each with the names taken from it."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, []
        elif isinstance(node, ast.ImportFrom):
            if node.level or node.module is None:
                raise Incomplete(f"{path} imports something by a relative name")
            yield node.module, [alias.name for alias in node.names]


def _texts(root: Path) -> list[Path]:
    found = []
    for folder, pattern in TEXTS:
        files = sorted(path for path in (root / folder).glob(pattern) if path.is_file())
        if not files:
            raise Incomplete(f"there is no {pattern} in {root / folder}")
        found += files
    return found


def _distributions(packages: set[str]) -> list[str]:
    """Return the names under which packages were installed."""
    known: Mapping[str, list[str]] = packages_distributions()
    if unknown := packages - known.keys():
        raise Incomplete(f"what was installed as {', '.join(sorted(unknown))} is not known")
    return sorted({name for package in packages for name in known[package]})
