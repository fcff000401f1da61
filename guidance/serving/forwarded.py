"""Whether a request was encrypted before a web server in front, as gunicorn decides it.

gunicorn believes the headers it knows from the addresses in FORWARDED_ALLOW_IPS alone. Servers that
look at no such header get the same here, from gunicorn's own settings.
"""

from collections.abc import Iterable
from ipaddress import ip_address

from gunicorn.config import Config

from guidance.serving.front import Application, Environ, StartResponse


class Forwarded:
    """An application that is told the scheme a trusted web server in front has seen."""

    def __init__(self, application: Application) -> None:
        self._application = application
        settings = Config()
        self._all = "*" in settings.forwarded_allow_ips
        self._networks = settings.forwarded_allow_networks()
        self._headers = {
            f"HTTP_{name.replace('-', '_')}": value
            for name, value in settings.secure_scheme_headers.items()
        }

    def __call__(self, request: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Pass a request on; headers that contradict each other are refused (400)."""
        said = {
            "https" if request[name] == value else "http"
            for name, value in self._headers.items()
            if name in request
        }
        if said and self._trusts(request["REMOTE_ADDR"]):
            if len(said) > 1:
                start_response("400 Bad Request", [("Content-Length", "0")])
                return []
            request["wsgi.url_scheme"] = said.pop()
        return self._application(request, start_response)

    def _trusts(self, address: str) -> bool:
        if self._all:
            return True
        try:
            peer = ip_address(address)
        except ValueError:
            return False
        return any(peer in network for network in self._networks)
