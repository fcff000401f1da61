"""Writing starter content: the exact inverse of reading it."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from guidance.domain.languages import CODES, SOURCE
from guidance.domain.text.content import ContactContent, ContactWords, Source, Words
from guidance.starter.reading import StarterGuide


def write_guide(folder: Path, guide: StarterGuide) -> None:
    """Write a guide's files below ``folder``."""
    content = guide.content
    place = folder / "guides" / content.key
    place.mkdir(parents=True, exist_ok=True)
    english = [
        _written(
            "",
            {
                "guide": content.key,
                "slug": guide.slug,
                "order": str(guide.position),
                "note": guide.notes[SOURCE],
            },
        )
    ]
    for section in content.sections:
        words = section.words.get(SOURCE, Words())
        english.append(
            _written(
                section.key,
                {"kind": section.general.kind, "contacts": ", ".join(section.general.contacts)},
                section.general.sources,
                {"heading": words.heading},
                words.body,
            )
        )
    _write(place / f"{SOURCE}.txt", english)
    for code in CODES:
        texts = [
            (section.key, section.words[code])
            for section in content.sections
            if code in section.words
        ]
        if code == SOURCE or not texts:
            continue
        first = {"guide": content.key, "language": code, "note": guide.notes.get(code, "")}
        _write(
            place / f"{code}.txt",
            [_written("", first), *(_written_words(key, text) for key, text in texts)],
        )


def write_contact(folder: Path, contact: ContactContent) -> None:
    """Write a contact's file below ``folder``."""
    place = folder / "contacts"
    place.mkdir(parents=True, exist_ok=True)
    general = contact.general
    first = {
        "contact": contact.key,
        "general_phone": general.phone,
        "general_hours": general.hours,
        "web": general.web,
        "city_run": "yes" if general.city_run else "no",
        "shown": "yes" if general.shown else "no",
        "spoken": " ".join(general.spoken),
    }
    blocks = [_written("", first, general.sources)]
    for code in CODES:
        if code in contact.words:
            words = contact.words[code]
            blocks.append(_written_words(code, words, {"phone": words.phone, "hours": words.hours}))
    _write(place / f"{contact.key}.txt", blocks)


def _written_words(
    name: str, words: Words | ContactWords, more: Mapping[str, str] | None = None
) -> str:
    values = {"made_from": words.made_from, "provenance": str(words.provenance), **(more or {})}
    return _written(name, values, (), {"heading": words.heading}, words.body)


def _written(
    name: str,
    values: Mapping[str, str],
    sources: Iterable[Source] = (),
    more: Mapping[str, str] | None = None,
    body: str = "",
) -> str:
    lines = [f"== {name}"] if name else []
    lines += [f"{key}: {value}" for key, value in values.items() if value]
    lines += [
        f"source: {source.title} | {source.url} | {source.collected.isoformat()}".replace(
            "|  |", "| |"
        )
        for source in sources
    ]
    lines += [f"{key}: {value}" for key, value in (more or {}).items() if value]
    if body:
        lines += ["", re.sub(r"(?<=>)(?=<(?:p|ul|ol|li|/ul|/ol)>)", "\n", body)]
    return "\n".join(lines) + "\n"


def _write(path: Path, blocks: list[str]) -> None:
    path.write_text("\n".join(blocks), encoding="utf-8", newline="\n")
