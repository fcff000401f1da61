"""Run the trials one after the other, each in a database and a folder of its own.

python -m tools.trials [name ...]: those named, else all. Run by scripts/soak.py.
"""

import importlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
from psycopg import sql

TRIALS = (
    "database",
    "builder_killed",
    "worker_killed",
    "no_space",
    "damage",
    "deploy",
    "two_nodes",
)
SEED = 20260101
"""Every run has the same luck, unless SEED says another."""


def main(names: list[str]) -> int:
    """Run trials by name. Return 0, 1 if any failed, 2 if the arguments are wrong."""
    unknown = sorted(set(names) - set(TRIALS))
    if unknown:
        print(f"There is no trial {', '.join(unknown)}. There are: {', '.join(TRIALS)}.")
        return 2
    seed = os.environ.get("SEED") or str(SEED)
    if not seed.isdecimal():
        print(f"SEED={seed} is no number: make soak SEED={SEED}")
        return 2
    print(f"Seed: {seed}", flush=True)
    failed = []
    server = os.environ["DATABASE_URL"]
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(server, autocommit=True) as line:
        prepared = f"soak_{os.getpid()}"
        _make(line, prepared)
        try:
            template = Path(folder) / "prepared"
            _prepare(template, _url(server, prepared))
            for name in names or TRIALS:
                began = time.monotonic()
                if not _one(line, server, prepared, template, name, seed):
                    failed.append(name)
                print(f"  {time.monotonic() - began:.0f} s", flush=True)
        finally:
            _drop(line, prepared)
    if failed:
        print(f"Failed: {', '.join(failed)}. The same again: make soak SEED={seed}")
    return 1 if failed else 0


def _one(
    line: psycopg.Connection, server: str, prepared: str, template: Path, name: str, seed: str
) -> bool:
    database = f"{prepared}_{name}"
    _make(line, database, prepared)
    try:
        with tempfile.TemporaryDirectory() as folder:
            from tools.trials.node import link_prepared  # noqa: PLC0415 - needs nothing else of it

            link_prepared(template, Path(folder))
            done = subprocess.run(
                [sys.executable, "-m", "tools.trials", "--one", name, seed],
                env=os.environ | {"DATABASE_URL": _url(server, database), "DATA_DIR": folder},
                check=False,
            )
            if done.returncode:
                for log in sorted(Path(folder).rglob("*.log")):
                    print(f"  --- {log.name}", log.read_text(errors="replace")[-2000:], sep="\n")
        return not done.returncode
    finally:
        _drop(line, database)


def _prepare(folder: Path, database: str) -> None:
    """Make what every trial starts from: catalogues, static files, a database with content."""
    folder.mkdir()
    variables = {"DATA_DIR": str(folder), "DATABASE_URL": database}
    for command in (
        ("compile_catalogues", "--verbosity=0"),
        ("migrate", "--verbosity=0", "--no-input"),
        ("collectstatic", "--verbosity=0", "--no-input"),
        ("load_starter", "--verbosity=0"),
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command], env=os.environ | variables, check=True
        )


def _make(line: psycopg.Connection, name: str, template: str = "template1") -> None:
    line.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )


def _drop(line: psycopg.Connection, name: str) -> None:
    line.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _url(server: str, database: str) -> str:
    return f"{server.rpartition('/')[0]}/{database}"


def _run(name: str, seed: int) -> None:
    """Run one trial in this process, which ends with its status."""
    import django  # noqa: PLC0415 - with the settings of this trial

    django.setup()
    importlib.import_module(f"tools.trials.{name}").run(seed)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _run(sys.argv[2], int(sys.argv[3]))
    else:
        sys.exit(main(sys.argv[1:]))
