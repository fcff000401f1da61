"""Companions: translations of English that still waits, to go out in the same publication."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db import transaction

from guidance.domain.languages import BY_CODE, TRANSLATED_CODES
from guidance.domain.text.cells import Cell, CellId
from guidance.domain.text.compose import base_of, compose, compose_contacts, live_value
from guidance.domain.text.content import (
    ContactWords,
    GuideContent,
    Provenance,
    Words,
    clean_words,
)
from guidance.domain.text.markup import collapse
from guidance.domain.translation.english_changes import EnglishDifference, english_differences
from guidance.domain.translation.freshness import Severity
from guidance.models import Guide, Submission
from guidance.publishing.draft.values import clean_body
from guidance.publishing.errors import Issue, Refused, WrongState
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require
from guidance.publishing.submission.proposal import Basis, Proposal, published_basis
from guidance.publishing.submission.review import locked
from guidance.publishing.submission.submit import submit_proposal
from guidance.queries.sanitize import sanitize
from guidance.queries.submitted import cells_of


@dataclass(frozen=True, slots=True)
class ToTranslate:
    """A text whose English a submission changes so that translations have to follow.

    ``name`` is the cell of the translation, ``english`` and ``before`` the submitted and the live
    English, ``made_from`` the digest of the submitted one, ``standing`` the live translation.
    """

    name: CellId
    english: Words | ContactWords
    before: Words | ContactWords | None
    made_from: str
    standing: Words | ContactWords | None


def approved_companions(submission: Submission) -> list[Submission]:
    """Return the companions that go out when this submission is published, as they stand now."""
    rows = submission.companions.filter(state=Submission.State.APPROVED)
    return list(rows.order_by("pk"))


def cells_together(submission: Submission) -> list[Cell]:
    """Return the cells that would be published in one act with those of this submission."""
    parent = submission.goes_with
    if parent is not None and parent.state in Submission.HOLDING:
        return [*cells_of(parent), *cells_of(submission)]
    return [
        cell for row in [submission, *approved_companions(submission)] for cell in cells_of(row)
    ]


def to_translate(submission: Submission, language: str) -> list[ToTranslate]:
    """Return the texts of a waiting submission to translate into a language before it goes out.

    Those whose English is new, or changes by more than wording; what the submission translates
    itself is left out. Raises ComposeError where its cells no longer fit the live text.
    """
    live = published_basis(submission.guide)
    cells = cells_of(submission)
    own = {cell.id for cell in cells}
    after = _basis(submission, live, cells)
    found = []
    for difference in _to_follow(submission, live, cells):
        name = replace(difference.cell, language=language)
        english = _words(difference.cell, after)
        if name not in own and english is not None:
            found.append(
                ToTranslate(
                    name=name,
                    english=english,
                    before=_words(difference.cell, live),
                    made_from=difference.new,
                    standing=_words(name, live),
                )
            )
    return found


def _words(cell: CellId, texts: Basis) -> Words | ContactWords | None:
    value = live_value(cell, texts.live, texts.contacts)
    return value if isinstance(value, Words | ContactWords) else None


def english_to_follow(submission: Submission) -> list[EnglishDifference]:
    """Return the changes of English that translations have to follow: not those of wording alone.

    Raises ComposeError where the cells no longer fit the live text.
    """
    return _to_follow(submission, published_basis(submission.guide), cells_of(submission))


def _to_follow(
    submission: Submission, live: Basis, cells: Sequence[Cell]
) -> list[EnglishDifference]:
    declared = {text: entry["declared"] for text, entry in submission.severities.items()}
    return [
        difference
        for difference in english_differences(live.live, live.contacts, cells)
        if difference.new and declared.get(difference.text) != Severity.WORDING
    ]


@transaction.atomic
def submit_companion(
    *,
    by: User,
    submission: Submission,
    language: str,
    texts: Mapping[str, tuple[str, str]],
    note: str,
    reasons: Mapping[str, str] | None = None,
) -> Submission:
    """Submit translations of the English in a waiting submission, to go out with it.

    ``texts`` has heading and body by section or contact (``section/key``); ``reasons`` is as in
    ``submit``, by the same names. Somebody else approves them; those approved when their English is
    published go out in the same version, the others stay and can follow. Raises NotAllowed,
    WrongState when that submission no longer waits, and Refused with everything that is wrong.
    """
    if language not in TRANSLATED_CODES:
        raise Refused([Issue("language", language, "Choose a language other than English.")])
    require(by, Act.TRANSLATE, language)
    require(by, Act.SUBMIT_TRANSLATION, language)
    if submission.guide_id:
        for_update(Guide).get(pk=submission.guide_id)
    submission = locked(submission, {*Submission.HOLDING}, "translated ahead")
    if submission.goes_with_id:
        raise WrongState("This is a translation itself. Translate the submission it goes with.")
    wanted = {entry.name.text: entry for entry in to_translate(submission, language)}
    issues = [
        Issue("cells", text, f"The English of {text} is not changed by #{submission.pk}.")
        for text in sorted(set(texts) - set(wanted))
    ]
    for text, (heading, body) in texts.items():
        if not collapse(heading) or not sanitize(body):
            issues.append(Issue("body", text, f"{text} needs a heading and a text."))
    if not texts:
        where = BY_CODE[language].english_name
        issues.append(Issue("cells", "", f"Tick at least one text that is ready in {where}."))
    if issues:
        raise Refused(issues)
    live = published_basis(submission.guide)
    proposal = Proposal(
        basis=_basis(submission, live, cells_of(submission)),
        cells=[
            Cell(
                wanted[text].name,
                _translated(wanted[text], heading, body),
                base_of(wanted[text].name, live.live, live.contacts),
            )
            for text, (heading, body) in texts.items()
        ],
        note=note,
        severities={},
        reasons={str(wanted[text].name): (reasons or {}).get(text, "") for text in texts},
    )
    return submit_proposal(by=by, proposal=proposal)


def _translated(entry: ToTranslate, heading: str, body: str) -> Words | ContactWords:
    words = clean_words(
        Words(collapse(heading), clean_body(body), entry.made_from, Provenance.HUMAN)
    )
    if entry.name.subject == "section":
        return words
    # Phone and hours of the language are no translation: they stay as they are.
    standing = entry.standing if isinstance(entry.standing, ContactWords) else ContactWords()
    return clean_words(
        replace(
            standing,
            heading=words.heading,
            body=words.body,
            made_from=words.made_from,
            provenance=words.provenance,
        )
    )


def _basis(submission: Submission, live: Basis, cells: Sequence[Cell]) -> Basis:
    """Return the texts as a waiting submission of these cells would leave what is ``live``."""
    guide = submission.guide
    return Basis(
        guide=guide,
        live=compose(live.live or GuideContent(guide.key), cells) if guide else None,
        contacts=compose_contacts(live.contacts, cells),
        goes_with=submission,
        english={
            difference.text: {difference.new}
            for difference in english_differences(live.live, live.contacts, cells)
        },
    )
