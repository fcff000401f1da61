"""Pages for what cannot be shown. Each gives 911 and 311, and a way on."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext, override

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.pages.frame import Retired, SiteFrame
from guidance.queries.catalogues import has_catalogue
from guidance.rendering.guide.live import retired_view, title_values
from guidance.rendering.parts.addresses import in_language, live_path
from guidance.rendering.parts.messages import english_marks
from guidance.rendering.parts.page import Page, make_page
from guidance.rendering.parts.shell import shell


def not_found_page(*, language: str, site: SiteFrame | None, public_url: str) -> Page:
    """Render the answer to an address that leads nowhere."""
    return _page("not-found", language, HTTPStatus.NOT_FOUND, site, public_url)


def gone_page(
    *, language: str, site: SiteFrame | None, public_url: str, reason: str, title: str = ""
) -> Page:
    """Render the answer for a guide that was taken down.

    ``reason`` is English; ``title`` is in ``language``, or empty.
    """
    values = {"reason": reason, "subject": title}
    return _page("gone", language, HTTPStatus.GONE, site, public_url, values)


def section_gone_page(
    *, language: str, site: SiteFrame | None, public_url: str, retired: Retired
) -> Page:
    """Render the answer for a retired section that nothing replaces."""
    spoken = speakable(language)
    values = {"retired": retired_view(retired, spoken)}
    return _page("section-gone", language, HTTPStatus.GONE, site, public_url, values)


def language_off_page(
    *,
    language: str,
    site: SiteFrame | None,
    public_url: str,
    english_address: str,
) -> Page:
    """Render, in that language, that it is not offered, with the English of the page as a link.

    ``english_address`` is the address of the same page in English.
    """
    values = {"off": BY_CODE[language], "english_address": english_address}
    return _page("language-off", language, HTTPStatus.GONE, site, public_url, values)


def unavailable_page(
    *,
    language: str,
    public_url: str,
    status: int = HTTPStatus.SERVICE_UNAVAILABLE,
    demonstration: bool = True,
) -> Page:
    """Render the answer when nothing can be read: it needs neither frame nor text.

    Whether the site is a demonstration is then not known; until told otherwise the page says so.
    """
    values = {"demonstration": demonstration}
    return _page("unavailable", language, status, None, public_url, values)


def speakable(language: str) -> str:
    """Return the language an error page can be written in: English where no words are ready yet."""
    return language if has_catalogue(language) else SOURCE


_TITLES = {
    "not-found": lambda: gettext("This page does not exist"),
    "gone": lambda: gettext("This guide was taken down"),
    "section-gone": lambda: gettext("This part was taken out"),
    "language-off": lambda: gettext("This language is not ready"),
    "unavailable": lambda: gettext("We cannot show this page right now"),
}


def _page(
    name: str,
    wanted: str,
    status: int,
    site: SiteFrame | None,
    public_url: str,
    values: dict[str, Any] | None = None,
) -> Page:
    values = dict(values or {})
    language = speakable(wanted)
    with override(language):
        title = _TITLES[name]()
        return make_page(
            "site/error.html",
            {
                "shell": shell(
                    language=language,
                    site=site,
                    public_url=public_url,
                    title=title,
                    path="",
                    live=False,
                    demonstration=values.pop("demonstration", True),
                ),
                "about": name,
                "heading": title,
                "english_marks": english_marks(language),
                "guides": [
                    {
                        "address": in_language(language, live_path(entry.key, entry.slug)),
                        **title_values(entry.titles, language),
                    }
                    for entry in (site.guides if site else ())
                ],
                **values,
            },
            language=language,
            noindex=True,
            status=int(status),
        )
