"""A guide beside its English: for those who help a reader, and for 311 operators."""

from dataclasses import replace
from itertools import zip_longest

from django.utils.translation import gettext, override

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.pages.frame import GuideFrame, SiteFrame
from guidance.domain.text.frozen import GuideText
from guidance.rendering.guide.live import section_values
from guidance.rendering.parts.addresses import guide_path, in_language, live_path
from guidance.rendering.parts.page import Page, make_page
from guidance.rendering.parts.phones import lines_311
from guidance.rendering.parts.sections import Reading, section_views
from guidance.rendering.parts.shell import shell


def with_english_page(
    *,
    language: str,
    text: GuideText,
    english: GuideText,
    guide: GuideFrame,
    site: SiteFrame,
    public_url: str,
) -> Page:
    """Render each section of a guide in a language other than English, beside the English.

    What is withheld from that language's readers is not shown here either: its place says why.
    """
    with override(language):
        reading = Reading(
            language=language,
            sections=guide.sections,
            contacts=guide.contacts,
            lines=lines_311(site, language),
            removed=guide.removed,
        )
        in_english = replace(reading, language=SOURCE, lines=lines_311(site, SOURCE))
        views = section_views(text, english, reading)
        with override(SOURCE):
            originals = section_views(english, english, in_english)
        head = views[0]
        title = gettext("%(title)s: with the English beside it") % {"title": head.heading}
        values = {
            "shell": shell(
                language=language,
                site=site,
                public_url=public_url,
                title=head.heading if head.marks else title,
                marks=head.marks,
                path=f"{guide_path(guide)}with-english/",
                live=False,
                guide=guide,
            ),
            "live_address": in_language(language, live_path(guide.key, guide.slug)),
            "own": BY_CODE[language],
            "pairs": list(zip_longest(views, originals)),
            **section_values(views, reading),
        }
        return make_page(
            "guide/with-english.html",
            values,
            language=language,
            noindex=True,
            styles=("guide/beside.css",),
        )
