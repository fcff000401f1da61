"""Compiles the catalogues of interface words, without gettext's tools."""

import io
import os
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guidance.domain.languages import LANGUAGES


class Command(BaseCommand):
    """Writes DATA_DIR/locale from locale/, for every language of the site.

    A language without a compiled catalogue does not exist for Django, so each must have one, if
    only an empty one. A translation marked as fuzzy is left out: nobody has confirmed it.
    """

    help = "Compile locale/*/LC_MESSAGES/django.po into DATA_DIR/locale."
    # It runs before there is a database to check.
    requires_system_checks = ()

    def handle(self, *_: Any, **options: Any) -> None:
        """Compile all. If one is broken, raise CommandError with file and line and write none."""
        target = Path(settings.LOCALE_PATHS[0])
        compiled = {
            language.code: compile_catalogue(
                settings.BASE_DIR / "locale" / language.code / "LC_MESSAGES" / "django.po",
                language.code,
            )
            for language in LANGUAGES
        }
        changed = [
            code
            for code, catalogue in compiled.items()
            if replace_if_changed(target / code / "LC_MESSAGES" / "django.mo", catalogue)
        ]
        if options["verbosity"]:
            self.stdout.write(f"Catalogues compiled: {', '.join(changed) or 'none had changed'}.")


def compile_catalogue(source: Path, code: str) -> bytes:
    """Return the .mo file for a .po file. Raise CommandError naming file and line."""

    def broken(line: int, problem: object) -> CommandError:
        return CommandError(f"{source}, line {line}: {problem}")

    content = _read(source)
    for number, line in enumerate(content.splitlines(), start=1):
        # Babel would drop the end of a text whose quotation mark was forgotten.
        if not line.lstrip().startswith("#") and line.strip() and not line.rstrip().endswith('"'):
            raise broken(number, 'does not end with a "')
    try:
        catalogue = read_po(io.StringIO(content), abort_invalid=True)
    except PoFileError as error:
        raise broken(error.lineno + 1, str(error).removesuffix(f" on {error.lineno}")) from None
    for message, errors in catalogue.check():
        raise broken(message.lineno or 1, errors[0])
    finished = _Finished(code, catalogue.plural_forms)
    for message in catalogue:
        forms = [message.string] if isinstance(message.string, str) else message.string
        # Where a plural lacks a form, Babel would write the English of it.
        if message.id and forms and all(forms):
            finished[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, finished)
    return compiled.getvalue()


class _Finished(Catalog):
    """The translations to be written, under a header made from the .po file alone.

    Babel's own header holds today's date, and no plural forms where Babel knows no language.
    """

    def __init__(self, code: str, plural_forms: str) -> None:
        super().__init__()
        self._header = [
            ("Content-Type", "text/plain; charset=UTF-8"),
            ("Language", code),
            ("Plural-Forms", plural_forms),
        ]

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return self._header


def _read(source: Path) -> str:
    try:
        content = source.read_bytes()
    except FileNotFoundError:
        raise CommandError(
            f"{source} is missing: every language needs a catalogue, if only an empty one. "
            "Copy the first lines of another language's file."
        ) from None
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise CommandError(f"{source}, line {line}: {error.reason} (it is not UTF-8)") from None


def replace_if_changed(target: Path, content: bytes) -> bool:
    """Write a file by renaming, unless it has this content already; return whether it changed."""
    if target.exists() and target.read_bytes() == content:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{os.getpid()}")
    partial.write_bytes(content)
    partial.replace(target)
    return True
