"""What changed between two versions of a guide, as readers of one language saw them."""

from collections.abc import Mapping

from django.utils.safestring import SafeString
from django.utils.translation import gettext, override

from guidance.content import GuideText
from guidance.frame import GuideFrame, OldVersion, SiteFrame
from guidance.rendering.addresses import guide_path, in_language, live_path
from guidance.rendering.compared_rows import Side
from guidance.rendering.compared_sections import section_changes
from guidance.rendering.dates import written
from guidance.rendering.messages import OWN, english_marks
from guidance.rendering.notices import machine_notice
from guidance.rendering.page import Page, make_page
from guidance.rendering.phones import lines_311
from guidance.rendering.sections import Reading
from guidance.rendering.shell import shell
from guidance.rendering.version import withdrawn_values


def changes_page(
    *,
    language: str,
    old_text: GuideText,
    new_text: GuideText,
    old_english: GuideText,
    new_english: GuideText,
    old: OldVersion,
    new: OldVersion,
    guide: GuideFrame,
    site: SiteFrame,
    public_url: str,
) -> Page:
    """Render what readers of ``language`` saw change from version ``old`` to version ``new``.

    Where either version showed them the English, the English is compared, marked as such.
    """
    with override(language):
        readings = [
            Reading(
                language=language,
                sections=version.sections,
                contacts=version.contacts,
                lines=lines_311(site, language),
                replaced=version.replaced,
                gone=version.gone,
            )
            for version in (old, new)
        ]
        before = _sides(old_text, old_english, readings[0])
        after = _sides(new_text, new_english, readings[1])
        changes = section_changes(before, after, readings[0], readings[1])
        path = f"{guide_path(guide)}changes/{old.number}-{new.number}/"
        head = new_text.head if readings[1].of_section(new_text.head.key).is_translation else None
        title = gettext("What changed from version %(old)s to version %(new)s") % {
            "old": old.number,
            "new": new.number,
        }
        values = {
            "shell": shell(
                language=language,
                site=site,
                public_url=public_url,
                title=title,
                path=path,
                live=False,
                guide=guide,
            ),
            "heading": title,
            "subject": (head or new_english.head).heading,
            "subject_marks": OWN if head else english_marks(language),
            "old": old,
            "new": new,
            "old_date": written(old.released, language),
            "new_date": written(new.released, language),
            "below": in_language(language, guide_path(guide)),
            "live_address": in_language(language, live_path(guide.key, guide.slug)),
            "now": guide.live,
            "changes": changes,
            "machine_notice": _machine_notice(after),
            **withdrawn_values(guide, language),
        }
        return make_page(
            "changes.html", values, language=language, noindex=True, styles=("changes.css",)
        )


def _sides(text: GuideText, english: GuideText, reading: Reading) -> dict[str, Side]:
    return {
        section.key: Side(
            section, english.section(section.key) or section, reading.of_section(section.key)
        )
        for section in text.sections
    }


def _machine_notice(sides: Mapping[str, Side]) -> SafeString:
    made = any(side.shown.machine and side.shown.is_translation for side in sides.values())
    return machine_notice() if made else OWN
