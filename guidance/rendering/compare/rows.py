"""What changed beside a section's words: its kind, links, contacts and sources."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from guidance.domain.languages import BY_CODE
from guidance.domain.text import markup
from guidance.domain.text.content import ContactWords, Source
from guidance.domain.text.fields import OF_TRANSLATIONS, Field, FieldType, fields_of
from guidance.domain.text.frozen import EmbeddedContact, Section
from guidance.domain.translation.visibility import Shown
from guidance.rendering.compare.words import Line, Op, Part, compared_words
from guidance.rendering.parts.kinds import label
from guidance.rendering.parts.messages import OWN
from guidance.rendering.parts.phones import with_numbers_isolated
from guidance.rendering.parts.sections import Reading

LEFT_TO_RIGHT = mark_safe(' dir="ltr"')
"""What keeps addresses and numbers in order among right-to-left words."""


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
class Side:
    """A section in one of the two versions: its own words, its English, and which was shown."""

    own: Section
    english: Section
    shown: Shown

    def words(self, *, translated: bool) -> Section:
        """Return the words in the page's language, or the English."""
        return self.own if translated else self.english


def changed_rows(
    old: Side | None,
    new: Side | None,
    before: Section | None,
    after: Section | None,
    then: Reading,
    now: Reading,
) -> tuple[Row, ...]:
    """Return what changed beside the words: kind, links, contacts, sources.

    All of these came with a section that was added, and went with one that was taken out.
    """
    page = now.language
    kinds = [label(side.own.kind) if side else "" for side in (old, new)]
    rows = []
    if kinds[0] != kinds[1]:
        rows.append(Row(gettext("Kind"), written_line(compared_words(*kinds), OWN, page)))
    rows.extend(
        Row(gettext("Link"), written_line(line, LEFT_TO_RIGHT, page), LEFT_TO_RIGHT)
        for line in _listed(_links(before), _links(after))
    )
    rows.extend(_contacts(old, new, then, now))
    marks = now.marks(translated=False)
    rows.extend(
        Row(gettext("Source"), written_line(line, marks, page), marks)
        for line in _sources(
            old.own.sources if old else (),
            new.own.sources if new else (),
        )
    )
    return tuple(rows)


def _links(section: Section | None) -> list[str]:
    return markup.links(markup.parse(section.body)) if section else []


