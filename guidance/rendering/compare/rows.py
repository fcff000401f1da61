"""What changed beside a section's words: its kind, links, contacts and sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from guidance.domain.languages import BY_CODE
from guidance.domain.text import markup
from guidance.domain.text.content import Source
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
        """Give the words in the page's language, or the English."""
        return self.own if translated else self.english


def changed_rows(
    old: Side | None,
    new: Side | None,
    before: Section | None,
    after: Section | None,
    then: Reading,
    now: Reading,
) -> tuple[Row, ...]:
    """Give what changed beside the words: kind, links, contacts, sources.

    All of these came with a section that was added, and went with one that was taken out.
    """
    page = now.around
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
    """Give a line for every entry that came or went."""
    removed = [entry for entry in dict.fromkeys(old) if entry not in new]
    added = [entry for entry in dict.fromkeys(new) if entry not in old]
    return [(Part(Op.REMOVED, entry),) for entry in removed] + [
        (Part(Op.ADDED, entry),) for entry in added
    ]


def _sources(old: Sequence[Source], new: Sequence[Source]) -> list[Line]:
    """Give a line for every source that came or went, or whose address or date is another."""
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
    """Give the contact whose words are shown: its own, or the English one."""
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
    """Give a row for every field of a contact that changed, and for its sources."""
    named = new_words or old_words or new or old
    of, of_marks = named.heading if named else "", now.marks(translated=translated)
    own, general = now.marks(translated=True), now.marks(translated=False)
    fields = [
        (gettext("Contact"), _text(old_words, "heading"), _text(new_words, "heading"), of_marks),
        (gettext("What it does"), _body(old_words), _body(new_words), of_marks),
        (gettext("Phone"), _text(old, "phone"), _text(new, "phone"), LEFT_TO_RIGHT),
        (gettext("Phone"), _text(old, "general_phone"), _text(new, "general_phone"), LEFT_TO_RIGHT),
        (gettext("Hours"), _text(old, "hours"), _text(new, "hours"), own),
        (gettext("Hours"), _text(old, "general_hours"), _text(new, "general_hours"), general),
        (gettext("On the web"), _text(old, "web"), _text(new, "web"), LEFT_TO_RIGHT),
        (gettext("Languages"), _spoken(old), _spoken(new), OWN),
    ]
    lines = [
        (title, compared_words(before, after), marks)
        for title, before, after, marks in fields
        if before != after
    ]
    lines += [(gettext("Contact"), line, OWN) for line in _listed(_run_by(old), _run_by(new))]
    sources = _sources(old.sources if old else (), new.sources if new else ())
    lines += [(gettext("Source"), line, general) for line in sources]
    return [
        Row(title, written_line(line, marks, now.around), marks, of, of_marks)
        for title, line, marks in lines
    ]


def _text(contact: EmbeddedContact | None, name: str) -> str:
    return getattr(contact, name) if contact else ""


def _body(contact: EmbeddedContact | None) -> str:
    return " ".join(markup.plain(contact.body).split("\n")) if contact else ""


def _spoken(contact: EmbeddedContact | None) -> str:
    known = (
        [BY_CODE[code].own_name for code in contact.spoken if code in BY_CODE] if contact else ()
    )
    return ", ".join(known)


def _run_by(contact: EmbeddedContact | None) -> list[str]:
    if contact is None:
        return []
    if contact.city_run:
        return [gettext("Run by the city.")]
    return [gettext("Independent. Not run by the city.")]
