"""``manage.py add_language ksw``: everything a new language needs in code, but the words."""

import contextlib
import json
import re
import subprocess
import sys
import unicodedata
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.pages.outputs import reserved_slugs

_CODE = re.compile(r"[a-z]{2,3}")
_END = "\n)\n\nBY_CODE ="
_LANGUAGE = re.compile(r'^"Language: \w+\\n"$', re.MULTILINE)
_TRANSLATION = re.compile(r'^msgstr(?P<form>\[\d\])? ".*"(?:\n".*")*$', re.MULTILINE)


class Command(BaseCommand):
    """Adds a language to the list, with an empty catalogue and the migration of its columns.

    Readers are not offered it: that is a switch at the staff's side, once there are words.
    """

    help = "Add a language: its line in the list, an empty catalogue, and one migration."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="two or three letters as in BCP 47, such as ksw")
        parser.add_argument("--own-name", required=True, help="such as ကညီကျိာ်")
        parser.add_argument(
            "--english-name", required=True, help="what a caller says to 911, such as Karen"
        )
        parser.add_argument(
            "--script",
            default="LATIN",
            help="how Unicode names its letters, such as MYANMAR; default LATIN",
        )
        parser.add_argument("--rtl", action="store_true", help="it is written from right to left")

    def handle(self, *_: Any, **options: Any) -> None:
        """Write all of it, or nothing and raise CommandError."""
        code = options["code"]
        for problem in _problems(code, options):
            raise CommandError(f"{problem} Nothing was changed.")
        listed = settings.BASE_DIR / "guidance" / "domain" / "languages.py"
        catalogue = settings.BASE_DIR / "locale" / code / "LC_MESSAGES" / "django.po"
        with _restored_on_failure(listed, catalogue):
            listed.write_text(_listed(listed, _line(code, options)), "utf-8")
            english = settings.BASE_DIR / "locale" / SOURCE / "LC_MESSAGES" / "django.po"
            catalogue.parent.mkdir(parents=True)
            catalogue.write_text(_emptied(english, code, options["english_name"]), "utf-8")
            _make_migration(code)
        self.stdout.write(
            f"{options['english_name']} ({code}) is in the list, with an empty catalogue and a "
            "migration.\nNext: read docs/adding-a-language.md. In short:\n"
            f"1. Translate {catalogue.relative_to(settings.BASE_DIR)}.\n"
            "2. Give its months in guidance/rendering/parts/dates.py, and draw its picture: "
            "make pictures.\n"
            "3. Run make test, commit, deploy: the migration adds the columns.\n"
            "4. Give somebody the role of its translator. When guides are published in it, "
            "switch it on at /admin/languages/."
        )


def _problems(code: str, options: dict[str, Any]) -> Iterator[str]:
    if not _CODE.fullmatch(code):
        yield f"“{code}” is no code of a language: write two or three lower-case letters, like ksw."
    elif code in BY_CODE:
        yield f"{BY_CODE[code].english_name} ({code}) is in the list already."
    elif code in reserved_slugs():
        yield f"/{code}/ is kept for another page of the site."
    for name in ("own_name", "english_name"):
        if not options[name].strip():
            yield f"--{name.replace('_', '-')} is empty."
        elif any(unicodedata.category(char).startswith("C") for char in options[name]):
            yield f"--{name.replace('_', '-')} holds a sign that cannot be seen."
    own = [char for char in options["own_name"] if char.isalpha()]
    if own and not any(unicodedata.name(char, "").startswith(options["script"]) for char in own):
        yield (
            f"“{options['own_name']}” has no letter of the script {options['script']}: "
            f"its first is {unicodedata.name(own[0], 'unknown')}."
        )


def _line(code: str, options: dict[str, Any]) -> str:
    values = [code, options["own_name"].strip(), options["english_name"].strip()]
    written = [json.dumps(value, ensure_ascii=False) for value in values]
    if options["rtl"]:
        written.append('"rtl"')
    if options["script"] != "LATIN":
        written.append(f"script={json.dumps(options['script'])}")
    return f"    Language({', '.join(written)}),"


def _listed(path: Path, line: str) -> str:
    code = path.read_text("utf-8")
    if code.count(_END) != 1:
        raise CommandError(f"{path} has no list of languages that ends before BY_CODE.")
    return code.replace(_END, f"\n{line}{_END}")


def _emptied(english: Path, code: str, name: str) -> str:
    """Return the English catalogue with every translation empty, but for the header."""
    head, _, entries = english.read_text("utf-8").partition("\n\n")
    head = _LANGUAGE.sub(f'"Language: {code}\\\\n"', head)
    head = re.sub(r"^# \w+:", f"# {name}:", head)
    return f"{head}\n\n{_TRANSLATION.sub(_empty, entries)}"


def _empty(match: re.Match[str]) -> str:
    return f'msgstr{match["form"] or ""} ""'


def _make_migration(code: str) -> None:
    """Write the migration of the new columns, in a process that has read the new list."""
    done = subprocess.run(  # noqa: S603 - the code matched _CODE
        [sys.executable, "manage.py", "makemigrations", "guidance", "--name", f"language_{code}"],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"The migration could not be written:\n{done.stderr.strip()}")


@contextlib.contextmanager
def _restored_on_failure(changed: Path, made: Path) -> Iterator[None]:
    """Put a file back as it was, and remove one that was made, if anything fails within."""
    before = changed.read_bytes()
    if made.parent.exists():
        raise CommandError(f"{made.parent} is there already. Nothing was changed.")
    try:
        yield
    except BaseException:
        changed.write_bytes(before)
        made.unlink(missing_ok=True)
        for folder in (made.parent, made.parent.parent):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
