"""Submission cells as rows and back."""

from guidance.domain.text.cells import Cell, CellId, value_from_json, value_to_json
from guidance.models import Submission, SubmissionCell


def cells_of(submission: Submission) -> list[Cell]:
    """Give the cells of a submission exactly as they were submitted."""
    cells = []
    for row in submission.cells.order_by("pk"):
        name = CellId(row.subject, row.key, row.aspect, row.language)
        cells.append(Cell(name, value_from_json(name, row.value), row.base))
    return cells


def store_cells(submission: Submission, cells: list[Cell]) -> None:
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


def holders(cells: list[Cell], *, but: Submission | None = None) -> dict[str, int]:
    """Give, by cell name, the number of the submission that holds it already."""
    keys = {cell.id.key for cell in cells}
    wanted = {cell.id for cell in cells}
    rows = SubmissionCell.objects.filter(holds=True, key__in=keys)
    if but is not None:
        rows = rows.exclude(submission=but)
    return {
        str(name): row.submission_id
        for row in rows
        if (name := CellId(row.subject, row.key, row.aspect, row.language)) in wanted
    }
