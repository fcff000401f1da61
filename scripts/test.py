"""Check and test everything: test.py [options for pytest]. CI=true: nothing may be left out."""

import os
import subprocess
import sys

import environment
from environment import DATA_DIR, PYTHON, run

POSTGRES = os.environ.get("TEST_DATABASE_URL") or (
    "postgres://postgres@127.0.0.1:5432/postgres"  # the tests make a database of their own there
)


def main() -> None:
    """Stop at the first step that fails, with its status."""
    environment.prepare(tests=True, fast=True)
    caches = DATA_DIR / "cache"
    run("-m", "ruff", "format", "--check", "--output-format=concise", ".")
    run("-m", "ruff", "check", "--output-format=concise", ".")
    lint_imports = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run("-c", lint_imports, f"--cache-dir={caches / 'imports'}", "--no-logo")
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    run("-m", "mypy", f"--cache-dir={caches / 'mypy'}")
    run("manage.py", "makemigrations", "--check", "--dry-run")
    pytest("SQLite", *sys.argv[1:], DATABASE_URL="")
    if postgres_answers():
        pytest("PostgreSQL", "-m", "not browser", *sys.argv[1:], DATABASE_URL=POSTGRES)
    elif os.environ.get("CI"):
        environment.stop(f"no PostgreSQL answers at {POSTGRES}, and nothing may be left out in CI.")
    else:
        print(
            f"NOT TESTED on PostgreSQL: none answers at {POSTGRES}. "
            "Start one, or say where one is: make test TEST_DATABASE_URL=postgres://..."
        )


def pytest(database: str, *options: str, **variables: str) -> None:
    """Run the tests on one database; all they write goes below DATA_DIR."""
    print(f"\nTests on {database}", flush=True)
    run(
        # One more than the cores of a small machine: a browser is often waited for.
        *("-m", "pytest", "--numprocesses=3", "--dist=worksteal"),
        *("-o", f"cache_dir={DATA_DIR / 'cache' / 'pytest'}"),
        f"--output={DATA_DIR / 'test' / 'browser'}",
        *options,
        DATA_DIR=str(DATA_DIR / "test"),
        DJANGO_SETTINGS_MODULE="tests.settings",
        **variables,
    )


def postgres_answers() -> bool:
    """Whether the PostgreSQL of the tests can be used."""
    connect = "import os, psycopg; psycopg.connect(os.environ['URL'], connect_timeout=5).close()"
    return not subprocess.run(
        [PYTHON, "-c", connect],
        env=os.environ | {"URL": POSTGRES},
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode


if __name__ == "__main__":
    main()
