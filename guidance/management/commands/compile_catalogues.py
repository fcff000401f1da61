"""Compiles the catalogues of interface words, without gettext's tools."""

import io
import os
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guidance.domain.languages import LANGUAGES


class Command(BaseCommand):
    """Write DATA_DIR/locale from locale/, for every language of the site.

    A language without a compiled catalogue does not exist for Django, so each must have one, if
    only an empty one. What a translator marked as fuzzy is left out: it is nobody's word yet.
    """

    help = "Compile locale/*/LC_MESSAGES/django.po into DATA_DIR/locale."
    # It runs before there is a database to check.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Compile all, or raise CommandError with file and line and leave the old ones."""
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
    """Turn a .po file into the bytes of a .mo file; raise CommandError naming file and line."""

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
    texts = {
        _key(message): "\0".join(_strings(message.string))
        for message in catalogue
        if message.id and all(_strings(message.string)) and not message.fuzzy
    }
    # Babel's own header would hold today's date, and no plural forms where it knows no language.
    texts[""] = (
        "Content-Type: text/plain; charset=UTF-8\n"
        f"Language: {code}\nPlural-Forms: {catalogue.plural_forms}\n"
    )
    return machine_object(texts)


def machine_object(texts: dict[str, str]) -> bytes:
    """Lay texts out as gettext's .mo file: a head, two tables of length and place, the texts."""
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    head = struct.Struct("<7I")
    tables = [head.size, head.size + 8 * len(pairs)]
    place = head.size + 16 * len(pairs)
    entries, strings = b"", b""
    for column in (0, 1):
        for pair in pairs:
            entries += struct.pack("<2I", len(pair[column]), place + len(strings))
            strings += pair[column] + b"\0"
    return head.pack(0x950412DE, 0, len(pairs), *tables, 0, place) + entries + strings


def _key(message: Message) -> str:
    identity = "\0".join(_strings(message.id))
    return f"{message.context}\4{identity}" if message.context else identity


def _strings(text: str | Sequence[str]) -> tuple[str, ...]:
    """Return the forms of a text: one, or singular and plurals."""
    return (text,) if isinstance(text, str) else tuple(text)


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
    """Write a file whole, by renaming, unless it says that already; return whether it changed."""
    if target.exists() and target.read_bytes() == content:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f"{target.name}.{os.getpid()}")
    partial.write_bytes(content)
    partial.replace(target)
    return True
