"""What a release holds ready: every output with its address, what it depends on, and its making.

An output added later is one entry here; building, serving, checking and exporting follow from it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from guidance.domain.pages.records import GuideRecord
from guidance.domain.text.digests import digest
from guidance.release.making.layout import NOT_FOUND, UNAVAILABLE
from guidance.release.making.pages import Answer, PublicSite, Redirect
from guidance.rendering.parts.addresses import FRONT_KEY, in_language


@dataclass(frozen=True, slots=True)
class GuideOutput:
    """An answer for every guide in every language, at ``path`` below the guide's address."""

    name: str
    path: str
    make: Callable[[PublicSite, str, GuideRecord], Answer]


@dataclass(frozen=True, slots=True)
class LanguageOutput:
    """An answer for every language, at ``path`` below it.

    ``lists``: it names all guides. ``counts``: it says how their translations stand.
    """

    name: str
    path: str
    make: Callable[[PublicSite, str], Answer]
    lists: bool = False
    counts: bool = False


@dataclass(frozen=True, slots=True)
class SiteOutput:
    """An answer above all languages, at ``path``."""

    name: str
    path: str
    make: Callable[[PublicSite], Answer]
    lists: bool = False


def _guide(site: PublicSite, language: str, record: GuideRecord) -> Answer:
    """Give a guide's page; the front page's guide has its page at the language's own address."""
    if record.frame.key == FRONT_KEY:
        return Redirect(in_language(language, ""), for_ever=True)
    return site.guide_page(language, record)


def _front(site: PublicSite, language: str) -> Answer:
    return site.guide(language, "")


GUIDE_OUTPUTS: Sequence[GuideOutput] = (
    GuideOutput("guide", "", _guide),
    GuideOutput("history", "history/", PublicSite.history_page),
    GuideOutput("with-english", "with-english/", PublicSite.with_english_page),
)

LANGUAGE_OUTPUTS: Sequence[LanguageOutput] = (
    LanguageOutput("front", "", _front, lists=True),
    LanguageOutput("questions", "questions/", PublicSite.questions, lists=True),
    LanguageOutput("about", "about/", PublicSite.about),
    LanguageOutput(
        "translations", "translations/", PublicSite.translations, lists=True, counts=True
    ),
    LanguageOutput("privacy", "privacy/", PublicSite.privacy),
    LanguageOutput("not-found", NOT_FOUND, PublicSite.not_found, lists=True),
    LanguageOutput("unavailable", UNAVAILABLE, PublicSite.unavailable),
)

SITE_OUTPUTS: Sequence[SiteOutput] = (
    SiteOutput("sitemap", "sitemap.xml", PublicSite.sitemap, lists=True),
    SiteOutput("robots", "robots.txt", PublicSite.robots),
)


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
        self.around = site.around.digest()
        self._records = records
        order = site.snapshot.site.order
        self._lists = digest("k1", [[key, entries[key]] for key in order])
        self._counts = digest("k1", [[key, progress[key]] for key in order])

    def of_guide(self, output: GuideOutput, language: str, key: str, *, live: bool) -> str:
        """Give the digest for a guide's output; of one taken down the page lists all others."""
        lists = "" if live else self._lists
        return digest("k1", [output.name, language, self.around, self._records[key], lists])

    def of_language(self, output: LanguageOutput, language: str) -> str:
        """Give the digest for an output of a language."""
        lists = self._lists if output.lists else ""
        front = self._records.get(FRONT_KEY, "") if output.name == "front" else ""
        counts = self._counts if output.counts else ""
        return digest("k1", [output.name, language, self.around, lists, front, counts])

    def of_site(self, output: SiteOutput) -> str:
        """Give the digest for an output above languages."""
        return digest("k1", [output.name, self.around, self._lists if output.lists else ""])
