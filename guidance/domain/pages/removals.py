"""What was removed for ever from published text, so that its place can say so: a pure function."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from guidance.domain.pages.frame import Removed
from guidance.domain.text.fields import texts_in
from guidance.domain.text.frozen import GuideText, Section
from guidance.domain.text.passages import MARK


@dataclass(frozen=True, slots=True)
class Removal:
    """A passage removed from a section of a frozen text; ``text`` names its JSON as it is now."""

    text: str
    language: str
    section: str
    at: datetime
    reason: str


def removed_from(
    removals: Iterable[Removal], names: Collection[str], texts: Mapping[str, GuideText]
) -> dict[str, dict[str, tuple[Removed, ...]]]:
    """Return, by language and section key, what was removed from the texts of an edition.

    ``names`` are those of its texts. A later edition says it too, for as long as the mark stands in
    the section.
    """
    found: dict[str, dict[str, dict[Removed, None]]] = {}
    for removal in removals:
        text = texts.get(removal.language)
        section = text.section(removal.section) if text else None
        if section is not None and (removal.text in names or _has_mark(section)):
            by_key = found.setdefault(removal.language, {})
            by_key.setdefault(removal.section, {})[Removed(removal.at, removal.reason)] = None
    return {
        language: {key: tuple(entries) for key, entries in by_key.items()}
        for language, by_key in found.items()
    }


def _has_mark(section: Section) -> bool:
    texts = [*texts_in(section), *(source.title for source in section.sources)]
    for contact in section.contacts:
        texts += texts_in(contact)
    return any(MARK in text for text in texts)
