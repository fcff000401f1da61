"""Submitting a guide's changes: which, why, and what each does for readers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guidance.admin.pages import find_guide, page, say_refusal
from guidance.admin.texts import described, differences, readable
from guidance.cells import Cell, CellId
from guidance.compose import ComposeError, live_value
from guidance.content import ContactContent, GuideContent
from guidance.freeze.published import published_guide
from guidance.freshness import Severity
from guidance.publishing import PublishingError, submit
from guidance.publishing.changes import (
    Changed,
    EnglishDifference,
    changed_cells,
    english_differences,
)
from guidance.publishing.checks import FLOOR_WORDS, SEVERITY_WORDS


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A changed cell on the form: its name, whether it is chosen, and both texts."""

    name: str
    what: str
    language: str
    chosen: bool
    behind: bool
    before: str
    after: str
    changes: str


@dataclass(frozen=True, slots=True)
class SeverityChoice:
    """A severity on the form; one that is too low for this change cannot be chosen."""

    value: str
    words: str
    allowed: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class SeverityQuestion:
    """What a change to the English of a section or contact does for readers."""

    text: str
    name: str
    reasons: tuple[str, ...]
    choices: tuple[SeverityChoice, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def submit_guide(request: HttpRequest, key: str) -> HttpResponse:
    """Show what has changed, or submit what was chosen of it."""
    guide = find_guide(key)
    changed = changed_cells(guide)
    if request.method == "POST":
        try:
            submission = submit(
                by=request.user,
                guide=guide,
                note=request.POST.get("note", ""),
                severities=chosen_severities(request.POST),
                cells=chosen_cells(request.POST, changed),
            )
        except PublishingError as error:
            say_refusal(request, error)
        else:
            messages.success(request, "Submitted. Now another person has to approve it.")
            return HttpResponseRedirect(reverse("admin:submission", args=[submission.pk]))
    live, _ = published_guide(guide)
    return page(
        request,
        "submit",
        f"Submit changes: {guide.key}",
        status=400 if request.method == "POST" else 200,
        guide=guide,
        back=reverse("admin:guide", args=[guide.key]),
        **form_context(request, changed, live, {}),
    )


def form_context(
    request: HttpRequest,
    changed: list[Changed],
    live: GuideContent | None,
    contacts: Mapping[str, ContactContent],
) -> dict[str, Any]:
    """Give what the form of a submission shows; what was typed before stays."""
    form = request.POST if request.method == "POST" else None
    try:
        differences = english_differences(live, contacts, [entry.cell for entry in changed])
    except ComposeError as error:
        messages.error(request, str(error))
        differences = []
    return {
        "cells": [_cell(entry, live, contacts, form) for entry in changed],
        "questions": questions(differences, form),
        "note": form.get("note", "") if form else "",
    }


def questions(
    differences: Iterable[EnglishDifference], form: QueryDict | None
) -> list[SeverityQuestion]:
    """Give the question of severity for each change of English that stands before and after."""
    return [
        SeverityQuestion(
            text=difference.text,
            name=f"severity:{difference.text}",
            reasons=tuple(FLOOR_WORDS[reason] for reason in difference.floor.reasons),
            choices=tuple(
                SeverityChoice(
                    value=severity,
                    words=SEVERITY_WORDS[severity],
                    allowed=severity.rank >= difference.floor.severity.rank,
                    chosen=bool(form) and form.get(f"severity:{difference.text}") == severity,
                )
                for severity in Severity
            ),
        )
        for difference in differences
        if difference.floor
    ]


def chosen_severities(form: QueryDict) -> dict[str, Severity]:
    """Read the severities declared, by section or contact; unknown values count as none."""
    known = {str(severity) for severity in Severity}
    return {
        name.removeprefix("severity:"): Severity(form[name])
        for name in form
        if name.startswith("severity:") and form[name] in known
    }


def chosen_cells(form: QueryDict, changed: Iterable[Changed]) -> list[CellId]:
    """Give the cells that were ticked, of those that are changed."""
    ticked = set(form.getlist("cell"))
    return [entry.cell.id for entry in changed if str(entry.cell.id) in ticked]


def _cell(
    entry: Changed,
    live: GuideContent | None,
    contacts: Mapping[str, ContactContent],
    form: QueryDict | None,
) -> ChangedCell:
    cell: Cell = entry.cell
    return ChangedCell(
        name=str(cell.id),
        what=described(cell.id),
        language=cell.id.language,
        chosen=form is None or str(cell.id) in form.getlist("cell"),
        behind=entry.behind,
        before=readable(live_value(cell.id, live, contacts)),
        after=readable(cell.value),
        changes=differences(live_value(cell.id, live, contacts), cell.value),
    )
