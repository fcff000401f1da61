"""What stands in front of Django: ready answers of the public site, in as few steps as there are.

A page that a release holds ready is sent from memory, or from the disk, and neither Django nor the
database hears of it. Everything else is passed on, but never by all threads at once: when the
database is silent, readers still find some free.
"""

import json
import re
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from guidance.domain.languages import CODES
from guidance.domain.pages.outputs import Kind, of_kind
from guidance.release.making.headers import CACHE_CONTROL
from guidance.release.making.shapes import Damaged
from guidance.serving.accept import codings, language
from guidance.serving.methods import ALLOW, ONLY_READ, SAFE
from guidance.serving.ready import Form, Loader, Ready, Site

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_MATCHES = {
    "{language}": "[a-z]+",
    "{slug}": "[a-z0-9-]+",
    "{number}": "[0-9]+",
    "{first}-{second}": "[0-9-]+",
    # Whatever begins like the address of a section is looked up.
    "{key}": "(?s:.*)",
}


def _passed_on() -> re.Pattern[str]:
    addresses = [address for output in of_kind(Kind.ON_REQUEST) for address in output.addresses]
    pattern = "|".join(f"{address[1:].removesuffix('/')}/?$" for address in addresses)
    for name, match in _MATCHES.items():
        pattern = pattern.replace(name, match)
    return re.compile(f"/(?:$|admin(?:/|$)|static/|{pattern})")


PASSED_ON = _passed_on()
"""Addresses no release holds ready: these, and what cannot only be read, are Django's to answer."""

HEALTH = tuple(output.address for output in of_kind(Kind.SERVER))
"""Addresses that programs ask whether all is well."""

_DATABASE = {None: "not known", True: "answers", False: "does not answer"}
_PLAIN = ("Content-Type", "text/plain; charset=utf-8")
_BUSY = "The database does not answer, or too many people are at work. Try again in a minute.\n"


