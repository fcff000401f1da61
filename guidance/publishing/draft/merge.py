"""Bringing the working copy together with published text that has changed since."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from guidance.domain.languages import CODES
from guidance.domain.text.cells import CellValue, cell_digest
from guidance.domain.text.compose import Merged, merge
from guidance.domain.text.content import GENERAL, ContactGeneral, ContactWords, General, Words
from guidance.models import Contact, Section
from guidance.models.columns import base_column, read_base
from guidance.queries.working_copy import (
    cell_columns,
    contact_general,
    contact_words,
    section_general,
    section_words,
)


def merged_cell(row: Section | Contact, language: str, live: CellValue | None) -> Merged:
    """Merge a row's words in a language, or its general cell, with what is live of it.

    Where nothing is live (None), that counts as an empty cell, whose base is ``''``.
    """
    working = _working_cell(row, language)
    empty = type(working)()
    nothing = cell_digest(empty)
    merged = merge(working, read_base(row, language) or nothing, empty if live is None else live)
    return replace(merged, base="" if merged.base == nothing else merged.base)


def update_row(row: Section | Contact, live: Mapping[str, CellValue]) -> None:
    """Bring a working row up to what was just published, keeping every text somebody changed.

    ``live`` has the published cells of the row by language, the general one under ``GENERAL``.
    """
    values: dict[str, Any] = {}
    for language in (GENERAL, *CODES):
        merged = merged_cell(row, language, live.get(language))
        values[base_column(language)] = merged.base
        if merged.outcome == "moves on":
            values |= cell_columns(merged.value, language)
    type(row).objects.filter(pk=row.pk).update(**values)


def _working_cell(
    row: Section | Contact, language: str
) -> Words | ContactWords | General | ContactGeneral:
    if isinstance(row, Section):
        return section_words(row, language) if language else section_general(row)
    return contact_words(row, language) if language else contact_general(row)
