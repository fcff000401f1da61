"""What the buttons on a submission's page do: one function each, which raises PublishingError."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from guidance.admin.page import UNKNOWN_BUTTON, RefusalsShown, person, typed_by_name
from guidance.domain.translation.freshness import Severity
from guidance.models import Submission
from guidance.publishing import (
    Lowered,
    approve,
    comment,
    make_preview_link,
    publish,
    review_afterwards,
    revoke_preview_links,
    send_back,
    take_back,
)


def press(request: HttpRequest, submission: Submission) -> bool:
    """Do what the button says. False if it was refused; why is shown."""
    action = _BUTTONS.get(request.POST.get("action", ""))
    if action is None:
        messages.error(request, UNKNOWN_BUTTON)
        return False
    with RefusalsShown(request):
        action(request, submission)
        return True
    return False


def _approve(request: HttpRequest, submission: Submission) -> None:
    _approve_only(request, submission)
    messages.success(request, "Approved. It can be published now.")


def _approve_and_publish(request: HttpRequest, submission: Submission) -> None:
    with transaction.atomic():
        _approve_only(request, submission)
        _publish(request, submission)


def _approve_only(request: HttpRequest, submission: Submission) -> None:
    form = request.POST
    why = typed_by_name(form, "why:")
    lowered = {
        text: Lowered(Severity(severity), why.get(text, ""))
        for text, severity in typed_by_name(form, "lower:").items()
        if severity in set(Severity)
    }
    vouching = form.get("vouching", "")
    approve(by=person(request), submission=submission, lowered=lowered, vouching=vouching)


def _publish(request: HttpRequest, submission: Submission) -> None:
    put_back = request.POST.get("put_back") == "yes"
    editions = publish(by=person(request), submission=submission, put_back=put_back)
    names = "; ".join(f"{edition.guide.title}, version {edition.number}" for edition in editions)
    messages.success(request, f"Published: {names or 'no guide shows this contact yet'}.")


def _send_back(request: HttpRequest, submission: Submission) -> None:
    send_back(by=person(request), submission=submission, reason=request.POST.get("reason", ""))
    messages.success(request, "Sent back to its author, with your reasons.")


def _take_back(request: HttpRequest, submission: Submission) -> None:
    take_back(by=person(request), submission=submission)
    messages.success(request, "Taken back. The draft is as you left it.")


def _comment(request: HttpRequest, submission: Submission) -> None:
    words, about = request.POST.get("words", ""), request.POST.get("about", "")
    comment(by=person(request), submission=submission, words=words, about=about)
    messages.success(request, "Your comment stands beside it.")


def _review_afterwards(request: HttpRequest, submission: Submission) -> None:
    review_afterwards(by=person(request), submission=submission)
    messages.success(request, "Thank you. The flag is taken away.")


def _make_link(request: HttpRequest, submission: Submission) -> None:
    secret = make_preview_link(by=person(request), submission=submission)
    address = request.build_absolute_uri(reverse("admin:read", args=[secret]))
    messages.success(request, f"For three days, whoever has this link can read it: {address}")


def _revoke_links(request: HttpRequest, submission: Submission) -> None:
    count = revoke_preview_links(by=person(request), submission=submission)
    messages.success(request, f"{count} links work no longer.")


_BUTTONS: Mapping[str, Callable[[HttpRequest, Submission], None]] = {
    "approve": _approve,
    "approve_and_publish": _approve_and_publish,
    "publish": _publish,
    "send_back": _send_back,
    "take_back": _take_back,
    "comment": _comment,
    "review_afterwards": _review_afterwards,
    "make_link": _make_link,
    "revoke_links": _revoke_links,
}
