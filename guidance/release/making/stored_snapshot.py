"""A release in the store, read as the site it was made from: no database, a bounded memory."""

from collections.abc import Mapping
from functools import lru_cache, partial

from guidance.domain.pages.frame import GuideEntry, Progress
from guidance.domain.pages.records import GuideRecord, SiteRecord
from guidance.domain.text.frozen import GuideText
from guidance.release.making.shapes import GuideRoot
from guidance.release.making.store import Store


class Memory:
    """What was read last from a store, by name, at most so many: it holds for every release in it.

    Threads may share it.
    """

    def __init__(
        self, store: Store, records: int = 32, entries: int = 2000, texts: int = 128
    ) -> None:
        self.record = lru_cache(records)(partial(store.shaped_record, GuideRecord))
        self.entry = lru_cache(entries)(partial(store.shaped_record, GuideEntry))
        self.progress = lru_cache(entries)(partial(store.shaped_record, Progress))
        self.text = lru_cache(texts)(lambda name: GuideText.from_json(store.text(name)))


class StoredSnapshot:
    """The public site as a release in the store has it."""

    def __init__(self, site: SiteRecord, guides: Mapping[str, GuideRoot], memory: Memory) -> None:
        self.site = site
        self._guides = guides
        self._memory = memory
        self._sections: dict[str, str] | None = None

    def guide(self, key: str) -> GuideRecord | None:
        """Return a guide that has been published, also one that was withdrawn since."""
        root = self._guides.get(key)
        return self._memory.record(root.record) if root else None

    def entry(self, key: str) -> GuideEntry | None:
        """Return a published guide as lists show it."""
        root = self._guides.get(key)
        return self._memory.entry(root.entry) if root else None

    def progress(self, key: str) -> Progress | None:
        """Return how a published guide's translations stand."""
        root = self._guides.get(key)
        return self._memory.progress(root.progress) if root else None

    def text(self, name: str) -> GuideText:
        """Return a frozen text by the name of its JSON."""
        return self._memory.text(name)

    def guide_of_section(self, key: str) -> str | None:
        """Return the key of the guide a section belongs or belonged to."""
        if self._sections is None:
            self._sections = {
                section: guide for guide, root in self._guides.items() for section in root.sections
            }
        return self._sections.get(key)
