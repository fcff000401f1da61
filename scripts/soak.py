"""Run what takes long, on PostgreSQL: soak.py [names of trials, "tests"].

The tests that are marked so, then the trials of faults; without a name all of them.
"""

import os
import sys

import environment
from test import POSTGRES, postgres_answers, pytest


def main() -> None:
    """Run them, or say that there is no PostgreSQL to run them on."""
    environment.prepare(tests=True)
    environment.provide_secret()
    if not postgres_answers():
        if os.environ.get("CI"):
            environment.stop(f"no PostgreSQL answers at {POSTGRES}, and nothing may be left out.")
        print(
            f"NOT TRIED: no PostgreSQL answers at {POSTGRES}. "
            "Start one, or say where one is: make soak TEST_DATABASE_URL=postgres://..."
        )
        return
    names = sys.argv[1:]
    if not names or "tests" in names:
        pytest("PostgreSQL", "-m", "soak", DATABASE_URL=POSTGRES)
    trials = [name for name in names if name != "tests"]
    if names and not trials:
        return
    environment.run(
        "-m",
        "tools.trials",
        *trials,
        DATABASE_URL=POSTGRES,
        DJANGO_SETTINGS_MODULE="guidance_site.settings",
    )


if __name__ == "__main__":
    main()
