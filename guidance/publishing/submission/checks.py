"""Checks before something is submitted or published: a list of small checkers, shown together."""

from collections.abc import Callable, Iterable, Mapping

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.text.cells import Cell, Retire
from guidance.domain.text.content import (
    ContactContent,
    ContactWords,
    Kind,
    Provenance,
    SectionContent,
    Words,
)
from guidance.domain.text.markup import collapse
from guidance.domain.translation.freshness import Severity
from guidance.domain.translation.severity import (
    REASON_KIND,
    REASON_KIND_GUARDED,
    REASON_LINK,
    REASON_LIST,
    REASON_NEGATION,
    REASON_NUMBER,
)
from guidance.models import RESERVED_CONTACTS
from guidance.publishing.draft.successors import leading_nowhere
from guidance.publishing.errors import Issue
from guidance.publishing.submission.proposal import Effect, Proposal

SEVERITY_WORDS = {
    Severity.WORDING: "spelling or style only: a reader would do exactly the same",
    Severity.MEANING: "the meaning changed, but following the old text is not dangerous",
    Severity.SAFETY: "following the old text could get someone hurt or arrested, "
    "or send them to the wrong number",
}
"""What each severity means, in the words staff choose between."""

FLOOR_WORDS = {
    REASON_KIND_GUARDED: "every change in this kind of section can send somebody the wrong way",
    REASON_KIND: "the kind of section changed",
    REASON_NUMBER: "a number changed",
    REASON_NEGATION: "a word such as “not”, “only” or “unless” changed",
    REASON_LINK: "a link now leads somewhere else",
    REASON_LIST: "a list became longer or shorter",
}
"""Why a change cannot be called less than ``meaning``."""


Checker = Callable[[Proposal, Effect], Iterable[Issue]]


def check(proposal: Proposal, effect: Effect) -> list[Issue]:
    """Return everything that is wrong with a proposal, in the order a person would mend it."""
    return [issue for checker in CHECKERS for issue in checker(proposal, effect)]


def has_something(proposal: Proposal, _: Effect) -> Iterable[Issue]:
    """At least one cell is submitted."""
    if not proposal.cells:
        yield Issue("cells", "", "Nothing has been changed, so there is nothing to submit.")


def has_note(proposal: Proposal, _: Effect) -> Iterable[Issue]:
    """The note for readers is not empty."""
    if not collapse(proposal.note):
        yield Issue("note", "", "Write one sentence that tells readers what changed and why.")


def rests_on_live(proposal: Proposal, _: Effect) -> Iterable[Issue]:
    """No cell was begun from text that is no longer live."""
    for cell in proposal.cells:
        if cell.id in proposal.outdated:
            yield Issue(
                "cells",
                cell.id.key,
                f"{cell.id}: the published text changed since this was begun. "
                "Compare the two, then keep yours or take the published one.",
            )


def is_free(proposal: Proposal, effect: Effect) -> Iterable[Issue]:
    """No other submission holds a cell."""
    for cell in proposal.cells:
        if str(cell.id) in effect.held:
            yield Issue(
                "cells",
                cell.id.key,
                f"{cell.id} is already in submission #{effect.held[str(cell.id)]}. "
                "Have that one published or taken back first.",
            )


def has_severities(proposal: Proposal, effect: Effect) -> Iterable[Issue]:
    """Every change to English that stood before and after is declared, and not too low."""
    for difference in effect.differences:
        key = difference.text
        declared = proposal.severities.get(key)
        if difference.floor is None:
            continue
        if declared is None:
            yield Issue("severity", key, f"Say what the change in {key} does for readers.")
        elif declared.rank < difference.floor.severity.rank:
            reasons = ", and ".join(FLOOR_WORDS[reason] for reason in difference.floor.reasons)
            yield Issue(
                "severity", key, f"The change in {key} cannot be called “{declared}”: {reasons}."
            )
    expected = {difference.text for difference in effect.differences if difference.floor}
    for key in sorted(set(proposal.severities) - expected):
        yield Issue(
            "severity", key, f"The English of {key} does not change, so nothing is declared there."
        )


