"""What changed between two versions of a guide, as readers of one language saw them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override

from guidance.domain.pages.frame import GuideFrame, OldVersion, SiteFrame
from guidance.domain.text.frozen import GuideText
from guidance.rendering.compare.rows import Side
from guidance.rendering.compare.sections import SectionChange, section_changes, sides
from guidance.rendering.guide.live import retired_view
from guidance.rendering.guide.version import withdrawn_values
from guidance.rendering.parts.addresses import guide_path, in_language, live_path
from guidance.rendering.parts.dates import written
from guidance.rendering.parts.engine import render
from guidance.rendering.parts.messages import OWN, english_marks
from guidance.rendering.parts.notices import machine_notice
from guidance.rendering.parts.page import Page, make_page
from guidance.rendering.parts.phones import lines_311
from guidance.rendering.parts.sections import Reading
from guidance.rendering.parts.shell import shell


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
        readings = [_reading(language, version, site) for version in (old, new)]
        before = sides(old_text, old_english, readings[0])
        after = sides(new_text, new_english, readings[1])
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
            "changes": _with_retired(changes, guide, language),
            "machine_notice": _machine_notice(after),
            **withdrawn_values(guide, language),
        }
        return make_page(
            "compare/changes.html",
            values,
            language=language,
            noindex=True,
            styles=("compare/changes.css",),
        )


def compared(
    *,
    language: str,
    old_text: GuideText,
    new_text: GuideText,
    old_english: GuideText,
    new_english: GuideText,
    old: OldVersion,
    new: OldVersion,
    site: SiteFrame,
) -> SafeString:
    """Return the list of changes alone, to stand in another page: of texts not published too."""
    with override(language):
        readings = [_reading(language, version, site) for version in (old, new)]
        changes = section_changes(
            sides(old_text, old_english, readings[0]),
            sides(new_text, new_english, readings[1]),
            *readings,
        )
        # Made by a template, which escapes what it is given.
        return mark_safe(render("compare/changes-list.html", {"changes": changes}))  # noqa: S308


def _reading(language: str, version: OldVersion, site: SiteFrame) -> Reading:
    return Reading(
        language=language,
        sections=version.sections,
        contacts=version.contacts,
        lines=lines_311(site, language),
        replaced=version.replaced,
        gone=version.gone,
        removed=version.removed,
    )


def _with_retired(
    changes: Iterable[SectionChange], guide: GuideFrame, language: str
) -> list[SectionChange]:
    """Say of sections that are gone for good what replaced them, or why they went."""
    retired = {gone.key: retired_view(gone, language) for gone in guide.retired}
    return [
        replace(change, retired=retired.get(change.key) if change.out else None)
        for change in changes
    ]


def _machine_notice(sides: Mapping[str, Side]) -> SafeString:
    made = any(side.shown.machine and side.shown.is_translation for side in sides.values())
    return machine_notice() if made else OWN
