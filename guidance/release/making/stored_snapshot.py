"""A release in the store, read as the site it was made from: no database, a bounded memory."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Generic, TypeVar

from guidance.domain.pages.frame import GuideEntry, Progress
from guidance.domain.pages.records import GuideRecord, SiteRecord
from guidance.domain.serialization import load
from guidance.domain.text.frozen import GuideText
from guidance.release.making.shapes import Damaged, GuideRoot
from guidance.release.making.store import Store

V = TypeVar("V")


class Kept(Generic[V]):
    """The values used last, at most so many; threads may share it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """Return the value of a key, made if it is not kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value


class Memory:
    """What has been read from a store, by name: it holds for every release in it."""

    def __init__(self, records: int = 32, entries: int = 2000, texts: int = 128) -> None:
        self.records: Kept[GuideRecord] = Kept(records)
        self.entries: Kept[GuideEntry] = Kept(entries)
        self.progress: Kept[Progress] = Kept(entries)
        self.texts: Kept[GuideText] = Kept(texts)


class StoredSnapshot:
    """The public site as a release in the store has it."""

    def __init__(
        self, store: Store, site: SiteRecord, guides: Mapping[str, GuideRoot], memory: Memory
    ) -> None:
        self.site = site
        self._store = store
        self._guides = guides
        self._memory = memory
        self._sections: dict[str, str] | None = None

    def guide(self, key: str) -> GuideRecord | None:
        """Return a guide that has been published, also one that was withdrawn since."""
        root = self._guides.get(key)
        if root is None:
            return None
        return self._memory.records.get(root.record, lambda: self._shaped(GuideRecord, root.record))

    def entry(self, key: str) -> GuideEntry | None:
        """Return a published guide as lists show it."""
        root = self._guides.get(key)
        if root is None:
            return None
        return self._memory.entries.get(root.entry, lambda: self._shaped(GuideEntry, root.entry))

    def progress(self, key: str) -> Progress | None:
        """Return how a published guide's translations stand."""
        root = self._guides.get(key)
        if root is None:
            return None
        name = root.progress
        return self._memory.progress.get(name, lambda: self._shaped(Progress, name))

    def text(self, name: str) -> GuideText:
        """Return a frozen text by the name of its JSON."""
        return self._memory.texts.get(name, lambda: GuideText.from_json(self._store.text(name)))

    def guide_of_section(self, key: str) -> str | None:
        """Return the key of the guide a section belongs or belonged to."""
        if self._sections is None:
            self._sections = {
                section: guide for guide, root in self._guides.items() for section in root.sections
            }
        return self._sections.get(key)

    def _shaped(self, shape: type[V], name: str) -> V:
        try:
            return load(shape, self._store.record(name))
        except (KeyError, TypeError, ValueError) as error:
            raise Damaged(f"record {name} is damaged: {error}") from error