def _listed(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    """Return a line for every entry that came or went."""
    removed = [entry for entry in dict.fromkeys(old) if entry not in new]
    added = [entry for entry in dict.fromkeys(new) if entry not in old]
    return [
        *((Part(Op.REMOVED, entry),) for entry in removed),
        *((Part(Op.ADDED, entry),) for entry in added),
    ]


def _sources(old: Sequence[Source], new: Sequence[Source]) -> list[Line]:
    """Return a line for every source that came or went, or whose address or date is another."""
    before = {source.title: source for source in old}
    after = {source.title: source for source in new}
    changed = [
        compared_words(_source(before[title]), _source(source))
        for title, source in after.items()
        if title in before and source != before[title]
    ]
    return [*_listed(list(before), list(after)), *changed]


def _source(source: Source) -> str:
    return f"{source.title} {source.url} {source.collected.isoformat()}"


def written_line(line: Line, marks: SafeString, page: str) -> SafeString:
    """Write a compared line as HTML that says without colour, and aloud, what came and went.

    ``marks`` is what marks the line as other than the ``page``'s own words; what is said aloud is
    in the page's language.
    """
    return format_html_join("", "{}", ((_part(part, marks, page),) for part in line))


def _part(part: Part, marks: SafeString, page: str) -> SafeString:
    text = with_numbers_isolated(escape(part.text, quote=False))
    if part.op is Op.SAME:
        return text
    tag, word = ("ins", gettext("added")) if part.op is Op.ADDED else ("del", gettext("removed"))
    own = format_html(' lang="{}"', page) if "lang" in marks else OWN
    return format_html(
        '<{0}><span class="vh"{1}>[{2}: </span>{3}<span class="vh">]</span></{0}>',
        tag,
        own,
        word,
        text,
    )


def _contacts(old: Side | None, new: Side | None, then: Reading, now: Reading) -> list[Row]:
    before = {contact.key: contact for contact in old.own.contacts} if old else {}
    after = {contact.key: contact for contact in new.own.contacts} if new else {}
    rows = []
    for key in [*after, *(key for key in before if key not in after)]:
        shown_before, shown_after = then.of_contact(key), now.of_contact(key)
        translated = (shown_after if key in after else shown_before).is_translation
        was = before.get(key)
        if translated and was is not None and not shown_before.is_translation:
            was = None
        rows.extend(
            _contact(
                _worded(was, old, translated=translated),
                _worded(after.get(key), new, translated=translated),
                before.get(key),
                after.get(key),
                now,
                translated=translated,
            )
        )
    return rows


def _worded(
    contact: EmbeddedContact | None, side: Side | None, *, translated: bool
) -> EmbeddedContact | None:
    """Return the contact whose words are shown: its own, or the English one."""
    if contact is None or translated or side is None:
        return contact
    return next((other for other in side.english.contacts if other.key == contact.key), contact)


def _contact(
    old_words: EmbeddedContact | None,
    new_words: EmbeddedContact | None,
    old: EmbeddedContact | None,
    new: EmbeddedContact | None,
    now: Reading,
    *,
    translated: bool,
) -> list[Row]:
    """Return a row for every field of a contact that changed, and for its sources."""
    named = new_words or old_words or new or old
    of, of_marks = named.heading if named else "", now.marks(translated=translated)
    own, general = now.marks(translated=True), now.marks(translated=False)
    lines = []
    for field in fields_of(EmbeddedContact):
        if field.type in OF_TRANSLATIONS:
            continue
        before, after = (old_words, new_words) if field.in_digest else (old, new)
        if field.in_digest:
            marks = of_marks
        else:
            marks = _MARKS.get(field.type, own if field.name in _OWN else general)
        label = gettext(_LABELS[field.name])
        lines += [(label, line, marks) for line in _compared(field, before, after)]
    return [
        Row(title, written_line(line, marks, now.language), marks, of, of_marks)
        for title, line, marks in lines
    ]


def _compared(field: Field, old: EmbeddedContact | None, new: EmbeddedContact | None) -> list[Line]:
    """Return the lines that say how one field of a contact changed, none where it did not."""
    before, after = (getattr(contact, field.name) if contact else None for contact in (old, new))
    if field.type is FieldType.SOURCES:
        return _sources(before or (), after or ())
    if field.type is FieldType.FLAG:
        answers = _ANSWERS[field.name]
        return _listed(
            *([gettext(answers[value])] if value is not None else [] for value in (before, after))
        )
    read = _READ.get(field.type, str)
    words = [read(value) if value else "" for value in (before, after)]
    return [compared_words(*words)] if words[0] != words[1] else []


def _body(body: str) -> str:
    return " ".join(markup.plain(body).split("\n"))


def _languages(codes: Sequence[str]) -> str:
    return ", ".join(BY_CODE[code].own_name for code in codes if code in BY_CODE)


_READ: Mapping[FieldType, Callable[[Any], str]] = {
    FieldType.BODY: _body,
    FieldType.LANGUAGES: _languages,
}
_LABELS = {
    "heading": gettext_noop("Contact"),
    "body": gettext_noop("What it does"),
    "phone": gettext_noop("Phone"),
    "general_phone": gettext_noop("Phone"),
    "hours": gettext_noop("Hours"),
    "general_hours": gettext_noop("Hours"),
    "web": gettext_noop("On the web"),
    "spoken": gettext_noop("Languages"),
    "city_run": gettext_noop("Contact"),
    "sources": gettext_noop("Source"),
}
_ANSWERS = {
    "city_run": (
        gettext_noop("Independent. Not run by the city."),
        gettext_noop("Run by the city."),
    ),
}
"""What no and yes mean in a field."""

_MARKS = {
    FieldType.PHONE: LEFT_TO_RIGHT,
    FieldType.WEB: LEFT_TO_RIGHT,
    FieldType.LANGUAGES: OWN,
    FieldType.FLAG: OWN,
}
_OWN = frozenset(field.name for field in fields_of(ContactWords))
"""Fields in which a language has its own words; all others are in English."""
