"""The public pages: each view asks ``release.live`` and passes the answer on."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from guidance.languages import SOURCE
from guidance.release import live
from guidance.release.live import Answer, Redirect
from guidance.views.answers import public, response


def preferred_language(request: HttpRequest) -> str:
    """Give the offered language that the browser asks for first; English if it asks for none."""
    offered = live.languages()
    for asked, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        code = asked.split("-")[0]
        if code in offered:
            return code
    return SOURCE


def choose_language(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Redirect to the same address in the language the browser asks for."""
    chosen = response(Redirect(f"/{preferred_language(request)}/{rest}"))
    patch_vary_headers(chosen, ["Accept-Language"])
    return chosen


@public
def front(_request: HttpRequest, language: str) -> Answer:
    """Show the front page."""
    return live.guide(language, "")


@public
def guide(_request: HttpRequest, language: str, slug: str) -> Answer:
    """Show a guide."""
    return live.guide(language, slug)


@public
def history(_request: HttpRequest, language: str, slug: str) -> Answer:
    """Show the versions of a guide."""
    return live.history(language, slug)


@public
def version(_request: HttpRequest, language: str, slug: str, number: int) -> Answer:
    """Show an old version of a guide."""
    return live.version(language, slug, number)


@public
def changes(_request: HttpRequest, language: str, slug: str, first: int, second: int) -> Answer:
    """Show what changed between two versions of a guide."""
    return live.changes(language, slug, first, second)


@public
def section(_request: HttpRequest, language: str, key: str) -> Answer:
    """Lead to a section, wherever it stands now."""
    return live.section(language, key)


def section_in_any_language(request: HttpRequest, key: str) -> HttpResponse:
    """Lead to a section in the language the browser asks for."""
    return choose_language(request, f"s/{key}/")


@public
def questions(_request: HttpRequest, language: str) -> Answer:
    """Show every section, A to Z."""
    return live.questions(language)


@public
def about(_request: HttpRequest, language: str) -> Answer:
    """Show what this site is."""
    return live.about(language)


@public
def privacy(_request: HttpRequest, language: str) -> Answer:
    """Show what this site keeps about readers: nothing."""
    return live.privacy(language)
