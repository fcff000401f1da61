"""Removing a passage for ever, everywhere: an administrator asks, a second person confirms."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.text.markup import collapse
from guidance.domain.text.passages import SHORTEST, is_long_enough, passages_in
from guidance.models import Contact, Guide, RedactionRequest, Section, Submission
from guidance.publishing.errors import Issue, NotAllowed, Refused, WrongState
from guidance.publishing.history import record, take_release
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, may, require
from guidance.publishing.removal.places import PUBLIC, Place, find, places_digest
from guidance.publishing.removal.rows import Removal, remove

MOST = 20
LONGEST = 500


@transaction.atomic
def ask_redaction(*, by: User, passages: str, reason: str) -> RedactionRequest:
    """Ask that passages (one a line) be removed everywhere. Nothing is removed yet.

    ``reason`` is what readers will see; it must not hold what is to be removed. Raises Refused with
    everything that is wrong.
    """
    require(by, Act.ASK_REDACTION)
    reason = collapse(reason)
    issues = [*_passage_issues(passages), *_reason_issues("reason", reason, passages)]
    if issues:
        raise Refused(issues)
    request = RedactionRequest.objects.create(
        passages="\n".join(passages_in(passages)),
        reason=reason,
        asked_by=by,
        asked_at=timezone.now(),
    )
    record(
        at=request.asked_at,
        by=by,
        verb="asked to remove a passage",
        subject=f"removal #{request.pk}",
        reason=reason,
    )
    return request


def redaction_places(*, by: User, request: RedactionRequest) -> list[Place]:
    """Return every place from which a waiting request would remove something.

    Raises NotAllowed unless ``by`` is the one who asked or may decide.
    """
    if request.asked_by_id != by.pk or not may(by, Act.ASK_REDACTION):
        require(by, Act.CONFIRM_REDACTION)
    passages = passages_in(request.passages)
    return find(passages, but=request) if passages else []


@transaction.atomic
def confirm_redaction(*, by: User, request: RedactionRequest, seen: str) -> RedactionRequest:
    """Remove the passages everywhere, as the second person, who has seen the places.

    ``seen`` is the ``places_digest`` of the places shown. Raises NotAllowed for the person who
    asked, WrongState if the request is closed, Refused if the places are others by now. Then
    nothing has changed.
    """
    require(by, Act.CONFIRM_REDACTION)
    _lock_everything()
    request = _waiting(request)
    _require_second_person(by, request)
    if not may(request.asked_by, Act.ASK_REDACTION):
        raise WrongState("Who asked for this may no longer ask for it. Refuse it, and ask anew.")
    places = redaction_places(by=by, request=request)
    if not places:
        raise Refused([Issue("passages", "", "These words stand nowhere. There is nothing to do.")])
    if places_digest(places) != seen:
        problem = "The places have changed since you looked. Look at them once more."
        raise Refused([Issue("seen", "", problem)])
    now = timezone.now()
    remove(places, Removal(now, request.reason, request.asked_by, by))
    _close(request, RedactionRequest.State.CARRIED_OUT, by)
    event = record(
        at=now,
        by=by,
        verb="removed a passage",
        subject=f"removal #{request.pk}",
        reason=request.reason,
        places=len(places),
    )
    if any(place.model in PUBLIC for place in places):
        take_release(event, touched=Guide.objects.all())
    return request


@transaction.atomic
def refuse_redaction(*, by: User, request: RedactionRequest, reason: str) -> RedactionRequest:
    """Refuse a request, as a second person. Its passages are emptied; nothing else changes."""
    require(by, Act.CONFIRM_REDACTION)
    request = _waiting(request)
    _require_second_person(by, request)
    reason = collapse(reason)
    issues = _reason_issues("refusal", reason, request.passages)
    if issues:
        raise Refused(issues)
    _close(request, RedactionRequest.State.REFUSED, by, reason)
    record(
        at=timezone.now(),
        by=by,
        verb="refused to remove a passage",
        subject=f"removal #{request.pk}",
        reason=reason,
    )
    return request


@transaction.atomic
def take_back_redaction(*, by: User, request: RedactionRequest) -> RedactionRequest:
    """Take back one's own request. Its passages are emptied; nothing else changes."""
    require(by, Act.ASK_REDACTION)
    request = _waiting(request)
    if request.asked_by_id != by.pk:
        raise NotAllowed("Only the person who asked can take this back. You can refuse it.")
    _close(request, RedactionRequest.State.TAKEN_BACK, by)
    record(
        at=timezone.now(),
        by=by,
        verb="took back a removal",
        subject=f"removal #{request.pk}",
    )
    return request


def _passage_issues(passages: str) -> list[Issue]:
    lines = [line for line in map(collapse, passages.splitlines()) if line]
    if not lines:
        return [
            Issue("passages", "", "Write the words that are to be removed, one passage a line.")
        ]
    if len(lines) > MOST:
        problem = f"These are {len(lines)} passages. Ask for at most {MOST} at once."
        return [Issue("passages", "", problem)]
    issues = []
    for number, line in enumerate(lines, start=1):
        # What is wrong is said by the number of the line: messages and history keep no passage.
        if not is_long_enough(line):
            problem = (
                f"Line {number} is too short: it would be found inside other words. "
                f"Write at least {SHORTEST} letters, with more of what stands around it."
            )
            issues.append(Issue("passages", "", problem))
        elif len(line) > LONGEST:
            problem = f"Line {number} is too long: at most {LONGEST} letters. Divide it."
            issues.append(Issue("passages", "", problem))
    return issues


def _reason_issues(field: str, reason: str, passages: str) -> list[Issue]:
    if not reason:
        return [Issue(field, "", "Say why, in a sentence.")]
    if any(line.casefold() in reason.casefold() for line in passages_in(passages)):
        problem = (
            "The reason holds what is to be removed, and it stays. Say it without those words."
        )
        return [Issue(field, "", problem)]
    return []


def _lock_everything() -> None:
    """Keep everybody from writing until this is done, in the order all others lock in."""
    for model in (Contact, Guide, Submission, Section):
        list(for_update(model).order_by("pk"))


def _waiting(request: RedactionRequest) -> RedactionRequest:
    rows = for_update(RedactionRequest)
    now = rows.select_related("asked_by").get(pk=request.pk)
    if now.state != RedactionRequest.State.WAITING:
        raise WrongState(f"Removal #{now.pk} is closed already: {now.get_state_display().lower()}.")
    return now


def _require_second_person(by: User, request: RedactionRequest) -> None:
    if request.asked_by_id == by.pk:
        raise NotAllowed("A second person has to decide: nobody confirms their own request.")


def _close(request: RedactionRequest, state: str, by: User, reason: str = "") -> None:
    request.state, request.passages = state, ""
    request.closed_by, request.closed_at, request.closed_reason = by, timezone.now(), reason
    request.save()
