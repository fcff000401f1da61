"""Pin the packages in requirements*.in, with hashes, for every system: lock.py [--upgrade]."""

import os
import subprocess
import sys

import environment

OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    # Where the packages come from is each machine's own affair.
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--quiet",
)

environment.prepare()
folder = environment.DATA_DIR / "cache" / "lock"
python = folder / "bin" / "python"
environment.run("-m", "venv", folder)
subprocess.run([python, "-m", "pip", "install", "-qq", "uv"], check=True)
# The others take over the versions of the first.
for name in ("requirements", "requirements-test", "requirements-fast"):
    subprocess.run(
        [
            *(python, "-m", "uv", "pip", "compile", f"{name}.in", f"--output-file={name}.txt"),
            *OPTIONS,
            *sys.argv[1:],
        ],
        cwd=environment.ROOT,
        env=os.environ | {"UV_CUSTOM_COMPILE_COMMAND": "make lock"},
        check=True,
    )
