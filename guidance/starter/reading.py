"""Reading the starter content. Every mistake names file and line."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from guidance.domain.languages import BY_CODE, SOURCE, TRANSLATED_CODES
from guidance.domain.text.content import (
    ContactContent,
    ContactGeneral,
    ContactWords,
    General,
    GuideContent,
    Kind,
    Provenance,
    SectionContent,
    Source,
    Words,
)
from guidance.domain.text.fields import OF_TRANSLATIONS, Field, FieldType, fields_of
from guidance.domain.text.markup import canonical, collapse

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Result = TypeVar("Result")
Sections = Mapping[str, tuple[General, dict[str, Words]]]
"""General and words by language of a guide's sections, by key, in order."""


class StarterError(ValueError):
    """A starter file that cannot be used: says which file, which line, what is wrong."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}, line {line}: {message}")


@dataclass(frozen=True, slots=True)
class StarterGuide:
    """A guide of the starter content. ``notes`` tell readers of each language about version 1."""

    content: GuideContent
    slug: str
    position: int
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Starter:
    """The whole starter content: guides in order, contacts by key."""

    guides: tuple[StarterGuide, ...]
    contacts: tuple[ContactContent, ...]


@dataclass(slots=True)
class _Block:
    path: Path
    line: int
    name: str = ""
    values: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    body: str = ""
    body_line: int = 0

    def error(self, message: str, line: int = 0) -> StarterError:
        return StarterError(self.path, line or self.line, message)

    def one(self, name: str, default: str | None = None) -> str:
        found = self.values.get(name, [])
        if len(found) > 1:
            raise self.error(f"“{name}” stands here twice", found[1][0])
        if found:
            return found[0][1]
        if default is None:
            raise self.error(f"“{name}:” is missing")
        return default

    def read(self, name: str, how: Callable[[str], Result], default: str | None = None) -> Result:
        value = self.one(name, default)
        try:
            return how(value)
        except ValueError as error:
            line = self.values[name][0][0] if name in self.values else self.line
            raise self.error(f"“{name}: {value}”: {error}", line) from error

    def only(self, names: Set[str]) -> None:
        for name, found in self.values.items():
            if name not in names:
                known = ", ".join(sorted(names))
                raise self.error(f"“{name}” is not known here; known are {known}", found[0][0])

    def text(self) -> str:
        given = re.sub(r">\n<", "><", self.body.strip())
        if given and given != canonical(given):
            raise self.error(
                "this text has tags, spaces or addresses that guidance may not contain, or is not "
                f"in canonical form. It would be read as: {canonical(given)}",
                self.body_line,
            )
        return given


def read_starter(folder: Path) -> Starter:
    """Read the starter content in ``folder``. Raises StarterError for the first mistake."""
    contacts = tuple(_read_contact(path) for path in sorted((folder / "contacts").glob("*.txt")))
    known = {contact.key for contact in contacts}
    guides = [_read_guide(path) for path in sorted((folder / "guides").iterdir()) if path.is_dir()]
    seen: dict[str, str] = {}
    for path, guide in guides:
        for section in guide.content.sections:
            file = path / f"{SOURCE}.txt"
            if section.key in seen:
                line = _line_of(file, f"== {section.key}")
                raise StarterError(
                    file, line, f"“{section.key}” is a section of {seen[section.key]} too"
                )
            seen[section.key] = guide.content.key
            for key in section.general.contacts:
                if key not in known:
                    line = _line_of(file, f"== {section.key}")
                    raise StarterError(file, line, f"there is no contact “{key}”")
    ordered = sorted(
        (guide for _, guide in guides), key=lambda guide: (guide.position, guide.content.key)
    )
    return Starter(tuple(ordered), contacts)


def _read_guide(folder: Path) -> tuple[Path, StarterGuide]:
    path = folder / f"{SOURCE}.txt"
    if not path.is_file():
        raise StarterError(path, 1, "a guide needs its English file")
    first, *blocks = _read_blocks(path)
    first.only({"guide", "slug", "order", "note"})
    if first.one("guide") != folder.name:
        raise first.error(f"the folder says that this is guide “{folder.name}”")
    sections = _read_english(first, blocks)
    notes = {SOURCE: first.one("note", "First version.")}
    for code in TRANSLATED_CODES:
        file = folder / f"{code}.txt"
        if file.is_file() and (note := _read_translation(file, code, folder.name, sections)):
            notes[code] = note
    for file in folder.iterdir():
        if file.suffix != ".txt" or file.stem not in BY_CODE:
            raise StarterError(file, 1, "this file is not named after one of the site's languages")
    content = GuideContent(
        folder.name,
        tuple(SectionContent(key, general, words) for key, (general, words) in sections.items()),
    )
    guide = StarterGuide(content, first.one("slug"), first.read("order", _number), notes)
    return folder, guide


def _read_english(first: _Block, blocks: Sequence[_Block]) -> Sections:
    if not blocks or blocks[0].one("kind") != Kind.HEAD:
        raise first.error("the first section has to be of kind head")
    sections: dict[str, tuple[General, dict[str, Words]]] = {}
    of_words = [field for field in fields_of(Words) if field.type not in OF_TRANSLATIONS]
    for block in blocks:
        block.only(_names(*fields_of(General), *of_words))
        if not _KEY.fullmatch(block.name) or block.name in sections:
            raise block.error(f"“{block.name}” is no section code, or stands here twice")
        general = General(**_values(block, fields_of(General)))
        sections[block.name] = general, {SOURCE: Words(**_values(block, of_words))}
    return sections


def _read_translation(path: Path, code: str, guide: str, sections: Sections) -> str:
    """Read a guide's translation into ``sections``. Returns its note to readers, or ``''``."""
    first, *blocks = _read_blocks(path)
    first.only({"guide", "language", "note"})
    if first.one("guide") != guide or first.one("language") != code:
        raise first.error(f"this should be guide “{guide}” in language “{code}”")
    for block in blocks:
        block.only(_names(*fields_of(Words)))
        if block.name not in sections:
            raise block.error(f"the English has no section “{block.name}”")
        words = sections[block.name][1]
        if code in words:
            raise block.error(f"“{block.name}” stands here twice")
        words[code] = Words(**_values(block, fields_of(Words)))
    return first.one("note", "")


