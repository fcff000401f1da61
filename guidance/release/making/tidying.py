"""Whether a store is whole, and what of it can go."""

from collections.abc import Iterable
from pathlib import Path

from guidance.release.making.objects import bare, remove
from guidance.release.making.shapes import Damaged, Root, Stored
from guidance.release.making.store import Store


def check(store: Store, root: Root) -> None:
    """Read everything a release needs to be served. Raises Damaged for the first that is not.

    Files are looked at by their size: the worker that sends one checks what it says.
    """
    for name in root.trees.values():
        tree = store.tree(name)
        for below in ["", *tree.below.values()]:
            answers = store.tree(below).answers if below else tree.answers
            for answer in answers.values():
                _check_file(store, answer)


def _check_file(store: Store, answer: Stored) -> None:
    sizes = [(None, answer.size), *((form, form.size) for form in answer.coded.values())]
    for form, size in sizes if answer.file else ():
        path = store.file_path(answer.file, form)
        if not path.exists() or path.stat().st_size != size:
            raise Damaged(f"{path.name} is missing, or cut off")


def unneeded(store: Store, keep: Iterable[str]) -> list[Path]:
    """List what can go: every release but those named, and all that none of those needs."""
    kept = {name: store.root(name) for name in keep}
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
            tree = store.tree(name)
            waiting.extend(tree.below.values())
            for answer in tree.answers.values():
                files.add(answer.file)
                files |= {f"{answer.file}{form.suffix}" for form in answer.coded.values()}
    for name in list(records):
        records |= {bare(text) for text in _texts_of(store, name)}
    return [
        *(store.folder / name for name in store.folders() if name not in kept),
        *_others(store.folder / "trees", "*", trees),
        *_others(store.folder / "files", "*/*", files),
        *_others(store.folder / "records", "*.json", records),
    ]


def remove_all(paths: Iterable[Path]) -> None:
    """Remove what ``unneeded`` listed."""
    for path in paths:
        remove(path)


def remove_half_written(store: Store) -> None:
    """Remove what a builder that was stopped left half written. For the builder alone."""
    remove_all(list(store.folder.rglob(".*")))


def _texts_of(store: Store, name: str) -> Iterable[str]:
    """List the frozen texts a guide's record names; no other record names any."""
    value = store.record(name)
    editions = value.get("editions", ()) if isinstance(value, dict) else ()
    return (text for edition in editions for text in edition["texts"].values())


def _others(folder: Path, pattern: str, needed: set[str]) -> list[Path]:
    return [
        path
        for path in folder.glob(pattern)
        if path.name.removesuffix(".json") not in needed and not path.name.startswith(".")
    ]
