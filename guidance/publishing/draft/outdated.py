"""A working text whose published text has changed since: keep one's own, or take that one."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.text.cells import CellId, cell_digest
from guidance.domain.text.compose import live_value
from guidance.domain.text.content import ContactWords, Words
from guidance.models import Contact, Section
from guidance.models.columns import base_column
from guidance.publishing.errors import Issue, Refused
from guidance.publishing.history import record
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import require_to_save
from guidance.queries.published import live_contacts, published_guide
from guidance.queries.working_copy import cell_columns


@transaction.atomic
def resolve_outdated(*, by: User, cell: CellId, keep_mine: bool, live_digest: str) -> None:
    """Base a working cell on the live text, keeping its words or taking the published ones.

    ``live_digest`` is the digest of the live cell that the person compared with (``''``: none).
    Raises NotAllowed, and Refused if the live cell has changed again since.
    """
    require_to_save(by, [cell])
    row: Section | Contact
    if cell.subject == "section":
        row = for_update(Section).get(key=cell.key)
        live, _ = published_guide(row.guide)
        value = live_value(cell, live, {})
    else:
        row = for_update(Contact).get(key=cell.key)
        value = live_value(cell, None, live_contacts([cell.key]))
    now = "" if value is None else cell_digest(value)
    if now != live_digest:
        raise Refused(
            [
                Issue(
                    "cells",
                    cell.key,
                    f"{cell}: the published text changed again. Compare once more.",
                )
            ]
        )
    values: dict[str, Any] = {base_column(cell.language): now}
    if not keep_mine:
        # What is not live counts as empty, as in ``merged_cell``.
        empty = Words() if cell.subject == "section" else ContactWords()
        values |= cell_columns(empty if value is None else value, cell.language)
    type(row).objects.filter(pk=row.pk).update(**values)
    record(
        at=timezone.now(),
        by=by,
        verb="kept own text" if keep_mine else "took published text",
        guide=row.guide if isinstance(row, Section) else None,
        subject=str(cell),
    )
