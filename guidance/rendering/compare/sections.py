"""What became of each section of a guide between two versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from guidance.domain.text import markup
from guidance.domain.text.frozen import GuideText, Section
from guidance.rendering.compare.rows import Row, Side, changed_rows, written_line
from guidance.rendering.compare.words import (
    compared_lines,
    compared_words,
    has_changes,
    moved_keys,
)
from guidance.rendering.parts.messages import fill
from guidance.rendering.parts.notices import do_not_follow, notice, removed_notices
from guidance.rendering.parts.sections import Reading


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What became of one section. ``marks`` marks its words where the page is in another language.

    ``retired`` is said of one that was taken out: when, and what replaced it or why.
    """

    key: str
    standing: str
    out: bool
    heading: SafeString
    lines: tuple[SafeString, ...]
    marks: SafeString
    rows: tuple[Row, ...]
    notice: tuple[SafeString, ...]
    warnings: tuple[SafeString, ...]
    remarks: tuple[SafeString, ...]
    retired: Mapping[str, object] | None = None


def sides(text: GuideText, english: GuideText, reading: Reading) -> dict[str, Side]:
    """Return the sections of a version by key, with their English and what was shown of them."""
    return {
        section.key: Side(
            section, english.section(section.key) or section, reading.of_section(section.key)
        )
        for section in text.sections
    }


def section_changes(
    before: Mapping[str, Side], after: Mapping[str, Side], then: Reading, now: Reading
) -> tuple[SectionChange, ...]:
    """Return the changed sections in their new order, retired ones where they stood."""
    moved = moved_keys(list(before), list(after))
    found = []
    for key in _in_reading_order(list(before), list(after)):
        change = _change(key, before.get(key), after.get(key), then, now, moved=key in moved)
        if change is not None:
            found.append(change)
    return tuple(found)


def _in_reading_order(before: Sequence[str], after: Sequence[str]) -> list[str]:
    keys = list(after)
    previous = None
    for key in before:
        if key not in keys:
            keys.insert(keys.index(previous) + 1 if previous else 0, key)
        previous = key
    return keys


def _change(
    key: str, old: Side | None, new: Side | None, then: Reading, now: Reading, *, moved: bool
) -> SectionChange | None:
    language = now.language
    sides = [side for side in (old, new) if side is not None]
    # A translation that readers did not see before is new to them as a whole.
    translated = sides[-1].shown.is_translation
    before = _seen(old, translated=translated)
    after = new.words(translated=translated) if new else None
    heading = compared_words(before.heading if before else "", after.heading if after else "")
    lines = compared_lines(_lines(before), _lines(after))
    rows = changed_rows(old, new, before, after, then, now)
    told = notice(new.shown, language=language, lines=now.lines) if new else ()
    told_before = notice(old.shown, language=language, lines=then.lines) if old else ()
    worded = has_changes([heading, *lines])
    marks = now.marks(translated=translated)
    standing = _standing(old, new, worded=worded or bool(rows), moved=moved)
    if not standing and told == told_before:
        return None
    return SectionChange(
        key=key,
        standing=standing,
        out=new is None,
        heading=written_line(heading, marks, language),
        lines=tuple(written_line(line, marks, language) for line in lines) if worded else (),
        marks=marks,
        rows=rows,
        notice=told,
        warnings=_warnings(key, then, now),
        remarks=(
            *_remarks(old, new, worded=worded, translated=translated),
            *_removed(key, then, now, translated=translated),
        ),
    )


def _seen(old: Side | None, *, translated: bool) -> Section | None:
    """Return the words of the older version that the newer ones are compared with."""
    if old is None or (translated and not old.shown.is_translation):
        return None
    return old.words(translated=translated)


def _standing(old: Side | None, new: Side | None, *, worded: bool, moved: bool) -> str:
    if old is None:
        return gettext("Added")
    if new is None:
        return gettext("Taken out")
    if worded and moved:
        return gettext("Changed and moved")
    if worded:
        return gettext("Changed")
    return gettext("Moved") if moved else ""


def _warnings(key: str, then: Reading, now: Reading) -> tuple[SafeString, ...]:
    """Say which of the two texts a safety change has replaced since."""
    if key in now.replaced:
        return (do_not_follow(now.replaced[key], now.language),)
    if key in then.replaced:
        warning = do_not_follow(then.replaced[key], then.language)
        return (fill(gettext("The older text: %(warning)s"), warning=warning),)
    return ()


def _removed(key: str, then: Reading, now: Reading, *, translated: bool) -> tuple[SafeString, ...]:
    """Say what was removed for ever from either of the two texts, each removal once."""
    entries = [
        *then.removed_from(key, translated=translated),
        *now.removed_from(key, translated=translated),
    ]
    return removed_notices(dict.fromkeys(entries), now.language)


def _remarks(
    old: Side | None, new: Side | None, *, worded: bool, translated: bool
) -> tuple[SafeString, ...]:
    if old is None or new is None or worded or not translated:
        return ()
    if old.english.digest != new.english.digest:
        return (fill(gettext("The words here are the same. The English changed.")),)
    return ()


def _lines(section: Section | None) -> list[str]:
    return markup.plain(section.body).split("\n") if section and section.body else []
