"""Public answers made from what is live: pointers are read, texts and frame built, pages rendered.

Every function gives a Page, or a Redirect to where the answer stands now. What does not exist is a
404 page and what is gone a 410 page, each in the reader's language.
"""

from dataclasses import dataclass

from django.conf import settings

from guidance import rendering as pages
from guidance.content import GuideText, untranslated
from guidance.frame import GuideFrame, SiteFrame
from guidance.freeze.frame import (
    current_slug,
    guide_frame,
    offered_languages,
    old_version,
    site_frame,
)
from guidance.freeze.published import edition_texts, last_edition
from guidance.languages import SOURCE
from guidance.models import FRONT_KEY, Edition, Guide, Section, Slug, Tombstone
from guidance.rendering import Page


@dataclass(frozen=True, slots=True)
class Redirect:
    """The answer stands elsewhere. ``for_ever`` tells browsers that they need not ask again."""

    location: str
    for_ever: bool = False


Answer = Page | Redirect


@dataclass(frozen=True, slots=True)
class _Asked:
    """A guide that was asked for, with the site's frame around it."""

    language: str
    site: SiteFrame
    row: Guide
    frame: GuideFrame

    @property
    def address(self) -> str:
        return guide_address(self.language, self.frame.slug)

    @property
    def around(self) -> dict[str, object]:
        return {
            "language": self.language,
            "guide": self.frame,
            "site": self.site,
            "public_url": settings.PUBLIC_URL,
        }


def guide_address(language: str, slug: str) -> str:
    """Give the address of a guide; without a slug, of the front page."""
    return f"/{language}/{slug}/" if slug else f"/{language}/"


def guide(language: str, slug: str) -> Answer:
    """Give a guide as it is live; the front page for an empty slug."""
    if slug == FRONT_KEY:
        return Redirect(f"/{language}/", for_ever=True)
    asked = _asked(language, slug, "")
    if not isinstance(asked, _Asked):
        return asked
    edition = asked.row.live_edition
    if edition is None:
        return _withdrawn(asked)
    texts = edition_texts(edition)
    return pages.guide_page(text=_text(texts, language), english=texts[SOURCE], **asked.around)


def history(language: str, slug: str) -> Answer:
    """Give the versions of a guide, also of one that was withdrawn."""
    asked = _asked(language, slug, "history/")
    if not isinstance(asked, _Asked):
        return asked
    edition = last_edition(asked.row)
    if edition is None:
        return not_found(language)
    texts = edition_texts(edition)
    return pages.history_page(text=_text(texts, language), english=texts[SOURCE], **asked.around)


def version(language: str, slug: str, number: int) -> Answer:
    """Give an old version of a guide, word for word."""
    asked = _asked(language, slug, f"v{number}/")
    if not isinstance(asked, _Asked):
        return asked
    edition = _edition(asked.row, number)
    if edition is None:
        return not_found(language)
    texts = edition_texts(edition)
    return pages.version_page(
        text=_text(texts, language),
        english=texts[SOURCE],
        version=old_version(edition),
        **asked.around,
    )


def changes(language: str, slug: str, first: int, second: int) -> Answer:
    """Give what changed from one version of a guide to another."""
    asked = _asked(language, slug, f"changes/{first}-{second}/")
    if not isinstance(asked, _Asked):
        return asked
    if first > second:
        return Redirect(f"{asked.address}changes/{second}-{first}/", for_ever=True)
    old, new = _edition(asked.row, first), _edition(asked.row, second)
    if old is None or new is None or first == second:
        return not_found(language)
    old_texts, new_texts = edition_texts(old), edition_texts(new)
    return pages.changes_page(
        old_text=_text(old_texts, language),
        new_text=_text(new_texts, language),
        old_english=old_texts[SOURCE],
        new_english=new_texts[SOURCE],
        old=old_version(old),
        new=old_version(new),
        **asked.around,
    )


