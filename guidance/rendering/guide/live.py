"""A guide's live page, and the front page."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import override

from guidance.domain.languages import SOURCE
from guidance.domain.pages.frame import GuideFrame, Retired, SiteFrame, Title
from guidance.domain.pages.outputs import FRONT_KEY
from guidance.domain.text.content import Kind
from guidance.domain.text.frozen import GuideText
from guidance.domain.text.markup import plain
from guidance.domain.translation.visibility import Shown
from guidance.rendering.parts.addresses import in_language, live_path, section_address
from guidance.rendering.parts.bodies import body_html
from guidance.rendering.parts.dates import written
from guidance.rendering.parts.kinds import drawings
from guidance.rendering.parts.messages import OWN, english_marks
from guidance.rendering.parts.page import Page, make_page
from guidance.rendering.parts.phones import lines_311
from guidance.rendering.parts.sections import (
    Reading,
    SectionView,
    page_machine_notice,
    section_views,
)
from guidance.rendering.parts.shell import shell


def guide_page(
    *,
    language: str,
    text: GuideText,
    english: GuideText,
    guide: GuideFrame,
    site: SiteFrame,
    public_url: str,
) -> Page:
    """Render a guide's live text in a language; the guide with the key ``front`` as front page.

    ``english`` is the same edition in English: it stands, marked, where the language's own words
    are missing or may not be shown.
    """
    with override(language):
        reading = Reading(
            language=language,
            sections=guide.sections,
            contacts=guide.contacts,
            lines=lines_311(site, language),
            here=frozenset(section.key for section in text.sections[1:]),
            removed=guide.removed,
        )
        views = section_views(text, english, reading)
        head = views[0]
        front = guide.key == FRONT_KEY
        values = {
            "shell": shell(
                language=language,
                site=site,
                public_url=public_url,
                title=head.heading,
                marks=head.marks,
                description=plain(text.head.body),
                path=live_path(guide.key, guide.slug),
                guide=guide,
            ),
            "retired": [retired_view(gone, language) for gone in guide.retired],
            **section_values(views, reading),
            **(_front_values(views, site, language) if front else {}),
        }
        return make_page(
            "guide/front.html" if front else "guide/guide.html",
            values,
            language=language,
            noindex=site.demonstration,
            styles=("guide/front.css",) if front else (),
        )


def section_values(views: Sequence[SectionView], reading: Reading) -> dict[str, Any]:
    """Return what the templates of sections need, whichever page they stand on."""
    top, each = page_machine_notice(tuple(views), reading)
    return {
        "head": views[0],
        "sections": views[1:],
        "machine_notice": top,
        "machine_part_notice": each,
        "drawings": drawings(view.kind for view in views),
    }


def retired_view(retired: Retired, language: str) -> Mapping[str, object]:
    """Return what stands in the place of a retired section."""
    return {
        "key": retired.key,
        "date": written(retired.at, language),
        "address": section_address(language, retired.successor) if retired.successor else "",
        "reason": retired.reason,
        "marks": english_marks(language),
    }


def _front_values(views: Sequence[SectionView], site: SiteFrame, language: str) -> dict[str, Any]:
    """Sort the front page's sections by what a frightened reader needs first."""
    return {
        "danger": [view for view in views if view.kind is Kind.CALL_911],
        "question": [view for view in views if view.kind is Kind.CALL_311],
        "rest": [view for view in views[1:] if view.kind not in {Kind.CALL_911, Kind.CALL_311}],
        "guides": [
            {
                "address": in_language(language, live_path(entry.key, entry.slug)),
                **title_values(entry.titles, language),
            }
            for entry in site.guides
        ],
    }


def title_values(titles: Mapping[str, Title], language: str) -> dict[str, Any]:
    """Return a guide's title and summary as a list shows them, with marks if they are English."""
    title, marks = title_shown(titles, language)
    summary = body_html(title.body, language=language)
    return {"heading": title.heading, "summary": summary, "marks": marks}


def title_shown(titles: Mapping[str, Title], language: str) -> tuple[Title, SafeString]:
    """Return a guide's title as a list shows it, with marks if it is English."""
    own = titles.get(language, Title("", "", Shown("missing")))
    if language == SOURCE or own.shown.is_translation:
        return own, OWN
    return titles[SOURCE], english_marks(language)
