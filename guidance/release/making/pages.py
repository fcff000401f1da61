"""The public site as of one moment: every public answer, made from a snapshot of what is published.

Every function makes a Page, a Document, or a Redirect to where the answer stands now. What does not
exist is a 404 page and what is gone a 410 page, each in the reader's language. Pages that a release
holds ready and pages made on request take this one way.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Protocol, TypedDict
from urllib.parse import quote

from guidance import rendering as pages
from guidance.domain.languages import SOURCE
from guidance.domain.pages.frame import GuideEntry, GuideFrame, OldVersion, Progress, SiteFrame
from guidance.domain.pages.old_version import old_version
from guidance.domain.pages.outputs import FRONT_KEY, Kind, Scope, of_kind
from guidance.domain.pages.records import EditionRecord, GuideRecord, SiteRecord
from guidance.domain.pages.removals import removed_from
from guidance.domain.text.frozen import GuideText, untranslated
from guidance.rendering import Page
from guidance.rendering.parts.addresses import guide_path, in_language, live_path


class Snapshot(Protocol):
    """What is published, as one release has it."""

    site: SiteRecord

    def guide(self, key: str) -> GuideRecord | None:
        """Return a guide that has been published, also one that was withdrawn since."""

    def entry(self, key: str) -> GuideEntry | None:
        """Return a published guide as lists show it."""

    def progress(self, key: str) -> Progress | None:
        """Return how a published guide's translations stand."""

    def text(self, name: str) -> GuideText:
        """Return a frozen text by the name of its JSON."""

    def guide_of_section(self, key: str) -> str | None:
        """Return the key of the guide a section belongs or belonged to."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """The answer stands elsewhere. ``for_ever`` tells browsers that they need not ask again."""

    location: str
    for_ever: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """An answer that is no page: its text and its media type."""

    text: str
    media_type: str


Answer = Page | Document | Redirect


class _Around(TypedDict):
    """What every page about a guide takes beside the guide's words."""

    language: str
    guide: GuideFrame
    site: SiteFrame
    public_url: str


