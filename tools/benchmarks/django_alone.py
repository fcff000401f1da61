"""The same pages from Django and its database, without what stands in front of it."""

import os
from collections.abc import Callable

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse

from guidance.serving.front import Application, Environ, StartResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guidance_site.settings")

CACHED = [
    "django.middleware.cache.UpdateCacheMiddleware",
    f"{__name__}.keep",
    *settings.MIDDLEWARE,
    "django.middleware.cache.FetchFromCacheMiddleware",
]


def keep(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let Django's cache keep pages that say max-age=0, which it would otherwise obey."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Cache-Control"] = "max-age=600"
        return response

    return middleware


def _application(middleware: list[str]) -> Application:
    settings.MIDDLEWARE = middleware
    application = get_wsgi_application()

    from guidance.serving.current import site_in_database  # noqa: PLC0415 - once Django is ready
    from guidance.serving.on_request import errors, pages  # noqa: PLC0415

    for module in (errors, pages):
        module.public_site = site_in_database
    return application


_made: list[Application] = []


def uncached(request: Environ, start_response: StartResponse) -> object:
    """Answer from the database each time."""
    if not _made:
        _made.append(_application(settings.MIDDLEWARE))
    return _made[0](request, start_response)


def cached(request: Environ, start_response: StartResponse) -> object:
    """Answer through Django's cache middleware, which keeps pages in the memory of the process."""
    if not _made:
        _made.append(_application(CACHED))
    return _made[0](request, start_response)
