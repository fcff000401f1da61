"""A submission's page: exactly what was submitted, beside what is live, and what to do with it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from guidance.admin.pages import find_submission, page, say_refusal
from guidance.admin.texts import described, differences, readable
from guidance.compose import live_value, moved
from guidance.freeze.published import live_contacts, published_guide
from guidance.freshness import Severity
from guidance.models import Submission
from guidance.publishing import (
    Lowered,
    PublishingError,
    approve,
    make_preview_link,
    publish,
    review_afterwards,
    revoke_preview_links,
    send_back,
    take_back,
)
from guidance.publishing.cells import cells_of
from guidance.publishing.checks import FLOOR_WORDS, SEVERITY_WORDS


@dataclass(frozen=True, slots=True)
class SubmittedCell:
    """A submitted cell beside what is live now."""

    what: str
    language: str
    submitted: SafeString
    live: SafeString
    changes: SafeString
    moved: bool


@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a submission, or approve, publish, send back or take it back."""
    row = find_submission(pk)
    if request.method == "POST":
        _act(request, row)
        return HttpResponseRedirect(reverse("admin:submission", args=[row.pk]))
    live, _ = published_guide(row.guide) if row.guide else (None, {})
    contacts = live_contacts()
    waiting = row.state in Submission.HOLDING
    return page(
        request,
        "submission",
        f"Submission #{row.pk}",
        submission=row,
        own=row.submitter_id == request.user.pk,
        waiting=waiting,
        severities=[_severity(text, entry) for text, entry in row.severities.items()],
        lower=[severity for severity in Severity if severity is not Severity.SAFETY],
        editions=row.editions.select_related("guide"),
        cells=[
            SubmittedCell(
                what=described(cell.id),
                language=cell.id.language,
                submitted=readable(cell.value),
                live=readable(live_value(cell.id, live, contacts)),
                changes=differences(live_value(cell.id, live, contacts), cell.value),
                moved=waiting and moved(cell, live, contacts),
            )
            for cell in cells_of(row)
        ],
    )


def _severity(text: str, entry: dict[str, object]) -> dict[str, object]:
    return {
        "text": text,
        **entry,
        "words": SEVERITY_WORDS[Severity(str(entry["declared"]))],
        "because": [FLOOR_WORDS[reason] for reason in entry["reasons"]],
    }


def _act(request: HttpRequest, row: Submission) -> None:
    form = request.POST
    try:
        match form.get("action"):
            case "approve":
                approve(by=request.user, submission=row, lowered=_lowered(form))
                messages.success(request, "Approved. It can be published now.")
            case "publish":
                editions = publish(by=request.user, submission=row)
                names = ", ".join(
                    f"{edition.guide.key} version {edition.number}" for edition in editions
                )
                messages.success(
                    request, f"Published: {names or 'no guide shows this contact yet'}."
                )
            case "send_back":
                send_back(by=request.user, submission=row, reason=form.get("reason", ""))
                messages.success(request, "Sent back to its author, with your reasons.")
            case "review_afterwards":
                review_afterwards(by=request.user, submission=row)
                messages.success(request, "Thank you. The flag is taken away.")
            case "make_link":
                secret = make_preview_link(by=request.user, submission=row)
                address = request.build_absolute_uri(reverse("admin:read", args=[secret]))
                messages.success(
                    request, f"For three days, whoever has this link can read it: {address}"
                )
            case "revoke_links":
                count = revoke_preview_links(by=request.user, submission=row)
                messages.success(request, f"{count} links work no longer.")
            case "take_back":
                take_back(by=request.user, submission=row)
                messages.success(request, "Taken back. The draft is as you left it.")
            case _:
                messages.error(request, "This button is not known. Load the page again.")
    except PublishingError as error:
        say_refusal(request, error)


def _lowered(form: QueryDict) -> dict[str, Lowered]:
    known = {str(severity) for severity in Severity}
    return {
        name.removeprefix("lower:"): Lowered(
            Severity(form[name]), form.get(f"why:{name.removeprefix('lower:')}", "")
        )
        for name in form
        if name.startswith("lower:") and form[name] in known
    }
