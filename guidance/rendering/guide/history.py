"""A guide's history: the versions that changed what a language's readers see."""

from itertools import pairwise

from django.utils.translation import gettext, override

from guidance.domain.languages import SOURCE
from guidance.domain.pages.frame import GuideFrame, SiteFrame, Version
from guidance.domain.text.frozen import GuideText
from guidance.rendering.guide.live import section_values
from guidance.rendering.guide.version import withdrawn_values
from guidance.rendering.parts.addresses import guide_path, in_language, live_path
from guidance.rendering.parts.dates import written
from guidance.rendering.parts.messages import OWN, english_marks
from guidance.rendering.parts.page import Page, make_page
from guidance.rendering.parts.phones import lines_311
from guidance.rendering.parts.sections import Reading, section_views
from guidance.rendering.parts.shell import shell


def history_page(
    *,
    language: str,
    text: GuideText,
    english: GuideText,
    guide: GuideFrame,
    site: SiteFrame,
    public_url: str,
) -> Page:
    """Render the list of a guide's versions, newest first. Works for a withdrawn guide too.

    ``text`` and ``english`` are the live edition's, or the last one's: they give the title.
    """
    with override(language):
        reading = Reading(
            language=language,
            sections=guide.sections,
            contacts=guide.contacts,
            lines=lines_311(site, language),
        )
        head = section_views(text, english, reading)[0]
        below = in_language(language, guide_path(guide))
        listed = [version for version in guide.versions if language in version.changed_for]
        title = gettext("History: %(title)s") % {"title": head.heading}
        values = {
            "shell": shell(
                language=language,
                site=site,
                public_url=public_url,
                title=head.heading if head.marks else title,
                marks=head.marks,
                path=f"{guide_path(guide)}history/",
                live=guide.live is not None,
                guide=guide,
            ),
            "live_address": in_language(language, live_path(guide.key, guide.slug)),
            "versions": [
                _version(version, earlier, below, language)
                for version, earlier in pairwise([*listed, None])
                if version is not None
            ],
            **withdrawn_values(guide, language),
            **section_values([head], reading),
        }
        noindex = site.demonstration or guide.live is None
        return make_page("guide/history.html", values, language=language, noindex=noindex)


def _version(
    version: Version, earlier: Version | None, below: str, language: str
) -> dict[str, object]:
    own = version.note if language == SOURCE else version.notes.get(language, "")
    return {
        "number": version.number,
        "date": written(version.released, language),
        "address": f"{below}v{version.number}/",
        "note": own or version.note,
        "note_marks": OWN if own else english_marks(language),
        "severity": version.severity,
        "changes": f"{below}changes/{earlier.number}-{version.number}/" if earlier else "",
        "earlier": earlier.number if earlier else None,
    }
