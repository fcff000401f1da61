"""``manage.py watch`` that also says how many pages each release took."""

import logging

import django
from django.core.management import call_command

if __name__ == "__main__":
    django.setup()
    logging.getLogger("guidance").setLevel(logging.INFO)
    call_command("watch")
