"""The public pages made on request: each view asks the site, and passes the answer on.

Pages a release holds ready are answered before Django; they are made here only where the store was
found damaged.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from guidance.release.making.pages import Answer, PublicSite, Redirect
from guidance.serving import accept
from guidance.serving.current import public_site
from guidance.serving.on_request.answers import public, response
from guidance.serving.on_request.errors import unavailable


def choose_language(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Redirect to the same address in the language the browser asks for."""
    site = public_site()
    if site is None:
        return unavailable(request)
    asked = request.headers.get("Accept-Language", "")
    chosen = response(request, Redirect(f"/{accept.language(asked, site.around.offered)}/{rest}"))
    patch_vary_headers(chosen, ["Accept-Language"])
    return chosen


@public
def front(site: PublicSite, language: str) -> Answer:
    """Show the front page."""
    return site.guide(language, "")


@public
def guide(site: PublicSite, language: str, slug: str) -> Answer:
    """Show a guide."""
    return site.guide(language, slug)


@public
def history(site: PublicSite, language: str, slug: str) -> Answer:
    """Show the versions of a guide."""
    return site.history(language, slug)


@public
def with_english(site: PublicSite, language: str, slug: str) -> Answer:
    """Show each section of a guide beside its English."""
    return site.with_english(language, slug)


@public
def version(site: PublicSite, language: str, slug: str, number: int) -> Answer:
    """Show an old version of a guide."""
    return site.version(language, slug, number)


@public
def changes(site: PublicSite, language: str, slug: str, first: int, second: int) -> Answer:
    """Show what changed between two versions of a guide."""
    return site.changes(language, slug, first, second)


@public
def section(site: PublicSite, language: str, key: str) -> Answer:
    """Lead to a section, wherever it stands now."""
    return site.section(language, key)


def section_in_any_language(request: HttpRequest, key: str) -> HttpResponse:
    """Lead to a section in the language the browser asks for."""
    return choose_language(request, f"s/{key}/")


@public
def questions(site: PublicSite, language: str) -> Answer:
    """Show every section, A to Z."""
    return site.questions(language)


@public
def about(site: PublicSite, language: str) -> Answer:
    """Show what this site is."""
    return site.about(language)


@public
def translations(site: PublicSite, language: str) -> Answer:
    """Show how current every translation is."""
    return site.translations(language)


@public
def privacy(site: PublicSite, language: str) -> Answer:
    """Show what this site keeps about readers: nothing."""
    return site.privacy(language)


@public
def sitemap(site: PublicSite) -> Answer:
    """Give the addresses that search engines are told of."""
    return site.sitemap()


@public
def robots(site: PublicSite) -> Answer:
    """Give what is asked of search engines."""
    return site.robots()
