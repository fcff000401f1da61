"""What readers get when an address leads nowhere, or nothing can be answered."""

from django.http import HttpRequest, HttpResponse

from guidance.languages import BY_CODE, SOURCE
from guidance.release import live
from guidance.views.answers import response


def language_of(request: HttpRequest) -> str:
    """Give the language an address names; English where it names none."""
    first = request.path.strip("/").split("/")[0]
    return first if first in BY_CODE else SOURCE


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 404 in the language of the address."""
    return response(live.not_found(language_of(request)))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Answer 400: the request itself cannot be understood, so no page is made from it."""
    return HttpResponse(
        "This request cannot be understood. Type the site's address again.\n",
        status=400,
        content_type="text/plain; charset=utf-8",
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 500 without the database: 911 and 311 first."""
    return response(live.unavailable(language_of(request)))
