"""An old version of a guide, word for word, under a notice that says so."""

from django.utils.translation import gettext, override

from guidance.domain.pages.frame import GuideFrame, OldVersion, SiteFrame
from guidance.domain.text.frozen import GuideText
from guidance.rendering.guide.live import section_values
from guidance.rendering.parts.addresses import guide_path, in_language, live_path
from guidance.rendering.parts.dates import written
from guidance.rendering.parts.messages import english_marks
from guidance.rendering.parts.page import Page, make_page
from guidance.rendering.parts.phones import lines_311
from guidance.rendering.parts.sections import Reading, section_views
from guidance.rendering.parts.shell import shell


def version_page(
    *,
    language: str,
    text: GuideText,
    english: GuideText,
    version: OldVersion,
    guide: GuideFrame,
    site: SiteFrame,
    public_url: str,
) -> Page:
    """Render a version's frozen text with its states as of then.

    Sections that a safety change has replaced since stand under "Do not follow this". Links lead to
    live text. A withdrawn guide's versions stay, and say that it was withdrawn.
    """
    with override(language):
        reading = Reading(
            language=language,
            sections=version.sections,
            contacts=version.contacts,
            lines=lines_311(site, language),
            replaced=version.replaced,
            replaced_contacts=version.replaced_contacts,
            gone=version.gone,
            removed=version.removed,
        )
        views = section_views(text, english, reading)
        head = views[0]
        path = f"{guide_path(guide)}v{version.number}/"
        title = gettext("%(title)s, version %(number)s") % {
            "title": head.heading,
            "number": version.number,
        }
        values = {
            "shell": shell(
                language=language,
                site=site,
                public_url=public_url,
                title=head.heading if head.marks else title,
                marks=head.marks,
                path=path,
                live=False,
                guide=guide,
                version=version,
            ),
            "version": version,
            "date": written(version.released, language),
            "now": guide.live,
            "live_address": in_language(language, live_path(guide.key, guide.slug)),
            **withdrawn_values(guide, language),
            **section_values(views, reading),
        }
        return make_page("guide/version.html", values, language=language, noindex=True)


def withdrawn_values(guide: GuideFrame, language: str) -> dict[str, object]:
    """Return what the pages of a withdrawn guide say about it."""
    if guide.withdrawn is None:
        return {"withdrawn": None}
    return {
        "withdrawn": guide.withdrawn,
        "withdrawn_date": written(guide.withdrawn.at, language),
        "withdrawn_marks": english_marks(language),
    }
