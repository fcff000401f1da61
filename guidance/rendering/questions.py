"""Every section's heading, A to Z, for readers who know their question and not where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from guidance.content import GuideText
from guidance.frame import GuideFrame, SiteFrame
from guidance.rendering.addresses import in_language, live_path
from guidance.rendering.page import Page, make_page
from guidance.rendering.phones import lines_311
from guidance.rendering.sections import Reading, section_views
from guidance.rendering.shell import shell


@dataclass(frozen=True, slots=True)
class Question:
    """A section's heading, where it stands, and the title of its guide."""

    heading: str
    marks: SafeString
    address: str
    guide: str
    guide_marks: SafeString


def questions_page(
    *,
    language: str,
    texts: Sequence[tuple[GuideText, GuideText, GuideFrame]],
    site: SiteFrame,
    public_url: str,
) -> Page:
    """Render the list of all headings. ``texts``: each guide's text, its English and its frame."""
    with override(language):
        questions = [
            question
            for text, english, guide in texts
            for question in _questions(text, english, guide, site, language)
        ]
        values = {
            "shell": shell(
                language=language,
                site=site,
                public_url=public_url,
                title=gettext("All questions, A to Z"),
                path="questions/",
            ),
            "questions": sorted(questions, key=lambda question: question.heading.casefold()),
        }
        return make_page("questions.html", values, language=language, noindex=site.demonstration)


def _questions(
    text: GuideText, english: GuideText, guide: GuideFrame, site: SiteFrame, language: str
) -> list[Question]:
    reading = Reading(
        language=language,
        sections=guide.sections,
        contacts=guide.contacts,
        lines=lines_311(site, language),
    )
    head, *views = section_views(text, english, reading)
    address = in_language(language, live_path(guide.key, guide.slug))
    return [
        Question(view.heading, view.marks, f"{address}#{view.key}", head.heading, head.marks)
        for view in views
    ]
