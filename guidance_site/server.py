"""How gunicorn serves the site; read by `python -m gunicorn -c python:guidance_site.server`."""

import os
import shlex

from django.conf import settings
from gunicorn.arbiter import Arbiter

from guidance_site.logs import WithoutReaders
from guidance_site.public_url import host_with_port

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guidance_site.settings")

bind = host_with_port(settings.HOST, settings.PORT)
worker_class = "gthread"
workers = 2
threads = 4
# Each worker loads the site itself: a thread that starts at import lives where it is needed.
preload_app = False
# The control socket would be made in the home folder, and nothing is written but in DATA_DIR.
control_socket_disable = True
# No log of who asked for what.
accesslog = None
loglevel = "warning"


def on_starting(server: Arbiter) -> None:
    """Filter gunicorn's own messages before the first worker starts; workers inherit it."""
    server.log.error_log.addFilter(WithoutReaders())


def when_ready(server: Arbiter) -> None:  # noqa: ARG001 - gunicorn's signature
    """Say where the site is, now that its port is open."""
    say_where()


def say_where() -> None:
    """Print where readers and staff find the site."""
    chosen = settings.DATA_DIR != settings.BASE_DIR / "var"
    elsewhere = f" DATA_DIR={shlex.quote(str(settings.DATA_DIR))}" if chosen else ""
    # Not the variable itself: a password can stand in it.
    same = "  (with the same DATABASE_URL)" if os.environ.get("DATABASE_URL") else ""
    print(
        f"The guidance:     {settings.PUBLIC_URL}/",
        f"For staff:        {settings.PUBLIC_URL}/admin/",
        f"A staff account:  make staff{elsewhere}{same}",
        sep="\n",
        flush=True,
    )
