"""Writing starter content: the exact inverse of reading it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from guidance.domain.languages import CODES, SOURCE, TRANSLATED_CODES
from guidance.domain.text.content import ContactContent, Words
from guidance.domain.text.fields import Field, FieldType, fields_of
from guidance.starter.reading import StarterGuide, name_of

_ORDER = list(FieldType)


def write_guide(folder: Path, guide: StarterGuide) -> None:
    """Write a guide's files below ``folder``."""
    content = guide.content
    place = folder / "guides" / content.key
    place.mkdir(parents=True, exist_ok=True)
    first = {
        "guide": content.key,
        "slug": guide.slug,
        "order": str(guide.position),
        "note": guide.notes[SOURCE],
    }
    english = [
        _block(section.key, section.general, section.words.get(SOURCE, Words()))
        for section in content.sections
    ]
    _write(place / f"{SOURCE}.txt", first, english)
    for code in TRANSLATED_CODES:
        texts = [
            _block(section.key, section.words[code])
            for section in content.sections
            if code in section.words
        ]
        if texts:
            first = {"guide": content.key, "language": code, "note": guide.notes.get(code, "")}
            _write(place / f"{code}.txt", first, texts)


def write_contact(folder: Path, contact: ContactContent) -> None:
    """Write a contact's file below ``folder``."""
    place = folder / "contacts"
    place.mkdir(parents=True, exist_ok=True)
    words = [_block(code, contact.words[code]) for code in CODES if code in contact.words]
    _write(place / f"{contact.key}.txt", {"contact": contact.key}, words, contact.general)


def _write(path: Path, first: Mapping[str, str], blocks: list[str], *cells: object) -> None:
    """Write a file; its first block has what describes it, then what ``cells`` say."""
    lines = [f"{name}: {value}" for name, value in first.items() if value]
    text = "\n".join(["\n".join([*lines, *_lines(*cells)]) + "\n", *blocks])
    path.write_text(text, encoding="utf-8", newline="\n")


def _block(name: str, *cells: object) -> str:
    return "\n".join([f"== {name}", *_lines(*cells)]) + "\n"


def _lines(*cells: Any) -> list[str]:
    """Return a line for each value in cells that is not empty, by type of field; a body is last."""
    given = [
        (field, getattr(cell, field.name)) for cell in cells for field in fields_of(type(cell))
    ]
    given.sort(key=lambda pair: _ORDER.index(pair[0].type))
    return [line for field, value in given for line in _written(field, value)]


def _written(field: Field, value: Any) -> list[str]:
    match field.type:
        case FieldType.BODY:
            return ["", re.sub(r"(?<=>)(?=<(?:p|ul|ol|li|/ul|/ol)>)", "\n", value)] if value else []
        case FieldType.SOURCES:
            values = [
                f"{each.title} | {each.url} | {each.collected.isoformat()}".replace("|  |", "| |")
                for each in value
            ]
        case FieldType.FLAG:
            values = ["yes" if value else "no"]
        case FieldType.LANGUAGES:
            values = [" ".join(value)]
        case FieldType.CONTACTS:
            values = [", ".join(value)]
        case _:
            values = [value]
    return [f"{name_of(field)}: {each}" for each in values if each]
