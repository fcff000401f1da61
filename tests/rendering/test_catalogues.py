"""Every sentence of the pages stands, translated, in every catalogue."""

import io
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

from guidance.domain.languages import CODES, TRANSLATED_CODES
from guidance.domain.text.content import Kind
from guidance.rendering.parts.engine import FOLDER, tight

_KEYWORDS = (*DEFAULT_KEYWORDS, "gettext_noop")
_NAMES = re.compile(r"%\((\w+)\)s")


def _extracted(code: bytes) -> set[str]:
    keywords = dict.fromkeys(_KEYWORDS)
    return {message[1] for message in extract("python", io.BytesIO(code), keywords=keywords)}


def messages_in_templates() -> set[str]:
    found = set()
    for path in sorted(FOLDER.rglob("*.html")):
        code = templatize(tight(path.read_text("utf-8")), origin=str(path))
        found |= _extracted(code.encode())
    return found


def messages_in_code() -> set[str]:
    found = set()
    for path in sorted((settings.BASE_DIR / "guidance" / "rendering").rglob("*.py")):
        found |= _extracted(path.read_bytes())
    return found


def messages_in_domain() -> set[str]:
    return {kind.label for kind in Kind if kind.drawing}


def catalogue(code: str) -> Catalog:
    path = settings.BASE_DIR / "locale" / code / "LC_MESSAGES" / "django.po"
    return read_po(io.StringIO(path.read_text("utf-8")), abort_invalid=True)


@pytest.mark.parametrize("code", CODES)
def test_every_sentence_stands_in_the_catalogue_and_no_other(code):
    listed = {message.id for message in catalogue(code) if message.id}
    assert listed == messages_in_templates() | messages_in_code() | messages_in_domain()


@pytest.mark.parametrize("code", TRANSLATED_CODES)
def test_every_sentence_is_translated(code):
    missing = [message.id for message in catalogue(code) if message.id and not message.string]
    assert missing == []


@pytest.mark.parametrize("code", CODES)
def test_translations_fill_in_only_what_the_english_fills_in(code):
    for message in catalogue(code):
        unknown = set(_NAMES.findall(message.string)) - set(_NAMES.findall(message.id))
        assert not unknown, message.id


@pytest.mark.parametrize("code", CODES)
def test_translations_keep_numbers_and_dates(code):
    kept = ("date", "number", "now", "earlier", "old", "new", "title", "warning")
    for message in catalogue(code):
        if message.id and message.string:
            wanted = {name for name in _NAMES.findall(message.id) if name in kept}
            assert wanted <= set(_NAMES.findall(message.string)), message.id
            assert re.findall(r"\b[39]11\b", message.id) == re.findall(r"[39]11", message.string), (
                message.id
            )
