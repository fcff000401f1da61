"""What the web server calls: ready answers first, then static files, then Django."""

import os
import re
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from whitenoise import WhiteNoise

from guidance.serving.current import loader
from guidance.serving.front import Application, Environ, Front, StartResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guidance_site.settings")

_HASHED = re.compile(r"\.[0-9a-f]{12}\.")


def _django() -> Application:
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415 - only once it is needed

    return get_wsgi_application()


def _hosts() -> list[str]:
    """List what may stand in the Host header: our names, with and without the port."""
    names = settings.ALLOWED_HOSTS
    port = settings.PUBLIC_URL.rpartition(":")[2]
    ports = {settings.PORT, *([port] if port.isdecimal() else [])}
    return [*names, *(f"{name}:{port}" for name in names for port in ports)]


_front = Front(
    loader=loader(),
    django=_django,
    hosts=_hosts(),
    https_address=settings.PUBLIC_URL if settings.PUBLIC_URL.startswith("https://") else "",
)
loader().look()
loader().watch()
_front.warm()


@cache
def _static() -> Application:
    """Make what serves static files. Looking through them all would delay the first page."""
    return WhiteNoise(
        _front,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        immutable_file_test=lambda path, url: bool(_HASHED.search(url)),  # noqa: ARG005
    )


def application(request: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a request: files of the staff's side apart, for they need no place of Django's."""
    if request["PATH_INFO"].startswith("/static/"):
        return _static()(request, start_response)
    return _front(request, start_response)
