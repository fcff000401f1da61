"""Is what was published what readers get? Every changed address is fetched, and compared."""

import hashlib
import http.client
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from guidance.domain.pages.outputs import NOT_FOUND, UNAVAILABLE
from guidance.release.making.shapes import Root, Stored, Tree
from guidance.release.making.store import Store

_AT_ONCE = 6
_TIMEOUT = 3.0
_ROUND = 3.0
"""Seconds after which no further address is asked for in one round: building must not wait long."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What an address should answer: a status, and the digest of its bytes or where it leads."""

    status: int
    file: str
    location: str = ""


def changed(store: Store, old: Root | None, new: Root) -> dict[str, Expected]:
    """Return the addresses that answer otherwise than before, with what they should answer now.

    Trees that stayed are not looked into.
    """
    found: dict[str, Expected] = {}
    for code, name in new.trees.items():
        start = f"/{code}/" if code else "/"
        before_name = old.trees.get(code, "") if old else ""
        if before_name == name:
            continue
        before, after = _tree(store, before_name), _tree(store, name)
        found |= _differences(start, before, after)
        for slug, below in after.below.items():
            before_below = before.below.get(slug, "")
            if before_below != below:
                found |= _differences(
                    f"{start}{slug}/", _tree(store, before_below), _tree(store, below)
                )
    return found


def still_expected(
    store: Store, root: Root, left: Iterable[str], changes: Mapping[str, Expected]
) -> dict[str, Expected]:
    """Return what to ask for under a newer release, with what nobody had seen of the one before.

    ``left`` are the addresses that were not right yet; the newer release says what they answer now.
    """
    before = [path for path in left if path not in changes]
    if not before:
        return dict(changes)
    now = changed(store, None, root)
    return dict(changes) | {path: now[path] for path in before if path in now}


def _tree(store: Store, name: str) -> Tree:
    return store.tree(name) if name else Tree()


def _differences(start: str, before: Tree, after: Tree) -> dict[str, Expected]:
    known = {path: _expected(answer) for path, answer in before.answers.items()}
    return {
        start + path: expected
        for path, answer in after.answers.items()
        # Error pages stand at no address of their own.
        if path not in {NOT_FOUND, UNAVAILABLE}
        and (expected := _expected(answer)) != known.get(path)
    }


def _expected(answer: Stored) -> Expected:
    return Expected(answer.status, answer.file, answer.location)


def missing(
    public_url: str, expected: Mapping[str, Expected], *, busy: Callable[[], bool] = bool
) -> dict[str, str]:
    """Fetch addresses through the site's public one; return those that are not as they should be.

    Each comes with the reason, in words for staff. Where the way is silent, a round ends after some
    seconds, and what it did not come to is missing too. It ends at once when the process is
    ``busy`` with something that readers wait for.
    """
    end = time.monotonic() + _ROUND

    def problem_at(entry: tuple[str, Expected]) -> tuple[str, str]:
        path, wanted = entry
        if busy() or time.monotonic() > end:
            return path, "not asked for yet: something else took too long"
        try:
            return path, _difference(public_url, path, wanted)
        except (OSError, http.client.HTTPException) as error:
            return path, f"no answer ({error or type(error).__name__})"

    if not expected:
        return {}
    with ThreadPoolExecutor(min(_AT_ONCE, len(expected))) as pool:
        found: Iterable[tuple[str, str]] = pool.map(problem_at, expected.items())
        return {path: problem for path, problem in found if problem}


def _difference(public_url: str, path: str, wanted: Expected) -> str:
    address = urlsplit(public_url)
    kind: Callable[..., http.client.HTTPConnection] = (
        http.client.HTTPSConnection if address.scheme == "https" else http.client.HTTPConnection
    )
    connection = kind(address.netloc, timeout=_TIMEOUT)
    try:
        connection.request(
            "GET", path, headers={"Accept-Encoding": "identity", "Cache-Control": "no-cache"}
        )
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    if response.status != wanted.status:
        return f"answers {response.status} instead of {wanted.status}"
    if wanted.location:
        return "" if response.getheader("Location") == wanted.location else "leads elsewhere"
    if hashlib.sha256(body).hexdigest() != wanted.file:
        return "still shows other words"
    return ""
