"""An answer of the public site as an HTTP response."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)

from guidance.release.live import Answer, Redirect

# Always asked for again, so that nobody reads a withdrawn instruction; shared caches may answer for
# ten seconds, and for a day when the site itself is away.
CACHE_CONTROL = "public, max-age=0, must-revalidate, s-maxage=10, stale-if-error=86400"


def response(answer: Answer) -> HttpResponse:
    """Give the response for an answer, with the headers every public page has."""
    if isinstance(answer, Redirect):
        kind = HttpResponsePermanentRedirect if answer.for_ever else HttpResponseRedirect
        result: HttpResponse = kind(answer.location)
        policy = "default-src 'none'; frame-ancestors 'none'"
    else:
        result = HttpResponse(answer.html, status=answer.status)
        result["Content-Language"] = answer.language
        if answer.noindex:
            result["X-Robots-Tag"] = "noindex"
        policy = answer.policy
    result["Content-Security-Policy"] = policy
    result["Referrer-Policy"] = "no-referrer"
    result["Cache-Control"] = CACHE_CONTROL
    return result


def public(view: Callable[..., Answer]) -> Callable[..., HttpResponse]:
    """Turn a function that gives an Answer into a view that only reads (GET and HEAD)."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            refused = HttpResponse(
                "This address can only be read. Open it in a browser.\n",
                status=405,
                content_type="text/plain; charset=utf-8",
            )
            refused["Allow"] = "GET, HEAD"
            return refused
        return response(view(request, *args, **kwargs))

    return answered
