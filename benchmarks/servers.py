"""The servers that are compared: each a name, a command, and the port it listens on."""

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.processes import free_port

_NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr crit;
load_module modules/ngx_http_brotli_static_module.so;
events {{ worker_connections 1024; }}
http {{
  types {{ text/html html; }}
  default_type application/octet-stream; charset utf-8; access_log off; sendfile on;
  tcp_nopush on; keepalive_requests 100000000; open_file_cache max=1000; open_file_cache_valid 1s;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {root}; brotli_static on; gzip_static on; }}
}}
"""


@dataclass(frozen=True)
class Server:
    """What answers: ``variables`` go into its environment."""

    name: str
    command: list[str | Path]
    port: int
    variables: dict[str, str] = field(default_factory=dict)


def servers(folder: Path, releases: Path, page: str) -> Iterator[Server]:
    """Give every server that can be had here; ``page`` is the address all of them answer.

    ``folder`` takes what they write. The first is the peer of all others: nginx with a copy of the
    compressed page, as a plain file.
    """
    plain = folder / "plain"
    target = plain / page.strip("/")
    target.mkdir(parents=True)
    for suffix in ("", ".br", ".gz"):
        source = releases / "current" / page.strip("/") / f"index.html{suffix}"
        (target / f"index.html{suffix}").write_bytes(source.read_bytes())
    yield _nginx("nginx, one file", folder / "nginx-plain", plain)
    yield _nginx("nginx, releases/current", folder / "nginx-releases", releases / "current")
    if importlib.util.find_spec("granian"):
        yield _granian("ours, granian", "guidance_site.wsgi:application")
        yield _granian("granian alone, fixed bytes", "benchmarks.fixed:application")
    else:
        print("granian is not installed: left out (see benchmarks/README.md).")
    yield _gunicorn("ours, gunicorn", "guidance_site.wsgi")
    yield _gunicorn("gunicorn alone, fixed bytes", "benchmarks.fixed")
    yield _gunicorn("Django with its page cache", "benchmarks.django_alone:cached")
    yield _gunicorn("Django, uncached", "benchmarks.django_alone:uncached")


def _nginx(name: str, folder: Path, root: Path) -> Server:
    folder.mkdir()
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(_NGINX.format(folder=folder, root=root, port=port), encoding="utf-8")
    # nginx looks for modules below its prefix.
    command = ["nginx", "-p", "/usr/share/nginx/", "-c", configuration]
    return Server(name, command, port)


def _gunicorn(name: str, application: str) -> Server:
    port = free_port()
    configuration = "python:guidance_site.server"
    command = [sys.executable, "-m", "gunicorn", "-c", configuration, application]
    return Server(name, command, port, {"PORT": str(port)})


def _granian(name: str, application: str) -> Server:
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-access-log"),
        *("--log-level", "warning", "--port", str(port), "--workers", "1"),
        *("--blocking-threads", "1", "--http", "1", "--no-ws", application),
    ]
    return Server(name, command, port, {"PORT": str(port)})
