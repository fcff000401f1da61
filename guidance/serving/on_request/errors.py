"""What readers get when an address leads nowhere, or nothing can be answered."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.release.making import pages
from guidance.serving.current import public_site
from guidance.serving.on_request.answers import response


def language_of(request: HttpRequest) -> str:
    """Return the language an address names; English where it names none."""
    first = request.path.strip("/").split("/")[0]
    return first if first in BY_CODE else SOURCE


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 404 in the language of the address."""
    known = public_site()
    if known is None:
        return unavailable(request)
    language = language_of(request)
    if language not in known.site_frame.offered:
        return response(request, known.switched_off(language, request.path))
    return response(request, known.not_found(language))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 400: the request itself cannot be understood, so no page is made from it."""
    return HttpResponse(
        "This request cannot be understood. Type the site's address again.\n",
        status=400,
        content_type="text/plain; charset=utf-8",
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503 without asking anything: 911 and 311 first."""
    return response(request, pages.unavailable(language_of(request), settings.PUBLIC_URL))
