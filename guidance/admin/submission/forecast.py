"""What readers of each language will see when a change is published, said before it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from guidance.admin.submission.pending import Pending, coming_english, coming_states
from guidance.admin.words import titles
from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.text.cells import Cell, CellId
from guidance.domain.text.compose import ComposeError, compose, compose_contact
from guidance.domain.text.content import (
    ContactContent,
    ContactGeneral,
    ContactWords,
    GuideContent,
    GuideText,
    split,
)
from guidance.domain.translation.freshness import Severity, Shown, freshness, shown
from guidance.domain.translation.outlook import Outlook, outlook
from guidance.models import Guide
from guidance.publishing.draft.changes import english_differences
from guidance.queries.frame import guide_frame, is_demonstration, offered_languages
from guidance.queries.published import contact_changes, live_contacts, published_guide

WORDS = {
    Outlook.UPDATED: "readers see the new translation, which goes out with this",
    Outlook.STAYS: "readers see their translation as it is now",
    Outlook.OUT_OF_DATE: "readers see the older translation, with a notice that it is out of date",
    Outlook.ENGLISH: "readers see the English until it is translated",
    Outlook.MISSING: "readers see the English: there is no translation yet",
}
"""What each outlook means, in words for staff."""


@dataclass(frozen=True, slots=True)
class TextOutlook:
    """One changed text (``section/key``): languages, and what their readers see of it."""

    text: str
    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReadersOutlook:
    """All changed texts, and the languages in which a safety change will stand in English."""

    texts: tuple[TextOutlook, ...]
    in_english: tuple[str, ...]


def readers_outlook(
    guide: Guide | None, cells: Sequence[Cell], severities: Mapping[str, Severity]
) -> ReadersOutlook | None:
    """Say what a publication of these cells would do in every offered language.

    None where it changes no English, or where the cells do not fit what is published now.
    """
    live, live_texts = published_guide(guide) if guide else (None, {})
    contacts = live_contacts()
    try:
        differences = [
            difference
            for difference in english_differences(live, contacts, cells)
            if difference.new
        ]
        after = compose(live or GuideContent(guide.key), cells) if guide else None
    except ComposeError:
        return None
    languages = [code for code in offered_languages() if code != SOURCE]
    pending = Pending(differences, severities, timezone.now())
    coming = _contact_states(cells, contacts, pending, languages)
    if guide and after:
        if {key for section in after.sections for key in section.general.contacts} - set(contacts):
            return None
        texts = split(after, contacts, live=live_texts)
        coming |= _section_states(guide, pending, texts, live_texts, languages)
    if not differences or not languages:
        return None
    updated = {cell.id for cell in cells}
    seen = {
        difference.text: {
            language: outlook(
                coming[difference.text, language],
                updated=CellId(*difference.text.split("/"), "words", language) in updated,
            )
            for language in languages
        }
        for difference in differences
    }
    named = titles(seen)
    return ReadersOutlook(
        tuple(_said(difference.text, seen[difference.text], named) for difference in differences),
        tuple(
            BY_CODE[language].english_name
            for language in languages
            if any(
                seen[text][language].is_english
                for text in seen
                if severities.get(text) is Severity.SAFETY
            )
        ),
    )


def effects(
    guide: Guide | None, cells: Sequence[Cell]
) -> dict[Severity, dict[str, tuple[tuple[str, str], ...]]]:
    """Say, for each severity, what readers would see of each changed text were it declared that.

    By section or contact (``section/key``), as lines of languages and words.
    """
    texts = {cell.id.text for cell in cells}
    found = {}
    for severity in Severity:
        seen = readers_outlook(guide, cells, dict.fromkeys(texts, severity))
        found[severity] = {each.text: each.lines for each in seen.texts} if seen else {}
    return found


def _said(text: str, seen: Mapping[str, Outlook], named: Mapping[str, str]) -> TextOutlook:
    lines = []
    for each, words in WORDS.items():
        names = [BY_CODE[code].english_name for code, outcome in seen.items() if outcome is each]
        if names:
            lines.append((", ".join(names), words))
    return TextOutlook(text, named.get(text, text), tuple(lines))


def _section_states(
    guide: Guide,
    pending: Pending,
    texts: Mapping[str, GuideText],
    live: Mapping[str, GuideText],
    languages: Iterable[str],
) -> dict[tuple[str, str], Shown]:
    states = coming_states(
        guide,
        guide_frame(guide),
        pending,
        texts,
        live,
        languages,
        live_site=not is_demonstration(),
    )
    return {
        (f"section/{key}", language): state
        for language, by_key in states.items()
        for key, state in by_key.items()
    }


def _contact_states(
    cells: Sequence[Cell],
    contacts: Mapping[str, ContactContent],
    pending: Pending,
    languages: Iterable[str],
) -> dict[tuple[str, str], Shown]:
    keys = {cell.id.key for cell in cells if cell.id.subject == "contact"}
    published = contact_changes(keys) if keys else {}
    english = coming_english(pending)
    found = {}
    for key in keys:
        text = f"contact/{key}"
        after = compose_contact(contacts.get(key, ContactContent(key, ContactGeneral())), cells)
        changes = published.get(key, ())
        changes = (*changes, english[text]) if text in english else changes
        for language in languages:
            words = after.words.get(language, ContactWords())
            fresh = freshness(changes, made_from=words.made_from, has_text=not words.is_empty())
            found[text, language] = shown(fresh, provenance=words.provenance)
    return found
