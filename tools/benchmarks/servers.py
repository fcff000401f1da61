"""The servers that are compared: each a name, a command, and the port it listens on."""

import importlib.util
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from guidance.release.making.store import Store
from guidance.serving.nginx import Place, configuration
from tools.benchmarks.processes import GUNICORN, free_port

_NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr crit;
load_module modules/ngx_http_brotli_static_module.so;
events {{ worker_connections 1024; }}
http {{
  sendfile on; tcp_nopush on; keepalive_requests 100000000;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  {site}
}}
"""
_ONE_FILE = """
types {{ text/html html; }} charset utf-8; access_log off;
open_file_cache max=1000; open_file_cache_valid 1s;
server {{ listen 127.0.0.1:{port}; root {root}; brotli_static on; gzip_static on; }}
"""


@dataclass(frozen=True)
class Server:
    """What answers: ``variables`` go into its environment; ``ours`` may not answer wrongly."""

    name: str
    command: Sequence[str | Path]
    port: int
    variables: dict[str, str] = field(default_factory=dict)
    ours: bool = False


def servers(folder: Path, releases: Path, page: str) -> Iterator[Server]:
    """Yield every server that can be had here; ``page`` is the address all of them answer.

    ``folder`` takes what they write. The first is the peer of all others: nginx with a copy of the
    compressed page, as a plain file.
    """
    plain = folder / "plain"
    target = plain / page.strip("/")
    target.mkdir(parents=True)
    for source in (releases / "current" / page.strip("/")).glob("=*"):
        name = source.name.rpartition(".html")[2]
        (target / f"index.html{name}").write_bytes(source.read_bytes())
    port = free_port()
    one_file = _ONE_FILE.format(port=port, root=plain)
    yield _nginx("nginx, one file", folder / "nginx-plain", port, one_file)
    port = free_port()
    # nginx asks for files as another user, who may not look into DATA_DIR.
    readable = folder / "releases"
    shutil.copytree(releases, readable, symlinks=True)
    behind = _configuration(readable, port)
    yield _nginx("nginx, releases/current", folder / "nginx-releases", port, behind, ours=True)
    if importlib.util.find_spec("granian"):
        yield _granian("ours, granian", "guidance_site.wsgi:application", ours=True)
        yield _granian("granian alone, fixed bytes", "tools.benchmarks.fixed:application")
    else:
        print("granian is not installed: left out (see tools/benchmarks/README.md).")
    yield _gunicorn("ours, gunicorn", "guidance_site.wsgi", ours=True)
    yield _gunicorn("gunicorn alone, fixed bytes", "tools.benchmarks.fixed")
    yield _gunicorn("Django with its page cache", "tools.benchmarks.django_alone:cached")
    yield _gunicorn("Django, uncached", "tools.benchmarks.django_alone:uncached")


def _configuration(releases: Path, port: int) -> str:
    """Return the configuration that is in use, with nothing behind it."""
    store = Store(releases)
    place = Place(
        public_url=f"http://127.0.0.1:{port}",
        hosts=["127.0.0.1"],
        application="127.0.0.1:9",
        releases=releases,
        extra=[],
        certificate="",
        key="",
        error_log="stderr",
    )
    return configuration(store, store.root(store.current_name()), place)


def _nginx(name: str, folder: Path, port: int, site: str, *, ours: bool = False) -> Server:
    folder.mkdir()
    text = folder / "nginx.conf"
    text.write_text(_NGINX.format(folder=folder, site=site), encoding="utf-8")
    # nginx looks for modules below its prefix.
    return Server(name, ["nginx", "-p", "/usr/share/nginx/", "-c", text], port, ours=ours)


def _gunicorn(name: str, application: str, *, ours: bool = False) -> Server:
    port = free_port()
    return Server(name, [*GUNICORN, application], port, {"PORT": str(port)}, ours=ours)


def _granian(name: str, application: str, *, ours: bool = False) -> Server:
    port = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-access-log"),
        *("--log-level", "warning", "--port", str(port), "--workers", "1"),
        *("--blocking-threads", "1", "--http", "1", "--no-ws", application),
    ]
    return Server(name, command, port, {"PORT": str(port)}, ours=ours)
