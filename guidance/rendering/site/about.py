"""The pages about the site itself, whose words are interface words."""

from django.utils.translation import gettext, override

from guidance.domain.pages.frame import SiteFrame
from guidance.rendering.parts.page import Page, make_page
from guidance.rendering.parts.shell import shell


def about_page(*, language: str, site: SiteFrame, public_url: str) -> Page:
    """Render what this site is, and how to tell that a page is really from it."""
    with override(language):
        title = gettext("About this site")
        return _page("about", title, language=language, site=site, public_url=public_url)


def privacy_page(*, language: str, site: SiteFrame, public_url: str) -> Page:
    """Render what this site does and does not learn about its readers."""
    with override(language):
        title = gettext("Privacy")
        return _page("privacy", title, language=language, site=site, public_url=public_url)


def _page(name: str, title: str, *, language: str, site: SiteFrame, public_url: str) -> Page:
    values = {
        "shell": shell(
            language=language, site=site, public_url=public_url, title=title, path=f"{name}/"
        )
    }
    return make_page(f"site/{name}.html", values, language=language, noindex=site.demonstration)
