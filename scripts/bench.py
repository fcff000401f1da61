"""Measure the site against its peers, as docs/performance.md tells: bench.py."""

import os
import shutil

import environment
from environment import DATA_DIR, run


def main() -> None:
    """Make a release of the starter content in a folder of its own, and measure."""
    missing = [name for name in ("nginx", "wrk", "taskset") if not shutil.which(name)]
    if missing:
        environment.stop(
            f"{', '.join(missing)} not found. On Debian: "
            "apt-get install nginx-light libnginx-mod-http-brotli-static wrk util-linux"
        )
    environment.prepare(fast=True)
    folder = DATA_DIR / "bench"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    os.environ |= {
        "DATA_DIR": str(folder),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "guidance_site.settings",
    }
    environment.provide_secret()
    run("manage.py", "compile_catalogues", "--verbosity=0")
    run("manage.py", "migrate", "--verbosity=0", "--no-input")
    run("manage.py", "collectstatic", "--verbosity=0", "--no-input")
    run("manage.py", "load_starter", "--verbosity=0")
    run("manage.py", "watch", "--once")
    for what in ("serving", "starting", "pages", "publication"):
        run("-m", f"tools.benchmarks.{what}")


if __name__ == "__main__":
    main()
