"""Readers at a steady pace, in every language, who notice whatever is not right."""

import contextlib
import hashlib
import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from guidance.release.making import receipt
from guidance.release.making.shapes import Damaged
from guidance.release.making.store import Store

ENDS = b"</html>"


@dataclass
class Known:
    """What each address answered in any release there was: status, digest of body, location."""

    store: Store
    answers: dict[str, set[tuple[int, str, str]]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def look(self) -> None:
        """Learn the releases that came since."""
        for name in self.store.folders():
            if name in self.seen:
                continue
            with contextlib.suppress(Damaged):
                found = receipt.changed(self.store, None, self.store.root(name))
                for path, answer in found.items():
                    self.answers.setdefault(path, set()).add(
                        (answer.status, answer.file, answer.location)
                    )
                self.seen.add(name)


@dataclass(frozen=True)
class Answer:
    """One answer as a reader got it."""

    path: str
    status: int
    digest: str
    location: str
    whole: bool


class Readers:
    """Some readers, each on a line of its own, kept open as browsers do.

    ``failures`` are lines that broke and answers of a wrong kind, in words; ``broken`` counts the
    former alone.
    """

    def __init__(self, port: int, paths: list[str], *, count: int, pause: float, seed: int) -> None:
        self._port = port
        self._paths = paths
        self._pause = pause
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self.answers: Counter[Answer] = Counter()
        self.failures: Counter[str] = Counter()
        self.broken = 0
        self._threads = [
            threading.Thread(target=self._read, args=[random.Random(seed + number)])  # noqa: S311
            for number in range(count)
        ]

    @property
    def requests(self) -> int:
        """How many answers came, right or wrong, and how many never came."""
        return self.answers.total() + self.broken

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """Read until the end of the block."""
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self._stopped.set()
            for thread in self._threads:
                thread.join()

    def mixed(self, known: Known) -> list[Answer]:
        """Return the answers that belong to no release.

        Of what is made on request, such as old versions, it is only known that it has to be whole.
        """
        return [answer for answer in self.answers if not _belongs(answer, known)]

    def _read(self, luck: random.Random) -> None:
        line = None
        while not self._stopped.is_set():
            path = luck.choice(self._paths)
            try:
                line = line or http.client.HTTPConnection("127.0.0.1", self._port, timeout=5)
                line.request("GET", path, headers={"Accept-Encoding": "identity"})
                response = line.getresponse()
                body = response.read()
                answer = Answer(
                    path,
                    response.status,
                    hashlib.sha256(body).hexdigest() if body else "",
                    response.headers.get("Location", ""),
                    body.rstrip().endswith(ENDS),
                )
                with self._lock:
                    self.answers[answer] += 1
                    if response.status >= 500:
                        self.failures[f"{path}: {response.status}"] += 1
                if response.will_close:
                    line.close()
                    line = None
            except (OSError, http.client.HTTPException) as error:
                with self._lock:
                    self.failures[f"{type(error).__name__}: {error}"] += 1
                    self.broken += 1
                if line:
                    line.close()
                line = None
            time.sleep(self._pause)


def _belongs(answer: Answer, known: Known) -> bool:
    if answer.path not in known.answers:
        return answer.whole and answer.status == 200
    digest = "" if answer.location else answer.digest
    return (answer.status, digest, answer.location) in known.answers[answer.path]
