"""What stands around every page's own words: languages, notices, 911 and 311, the ways on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from guidance.domain.languages import BY_CODE, SOURCE, Language
from guidance.domain.pages.frame import GuideFrame, OldVersion, SiteFrame
from guidance.rendering.parts.addresses import guide_path, host, in_language
from guidance.rendering.parts.alerts import AlertView, alert_views
from guidance.rendering.parts.contacts import Number, call_311
from guidance.rendering.parts.dates import written
from guidance.rendering.parts.messages import OWN
from guidance.rendering.parts.phones import lines_311


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The same page in another language."""

    language: Language
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Alternate:
    """An entry of the head that tells search engines where the page is in other languages."""

    code: str
    address: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The surroundings of one page. Empty where a page has no such thing.

    ``known`` is false where the site could not be read, or is not offered in the page's language,
    so that most ways on would fail too.
    """

    title: str
    title_marks: SafeString
    card_title: str
    description: str
    home: str
    languages: tuple[LanguageLink, ...]
    question: Number
    demonstration: bool
    known: bool
    public_url: str
    host: str
    canonical: str = ""
    alternates: tuple[Alternate, ...] = ()
    alerts: tuple[AlertView, ...] = ()
    history: str = ""
    with_english: str = ""
    version: int | None = None
    released: str = ""


def shell(
    *,
    language: str,
    site: SiteFrame | None,
    public_url: str,
    title: str,
    path: str,
    marks: SafeString = OWN,
    description: str = "",
    live: bool = True,
    demonstration: bool = True,
    guide: GuideFrame | None = None,
    version: OldVersion | None = None,
) -> Shell:
    """Prepare the surroundings of the page at ``path``, which follows the language in its address.

    ``marks`` mark a title that is English. ``live`` is false of pages that search engines are not
    told of: they get no canonical address. Without a ``site``, ``demonstration`` says whether the
    notice stands. ``version`` is the one on the page, where it is not ``guide``'s live one.
    """
    offered = site.offered if site else ()
    number = version.number if version else guide.live if guide else None
    released = (version or guide).released if guide and number is not None else None
    name = gettext("Minneapolis guidance")
    return Shell(
        # The head of a page has no place to mark a part of a title, or a preview card, as English.
        title=title if marks else f"{title} · {name}",
        title_marks=marks,
        card_title=name if marks else title,
        description="" if marks else description,
        home=in_language(language, "") if site is None or language in offered else "/",
        languages=tuple(
            LanguageLink(BY_CODE[code], in_language(code, path), code == language)
            for code in offered
        ),
        question=call_311(lines_311(site, language), language),
        demonstration=site.demonstration if site else demonstration,
        known=language in offered,
        public_url=public_url,
        host=host(public_url),
        canonical=public_url + in_language(language, path) if live else "",
        alternates=tuple(_alternates(offered, public_url, path)) if live else (),
        alerts=alert_views(site, guide.key if guide else "", language),
        history=in_language(language, f"{guide_path(guide)}history/") if guide else "",
        with_english=in_language(language, f"{guide_path(guide)}with-english/")
        if guide and guide.live and language != SOURCE
        else "",
        version=number,
        released=written(released, language) if released else "",
    )


def _alternates(offered: Iterable[str], public_url: str, path: str) -> Iterable[Alternate]:
    for code in offered:
        yield Alternate(code, public_url + in_language(code, path))
    # The bare address of the front page asks the browser for its language; others have none.
    default = "/" if path == "" else in_language(SOURCE, path)
    yield Alternate("x-default", public_url + default)
