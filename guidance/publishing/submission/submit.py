"""Submitting: changed cells are frozen, with a note and what each change of English does."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from guidance.domain.languages import SOURCE
from guidance.domain.text.cells import Cell, CellId
from guidance.domain.text.markup import collapse
from guidance.domain.translation.freshness import Severity
from guidance.models import Contact, Guide, Submission
from guidance.publishing.draft.changes import Changed, changed_cells, changed_contact_cells
from guidance.publishing.errors import Issue, Refused
from guidance.publishing.history import record_submission
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import require_staff, require_to_submit
from guidance.publishing.submission.cells import store_cells
from guidance.publishing.submission.checks import check
from guidance.publishing.submission.proposal import Effect, Proposal, effect_of, published_basis


@transaction.atomic
def submit(
    *,
    by: User,
    guide: Guide,
    note: str,
    severities: Mapping[str, Severity],
    cells: Sequence[CellId] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> Submission:
    """Submit changed cells of a guide: all of them, or those named and what goes with them.

    ``note`` tells readers what changed; ``severities`` has one entry for each section whose English
    stands before and after and changes (``section/key``); ``reasons`` says by cell why a
    translation that seems to differ from its English is right. Raises NotAllowed, and Refused with
    everything that is wrong; then nothing is stored.
    """
    require_staff(by)
    guide = for_update(Guide).get(pk=guide.pk)
    changed = changed_cells(guide)
    return _submit_changed(by, guide, changed, cells, note, severities, reasons or {})


@transaction.atomic
def submit_contacts(
    *,
    by: User,
    note: str,
    severities: Mapping[str, Severity],
    contacts: Sequence[Contact],
    cells: Sequence[CellId] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> Submission:
    """Submit changed cells of contacts, as ``submit`` does those of a guide."""
    require_staff(by)
    rows = for_update(Contact)
    changed = changed_contact_cells(rows.filter(pk__in=[row.pk for row in contacts]).order_by("pk"))
    return _submit_changed(by, None, changed, cells, note, severities, reasons or {})


def _submit_changed(
    by: User,
    guide: Guide | None,
    changed: Sequence[Changed],
    wanted: Sequence[CellId] | None,
    note: str,
    severities: Mapping[str, Severity],
    reasons: Mapping[str, str],
) -> Submission:
    chosen = with_dependent_cells(changed, wanted)
    require_to_submit(by, [cell.id for cell in chosen])
    proposal = Proposal(
        basis=published_basis(guide),
        cells=chosen,
        note=note,
        severities=severities,
        outdated=frozenset(each.cell.id for each in changed if each.is_outdated),
        reasons=reasons,
    )
    return submit_proposal(by=by, proposal=proposal)


def submit_proposal(*, by: User, proposal: Proposal) -> Submission:
    """Check a proposal and store it. Raises Refused with everything that is wrong.

    Call inside a transaction, with what the proposal is based on locked: the guide, the contacts,
    or the submission that it goes with.
    """
    effect = effect_of(proposal)
    issues = check(proposal, effect)
    if issues:
        raise Refused(issues)
    return _store(by, proposal, effect)


def _store(by: User, proposal: Proposal, effect: Effect) -> Submission:
    """Store a checked proposal. Raises Refused if somebody submitted one of its cells meanwhile."""
    now = timezone.now()
    guide = proposal.basis.guide
    submission = Submission.objects.create(
        guide=guide,
        note=collapse(proposal.note),
        submitter=by,
        submitted_at=now,
        restores=proposal.restores,
        goes_with=proposal.basis.goes_with,
        urgent=bool(proposal.urgent_reason),
        urgent_reason=proposal.urgent_reason,
        severities=_declared(proposal, effect),
        differing={
            name: {
                "found": [finding.message for finding in found],
                "why": collapse((proposal.reasons or {})[name]),
            }
            for name, found in effect.differing.items()
        },
    )
    try:
        with transaction.atomic():
            store_cells(submission, proposal.cells)
    except IntegrityError as error:
        problem = (
            "Somebody submitted one of these texts a moment ago. Look at their submission first."
        )
        raise Refused([Issue("cells", "", problem)]) from error
    record_submission(
        submission,
        at=now,
        by=by,
        verb="submitted",
        reason=submission.note,
        cells=[str(cell.id) for cell in proposal.cells],
    )
    return submission


def _declared(proposal: Proposal, effect: Effect) -> dict[str, dict[str, object]]:
    """Return what ``Submission.severities`` holds before anybody lowers one."""
    return {
        difference.text: {
            "declared": proposal.severities[difference.text],
            "lowest": difference.floor.severity,
            "reasons": list(difference.floor.reasons),
        }
        for difference in effect.differences
        if difference.floor
    }


def with_dependent_cells(changed: Sequence[Changed], wanted: Sequence[CellId] | None) -> list[Cell]:
    """Return the changed cells that are wanted, with those that go out together with them.

    Kind, contacts and sources go with the English words; an added section goes whole, and with an
    order of sections go all that were added. None wants every changed cell. Raises Refused for a
    cell that has not been changed.
    """
    if wanted is None:
        return [entry.cell for entry in changed]
    names = set(wanted)
    present = {entry.cell.id for entry in changed}
    unknown = sorted(str(name) for name in names - present)
    if unknown:
        raise Refused(
            [
                Issue("cells", "", f"{name} has not been changed, so it cannot be submitted.")
                for name in unknown
            ]
        )
    added = {name.key for name in present if name.aspect == "add"}
    for name in list(names):
        if name.subject == "guide":
            names |= {CellId("section", key, "add") for key in added}
    for name in list(names):
        if name.aspect in {"add", "general"} or name.language == SOURCE or name.key in added:
            names |= {
                CellId(name.subject, name.key, "add"),
                CellId(name.subject, name.key, "general"),
                CellId(name.subject, name.key, "words", SOURCE),
            }
    return [entry.cell for entry in changed if entry.cell.id in names]
