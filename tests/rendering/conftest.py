"""One page of every kind, to test what all of them promise."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from guidance import rendering
from guidance.domain.pages.frame import Retired
from guidance.domain.pages.listing import guide_entry, progress
from guidance.domain.translation.visibility import Shown
from guidance.rendering import Page
from tests.rendering.builders import (
    PUBLIC_URL,
    RELEASED,
    guide_frame,
    old_version,
    site_frame,
    small_guide,
    states,
    texts_of,
)

Render = Callable[[str], Page]
LATER = datetime(2026, 4, 1, 18, 0, tzinfo=UTC)

TEXTS = texts_of(small_guide())
FRONT = texts_of(small_guide("front"))
SITE = site_frame(TEXTS)
FRAME = guide_frame(
    TEXTS,
    sections=states(
        TEXTS,
        when_to_call_signs=Shown("withheld", RELEASED),
        when_to_call_ask=Shown("stale", RELEASED, machine=True),
    ),
    retired=(
        Retired("old-part", RELEASED, "when-to-call-calm", "Said better elsewhere."),
        Retired("lost-part", RELEASED, "", "It was out of date."),
    ),
)
PROGRESS = progress(TEXTS, FRAME.sections)
ENTRY = guide_entry("when-to-call", "when-to-call", TEXTS, FRAME.sections)


def _around(language):
    return {"language": language, "site": SITE, "public_url": PUBLIC_URL}


def _guide(language):
    return {"text": TEXTS[language], "english": TEXTS["en"], "guide": FRAME, **_around(language)}


def _changes(language):
    changed = texts_of(small_guide())
    sections = changed[language].sections
    new = type(changed[language])("when-to-call", language, (sections[0], sections[3], sections[1]))
    return rendering.changes_page(
        old_text=TEXTS[language],
        new_text=new,
        old_english=TEXTS["en"],
        new_english=TEXTS["en"],
        old=old_version(TEXTS, 2),
        new=old_version(TEXTS, 3, replaced={"when-to-call-signs": LATER}),
        guide=FRAME,
        **_around(language),
    )


PAGES: dict[str, Render] = {
    "guide": lambda code: rendering.guide_page(**_guide(code)),
    "front": lambda code: rendering.guide_page(
        text=FRONT[code], english=FRONT["en"], guide=guide_frame(FRONT), **_around(code)
    ),
    "version": lambda code: rendering.version_page(
        version=old_version(
            TEXTS, replaced={"when-to-call-signs": LATER}, gone=("when-to-call-calm",)
        ),
        **_guide(code),
    ),
    "history": lambda code: rendering.history_page(**_guide(code)),
    "changes": _changes,
    "questions": lambda code: rendering.questions_page(entries=[ENTRY], **_around(code)),
    "with english": lambda code: rendering.with_english_page(**_guide(code)),
    "translations": lambda code: rendering.translations_page(
        entries=[ENTRY], progress={ENTRY.key: PROGRESS}, **_around(code)
    ),
    "about": lambda code: rendering.about_page(**_around(code)),
    "privacy": lambda code: rendering.privacy_page(**_around(code)),
    "not found": lambda code: rendering.not_found_page(**_around(code)),
    "gone": lambda code: rendering.gone_page(
        reason="It is not needed now.", title=TEXTS[code].head.heading, **_around(code)
    ),
    "section gone": lambda code: rendering.section_gone_page(
        retired=FRAME.retired[1], **_around(code)
    ),
    "language off": lambda code: rendering.language_off_page(
        english_address="/en/when-to-call/", **_around(code)
    ),
    "unavailable": lambda code: rendering.unavailable_page(language=code, public_url=PUBLIC_URL),
}


@pytest.fixture(params=PAGES)
def render(request) -> Render:
    """Render the page of one kind in a language; the test runs for every kind."""
    return PAGES[request.param]
