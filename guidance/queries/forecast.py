"""What readers will be shown after a publication, from rows: ``domain.translation.forecast``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from guidance.domain.languages import SOURCE
from guidance.domain.pages.frame import GuideFrame
from guidance.domain.text.cells import Cell, CellId
from guidance.domain.text.compose import compose, compose_contacts
from guidance.domain.text.content import ContactContent, GuideContent
from guidance.domain.text.frozen import GuideText, split
from guidance.domain.translation.english_changes import english_differences
from guidance.domain.translation.forecast import (
    Coming,
    coming_english,
    forecast_of_contact,
    forecast_of_guide,
)
from guidance.domain.translation.freshness import Severity
from guidance.domain.translation.visibility import Shown, ShownInGuide
from guidance.models import Guide
from guidance.queries.decisions import decisions_of
from guidance.queries.guide_frame import editions_changes, guide_editions, guide_frame
from guidance.queries.published import contact_changes, live_contacts, published_guide


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a publication will do.

    ``changed`` names the English words that change; ``shown`` says, by text (``section/key``) and
    language, what readers
    of a language will be shown of a text: of a guide all sections and contacts, else the contacts
    that are published.
    """

    changed: tuple[CellId, ...]
    shown: Mapping[tuple[str, str], Shown]


def forecast(
    guide: Guide | None,
    cells: Sequence[Cell],
    severities: Mapping[str, Severity],
    at: datetime,
    languages: Sequence[str],
) -> Forecast:
    """Return what a publication of these cells will do in these languages.

    ``guide`` is None for cells of contacts; what is shown of a contact is the same in every guide.
    Raises ComposeError where the cells do not fit what is published now, and KeyError where the
    guide would show a contact that is not published.
    """
    contacts = live_contacts()
    live, live_texts = published_guide(guide) if guide else (None, {})
    differences = english_differences(live, contacts, cells)
    coming = coming_english(differences, severities, at)
    if guide:
        texts = split(compose(live or GuideContent(guide.key), cells), contacts, live=live_texts)
        shown = _by_text(guide_forecast(guide, texts, coming, languages))
    else:
        shown = _contacts_forecast(contacts, cells, coming, languages)
    return Forecast(tuple(each.cell for each in differences if each.new), shown)


def guide_forecast(
    guide: Guide, texts: Mapping[str, GuideText], coming: Coming, languages: Iterable[str]
) -> ShownInGuide:
    """Return what would be shown of a guide in these languages if ``texts`` were published now."""
    wanted = {code: texts[code] for code in languages}
    contacts = {
        contact.key
        for text in wanted.values()
        for section in text.sections
        for contact in section.contacts
    }
    return forecast_of_guide(
        wanted,
        editions_changes(guide_editions(guide)),
        contact_changes(contacts) if contacts else {},
        coming,
        decisions_of([guide])[guide.pk],
    )


def _by_text(seen: ShownInGuide) -> dict[tuple[str, str], Shown]:
    return {
        (f"{subject}/{key}", code): shown
        for subject, found in (("section", seen.sections), ("contact", seen.contacts))
        for code, by_key in found.items()
        for key, shown in by_key.items()
    }


def _contacts_forecast(
    contacts: Mapping[str, ContactContent],
    cells: Sequence[Cell],
    coming: Coming,
    languages: Sequence[str],
) -> dict[tuple[str, str], Shown]:
    keys = {cell.id.key for cell in cells}
    changes = contact_changes(keys)
    after = compose_contacts(contacts, cells)
    return {
        (f"contact/{key}", code): shown
        for key in keys
        for code, shown in forecast_of_contact(after[key], changes, coming, languages).items()
    }


def frame_forecast(
    guide: Guide,
    texts: Mapping[str, GuideText],
    live: Mapping[str, GuideText],
    coming: Coming,
    language: str,
    at: datetime,
) -> GuideFrame:
    """Return the frame around ``texts`` in a language, as if they replaced the ``live`` ones."""
    frame = guide_frame(guide)
    if texts != live or frame.live is None:
        last = max((version.number for version in frame.versions), default=0)
        frame = replace(frame, live=last + 1, released=at, withdrawn=None)
    if language == SOURCE:
        return frame
    seen = guide_forecast(guide, texts, coming, [language])
    return replace(
        frame,
        sections={**frame.sections, language: seen.sections[language]},
        contacts={**frame.contacts, language: seen.contacts[language]},
    )
