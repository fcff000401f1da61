"""Where everything that is written goes, and the Python environment the project runs in.

Used by the other scripts, before any package is installed: the standard library alone. Called as a
script it runs that environment's Python: environment.py -m ruff format
"""

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
DATA_DIR = ROOT / os.environ.get("DATA_DIR", "var")
PYTHON = DATA_DIR / "venv" / "bin" / "python"

# Ctrl-C ends a script at once and without a traceback; what it had begun is redone next time.
signal.signal(signal.SIGINT, signal.SIG_DFL)


def stop(message: str) -> NoReturn:
    """End with one line on standard error that says what to do."""
    sys.exit(f"{Path(sys.argv[0]).stem}: {message}")


def prepare(*, tests: bool = False, fast: bool = False) -> None:
    """Make DATA_DIR and the environment in it, with the packages of the requirements files.

    ``tests`` adds what the tests need, ``fast`` the faster server (SERVER=granian).

    After it this process and its children write byte code and caches below DATA_DIR alone.
    """
    try:
        DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(DATA_DIR / "setup.lock"):
            _set_variables()
            files = ["requirements.txt"]
            files += ["requirements-test.txt"] if tests else []
            files += ["requirements-fast.txt"] if fast else []
            _install(files)
    except OSError as error:
        stop(
            f"DATA_DIR cannot be written ({error}): make it writable, "
            "or choose another folder: make ... DATA_DIR=/path/to/folder"
        )


def run(*arguments: str | Path, **variables: str) -> None:
    """Run the environment's Python in the project's folder; end with its status if it fails."""
    done = subprocess.run([PYTHON, *arguments], cwd=ROOT, env=os.environ | variables, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def become(*arguments: str | Path) -> NoReturn:
    """Turn this process into the environment's Python, so that signals reach it directly."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(PYTHON, [PYTHON, *arguments])


def provide_secret() -> None:
    """Put SECRET_KEY into the environment: the one given there, else the one kept in DATA_DIR."""
    if os.environ.get("SECRET_KEY"):
        return
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        _create_whole(kept, secrets.token_urlsafe(64))
    os.environ["SECRET_KEY"] = kept.read_text(encoding="ascii").strip()


def _create_whole(path: Path, text: str) -> None:
    """Create a file only its owner reads, whole or not at all; keep one that is there already."""
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.touch(mode=0o600, exist_ok=False)
    partial.write_text(text, encoding="ascii")
    # A link fails where the name is taken, so of two first runs at once one key wins for both.
    with contextlib.suppress(FileExistsError):
        os.link(partial, path)
    partial.unlink()


def _set_variables() -> None:
    caches = DATA_DIR / "cache"
    os.environ["DATA_DIR"] = str(DATA_DIR)
    os.environ["PYTHONPYCACHEPREFIX"] = str(DATA_DIR / "pycache")
    os.environ.setdefault("PIP_CACHE_DIR", str(caches / "pip"))
    os.environ["RUFF_CACHE_DIR"] = str(caches / "ruff")


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold a lock, so that two runs at once do not build the environment into each other."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(files: list[str]) -> None:
    """Install the files' packages unless the stamp says they are there; redo a broken set-up."""
    stamp = DATA_DIR / "venv" / "installed.json"
    base = {"python": f"{sys.version_info.major}.{sys.version_info.minor} {sys.base_prefix}"}
    wanted = base | {name: _sha256(ROOT / name) for name in files}
    found = _read_stamp(stamp) if _works() else {}
    if wanted.items() <= found.items():
        return
    print("Setting up the environment: a minute or two the first time.", file=sys.stderr)
    # What is there can be added to, but only if nothing in it is from another time.
    if not found or any(found.get(name, value) != value for name, value in wanted.items()):
        _build(["-m", "venv", "--clear", str(DATA_DIR / "venv")], python=sys.executable)
        found = {}
    stamp.unlink(missing_ok=True)
    # Wheels alone: no package's own code runs while it is installed.
    options = ["-qq", "--disable-pip-version-check", "--no-input", "--only-binary=:all:"]
    requirements = [word for name in files for word in ("-r", str(ROOT / name))]
    _build(["-m", "pip", "install", *options, "--require-hashes", *requirements], python=PYTHON)
    stamp.write_text(json.dumps(found | wanted), encoding="utf-8")


def _build(arguments: list[str], *, python: str | Path) -> None:
    done = subprocess.run([python, *arguments], stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        stop(
            "the environment could not be built; the reason stands above. Packages come from "
            "the Python package index: check the network, or pip's configuration, and try again."
        )


def _works() -> bool:
    """Whether the environment's Python still runs: an upgrade of the system can take it away."""
    with contextlib.suppress(OSError):
        started = subprocess.run([PYTHON, "-c", "import django"], capture_output=True, check=False)
        return started.returncode == 0
    return False


def _read_stamp(path: Path) -> dict[str, str]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    prepare(tests=True)
    become(*sys.argv[1:])
