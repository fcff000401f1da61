"""Cells in words that staff read."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.text.cells import Add, Cell, CellId, CellValue, Order, Retire
from guidance.domain.text.compose import live_value
from guidance.domain.text.content import (
    ContactContent,
    ContactGeneral,
    ContactWords,
    General,
    GuideContent,
    Source,
    Words,
)
from guidance.domain.text.markup import links, parse, plain
from guidance.models import Contact, Section, Submission, SubmissionCell
from guidance.queries.sanitize import sanitize
from guidance.rendering.compare.words import Op, Part, compared_lines

PROVENANCES = {
    "": "",
    "machine": "made by a computer, checked by nobody",
    "human": "made by a person",
    "reviewed": "reviewed by a qualified person",
}
"""How a translation was made, in words."""

_ASPECTS = {
    "general": "kind, contacts and sources",
    "add": "new section",
    "retire": "section goes",
    "order": "order of sections",
}

_NAMED = re.compile(
    r"\b(?P<text>(?:section|contact)/[a-z0-9-]+)(?:/(?:words/(?P<language>[a-z]+)|[a-z]+))?"
)


def titles(texts: Iterable[str]) -> dict[str, str]:
    """Return the English headings by which staff know sections and contacts (``section/key``)."""
    keys = [text.partition("/")[2] for text in texts]
    sections = Section.objects.filter(key__in=keys).values_list("key", "heading_en")
    contacts = Contact.objects.filter(key__in=keys).values_list("key", "heading_en")
    return {f"section/{key}": heading or key for key, heading in sections} | {
        f"contact/{key}": heading or key for key, heading in contacts
    }


def subjects(submissions: Iterable[Submission]) -> dict[int, str]:
    """Return, by number, what submissions are of: the name of a guide, or those of contacts."""
    rows = list(submissions)
    found = {row.pk: row.guide.title for row in rows if row.guide}
    contacts = SubmissionCell.objects.filter(submission__in=rows, submission__guide=None)
    keys: dict[int, list[str]] = {}
    for pk, key in contacts.order_by("pk").values_list("submission", "key"):
        if key not in keys.setdefault(pk, []):
            keys[pk].append(key)
    if keys:
        named = titles(f"contact/{key}" for each in keys.values() for key in each)
        for pk, each in keys.items():
            found[pk] = ", ".join(named.get(f"contact/{key}", key) for key in each)
    return found


def described(cell: CellId, named: Mapping[str, str]) -> str:
    """Return a cell's name in words, such as ``Call 911 now if: text in Somali``."""
    name = named.get(cell.text, cell.key)
    if cell.aspect == "words":
        return f"{name}: text in {BY_CODE[cell.language].english_name}"
    if cell.subject == "contact":
        return f"{name}: phone, hours, address, languages and sources"
    return f"{name}: {_ASPECTS[cell.aspect]}"


def in_words(message: str) -> str:
    """Return a message with headings where it names cells and texts (``section/key/words/es``)."""
    return all_in_words([message])[0]


def all_in_words(messages: Sequence[str]) -> list[str]:
    """Return messages with headings where they name cells and texts, in two queries."""
    found = [match["text"] for message in messages for match in _NAMED.finditer(message)]
    named = titles(found) if found else {}
    return [_with_headings(message, named) for message in messages]


def _with_headings(message: str, named: Mapping[str, str]) -> str:

    def heading(match: re.Match[str]) -> str:
        text, language = match["text"], BY_CODE.get(match["language"] or SOURCE)
        if text not in named or language is None:
            return match[0]
        where = f" in {language.english_name}" if language.code != SOURCE else ""
        return f"“{named[text]}”{where}"

    return _NAMED.sub(heading, message)


def readable(value: CellValue | None) -> SafeString:
    """Return what a cell says as HTML; a text as readers see it."""
    if value is None:
        return mark_safe("<p>Nothing yet.</p>")
    if isinstance(value, Words | ContactWords):
        body = mark_safe(sanitize(value.body))  # noqa: S308 - just cleaned
        more = [f"This text was {made}."] if (made := PROVENANCES[value.provenance]) else []
        if isinstance(value, ContactWords):
            more += [
                f"{name}: {text}"
                for name, text in (("Phone", value.phone), ("Hours", value.hours))
                if text
            ]
        return format_html("<p><strong>{}</strong></p>{}{}", value.heading, body, _lines(more))
    return _lines(_facts(value))


def differences(old: CellValue | None, new: CellValue | None) -> SafeString:
    """Return as HTML what differs between two values of a cell, readable without colour."""
    lines = compared_lines(_plain_lines(old), _plain_lines(new))
    return format_html_join(
        "", "<p>{}</p>", ((format_html_join("", "{}", map(_marked, line)),) for line in lines)
    )


@dataclass(frozen=True, slots=True)
class CellShown:
    """A cell in words: what it is, what it says before and after, and what differs."""

    what: str
    language: str
    before: SafeString
    after: SafeString
    changes: SafeString


def cell_shown(
    cell: Cell,
    named: Mapping[str, str],
    live: GuideContent | None,
    contacts: Mapping[str, ContactContent],
) -> CellShown:
    """Return a cell beside what it says in a guide and contacts; ``named`` as ``titles`` gives."""
    before = live_value(cell.id, live, contacts)
    return CellShown(
        what=described(cell.id, named),
        language=cell.id.language,
        before=readable(before),
        after=readable(cell.value),
        changes=differences(before, cell.value),
    )


def _marked(part: Part) -> tuple[SafeString | str]:
    if part.op is Op.SAME:
        return (part.text,)
    tag, word = ("ins", "added") if part.op is Op.ADDED else ("del", "removed")
    hidden = '<span class="visually-hidden" lang="en" dir="ltr">'
    return (format_html(f"<{tag}>{hidden}{word}: </span>{{}}</{tag}>", part.text),)


def _plain_lines(value: CellValue | None) -> list[str]:
    """Return what a cell says as lines: words, then addresses that its links lead to."""
    if value is None:
        return []
    if not isinstance(value, Words | ContactWords):
        return _facts(value)
    extra = []
    if isinstance(value, ContactWords):
        extra = [text for text in (value.phone, value.hours) if text]
    addresses = [f"→ {address}" for address in links(parse(value.body))]
    return [line for line in [value.heading, *plain(value.body).split("\n")] if line] + [
        *extra,
        *addresses,
    ]


def _facts(value: CellValue) -> list[str]:
    if isinstance(value, General):
        return [
            f"Kind: {value.kind}",
            f"Contacts: {', '.join(value.contacts) or 'none'}",
            *_sources(value.sources),
        ]
    if isinstance(value, ContactGeneral):
        return [
            f"Phone: {value.phone or 'none'}",
            f"Hours: {value.hours or 'not known'}",
            f"Web: {value.web or 'none'}",
            f"Languages: {', '.join(value.spoken) or 'not known'}",
            f"Run by the city: {'yes' if value.city_run else 'no'}",
            f"May be shown: {'yes' if value.shown else 'no'}",
            *_sources(value.sources),
        ]
    if isinstance(value, Add):
        return [f"After: {value.after or 'at the end'}"]
    if isinstance(value, Retire):
        return [f"Replaced by: {value.successor}" if value.successor else f"Why: {value.reason}"]
    if isinstance(value, Order):
        return [" → ".join(value.keys)]
    raise TypeError(f"{value!r} is not what a cell says")


def _sources(sources: tuple[Source, ...]) -> list[str]:
    return [
        f"Source: {source.title} {source.url} (collected {source.collected.isoformat()})"
        for source in sources
    ]


def _lines(lines: list[str]) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines))