class Front:
    """The application a web server calls. ``django`` is made when it is first needed."""

    def __init__(
        self,
        *,
        loader: Loader,
        django: Callable[[], Application],
        hosts: Iterable[str],
        https_address: str = "",
        at_once: int = 2,
    ) -> None:
        self._loader = loader
        self._make_django = django
        self._django: Application | None = None
        self._making = threading.Lock()
        self._hosts = frozenset(hosts)
        self._https_address = https_address
        self._places = threading.BoundedSemaphore(at_once)
        self._waiting = threading.BoundedSemaphore(1)
        self._accepted: dict[str, tuple[str, ...]] = {}

    def __call__(self, request: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        path, method = request["PATH_INFO"], request["REQUEST_METHOD"]
        site = self._loader.site
        if site is not None and request.get("HTTP_HOST") in self._hosts:
            ready = site.ready.get(path)
            if ready is None:
                if path == "/" and method in SAFE:
                    return _choose_language(site, request, start_response)
                ready = self._find(site, path, method)
            if ready is not None:
                return self._send(ready, request, start_response)
        if path in HEALTH:
            return self._health(path, start_response)
        return self._pass_on(request, start_response)

    def _find(self, site: Site, path: str, method: str) -> Ready | None:
        """Find what is not in memory yet; None for what Django has to answer."""
        if path in HEALTH:
            return None
        try:
            ready = site.find(path)
            if ready is None and method in SAFE and not PASSED_ON.match(path):
                first = path[1:].partition("/")[0]
                if first in CODES and first not in site.offered:
                    return None
                whole = None if path.endswith("/") else site.find(f"{path}/")
                ready = _moved(f"{path}/", whole) if whole else site.not_found(path)
        except Damaged as error:
            self._loader.report(error)
            return None
        return ready

    def _send(
        self, ready: Ready, request: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        method = request["REQUEST_METHOD"]
        if self._https_address and request["wsgi.url_scheme"] != "https":
            location = self._https_address + request["PATH_INFO"]
            start_response(
                "301 Moved Permanently", [("Location", location), ("Content-Length", "0")]
            )
            return []
        if method not in SAFE:
            return _only_read(start_response)
        form = self._form(ready, request.get("HTTP_ACCEPT_ENCODING", ""))
        asked = request.get("HTTP_IF_NONE_MATCH")
        if asked and form.etag and ready.status == "200 OK" and _matches(asked, form.etag):
            start_response("304 Not Modified", form.unchanged)
            return []
        start_response(ready.status, form.headers)
        return [] if method == "HEAD" else [form.body]

    def _form(self, ready: Ready, accept: str) -> Form:
        order = self._accepted.get(accept)
        if order is None:
            order = codings(accept)
            if len(self._accepted) < 1000:
                self._accepted[accept] = order
        forms = ready.forms
        for coding in order:
            if coding in forms:
                return forms[coding]
        return forms[""]

    def _pass_on(self, request: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not request["PATH_INFO"].startswith("/admin/"):
            # These ask the database nothing: they wait for nobody.
            return self._application()(request, start_response)
        if not self._has_place():
            return _busy(start_response)
        try:
            return self._application()(request, start_response)
        finally:
            self._places.release()

    def _has_place(self) -> bool:
        """Take one of the places of the staff's side; one request at a time may wait for it."""
        if self._places.acquire(blocking=False):
            return True
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            return self._places.acquire(timeout=2)
        finally:
            self._waiting.release()

    def warm(self) -> None:
        """Make Django ready in the background, so that nobody waits for it later."""
        # Not before the first readers have their answers.
        thread = threading.Timer(1.0, self._application)
        thread.daemon = True
        thread.start()

    def _application(self) -> Application:
        if self._django is None:
            with self._making:
                if self._django is None:
                    self._django = self._make_django()
        return self._django

    def _health(self, path: str, start_response: StartResponse) -> Iterable[bytes]:
        if path == "/healthz":
            status, body = "200 OK", b"ok\n"
        else:
            status, body = self._readiness()
        start_response(
            status,
            [
                ("Content-Type", "application/json" if path == "/readyz" else _PLAIN[1]),
                ("Cache-Control", "no-store"),
                ("Content-Length", str(len(body))),
            ],
        )
        return [body]

    def _readiness(self) -> tuple[str, bytes]:
        """Say whether there is a release to serve; the database is no condition for that."""
        site = self._loader.site
        values: dict[str, Any] = {"ready": site is not None}
        if site is not None:
            taken = datetime.fromisoformat(site.root.at)
            values |= {
                "release": site.root.number,
                "build": site.root.build,
                "age_seconds": round((datetime.now(UTC) - taken).total_seconds(), 1),
                "damage": self._loader.damage,
            }
        values["database"] = _DATABASE[self._loader.store.heard()]
        return (
            "200 OK" if site is not None else "503 Service Unavailable",
            (json.dumps(values) + "\n").encode(),
        )


def _matches(header: str, etag: str) -> bool:
    """Compare as If-None-Match is compared: weakly (RFC 9110, 13.1.2)."""
    if header == etag or header.strip() == "*":
        return True
    return any(part.strip().removeprefix("W/") == etag for part in header.split(","))


def _moved(location: str, whole: Ready) -> Ready:
    form = whole.forms[""]
    headers = [
        (name, value)
        for name, value in form.headers
        if name not in {"Content-Type", "Content-Length", "Content-Language", "ETag", "Location"}
    ]
    headers += [("Location", location), ("Content-Length", "0")]
    return Ready("301 Moved Permanently", {"": Form(b"", "", headers, headers)}, whole.tree)


def _choose_language(
    site: Site, request: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    chosen = language(request.get("HTTP_ACCEPT_LANGUAGE", ""), site.offered)
    start_response(
        "302 Found",
        [
            ("Location", f"/{chosen}/"),
            ("Vary", "Accept-Language"),
            ("Cache-Control", CACHE_CONTROL),
            ("Referrer-Policy", "no-referrer"),
            ("Content-Length", "0"),
        ],
    )
    return []


def _busy(start_response: StartResponse) -> Iterable[bytes]:
    body = _BUSY.encode()
    start_response(
        "503 Service Unavailable",
        [_PLAIN, ("Retry-After", "10"), ("Content-Length", str(len(body)))],
    )
    return [body]


def _only_read(start_response: StartResponse) -> Iterable[bytes]:
    body = ONLY_READ.encode()
    start_response(
        "405 Method Not Allowed",
        [_PLAIN, ("Allow", ALLOW), ("Content-Length", str(len(body)))],
    )
    return [body]