def section(language: str, key: str) -> Answer:
    """Give where a section stands: its guide, what replaced it, or a page that says it went."""
    site = site_frame()
    if language not in site.offered:
        return not_found(language)
    row = Section.objects.filter(key=key).select_related("guide__live_edition").first()
    if row is None:
        return not_found(language)
    seen = {row.pk}
    while row.retired_at:
        tombstone = Tombstone.objects.select_related("successor__guide__live_edition").get(
            section=row
        )
        if tombstone.successor is None or tombstone.successor.pk in seen:
            frame = guide_frame(row.guide)
            retired = next(entry for entry in frame.retired if entry.key == row.key)
            return pages.section_gone_page(
                language=language, site=site, public_url=settings.PUBLIC_URL, retired=retired
            )
        row = tombstone.successor
        seen.add(row.pk)
    if not row.live:
        return not_found(language)
    address = guide_address(language, current_slug(row.guide))
    return Redirect(address if row.kind == "head" else f"{address}#{row.key}")


def questions(language: str) -> Answer:
    """Give every live section as a question or heading, A to Z."""
    site = site_frame()
    if language not in site.offered:
        return not_found(language)
    texts = []
    for row in Guide.objects.filter(live_edition__isnull=False).select_related("live_edition"):
        by_language = edition_texts(row.live_edition)
        texts.append((_text(by_language, language), by_language[SOURCE], guide_frame(row)))
    return pages.questions_page(
        language=language, texts=texts, site=site, public_url=settings.PUBLIC_URL
    )


def about(language: str) -> Answer:
    """Give the page about the site."""
    return _plain(language, pages.about_page)


def privacy(language: str) -> Answer:
    """Give the page about privacy."""
    return _plain(language, pages.privacy_page)


def languages() -> tuple[str, ...]:
    """Give the codes of the languages offered."""
    return offered_languages()


def not_found(language: str) -> Page:
    """Give the page for an address where nothing stands, in the reader's language if offered."""
    site = site_frame()
    shown = language if language in site.offered else SOURCE
    return pages.not_found_page(language=shown, site=site, public_url=settings.PUBLIC_URL)


def unavailable(language: str) -> Page:
    """Give the page for when nothing can be read. Asks nothing of the database."""
    return pages.unavailable_page(language=language, public_url=settings.PUBLIC_URL)


def _asked(language: str, slug: str, rest: str) -> "_Asked | Answer":
    """Give the guide at an address, or the answer where there is none or it has moved."""
    site = site_frame()
    if language not in site.offered:
        return not_found(language)
    rows = Guide.objects.select_related("live_edition").prefetch_related("slugs")
    if slug in {"", FRONT_KEY}:
        row = rows.filter(key=FRONT_KEY).first()
    else:
        found = Slug.objects.filter(slug=slug).first()
        row = rows.get(pk=found.guide_id) if found else None
        if found and row and not found.current:
            return Redirect(guide_address(language, current_slug(row)) + rest, for_ever=True)
    if row is None or not (row.live_edition_id or row.withdrawn_at):
        return not_found(language)
    return _Asked(language, site, row, guide_frame(row))


def _edition(row: Guide, number: int) -> Edition | None:
    return row.editions.filter(number=number).select_related("guide").first()


def _text(texts: dict[str, GuideText], language: str) -> GuideText:
    """Give the text in a language that an edition may be older than: then nothing is translated."""
    return texts.get(language) or untranslated(texts[SOURCE], language)


def _withdrawn(asked: _Asked) -> Page:
    edition = last_edition(asked.row)
    title = ""
    if edition is not None:
        title = edition_texts(edition)[SOURCE].head.heading
    return pages.gone_page(
        language=asked.language,
        site=asked.site,
        public_url=settings.PUBLIC_URL,
        reason=asked.row.withdrawn_reason,
        title=title,
    )


def _plain(language: str, render: object) -> Answer:
    site = site_frame()
    if language not in site.offered:
        return not_found(language)
    return render(language=language, site=site, public_url=settings.PUBLIC_URL)
