"""The urgent way: one publisher corrects a live text alone, with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.languages import SOURCE
from guidance.domain.text.cells import Cell, CellId, CellValue
from guidance.domain.text.compose import base_of, live_value
from guidance.domain.text.content import (
    ContactContent,
    ContactGeneral,
    ContactWords,
    Words,
    clean_words,
)
from guidance.domain.text.markup import collapse
from guidance.domain.translation.freshness import Severity
from guidance.models import Contact, Edition, Guide, Submission
from guidance.publishing.draft.values import clean_body, too_long
from guidance.publishing.errors import Issue, NotAllowed, Refused, WrongState
from guidance.publishing.history import record_submission
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require
from guidance.publishing.publication.publish import publish
from guidance.publishing.submission.proposal import Proposal, published_basis
from guidance.publishing.submission.submit import submit_proposal
from guidance.queries.published import live_contacts, published_guide

_NOTHING_NEW = "Nothing was published: this says what readers see now. Change it first."


@transaction.atomic
def correct_urgently(
    *,
    by: User,
    guide: Guide,
    key: str,
    heading: str,
    body: str,
    severity: Severity | None,
    note: str,
    reason: str,
    put_back: bool = False,
) -> Edition:
    """Publish another English text of one live section at once, without a second person.

    It is made from live text: drafts and other submissions stay where they are, and those that hold
    the section are refused when their turn comes. The edition is flagged until somebody else has
    reviewed it. ``put_back`` is as in ``publish``. Raises Refused with everything that is wrong, as
    submitting and publishing do.
    """
    require(by, Act.PUBLISH)
    guide = for_update(Guide).get(pk=guide.pk)
    live, _ = published_guide(guide)
    name = CellId("section", key, "words", SOURCE)
    standing = live_value(name, live, {})
    if not isinstance(standing, Words):
        raise WrongState(f"No published section has the code “{key}”.")
    words = clean_words(Words(collapse(heading), clean_body(body)))
    if words == standing:
        raise Refused([Issue("body", key, _NOTHING_NEW), *_without_reason(key, reason)])
    submission = _submit_at_once(
        by=by,
        guide=guide,
        note=note,
        severities={name.text: severity} if severity else {},
        cells=[Cell(name, words, base_of(name, live, {}))],
        reason=reason,
    )
    return _publish_at_once(by, submission, put_back=put_back)[0]


@dataclass(frozen=True, slots=True)
class ContactCorrection:
    """What readers are to see of a contact: its English, and phone and hours for all languages.

    ``own`` has, by language, the phone and hours that its readers see instead. A language that is
    not named keeps what it has.
    """

    heading: str
    body: str
    phone: str
    hours: str
    own: Mapping[str, tuple[str, str]]


@transaction.atomic
def correct_contact_urgently(
    *,
    by: User,
    contact: Contact,
    correction: ContactCorrection,
    severity: Severity | None,
    note: str,
    reason: str,
) -> list[Edition]:
    """Publish a contact's corrected words, phone and hours at once, without a second person.

    Returns the editions of the guides that show it. ``severity`` is asked for only where the
    English name or description changes. Everything else is as in ``correct_urgently``.
    """
    require(by, Act.PUBLISH)
    contact = for_update(Contact).get(pk=contact.pk)
    contacts = live_contacts([contact.key])
    live = contacts.get(contact.key)
    if live is None:
        raise WrongState("This contact has never been published: submit its draft.")
    general, words = _corrected(live, correction)
    wanted: dict[CellId, CellValue] = {
        CellId("contact", contact.key, "general"): general,
        **{CellId("contact", contact.key, "words", code): text for code, text in words.items()},
    }
    cells = [
        Cell(name, value, base_of(name, None, contacts))
        for name, value in wanted.items()
        if value != live_value(name, None, contacts)
    ]
    if not cells:
        raise Refused([Issue("", contact.key, _NOTHING_NEW), *_without_reason("", reason)])
    english = CellId("contact", contact.key, "words", SOURCE)
    before, after = live.words.get(SOURCE, ContactWords()), words[SOURCE]
    english_changes = (before.heading, before.body) != (after.heading, after.body)
    submission = _submit_at_once(
        by=by,
        guide=None,
        note=note,
        severities={english.text: severity} if severity and english_changes else {},
        cells=cells,
        reason=reason,
    )
    return _publish_at_once(by, submission)


def _corrected(
    live: ContactContent, correction: ContactCorrection
) -> tuple[ContactGeneral, dict[str, ContactWords]]:
    """Return the cells that a correction names, the words by language. Raises Refused."""
    said = clean_words(Words(collapse(correction.heading), clean_body(correction.body)))
    general = replace(
        live.general,
        phone=_phone(live.key, correction.phone),
        hours=collapse(correction.hours),
    )
    english = live.words.get(SOURCE, ContactWords())
    words = {SOURCE: replace(english, heading=said.heading, body=said.body)}
    for language, (phone, hours) in correction.own.items():
        before = words.get(language, live.words.get(language, ContactWords()))
        words[language] = replace(before, phone=_phone(live.key, phone), hours=collapse(hours))
    return general, words


def _phone(key: str, typed: str) -> str:
    phone = collapse(typed)
    if problem := too_long(Contact, "general_phone", phone):
        raise Refused([Issue("phone", key, problem)])
    return phone


def _without_reason(key: str, reason: str) -> list[Issue]:
    if collapse(reason):
        return []
    return [Issue("reason", key, "Say why this cannot wait for a second person.")]


def _submit_at_once(
    *,
    by: User,
    guide: Guide | None,
    note: str,
    severities: Mapping[str, Severity],
    cells: list[Cell],
    reason: str,
) -> Submission:
    """Submit cells the urgent way. Raises Refused with all that is wrong, a missing reason too."""
    missing = _without_reason(cells[0].id.key, reason)
    proposal = Proposal(
        published_basis(guide),
        cells,
        note=note,
        severities=severities,
        # Without one nothing of this stays.
        urgent_reason=collapse(reason) or "None was given.",
    )
    try:
        submission = submit_proposal(by=by, proposal=proposal)
    except Refused as refused:
        raise Refused([*refused.issues, *missing]) from None
    if missing:
        raise Refused(missing)
    return submission


def _publish_at_once(by: User, submission: Submission, *, put_back: bool = False) -> list[Edition]:
    submission.state = Submission.State.APPROVED
    submission.approver, submission.approved_at = by, timezone.now()
    submission.save(update_fields=["state", "approver", "approved_at"])
    return publish(by=by, submission=submission, put_back=put_back)


@transaction.atomic
def review_afterwards(*, by: User, submission: Submission) -> Submission:
    """Record that another person has looked at an urgent correction, and takes the flag away."""
    require(by, Act.REVIEW)
    submission = for_update(Submission).get(pk=submission.pk)
    if not submission.urgent or submission.reviewed_after_at:
        raise WrongState(f"Submission #{submission.pk} does not wait for a review afterwards.")
    if submission.submitter_id == by.pk:
        raise NotAllowed("Another person has to review this: nobody reviews their own correction.")
    submission.reviewed_after_by, submission.reviewed_after_at = by, timezone.now()
    submission.save(update_fields=["reviewed_after_by", "reviewed_after_at"])
    record_submission(
        submission,
        at=submission.reviewed_after_at,
        by=by,
        verb="reviewed afterwards",
    )
    return submission
