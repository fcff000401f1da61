"""How every output is made, and what it depends on; its address stands in ``domain.pages.outputs``.

Building, serving, checking and exporting follow from these two.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from guidance.domain.pages.outputs import FRONT_KEY, Output, Scope
from guidance.domain.pages.records import GuideRecord
from guidance.domain.text.digests import digest
from guidance.release.making.pages import Answer, PublicSite, Redirect
from guidance.rendering import Page
from guidance.rendering.parts.addresses import in_language


def _guide(site: PublicSite, language: str, record: GuideRecord) -> Answer:
    """Make a guide's page; the front page's guide has its page at the language's own address."""
    if record.frame.key == FRONT_KEY:
        return Redirect(in_language(language, ""), for_ever=True)
    return site.guide(language, record)


MAKERS: dict[str, Callable[..., Answer]] = {
    "sitemap": PublicSite.sitemap,
    "robots": PublicSite.robots,
    "front": PublicSite.front,
    "questions": PublicSite.questions,
    "about": PublicSite.about,
    "translations": PublicSite.translations,
    "privacy": PublicSite.privacy,
    "not-found": PublicSite.not_found,
    "unavailable": PublicSite.unavailable,
    "section": PublicSite.section,
    "guide": _guide,
    "history": PublicSite.history,
    "with-english": PublicSite.with_english,
    "version": PublicSite.version,
    "changes": PublicSite.changes,
}
"""By the output's name. Each takes the site, and what the output's address names: the language, the
guide's record in place of its slug, and the rest by its name."""


def _versions(record: GuideRecord) -> Iterator[dict[str, Any]]:
    return ({"number": edition.number} for edition in record.editions)


def _compared(record: GuideRecord) -> Iterator[dict[str, Any]]:
    """List the versions that follow each other in the history of any language: those are linked."""
    versions = record.frame.versions
    pairs = set()
    for language in {language for version in versions for language in version.changed_for}:
        changed = (version.number for version in versions if language in version.changed_for)
        pairs |= {(min(pair), max(pair)) for pair in pairwise(changed)}
    return ({"first": first, "second": second} for first, second in sorted(pairs))


def _sections(record: GuideRecord) -> Iterator[dict[str, Any]]:
    return ({"key": key} for key in record.all_sections)


LINKED: dict[str, Callable[[GuideRecord], Iterator[dict[str, Any]]]] = {
    "section": _sections,
    "version": _versions,
    "changes": _compared,
}
"""By the name of an output made on request: what of a guide its address is linked with, beside
language and slug. A mirror has all of them."""


def make(output: Output, site: PublicSite, *where: Any, **named: Any) -> Answer:
    """Make an output from what its maker takes."""
    answer = MAKERS[output.name](site, *where, **named)
    if output.noindex and isinstance(answer, Page) and not answer.noindex:
        return replace(answer, noindex=True)
    return answer


def answer(output: Output, site: PublicSite, **named: Any) -> Answer:
    """Make an output from what stands in its address, by the names it has there."""
    if output.scope is Scope.SITE:
        return make(output, site)
    language = named.pop("language")
    if output.scope is Scope.LANGUAGE:
        return make(output, site, language, **named)
    slug = named.pop("slug")
    record = site.record(language, slug, output.path.format(**named))
    if not isinstance(record, GuideRecord):
        return record
    return make(output, site, language, record, **named)


class Dependencies:
    """The digests of all that the answers of one site are made from.

    ``records``, ``entries`` and ``progress`` name, by guide, its record, how lists show it, and how
    its translations stand.
    """

    def __init__(
        self,
        site: PublicSite,
        records: Mapping[str, str],
        entries: Mapping[str, str],
        progress: Mapping[str, str],
    ) -> None:
        self.around = site.site_frame.digest()
        self._records = records
        order = site.snapshot.site.order
        self._lists = digest("k1", [[key, entries[key]] for key in order])
        self._counts = digest("k1", [[key, progress[key]] for key in order])

    def of_guide(self, output: Output, language: str, key: str, *, live: bool) -> str:
        """Return the digest for a guide's output; of one taken down the page lists all others."""
        lists = "" if live else self._lists
        return digest("k1", [output.name, language, self.around, self._records[key], lists])

    def of_language(self, output: Output, language: str) -> str:
        lists = self._lists if output.lists else ""
        front = self._records.get(FRONT_KEY, "") if output.name == "front" else ""
        counts = self._counts if output.counts else ""
        return digest("k1", [output.name, language, self.around, lists, front, counts])

    def of_site(self, output: Output) -> str:
        return digest("k1", [output.name, self.around, self._lists if output.lists else ""])