class PublicSite:
    """A snapshot at one moment, read at one address."""

    def __init__(self, snapshot: Snapshot, at: datetime, public_url: str) -> None:
        self.snapshot = snapshot
        self.at = at
        self.public_url = public_url
        self.site_frame: SiteFrame = snapshot.site.frame.at(at)

    @cached_property
    def entries(self) -> tuple[GuideEntry, ...]:
        """Every live guide as lists show it, in their order, the front page among them."""
        found = (self.snapshot.entry(key) for key in self.snapshot.site.order)
        return tuple(entry for entry in found if entry is not None)

    @cached_property
    def listing_frame(self) -> SiteFrame:
        """The frame of pages that list all guides."""
        listed = tuple(entry for entry in self.entries if entry.key != FRONT_KEY)
        return replace(self.site_frame, guides=listed)

    # --- one guide

    def guide(self, language: str, record: GuideRecord) -> Page:
        """Make the page of a guide as it is live, or the one that says it was taken down."""
        text, english = self._standing(language, record)
        if record.frame.live is None:
            withdrawn = record.frame.withdrawn
            return pages.gone_page(
                language=language,
                site=self.listing_frame,
                public_url=self.public_url,
                reason=withdrawn.reason if withdrawn else "",
                title=english.head.heading,
            )
        front = record.frame.key == FRONT_KEY
        return pages.guide_page(
            language=language,
            text=text,
            english=english,
            guide=record.frame,
            site=self.listing_frame if front else self.site_frame,
            public_url=self.public_url,
        )

    def history(self, language: str, record: GuideRecord) -> Page:
        """Make the page of a guide's versions, also of one that was withdrawn."""
        text, english = self._standing(language, record)
        return pages.history_page(
            text=text,
            english=english,
            **self._around(language, record),
        )

    def with_english(self, language: str, record: GuideRecord) -> Page | Redirect:
        """Make the page of a guide beside its English; the guide itself where there is no other."""
        if language == SOURCE or record.frame.live is None:
            address = live_path(record.frame.key, record.frame.slug)
            return Redirect(in_language(language, address))
        text, english = self._standing(language, record)
        return pages.with_english_page(
            text=text,
            english=english,
            **self._around(language, record),
        )

    def version(self, language: str, record: GuideRecord, number: int) -> Page:
        """Make the page of an old version of a guide, word for word."""
        edition = record.edition(number)
        if edition is None:
            return self.not_found(language)
        text, english = self._texts(language, edition)
        return pages.version_page(
            text=text,
            english=english,
            version=self.old_version(record, edition),
            **self._around(language, record),
        )

    def changes(self, language: str, record: GuideRecord, first: int, second: int) -> Answer:
        """Make the page that says what changed from one version of a guide to another."""
        if first > second:
            below = in_language(language, guide_path(record.frame))
            return Redirect(f"{below}changes/{second}-{first}/", for_ever=True)
        old, new = record.edition(first), record.edition(second)
        if old is None or new is None or first == second:
            return self.not_found(language)
        old_text, old_english = self._texts(language, old)
        new_text, new_english = self._texts(language, new)
        return pages.changes_page(
            old_text=old_text,
            new_text=new_text,
            old_english=old_english,
            new_english=new_english,
            old=self.old_version(record, old),
            new=self.old_version(record, new),
            **self._around(language, record),
        )

    # --- one section

    def section(self, language: str, key: str) -> Answer:
        """Lead to where a section stands: its guide, or what replaced it; else say that it went."""
        seen: set[str] = set()
        while True:
            seen.add(key)
            guide = self.snapshot.guide_of_section(key)
            record = self.snapshot.guide(guide) if guide else None
            if record is None:
                return self.not_found(language)
            if key in record.sections:
                address = in_language(language, live_path(record.frame.key, record.frame.slug))
                return Redirect(address if key == record.sections[0] else f"{address}#{key}")
            retired = next((entry for entry in record.frame.retired if entry.key == key), None)
            if retired is None:
                return self.not_found(language)
            if not retired.successor or retired.successor in seen:
                return pages.section_gone_page(
                    language=language,
                    site=self.listing_frame,
                    public_url=self.public_url,
                    retired=retired,
                )
            key = retired.successor

    # --- one language

    def front(self, language: str) -> Page:
        """Make the front page: the guide that stands at a language's own address."""
        record = self.snapshot.guide(FRONT_KEY)
        return self.guide(language, record) if record else self.not_found(language)

    def questions(self, language: str) -> Answer:
        """Make the page of every live section as a question or heading, A to Z."""
        return pages.questions_page(
            language=language,
            entries=self.entries,
            site=self.site_frame,
            public_url=self.public_url,
        )

    def translations(self, language: str) -> Answer:
        """Make the page of how current every translation is."""
        found = {entry.key: self.snapshot.progress(entry.key) for entry in self.entries}
        return pages.translations_page(
            language=language,
            entries=self.entries,
            progress={key: each for key, each in found.items() if each is not None},
            site=self.site_frame,
            public_url=self.public_url,
        )

    def about(self, language: str) -> Answer:
        return pages.about_page(language=language, site=self.site_frame, public_url=self.public_url)

    def privacy(self, language: str) -> Answer:
        return pages.privacy_page(
            language=language, site=self.site_frame, public_url=self.public_url
        )

    def not_found(self, language: str) -> Page:
        """Make the page for an address where nothing stands."""
        return pages.not_found_page(
            language=language, site=self.listing_frame, public_url=self.public_url
        )

    def switched_off(self, language: str, path: str) -> Page:
        """Make the page, in that language, for any ``path`` of a language that is not offered."""
        return pages.language_off_page(
            language=language,
            site=self.site_frame,
            public_url=self.public_url,
            english_address=in_language(SOURCE, quote("/".join(path.split("/")[2:]))),
        )

    def unavailable(self, language: str) -> Page:
        """Make the page for when the site itself is away."""
        return unavailable(language, self.public_url, demonstration=self.site_frame.demonstration)

    # --- the whole site

    def sitemap(self) -> Document:
        """List the addresses that search engines are told of, in every language offered."""
        return Document(
            pages.sitemap(
                paths=self._sitemap_paths(),
                site=self.site_frame,
                public_url=self.public_url,
            ),
            "application/xml",
        )

    def _sitemap_paths(self) -> Iterator[str]:
        """List what follows the language in the addresses that search engines are told of."""
        found = [output for output in of_kind(Kind.READY) if output.in_sitemap]
        for output in found:
            if output.scope is Scope.LANGUAGE:
                yield output.path
        for entry in self.listing_frame.guides:
            for output in found:
                if output.scope is Scope.GUIDE:
                    yield live_path(entry.key, entry.slug) + output.path

    def robots(self) -> Document:
        """Say what is asked of search engines."""
        lines = ["User-agent: *", "Allow: /", "Disallow: /admin/"]
        if not self.site_frame.demonstration:
            lines.append(f"Sitemap: {self.public_url}/sitemap.xml")
        return Document("\n".join([*lines, ""]), "text/plain; charset=utf-8")

    # --- what they share

    def record(self, language: str, slug: str, rest: str) -> GuideRecord | Page | Redirect:
        """Find the guide of a slug, or the answer where there is none or it has moved.

        ``rest`` is what follows the slug in the address.
        """
        key = FRONT_KEY if slug == FRONT_KEY else self.snapshot.site.slugs.get(slug)
        record = self.snapshot.guide(key) if key else None
        if record is None:
            return self.not_found(language)
        if slug not in {FRONT_KEY, record.frame.slug}:
            address = in_language(language, live_path(record.frame.key, record.frame.slug))
            return Redirect(address + rest, for_ever=True)
        return record

    def _around(self, language: str, record: GuideRecord) -> _Around:
        return {
            "language": language,
            "guide": record.frame,
            "site": self.site_frame,
            "public_url": self.public_url,
        }

    def _standing(self, language: str, record: GuideRecord) -> tuple[GuideText, GuideText]:
        return self._texts(language, record.standing)

    def _texts(self, language: str, edition: EditionRecord) -> tuple[GuideText, GuideText]:
        """Return a version's text and its English; one older than a language has nothing in it."""
        english = self.snapshot.text(edition.texts[SOURCE])
        name = edition.texts.get(language)
        return self.snapshot.text(name) if name else untranslated(english, language), english

    def old_version(self, record: GuideRecord, edition: EditionRecord) -> OldVersion:
        """Return what stands around an old version of a guide."""
        texts = {code: self.snapshot.text(name) for code, name in edition.texts.items()}
        version = old_version(
            number=edition.number,
            released=edition.released,
            texts=texts,
            standing=self.snapshot.text(record.standing.texts[SOURCE]),
            changes=record.changes,
            contact_changes=self.snapshot.site.contact_changes,
            decisions=record.decided,
        )
        removed = removed_from(record.removals, edition.texts.values(), texts)
        return replace(version, removed=removed)


def unavailable(language: str, public_url: str, *, demonstration: bool = True) -> Page:
    """Make the page for when nothing can be read. It needs no release."""
    return pages.unavailable_page(
        language=language, public_url=public_url, demonstration=demonstration
    )
