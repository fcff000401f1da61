"""Run the long trials of faults, on PostgreSQL: soak.py [names of trials]."""

import os
import sys

import environment
from test import POSTGRES, postgres_answers


def main() -> None:
    """Run the trials, or say that there is no PostgreSQL to run them on."""
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
    environment.run(
        "-m",
        "trials",
        *sys.argv[1:],
        DATABASE_URL=POSTGRES,
        DJANGO_SETTINGS_MODULE="guidance_site.settings",
    )


if __name__ == "__main__":
    main()
