"""Set everything up and serve the site until it is stopped. Asks nothing; can be run again.

``--only-ready`` sets everything up and ends: what serves then is started by something else.
"""

import errno
import hashlib
import os
import socket
import sys

import environment
import together

SERVERS = {
    "gunicorn": ["-m", "gunicorn", "-c", "python:guidance_site.server", "guidance_site.wsgi"],
    "granian": ["-m", "guidance_site.granian_server"],
}


def main() -> None:
    """Check first what is checked fast, then set up, then serve."""
    only_ready = sys.argv[1:] == ["--only-ready"]
    server = os.environ.get("SERVER") or "gunicorn"
    if server not in SERVERS:
        environment.stop(f"SERVER={server} is none of {', '.join(SERVERS)}: choose one of them.")
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not only_ready:
        check_port(host, port)
    environment.prepare(fast=server == "granian")
    environment.provide_secret()
    environment.run("manage.py", "compile_catalogues", "--verbosity=0")
    environment.run("manage.py", "migrate", "--verbosity=0", "--no-input")
    collect_static_files()
    environment.run("manage.py", "load_starter")
    check = ["check", "--deploy", "--database=default", "--fail-level=WARNING"]
    environment.run("manage.py", *check)
    if only_ready:
        return
    # The first page is there when the port opens. Another builder at work here makes it anyway.
    environment.run("manage.py", "watch", "--once")
    together.run(SERVERS[server], ["manage.py", "watch"])


def check_port(host: str, port: str) -> None:
    """Stop with one line if nothing can listen there, before the slow steps."""
    if not port.isdecimal() or not 0 < int(port) <= 65535:
        environment.stop(f"PORT={port} is not a port: choose a number from 1 to 65535.")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, int(port))[0]
        with socket.socket(family) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            environment.stop(
                f"port {port} is taken by another program: stop that one, "
                f"or choose another port: make run PORT={int(port) % 65535 + 1}"
            )
        if error.errno == errno.EACCES:
            environment.stop(
                f"port {port} needs more rights than this user has: make run PORT=8000"
            )
        environment.stop(
            f"HOST={host} is no address of this machine ({error.strerror or error}): "
            "make run HOST=127.0.0.1"
        )


def collect_static_files() -> None:
    """Collect and compress the static files, unless they are those of last time."""
    digest = hashlib.sha256((environment.ROOT / "requirements.txt").read_bytes())
    for path in sorted((environment.ROOT / "static").rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(environment.ROOT)).encode() + path.read_bytes())
    stamp = environment.DATA_DIR / "static" / ".made-from"
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return
    stamp.unlink(missing_ok=True)
    environment.run("manage.py", "collectstatic", "--verbosity=0", "--no-input")
    stamp.write_text(digest.hexdigest(), encoding="ascii")


if __name__ == "__main__":
    main()
