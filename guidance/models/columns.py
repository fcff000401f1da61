"""Columns of translated fields: the one place that knows how django-modeltranslation names them.

A translated field has a column for each language (``heading_so``), and a bare one that nothing
here reads or writes. What is the same in every language has the language ``GENERAL``.
"""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import Model

from guidance.domain.languages import BY_CODE, CODES
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import GENERAL

T = TypeVar("T")


def column_in(field: str, language: str) -> str:
    """Return the column of a translated field in one language, such as ``heading_so``."""
    return f"{field}_{language}"


def base_column(language: str) -> str:
    """Return the column that keeps the digest of the live cell a working cell began from."""
    return "base_general" if language == GENERAL else column_in("base", language)


def cell_column(cell: CellId, field: str) -> str:
    """Return the column of a section or contact that holds a field of a words or general cell."""
    if cell.language != GENERAL:
        return column_in(field, cell.language)
    # A contact has phone and hours twice: for everybody, and where a language has its own.
    general = cell.subject == "contact" and field in {"phone", "hours"}
    return f"general_{field}" if general else field


def columns_of(values: Mapping[str, T], language: str) -> dict[str, T]:
    """Return values by column, from values by translated field."""
    return {column_in(field, language): value for field, value in values.items()}


def all_columns(*fields: str) -> tuple[str, ...]:
    """Return every column of translated fields, the bare one of each first."""
    return tuple(
        name for field in fields for name in (field, *(column_in(field, code) for code in CODES))
    )


def split_column(name: str) -> tuple[str, str]:
    """Return field and language of a column; the language is ``GENERAL`` where it has none."""
    field, _, language = name.rpartition("_")
    return (field, language) if language in BY_CODE else (name, GENERAL)


def read_text(row: Model, field: str, language: str) -> str:
    """Return what a row says in a translated field; ``''`` where it says nothing."""
    text: str | None = getattr(row, column_in(field, language))
    return text or ""


def read_base(row: Model, language: str) -> str:
    """Return the digest of the live cell that a working cell began from; ``''`` for none."""
    base: str | None = getattr(row, base_column(language))
    return base or ""


def read_words(row: Model, language: str) -> tuple[str, str]:
    """Return heading and body of a row in one language."""
    return read_text(row, "heading", language), read_text(row, "body", language)
