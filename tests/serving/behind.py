"""nginx, really started, in front of an application that says what reaches it."""

import contextlib
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
MISSING = (
    "nginx or its brotli module is not installed. On Debian: "
    "apt-get install nginx-light libnginx-mod-http-brotli-static"
)

_AROUND = """
daemon off; pid {folder}/pid; error_log {folder}/start.log; {user} worker_processes 1;
load_module {brotli};
events {{ worker_connections 128; }}
http {{
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    include {folder}/guidance.conf;
}}
"""


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextlib.contextmanager
def nginx(folder: Path, configuration: str, port: int) -> Iterator[None]:
    """Run nginx with a generated configuration until the end of the block."""
    if not shutil.which("nginx") or not BROTLI.exists():
        pytest.skip(MISSING)
    # nginx gives up the rights of root, and the folders of tests are their owner's alone.
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "guidance.conf").write_text(configuration)
    around = folder / "nginx.conf"
    around.write_text(_AROUND.format(folder=folder, user=user, brotli=BROTLI))
    program = subprocess.Popen(
        ["nginx", "-p", folder, "-c", around], stderr=subprocess.PIPE, text=True
    )
    try:
        _wait_for(port, program)
        yield
    finally:
        program.terminate()
        _, said = program.communicate(timeout=10)
    assert said == ""


def _wait_for(port: int, program: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and program.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise AssertionError("nginx does not listen")


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def application(port: int, answer) -> Iterator[list[dict[str, str]]]:
    """Run a WSGI application until the end of the block; give the requests that reach it."""
    seen = []

    def noting(request, start_response):
        seen.append(request)
        return answer(request, start_response)

    server = make_server("127.0.0.1", port, noting, _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(port: int, path: str, method: str = "GET", *, encrypted: bool = False, **headers: str):
    """Ask for an address; give status, headers and bytes."""
    trusting = ssl._create_unverified_context() if encrypted else None
    connection = (
        http.client.HTTPSConnection("localhost", port, timeout=10, context=trusting)
        if encrypted
        else http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    )
    with contextlib.closing(connection):
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        given = {"Host": f"127.0.0.1:{port}"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        if method == "POST":
            given["Content-Length"] = "0"
        for name, value in given.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        body = response.read()
        found = response.getheaders()
        assert len({name for name, _ in found}) == len(found), "a header stands there twice"
        return response.status, dict(found), body
