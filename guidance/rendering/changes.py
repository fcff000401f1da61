"""What changed between two versions of a guide, as readers of one language saw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from guidance import markup
from guidance.content import EmbeddedContact, GuideText, Section
from guidance.frame import GuideFrame, OldVersion, SiteFrame
from guidance.freshness import Shown
from guidance.rendering.addresses import guide_path, in_language, live_path
from guidance.rendering.dates import written
from guidance.rendering.differences import (
    Line,
    Op,
    Part,
    compared_lines,
    compared_words,
    has_changes,
    moved_keys,
)
from guidance.rendering.kinds import label
from guidance.rendering.messages import OWN, english_marks, fill
from guidance.rendering.notices import do_not_follow, machine_notice, notice
from guidance.rendering.page import Page, make_page
from guidance.rendering.phones import lines_311, with_numbers_isolated
from guidance.rendering.sections import Reading
from guidance.rendering.shell import shell
from guidance.rendering.version import withdrawn_values


@dataclass(frozen=True, slots=True)
class Row:
    """Something beside a section's words that changed: what it is, and how, word by word.

    ``of`` is the name of the contact that it belongs to, if it is a contact's.
    """

    label: str
    line: SafeString
    marks: SafeString = OWN
    of: str = ""
    of_marks: SafeString = OWN


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What became of one section. ``marks`` marks its words where they are English."""

    key: str
    standing: str
    heading: SafeString
    lines: tuple[SafeString, ...]
    marks: SafeString
    rows: tuple[Row, ...]
    notice: tuple[SafeString, ...]
    warnings: tuple[SafeString, ...]
    remarks: tuple[SafeString, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """A section in one of the two versions: its own words, its English, and which was shown."""

    own: Section
    english: Section
    shown: Shown

    def words(self, *, translated: bool) -> Section:
        return self.own if translated else self.english


def changes_page(
    *,
    language: str,
    old_text: GuideText,
    new_text: GuideText,
    old_english: GuideText,
    new_english: GuideText,
    old: OldVersion,
    new: OldVersion,
    guide: GuideFrame,
    site: SiteFrame,
    public_url: str,
) -> Page:
    """Render what readers of ``language`` saw change from version ``old`` to version ``new``.

    Where either version showed them the English, the English is compared, marked as such.
    """
    with override(language):
        readings = [
            Reading(
                language=language,
                sections=version.sections,
                contacts=version.contacts,
                lines=lines_311(site, language),
                replaced=version.replaced,
                gone=version.gone,
            )
            for version in (old, new)
        ]
        before = _sides(old_text, old_english, readings[0])
        after = _sides(new_text, new_english, readings[1])
        changes = _changes(before, after, readings[0], readings[1])
        path = f"{guide_path(guide)}changes/{old.number}-{new.number}/"
        head = new_text.head if readings[1].of_section(new_text.head.key).is_translation else None
        title = gettext("What changed from version %(old)s to version %(new)s") % {
            "old": old.number,
            "new": new.number,
        }
        values = {
            "shell": shell(
                language=language,
                site=site,
                public_url=public_url,
                title=title,
                path=path,
                live=False,
                guide=guide,
            ),
            "heading": title,
            "subject": (head or new_english.head).heading,
            "subject_marks": OWN if head else english_marks(language),
            "old": old,
            "new": new,
            "old_date": written(old.released, language),
            "new_date": written(new.released, language),
            "below": in_language(language, guide_path(guide)),
            "live_address": in_language(language, live_path(guide.key, guide.slug)),
            "now": guide.live,
            "changes": changes,
            "machine_notice": _machine_notice(after, readings[1]),
            **withdrawn_values(guide, language),
        }
        return make_page(
            "changes.html", values, language=language, noindex=True, styles=("changes.css",)
        )


def _sides(text: GuideText, english: GuideText, reading: Reading) -> dict[str, _Side]:
    return {
        section.key: _Side(
            section, english.section(section.key) or section, reading.of_section(section.key)
        )
        for section in text.sections
    }


def _machine_notice(sides: dict[str, _Side], reading: Reading) -> SafeString:
    made = any(side.shown.machine and side.shown.is_translation for side in sides.values())
    return machine_notice() if made else OWN


def _changes(
    before: dict[str, _Side], after: dict[str, _Side], then: Reading, now: Reading
) -> tuple[SectionChange, ...]:
    """Give the changed sections in their new order, retired ones where they stood."""
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
    key: str, old: _Side | None, new: _Side | None, then: Reading, now: Reading, *, moved: bool
) -> SectionChange | None:
    language = now.language
    sides = [side for side in (old, new) if side is not None]
    # A translation that readers did not see before is new to them as a whole.
    translated = sides[-1].shown.is_translation
    before = _seen(old, translated=translated)
    after = new.words(translated=translated) if new else None
    heading = compared_words(before.heading if before else "", after.heading if after else "")
    lines = compared_lines(_lines(before), _lines(after))
    rows = _rows(old, new, before, after, then, now)
    told = notice(new.shown, language=language, lines=now.lines) if new else ()
    told_before = notice(old.shown, language=language, lines=then.lines) if old else ()
    worded = has_changes([heading, *lines])
    marks = OWN if translated else english_marks(language)
    standing = _standing(old, new, worded=worded or bool(rows), moved=moved)
    if not standing and told == told_before:
        return None
    return SectionChange(
        key=key,
        standing=standing,
        heading=_written(heading, marks, language),
        lines=tuple(_written(line, marks, language) for line in lines) if worded else (),
        marks=marks,
        rows=rows,
        notice=told,
        warnings=_warnings(key, then, now),
        remarks=_remarks(old, new, worded=worded, translated=translated),
    )


