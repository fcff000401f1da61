"""Submitted cells as content, exactly as they were submitted."""

from guidance.domain.text.cells import Cell, value_from_json
from guidance.models import Submission


def cells_of(submission: Submission) -> list[Cell]:
    """Return the cells of a submission in the order in which they were stored."""
    return [
        Cell(row.cell_id, value_from_json(row.cell_id, row.value), row.base)
        for row in submission.cells.order_by("pk")
    ]