def _read_contact(path: Path) -> ContactContent:
    first, *blocks = _read_blocks(path)
    first.only({"contact", *_names(*fields_of(ContactGeneral))})
    if first.one("contact") != path.stem:
        raise first.error(f"the file's name says that this is contact “{path.stem}”")
    words: dict[str, ContactWords] = {}
    for block in blocks:
        block.only(_names(*fields_of(ContactWords)))
        if block.name not in BY_CODE or block.name in words:
            raise block.error(f"“{block.name}” is no language of the site, or stands here twice")
        words[block.name] = ContactWords(**_values(block, fields_of(ContactWords), ""))
    if SOURCE not in words or not words[SOURCE].heading:
        raise first.error("a contact needs its English name")
    general = ContactGeneral(**_values(first, fields_of(ContactGeneral)))
    return ContactContent(path.stem, general, words)


def _read_blocks(path: Path) -> list[_Block]:
    blocks = [_Block(path, 1)]
    in_body = False
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise StarterError(path, 1, f"the file is not UTF-8: {error}") from error
    for number, line in enumerate(lines, 1):
        if line.startswith("== "):
            blocks.append(_Block(path, number, line[3:].strip()))
            in_body = False
        elif in_body:
            blocks[-1].body += line + "\n"
            blocks[-1].body_line = blocks[-1].body_line or number
        elif not line.strip():
            in_body = True
        else:
            name, colon, value = line.partition(":")
            if not colon:
                raise StarterError(
                    path, number, f"“{line}” is neither “name: value” nor after an empty line"
                )
            blocks[-1].values.setdefault(name.strip(), []).append((number, value.strip()))
    if blocks[0].body.strip():
        raise StarterError(path, blocks[0].body_line, "text stands before the first “== name”")
    return blocks


def name_of(field: Field) -> str:
    """Return what a field is called in a file."""
    return "source" if field.type is FieldType.SOURCES else field.stored


def _names(*fields: Field) -> set[str]:
    return {name_of(field) for field in fields if field.type is not FieldType.BODY}


def _values(block: _Block, fields: Iterable[Field], default: str | None = None) -> dict[str, Any]:
    """Read these fields of a block.

    ``default`` stands for a heading, and for what a translation was made from and how, that are
    not there; None: they have to be.
    """
    return {field.name: _value(block, name_of(field), field.type, default) for field in fields}


def _value(block: _Block, name: str, type_: FieldType, default: str | None) -> object:
    match type_:
        case FieldType.BODY:
            return block.text()
        case FieldType.SOURCES:
            return _sources(block)
        case FieldType.HEADING:
            return block.read(name, _tidy, default)
        case FieldType.PROVENANCE:
            return block.read(name, Provenance, default)
        case FieldType.MADE_FROM:
            return block.read(name, _digest) if default is None else block.one(name, default)
        case FieldType.KIND | FieldType.FLAG:
            return block.read(name, _READ[type_])
        case _:
            return block.read(name, _READ[type_], "")


def _sources(block: _Block) -> tuple[Source, ...]:
    sources = []
    for line, value in block.values.get("source", []):
        parts = [part.strip() for part in value.split("|")]
        try:
            title, url, collected = parts
            sources.append(Source(_tidy(title), _https(url), date.fromisoformat(collected)))
        except ValueError as error:
            message = "a source is “title | https address or nothing | date collected (2026-11-22)”"
            raise block.error(message, line) from error
    return tuple(sources)


def _line_of(path: Path, text: str) -> int:
    return path.read_text(encoding="utf-8").split("\n").index(text) + 1


def _tidy(value: str) -> str:
    if value != collapse(value):
        raise ValueError("white space or letters are not in canonical form")
    return value


def _https(value: str) -> str:
    if value and not value.startswith("https://"):
        raise ValueError("the address has to begin with https://")
    return value


def _digest(value: str) -> str:
    if not re.fullmatch(r"d\d+:[0-9a-f]{64}", value):
        raise ValueError("this is no digest of an English text, such as d1: and 64 digits")
    return value


def _kind(value: str) -> Kind:
    if value not in {str(kind) for kind in Kind}:
        raise ValueError(f"the kinds of section are {', '.join(Kind)}")
    return Kind(value)


def _number(value: str) -> int:
    if not value.isdecimal():
        raise ValueError("write a number, such as 3")
    return int(value)


def _codes(value: str) -> tuple[str, ...]:
    for code in value.split():
        if code not in BY_CODE:
            raise ValueError(f"{code} is no language of the site")
    return tuple(value.split())


def _keys(value: str) -> tuple[str, ...]:
    return tuple(key.strip() for key in value.split(",") if key.strip())


def _yes(value: str) -> bool:
    if value not in {"yes", "no"}:
        raise ValueError("write yes or no")
    return value == "yes"


_READ: Mapping[FieldType, Callable[[str], object]] = {
    FieldType.KIND: _kind,
    FieldType.CONTACTS: _keys,
    FieldType.PHONE: _tidy,
    FieldType.LINE: _tidy,
    FieldType.WEB: str,
    FieldType.FLAG: _yes,
    FieldType.LANGUAGES: _codes,
}
