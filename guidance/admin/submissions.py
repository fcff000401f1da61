"""A submission's page: exactly what was submitted, beside what is live, and what to do with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from guidance.admin.pages import find_submission, page, say_refusal
from guidance.admin.texts import described, differences, readable, titles
from guidance.cells import Cell
from guidance.compose import live_value, moved
from guidance.content import GENERAL
from guidance.freeze.published import live_contacts, published_guide
from guidance.freshness import Severity
from guidance.languages import LANGUAGES, SOURCE, Language
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
    typed = QueryDict()
    if request.method == "POST":
        if _act(request, row):
            return HttpResponseRedirect(reverse("admin:submission", args=[row.pk]))
        row, typed = find_submission(pk), request.POST
    live, _ = published_guide(row.guide) if row.guide else (None, {})
    contacts = live_contacts()
    waiting = row.state in Submission.HOLDING
    cells = cells_of(row)
    named = titles({cell.id.text for cell in cells})
    return page(
        request,
        "submission",
        f"Submission #{row.pk}",
        submission=row,
        own=row.submitter_id == request.user.pk,
        waiting=waiting,
        severities=[_severity(text, entry, named, typed) for text, entry in row.severities.items()],
        reason=typed.get("reason", ""),
        previews=_previews(cells),
        status=400 if typed else 200,
        editions=row.editions.select_related("guide"),
        cells=[
            SubmittedCell(
                what=described(cell.id, named),
                language=cell.id.language,
                submitted=readable(cell.value),
                live=readable(live_value(cell.id, live, contacts)),
                changes=differences(live_value(cell.id, live, contacts), cell.value),
                moved=waiting and moved(cell, live, contacts),
            )
            for cell in cells
        ],
    )


def _severity(
    text: str, entry: Mapping[str, Any], named: Mapping[str, str], typed: QueryDict
) -> dict[str, object]:
    declared = Severity(entry["declared"])
    return {
        **entry,
        "text": text,
        "title": named.get(text, text),
        "words": SEVERITY_WORDS[declared],
        "because": [FLOOR_WORDS[reason] for reason in entry["reasons"]],
        "lower": [severity for severity in Severity if severity.rank < declared.rank],
        "typed_lower": typed.get(f"lower:{text}", ""),
        "typed_why": typed.get(f"why:{text}", ""),
    }


def _previews(cells: Iterable[Cell]) -> list[Language]:
    """Give the languages to preview: those submitted, or all where the English changes."""
    changed = {cell.id.language for cell in cells}
    if changed & {GENERAL, SOURCE}:
        return list(LANGUAGES)
    return [language for language in LANGUAGES if language.code in changed]


def _act(request: HttpRequest, row: Submission) -> bool:
    """Do what a button says; False if it was refused."""
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
                return False
    except PublishingError as error:
        say_refusal(request, error)
        return False
    return True


def _lowered(form: QueryDict) -> dict[str, Lowered]:
    known = {str(severity) for severity in Severity}
    return {
        name.removeprefix("lower:"): Lowered(
            Severity(form[name]), form.get(f"why:{name.removeprefix('lower:')}", "")
        )
        for name in form
        if name.startswith("lower:") and form[name] in known
    }
