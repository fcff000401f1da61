"""How granian serves the site, with what ``server`` says of gunicorn: SERVER=granian make run.

Run by `python -m guidance_site.granian_server`; its package is in requirements-fast.txt.
"""

import os
import socket
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from guidance.serving.front import Application
from guidance_site import server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guidance_site.settings")

_LOGGING = {
    "filters": {"without_readers": {"()": "guidance_site.logs.WithoutReaders"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["without_readers"],
            "formatter": "generic",
        }
    },
    "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
}


def make_application() -> Application:
    """Return what a worker calls, which granian imports by this name."""
    from guidance.serving.forwarded import Forwarded  # noqa: PLC0415 - in workers alone
    from guidance_site.wsgi import application  # noqa: PLC0415

    return Forwarded(application)


def main() -> None:
    """Serve until stopped. Ends with one line if granian or the settings cannot be used."""
    try:
        # Installed only where it is asked for.
        from granian import Granian  # noqa: PLC0415
        from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415
        from granian.log import LogLevels  # noqa: PLC0415
    except ModuleNotFoundError:
        sys.exit("granian is not installed: make run SERVER=granian installs it.")
    try:
        # granian takes no names.
        address = socket.getaddrinfo(settings.HOST, int(settings.PORT))[0][4][0]
    except ImproperlyConfigured as error:
        sys.exit(f"The settings cannot be used: {error}")
    except OSError as error:
        sys.exit(f"HOST={settings.HOST} is no address of this machine ({error.strerror}).")
    serving = Granian(
        "guidance_site.granian_server:make_application",
        factory=True,
        interface=Interfaces.WSGI,
        address=str(address),
        port=int(settings.PORT),
        workers=server.workers,
        blocking_threads=server.threads,
        http=HTTPModes.http1,
        websockets=False,
        # No log of who asked for what.
        log_access=False,
        log_level=LogLevels(server.loglevel),
        log_dictconfig=_LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
    )
    serving.on_startup(server.say_where)
    serving.serve()


if __name__ == "__main__":
    main()
