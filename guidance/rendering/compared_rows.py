"""What changed beside a section's words: its kind, links, contacts and sources."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from guidance import markup
from guidance.content import EmbeddedContact, Section
from guidance.freshness import Shown
from guidance.rendering.differences import Line, Op, Part, compared_words
from guidance.rendering.kinds import label
from guidance.rendering.messages import OWN, english_marks
from guidance.rendering.phones import with_numbers_isolated
from guidance.rendering.sections import Reading


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
    """Give what changed beside the words: kind, links, contacts, sources."""
    if old is None or new is None:
        return ()
    rows = []
    if old.own.kind is not new.own.kind:
        rows.append(
            Row(
                gettext("Kind"),
                written_line(
                    compared_words(label(old.own.kind), label(new.own.kind)), OWN, now.language
                ),
            )
        )
    if before and after:
        links = _listed(_links(before), _links(after))
        rows.extend(Row(gettext("Link"), written_line(line, OWN, now.language)) for line in links)
    rows.extend(_contacts(old, new, then, now))
    marks = english_marks(now.language)
    sources = _listed(
        [source.title for source in old.own.sources], [source.title for source in new.own.sources]
    )
    rows.extend(
        Row(gettext("Source"), written_line(line, marks, now.language), marks) for line in sources
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


def written_line(line: Line, marks: SafeString, language: str) -> SafeString:
    """Write a compared line as HTML that says without colour, and aloud, what came and went."""
    return format_html_join("", "{}", ((_part(part, marks, language),) for part in line))


def _part(part: Part, marks: SafeString, language: str) -> SafeString:
    text = with_numbers_isolated(escape(part.text, quote=False))
    if part.op is Op.SAME:
        return text
    tag, word = ("ins", gettext("added")) if part.op is Op.ADDED else ("del", gettext("removed"))
    own = format_html(' lang="{}"', language) if marks else OWN
    return format_html(
        '<{0}><span class="vh"{1}>[{2}: </span>{3}<span class="vh">]</span></{0}>',
        tag,
        own,
        word,
        text,
    )


def _contacts(old: Side, new: Side, then: Reading, now: Reading) -> list[Row]:
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
            written_line(compared_words(before, after), field_marks, language),
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
