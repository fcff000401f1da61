"""Submitted cells as rows: stored, let go, and held against other submissions."""

from collections.abc import Iterable

from guidance.domain.text.cells import Cell, value_to_json
from guidance.models import Submission, SubmissionCell


def store_cells(submission: Submission, cells: Iterable[Cell]) -> None:
    """Store cells with a new submission; an urgent one holds none of them."""
    SubmissionCell.objects.bulk_create(
        SubmissionCell(
            submission=submission,
            subject=cell.id.subject,
            key=cell.id.key,
            aspect=cell.id.aspect,
            language=cell.id.language,
            value=value_to_json(cell.value),
            base=cell.base,
            digest=cell.digest(),
            holds=not submission.urgent,
        )
        for cell in cells
    )


def release_cells(submission: Submission) -> None:
    """Let go of a submission's cells, so that others can be submitted."""
    submission.cells.filter(holds=True).update(holds=False)


def holders(cells: Iterable[Cell]) -> dict[str, int]:
    """Return, by cell name, the number of the submission that holds it already."""
    wanted = {cell.id for cell in cells}
    rows = SubmissionCell.objects.filter(holds=True, key__in={cell.key for cell in wanted})
    return {str(row): row.submission_id for row in rows if row.cell_id in wanted}
