"""What somebody wants to submit, and what it would do to the published texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from guidance.domain.text.cells import Cell, CellId
from guidance.domain.text.compose import ComposeError, compose, compose_contacts
from guidance.domain.text.content import ContactContent, GuideContent
from guidance.domain.translation.english_changes import EnglishDifference, english_differences
from guidance.domain.translation.freshness import Severity
from guidance.domain.translation.parity import Finding
from guidance.models import Edition, Guide, Submission
from guidance.publishing.errors import Issue, Refused
from guidance.publishing.submission.cells import holders
from guidance.publishing.translation.parity import Texts, findings
from guidance.queries.published import live_contacts, published_english, published_guide


@dataclass(frozen=True, slots=True)
class Basis:
    """The texts that a submission changes; ``guide`` is None for a submission of contacts.

    A companion is made on the texts as the submission ``goes_with`` would leave them. ``english``
    then has, by section or contact, the digest of the English that one would publish.
    """

    guide: Guide | None
    live: GuideContent | None
    contacts: Mapping[str, ContactContent]
    goes_with: Submission | None = None
    english: Mapping[str, set[str]] = field(default_factory=dict)


def published_basis(guide: Guide | None) -> Basis:
    """Return the published texts as a basis. The guide, or the contacts, must be locked."""
    live, _ = published_guide(guide) if guide else (None, {})
    return Basis(guide, live, live_contacts())


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be submitted.

    ``severities`` is as in ``submit``. ``outdated`` names the working cells whose live text has
    changed since they were begun. ``reasons`` says by cell why a translation that seems to differ
    from its English is right; None has nothing compared. An urgent proposal (``urgent_reason``)
    holds no cell, and passes by the submissions that do.
    """

    basis: Basis
    cells: Sequence[Cell]
    note: str
    severities: Mapping[str, Severity]
    outdated: frozenset[CellId] = frozenset()
    reasons: Mapping[str, str] | None = None
    restores: Edition | None = None
    urgent_reason: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a proposal would do: the texts after it, and how their English differs then.

    ``published_english`` and ``submitted_english`` have the digests of English that a translation
    may be made from, by section or contact. ``held`` has the numbers of submissions that hold a
    cell already, ``differing`` what differs between a translation and its English, both by cell.
    """

    guide: GuideContent | None
    contacts: Mapping[str, ContactContent]
    differences: Sequence[EnglishDifference]
    published_english: Mapping[str, set[str]]
    submitted_english: Mapping[str, set[str]]
    held: Mapping[str, int]
    differing: Mapping[str, Sequence[Finding]]


def effect_of(proposal: Proposal) -> Effect:
    """Return what a proposal would do. Raises Refused where its cells do not fit the texts."""
    basis, cells = proposal.basis, proposal.cells
    try:
        differences = english_differences(basis.live, basis.contacts, cells)
        before = basis.live or GuideContent(basis.guide.key) if basis.guide else None
        guide = compose(before, cells) if before else None
    except ComposeError as error:
        raise Refused([Issue("cells", error.cell.key, str(error))]) from error
    contacts = compose_contacts(basis.contacts, cells)
    differing: Mapping[str, Sequence[Finding]] = {}
    if proposal.reasons is not None:
        live, after = Texts(basis.live, basis.contacts), Texts(guide, contacts)
        differing = findings(cells, before=live, after=after)
    return Effect(
        guide=guide,
        contacts=contacts,
        differences=differences,
        published_english=published_english(basis.guide, [cell.id for cell in cells]),
        submitted_english=basis.english
        if basis.goes_with
        else {difference.text: {difference.new} for difference in differences},
        held={} if proposal.urgent_reason else holders(cells),
        differing=differing,
    )