def sections_are_whole(proposal: Proposal, effect: Effect) -> Iterable[Issue]:
    """Every section that is touched has a heading, a text and sources, and contacts that exist."""
    touched = {cell.id.key for cell in proposal.cells if not isinstance(cell.value, Retire)}
    for section in effect.guide.sections if effect.guide else ():
        if section.key in touched:
            yield from _missing_in(section, effect.contacts)


def _missing_in(section: SectionContent, contacts: Mapping[str, ContactContent]) -> Iterable[Issue]:
    words = section.words.get(SOURCE, Words())
    if not words.heading:
        yield Issue("heading", section.key, f"{section.key} needs a heading in English.")
    if not words.body and not section.general.contacts:
        yield Issue("body", section.key, f"{section.key} needs a text in English.")
    if section.general.kind is not Kind.HEAD and not section.general.sources:
        yield Issue("sources", section.key, f"{section.key} needs at least one source.")
    for key in section.general.contacts:
        if key not in contacts:
            yield Issue(
                "contacts",
                section.key,
                f"Contact “{key}” has to be published before {section.key} shows it.",
            )


def contacts_are_whole(proposal: Proposal, effect: Effect) -> Iterable[Issue]:
    """Every contact that is touched has a name in English, and 911 and 311 have their phone."""
    for key in sorted({cell.id.key for cell in proposal.cells if cell.id.subject == "contact"}):
        contact = effect.contacts[key]
        if not contact.words.get(SOURCE, ContactWords()).heading:
            yield Issue("heading", key, f"Contact {key} needs a name in English.")
        if key in RESERVED_CONTACTS and not (contact.general.phone and contact.general.shown):
            yield Issue(
                "phone", key, f"{key} stands on every page: it needs its phone and has to be shown."
            )


def translations_name_their_english(proposal: Proposal, effect: Effect) -> Iterable[Issue]:
    """A translation was made from published English, or from English in this very submission."""
    return unfounded_translations(
        proposal.cells, effect.published_english, effect.submitted_english
    )


def unfounded_translations(
    cells: Iterable[Cell], *known_english: Mapping[str, set[str]]
) -> Iterable[Issue]:
    """Name each translation among ``cells`` that was not made from any of the known English.

    Each mapping has digests of English by section or contact, as ``section/key``.
    """
    for cell in cells:
        value = cell.value
        if (
            not isinstance(value, Words | ContactWords)
            or cell.id.language == SOURCE
            or value.is_empty()
        ):
            continue
        language = BY_CODE[cell.id.language].english_name
        if not any(value.made_from in known.get(cell.id.text, ()) for known in known_english):
            yield Issue(
                "made_from",
                cell.id.key,
                f"The {language} of {cell.id.key} was not made from published English. "
                "Say which English it translates: tick the box under it at the desk.",
            )
        if value.provenance is Provenance.NONE:
            yield Issue(
                "provenance", cell.id.key, f"Say how the {language} of {cell.id.key} was made."
            )


def translations_match_their_english(proposal: Proposal, effect: Effect) -> Iterable[Issue]:
    """No translation has a number, link or list that its English has not, or English in it.

    What may be right all the same takes a reason.
    """
    for cell in proposal.cells:
        found = effect.differing.get(str(cell.id), ())
        errors = [finding.message for finding in found if finding.is_error]
        for message in errors:
            yield Issue("parity", cell.id.key, f"{cell.id}: {message}")
        if found and not errors and not collapse((proposal.reasons or {}).get(str(cell.id), "")):
            words = " ".join(finding.message for finding in found)
            yield Issue(
                "parity", cell.id.key, f"{cell.id}: {words} Change it, or say why it is right."
            )


def successors_lead_somewhere(proposal: Proposal, _: Effect) -> Iterable[Issue]:
    """No retired section is replaced, in the end, by itself."""
    return leading_nowhere(proposal.cells)


CHECKERS: tuple[Checker, ...] = (
    has_something,
    has_note,
    rests_on_live,
    is_free,
    has_severities,
    sections_are_whole,
    contacts_are_whole,
    translations_name_their_english,
    translations_match_their_english,
    successors_lead_somewhere,
)
