"""Restoring an old version: a submission like any other, made from what that version said."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from guidance.domain.languages import CODES, SOURCE
from guidance.domain.text.cells import Cell, CellId, Order
from guidance.domain.text.compose import base_of
from guidance.domain.text.content import GENERAL, GuideContent, Words
from guidance.domain.text.frozen import join
from guidance.domain.translation.english_changes import EnglishDifference, english_differences
from guidance.domain.translation.freshness import EnglishChange, Severity
from guidance.models import Edition, Guide, SeverityRaise, Submission
from guidance.publishing.errors import Issue, Refused
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require
from guidance.publishing.submission.proposal import Proposal, published_basis
from guidance.publishing.submission.submit import submit_proposal
from guidance.queries.published import (
    edition_texts,
    published_english,
    published_guide,
    section_changes,
)


@dataclass(frozen=True, slots=True)
class Restoration:
    """What restoring a version would do.

    Sections that stand now and stood then get back their text of then, in every language, with
    kind, contacts, sources and order; where the English is the same in both, translations stay as
    they are now, for a later translation of the same English is a better one. ``stay`` are sections
    added since, ``gone`` sections retired since: a retired code never comes back.
    ``undoes`` are the safety corrections that it would undo.
    """

    cells: tuple[Cell, ...]
    differences: tuple[EnglishDifference, ...]
    stay: tuple[str, ...]
    gone: tuple[str, ...]
    undoes: tuple[EnglishChange, ...]


def plan_restore(edition: Edition) -> Restoration:
    live, _ = published_guide(edition.guide)
    if live is None:
        raise RuntimeError(f"{edition.guide} has an edition but nothing published")
    then = join(edition_texts(edition))
    cells = tuple(_cells(live, then, published_english(edition.guide, [])))
    keys_now = [section.key for section in live.sections]
    keys_then = [section.key for section in then.sections]
    differences = tuple(english_differences(live, {}, cells))
    return Restoration(
        cells=cells,
        differences=differences,
        stay=tuple(key for key in keys_now if key not in keys_then),
        gone=tuple(key for key in keys_then if key not in keys_now),
        undoes=_undone(edition, {difference.text for difference in differences}),
    )


def _is_founded(code: str, words: Words, known: set[str]) -> bool:
    """Tell whether a text may be published again: made from English that was published."""
    return code == SOURCE or words.is_empty() or words.made_from in known


def _cells(live: GuideContent, then: GuideContent, english: Mapping[str, set[str]]) -> list[Cell]:
    cells = []
    for old in then.sections:
        now = live.section(old.key)
        if now is None:
            continue
        known = english.get(f"section/{old.key}", set())
        general = CellId("section", old.key, "general", GENERAL)
        if old.general != now.general:
            cells.append(Cell(general, old.general, base_of(general, live, {})))
        if old.digest(SOURCE) == now.digest(SOURCE):
            continue
        for code in CODES:
            name = CellId("section", old.key, "words", code)
            words, standing = old.words.get(code, Words()), now.words.get(code, Words())
            # A later translation of the very English that comes back is a better one.
            better = code != SOURCE and standing.made_from == old.digest(SOURCE)
            if words != standing and not better and _is_founded(code, words, known):
                cells.append(Cell(name, words, base_of(name, live, {})))
    keys_now = tuple(section.key for section in live.sections)
    wanted = tuple(section.key for section in then.sections if section.key in keys_now)
    if [key for key in keys_now if key in wanted] != list(wanted):
        cells.append(Cell(CellId("guide", live.key, "order"), Order(wanted, keys_now)))
    return cells


def _undone(edition: Edition, texts: set[str]) -> tuple[EnglishChange, ...]:
    editions = edition.guide.editions.order_by("number")
    raises = SeverityRaise.objects.filter(edition__guide=edition.guide)
    changes = section_changes(editions, raises)
    return tuple(
        change
        for text in sorted(texts)
        for change in changes.get(text, ())
        if change.number > edition.number and change.severity is Severity.SAFETY
    )


@transaction.atomic
def restore(
    *, by: User, edition: Edition, note: str, severities: Mapping[str, Severity]
) -> Submission:
    """Submit what a version said, to be approved and published like any change.

    Raises Refused if it says what is live already, and as ``submit`` does.
    """
    require(by, Act.RESTORE)
    guide = for_update(Guide).get(pk=edition.guide_id)
    plan = plan_restore(edition)
    if not plan.cells:
        raise Refused([Issue("cells", "", f"Version {edition.number} says what readers see now.")])
    proposal = Proposal(
        published_basis(guide), plan.cells, note=note, severities=severities, restores=edition
    )
    # No reasons are asked for: what was live before is as good as it was then.
    return submit_proposal(by=by, proposal=proposal)
