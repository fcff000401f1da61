"""A guide as it would stand around text that is not published yet: what readers would be shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from guidance.domain.languages import SOURCE
from guidance.domain.pages.frame import GuideFrame
from guidance.domain.text.content import GUARDED_KINDS, GuideText, Section
from guidance.domain.translation.freshness import (
    EnglishChange,
    Freshness,
    Severity,
    Shown,
    State,
    freshness,
    shown,
)
from guidance.models import Guide, SeverityRaise
from guidance.publishing.draft.changes import EnglishDifference
from guidance.queries.frame import guide_frame
from guidance.queries.published import contact_changes, section_changes


@dataclass(frozen=True, slots=True)
class Pending:
    """Changes to a guide's English on their way; ``severities`` as declared so far, by text.

    Of a change that nobody has declared, readers are shown what ``meaning`` would show them.
    """

    differences: Iterable[EnglishDifference]
    severities: Mapping[str, Severity]
    at: datetime


def pending_frame(
    guide: Guide,
    pending: Pending,
    texts: Mapping[str, GuideText],
    live: Mapping[str, GuideText],
    language: str,
    *,
    live_site: bool,
) -> GuideFrame:
    """Give the frame around ``texts`` in a language, as if they replaced the ``live`` ones now.

    What staff decided about a translation (hidden, not yet reviewed) holds while it is unchanged.
    """
    frame = guide_frame(guide)
    if texts != live or frame.live is None:
        last = max((version.number for version in frame.versions), default=0)
        frame = replace(frame, live=last + 1, released=pending.at, withdrawn=None)
    if language == SOURCE:
        return frame
    states = coming_states(guide, frame, pending, texts, live, [language], live_site=live_site)
    contacts = {**_contacts(texts[language]), **frame.contacts.get(language, {})}
    return replace(
        frame,
        sections={**frame.sections, **states},
        contacts={**frame.contacts, language: contacts},
    )


def coming_states(
    guide: Guide,
    frame: GuideFrame,
    pending: Pending,
    texts: Mapping[str, GuideText],
    live: Mapping[str, GuideText],
    languages: Iterable[str],
    *,
    live_site: bool,
) -> dict[str, dict[str, Shown]]:
    """Give what would be shown of each section in these languages, by language and key.

    ``frame`` is the guide's, as readers have it now.
    """
    raises = SeverityRaise.objects.filter(edition__guide=guide)
    published = section_changes(guide.editions.order_by("number"), raises)
    coming = coming_english(pending)
    found: dict[str, dict[str, Shown]] = {}
    for language in languages:
        standing = frame.sections.get(language, {})
        before = {section.key: section for section in live[language].sections} if live else {}
        states = found[language] = {}
        for section in texts[language].sections:
            text = f"section/{section.key}"
            old = published.get(text, ())
            new = (*old, coming[text]) if text in coming else old
            unchanged = _says_the_same(before.get(section.key), section)
            if unchanged and _decided_by_staff(standing.get(section.key), _fresh(old, section)):
                states[section.key] = standing[section.key]
            else:
                states[section.key] = shown(
                    _fresh(new, section),
                    provenance=section.provenance,
                    must_be_reviewed=live_site and not unchanged and section.kind in GUARDED_KINDS,
                )
    return found


def coming_english(pending: Pending) -> dict[str, EnglishChange]:
    """Give the English that would be published, by section or contact."""
    found = {}
    for difference in pending.differences:
        if difference.new:
            undeclared = Severity.MEANING if difference.floor else None
            severity = pending.severities.get(difference.text, undeclared)
            # Later than every published version, whatever their numbers.
            change = EnglishChange(2**31, pending.at, difference.new, severity)
            found[difference.text] = change
    return found


def _fresh(changes: tuple[EnglishChange, ...], section: Section) -> Freshness:
    return freshness(changes, made_from=section.made_from, has_text=not section.is_empty())


def _says_the_same(old: Section | None, new: Section) -> bool:
    return old is not None and (old.digest, old.made_from, old.provenance) == (
        new.digest,
        new.made_from,
        new.provenance,
    )


def _decided_by_staff(standing: Shown | None, fresh: Freshness) -> bool:
    """Tell whether a text is withheld though nothing in the English would withhold it."""
    return standing is not None and standing.how == "withheld" and fresh.state is not State.WITHHELD


def _contacts(text: GuideText) -> dict[str, Shown]:
    contacts = {contact.key: contact for section in text.sections for contact in section.contacts}
    changes = contact_changes(contacts)
    return {
        key: shown(
            freshness(
                changes.get(key, ()),
                made_from=contact.made_from,
                has_text=bool(contact.heading or contact.body),
            ),
            provenance=contact.provenance,
        )
        for key, contact in contacts.items()
    }
