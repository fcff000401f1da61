"""Every section's heading, A to Z, for readers who know their question and not where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from guidance.domain.pages.frame import GuideEntry, SiteFrame
from guidance.rendering.guide.live import title_shown
from guidance.rendering.parts.addresses import in_language, live_path
from guidance.rendering.parts.messages import OWN, english_marks
from guidance.rendering.parts.page import Page, make_page
from guidance.rendering.parts.shell import shell


@dataclass(frozen=True, slots=True)
class Question:
    """A section's heading, where it stands, and the title of its guide."""

    heading: str
    marks: SafeString
    address: str
    guide: str
    guide_marks: SafeString


def questions_page(
    *, language: str, entries: Sequence[GuideEntry], site: SiteFrame, public_url: str
) -> Page:
    """Render the list of all headings of the guides in ``entries``."""
    with override(language):
        questions = [question for entry in entries for question in _questions(entry, language)]
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
        return make_page(
            "site/questions.html", values, language=language, noindex=site.demonstration
        )


def _questions(entry: GuideEntry, language: str) -> list[Question]:
    title, marks = title_shown(entry.titles, language)
    address = in_language(language, live_path(entry.key, entry.slug))
    return [
        Question(
            heading.words,
            english_marks(language) if heading.english else OWN,
            f"{address}#{heading.key}",
            title.heading,
            marks,
        )
        for heading in entry.headings[language]
    ]