def _seen(old: _Side | None, *, translated: bool) -> Section | None:
    """Give the words of the older version that the newer ones are compared with."""
    if old is None or (translated and not old.shown.is_translation):
        return None
    return old.words(translated=translated)


def _standing(old: _Side | None, new: _Side | None, *, worded: bool, moved: bool) -> str:
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


def _remarks(
    old: _Side | None, new: _Side | None, *, worded: bool, translated: bool
) -> tuple[SafeString, ...]:
    if old is None or new is None or worded or not translated:
        return ()
    if old.english.digest != new.english.digest:
        return (fill(gettext("The words here are the same. The English changed.")),)
    return ()


def _lines(section: Section | None) -> list[str]:
    return markup.plain(section.body).split("\n") if section and section.body else []


def _rows(
    old: _Side | None,
    new: _Side | None,
    before: Section | None,
    after: Section | None,
    then: Reading,
    now: Reading,
) -> tuple[Row, ...]:
    """Give what changed beside the words: kind, links, contacts, sources."""
    if old is None or new is None:
        return ()
    rows = []
    if old.own.kind is not new.own.kind:
        rows.append(
            Row(
                gettext("Kind"),
                _written(
                    compared_words(label(old.own.kind), label(new.own.kind)), OWN, now.language
                ),
            )
        )
    if before and after:
        links = _listed(_links(before), _links(after))
        rows.extend(Row(gettext("Link"), _written(line, OWN, now.language)) for line in links)
    rows.extend(_contacts(old, new, then, now))
    marks = english_marks(now.language)
    sources = _listed(
        [source.title for source in old.own.sources], [source.title for source in new.own.sources]
    )
    rows.extend(
        Row(gettext("Source"), _written(line, marks, now.language), marks) for line in sources
    )
    return tuple(rows)


def _links(section: Section) -> list[str]:
    return markup.links(markup.parse(section.body))


def _listed(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    """Give a line for every entry that came or went."""
    removed = [entry for entry in dict.fromkeys(old) if entry not in new]
    added = [entry for entry in dict.fromkeys(new) if entry not in old]
    return [(Part(Op.REMOVED, entry),) for entry in removed] + [
        (Part(Op.ADDED, entry),) for entry in added
    ]


def _written(line: Line, marks: SafeString, language: str) -> SafeString:
    """Write a compared line as HTML that says what came and went without colour, and when read out."""
    return format_html_join("", "{}", ((_part(part, marks, language),) for part in line))


def _part(part: Part, marks: SafeString, language: str) -> SafeString:
    text = with_numbers_isolated(escape(part.text, quote=False))
    if part.op is Op.SAME:
        return text
    tag, word = ("ins", gettext("added")) if part.op is Op.ADDED else ("del", gettext("removed"))
    own = format_html(' lang="{}"', language) if marks else OWN
    return format_html('<{0}><span class="vh"{1}>[{2}: </span>{3}<span class="vh">]</span></{0}>',
                       tag, own, word, text)


def _contacts(old: _Side, new: _Side, then: Reading, now: Reading) -> list[Row]:
    before = {contact.key: contact for contact in old.own.contacts}
    after = {contact.key: contact for contact in new.own.contacts}
    rows = []
    for key in [*after, *(key for key in before if key not in after)]:
        shown_before, shown_after = then.of_contact(key), now.of_contact(key)
        translated = (shown_after if key in after else shown_before).is_translation
        was = before.get(key)
        if translated and was is not None and not shown_before.is_translation:
            was = None
        rows.extend(
            _contact(
                _worded(was, old.english, translated=translated),
                _worded(after.get(key), new.english, translated=translated),
                before.get(key),
                after.get(key),
                OWN if translated else english_marks(now.language),
                now.language,
            )
        )
    return rows


def _worded(
    contact: EmbeddedContact | None, english: Section, *, translated: bool
) -> EmbeddedContact | None:
    """Give the contact whose words are shown: its own, or the English one."""
    if contact is None or translated:
        return contact
    return next((other for other in english.contacts if other.key == contact.key), contact)


def _contact(
    old_words: EmbeddedContact | None,
    new_words: EmbeddedContact | None,
    old: EmbeddedContact | None,
    new: EmbeddedContact | None,
    marks: SafeString,
    language: str,
) -> list[Row]:
    """Give a row for every field of a contact that changed."""
    named = new_words or old_words or new or old
    general = english_marks(language)
    fields = [
        (gettext("Contact"), _text(old_words, "heading"), _text(new_words, "heading"), marks),
        (gettext("What it does"), _body(old_words), _body(new_words), marks),
        (gettext("Phone"), _text(old, "phone"), _text(new, "phone"), OWN),
        (gettext("Phone"), _text(old, "general_phone"), _text(new, "general_phone"), OWN),
        (gettext("Hours"), _text(old, "hours"), _text(new, "hours"), OWN),
        (gettext("Hours"), _text(old, "general_hours"), _text(new, "general_hours"), general),
        (gettext("On the web"), _text(old, "web"), _text(new, "web"), OWN),
    ]
    return [
        Row(
            title,
            _written(compared_words(before, after), field_marks, language),
            field_marks,
            of=named.heading if named else "",
            of_marks=marks,
        )
        for title, before, after, field_marks in fields
        if before != after
    ]


def _text(contact: EmbeddedContact | None, name: str) -> str:
    return getattr(contact, name) if contact else ""


def _body(contact: EmbeddedContact | None) -> str:
    return " ".join(markup.plain(contact.body).split("\n")) if contact else ""
