"""The addresses that search engines are told of, in the form of sitemaps.org."""

from collections.abc import Iterable
from html import escape

from guidance.domain.pages.frame import SiteFrame
from guidance.rendering.parts.addresses import in_language

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def sitemap(*, paths: Iterable[str], site: SiteFrame, public_url: str) -> str:
    """Return a sitemap of pages, each in every language offered; ``paths`` follow the language.

    A demonstration asks not to be found, so its list is empty.
    """
    entries = (
        []
        if site.demonstration
        else [
            _entry(path, code, site.offered, public_url) for path in paths for code in site.offered
        ]
    )
    return f"{_HEAD}{''.join(entries)}</urlset>\n"


def _entry(path: str, language: str, offered: Iterable[str], public_url: str) -> str:
    address = escape(public_url + in_language(language, path))
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}"'
        f' href="{escape(public_url + in_language(code, path))}"/>'
        for code in offered
    )
    return f"<url><loc>{address}</loc>{alternates}</url>\n"
