"""The views of the public pages: each makes an output when it is asked for.

Pages a release holds ready are answered before Django; they are made here only where the store was
found damaged.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from guidance.domain.languages import SOURCE
from guidance.domain.pages.outputs import Output
from guidance.release.making.pages import Redirect
from guidance.release.registry import answer
from guidance.serving import accept
from guidance.serving.current import public_site
from guidance.serving.methods import ALLOW, ONLY_READ, SAFE
from guidance.serving.on_request.answers import response
from guidance.serving.on_request.errors import unavailable


def choose_language(request: HttpRequest, **_: Any) -> HttpResponse:
    """Redirect to the same address in the language the browser asks for."""
    site = public_site()
    if site is None:
        return unavailable(request)
    asked = request.headers.get("Accept-Language", "")
    language = accept.language(asked, site.site_frame.offered)
    chosen = response(request, Redirect(f"/{language}{request.path}"))
    patch_vary_headers(chosen, ["Accept-Language"])
    return chosen


def view(output: Output) -> Callable[..., HttpResponse]:
    """Return the view of an output, which only reads (GET and HEAD)."""

    def answered(request: HttpRequest, **named: Any) -> HttpResponse:
        if request.method not in SAFE:
            return HttpResponse(
                ONLY_READ,
                status=405,
                content_type="text/plain; charset=utf-8",
                headers={"Allow": ALLOW},
            )
        site = public_site()
        if site is None:
            return unavailable(request)
        language = named.get("language", SOURCE)
        if language not in site.site_frame.offered:
            return response(request, site.switched_off(language, request.path))
        return response(request, answer(output, site, **named))

    return answered
