"""Telling a cache in front of the site which addresses changed."""

import logging
import subprocess
from collections.abc import Iterable

log = logging.getLogger("guidance.release.watcher")

TIMEOUT = 10.0
"""Seconds after which the command is given up."""


def purge(command: str, addresses: Iterable[str]) -> None:
    """Run PURGE_COMMAND with the addresses, one a line, as its input; failures are logged."""
    lines = "".join(f"{address}\n" for address in sorted(addresses))
    if not command or not lines:
        return
    try:
        done = subprocess.run(  # noqa: S602 - the operator's own command
            command,
            shell=True,
            input=lines.encode(),
            timeout=TIMEOUT,
            capture_output=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.error("PURGE_COMMAND did not end within %s s.", TIMEOUT)
        return
    if done.returncode:
        log.error("PURGE_COMMAND failed: %s", done.stderr.decode(errors="replace").strip()[:500])
