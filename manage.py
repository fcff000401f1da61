#!/usr/bin/env python
"""Django's commands. `scripts/python.sh scripts/manage.py COMMAND` calls this with all it needs."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, connection


def main() -> None:
    """Run the command named in the arguments; a bad setting or lost database takes one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guidance_site.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"The settings cannot be used: {error}")
    except OperationalError as error:
        if connection.connection is not None:
            raise
        sys.exit(f"The database cannot be reached. DATABASE_URL says where it is. {error}")


if __name__ == "__main__":
    main()
