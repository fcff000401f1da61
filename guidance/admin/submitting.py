"""Submitting a guide's changes: which, why, and what each does for readers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guidance.admin.pages import find_guide, page, say_refusal, typed
from guidance.admin.readers import ReadersOutlook, readers_outlook
from guidance.admin.texts import described, differences, readable, titles
from guidance.cells import Cell, CellId
from guidance.compose import ComposeError, live_value
from guidance.content import GENERAL, ContactContent, GuideContent
from guidance.freeze.published import published_guide
from guidance.freshness import Severity
from guidance.languages import SOURCE
from guidance.models import Guide
from guidance.publishing import Issue, PublishingError, submit
from guidance.publishing.changes import (
    Changed,
    EnglishDifference,
    changed_cells,
    english_differences,
)
from guidance.publishing.checks import FLOOR_WORDS, SEVERITY_WORDS
from guidance.publishing.people import may_submit
from guidance.publishing.submit import with_what_belongs


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A changed cell on the form: its name, whether it is chosen, and both texts."""

    name: str
    what: str
    language: str
    chosen: bool
    allowed: bool
    behind: bool
    before: str
    after: str
    changes: str
    wrong: list[str]


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

    title: str
    name: str
    reasons: tuple[str, ...]
    wrong: list[str]
    choices: tuple[SeverityChoice, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def submit_guide(request: HttpRequest, key: str) -> HttpResponse:
    """Show what has changed, or submit what was chosen of it."""
    guide = find_guide(key)
    changed = changed_cells(guide)
    issues: tuple[Issue, ...] = ()
    if request.method == "POST" and not only_looks(request):
        cells = chosen_cells(request.POST, changed)
        try:
            submission = submit(
                by=request.user,
                guide=guide,
                note=request.POST.get("note", ""),
                severities=chosen_severities(request.POST, cells),
                cells=cells,
            )
        except PublishingError as error:
            issues = say_refusal(request, error)
        else:
            messages.success(request, "Submitted. Now another person has to approve it.")
            return HttpResponseRedirect(reverse("admin:submission", args=[submission.pk]))
    live, _ = published_guide(guide)
    return page(
        request,
        "submit",
        f"Submit changes: {guide.key}",
        status=400 if request.method == "POST" and not only_looks(request) else 200,
        guide=guide,
        back=reverse("admin:guide", args=[guide.key]),
        taken_down=guide.withdrawn_at is not None,
        **form_context(request, changed, live, {}, issues, guide=guide),
    )


def only_looks(request: HttpRequest) -> bool:
    """Tell whether somebody asks what readers will see, and submits nothing yet."""
    return request.POST.get("action") == "look"


def form_context(
    request: HttpRequest,
    changed: list[Changed],
    live: GuideContent | None,
    contacts: Mapping[str, ContactContent],
    issues: Sequence[Issue],
    *,
    guide: Guide | None = None,
) -> dict[str, Any]:
    """Give what the form of a submission shows; what was typed before stays.

    Once something was typed, it says what readers of each language will see.

    What is wrong stands beside what it is about: at the first cell of its section or contact.
    """
    form = typed(request)
    try:
        differences = english_differences(live, contacts, [entry.cell for entry in changed])
    except ComposeError as error:
        messages.error(request, str(error))
        differences = []
    named = titles({entry.cell.id.text for entry in changed})
    cells = [
        _cell(entry, live, contacts, form, named, allowed=may_submit(request.user, entry.cell.id))
        for entry in changed
    ]
    for issue in issues:
        if issue.field not in {"note", "severity"}:
            about = [
                cell
                for cell, entry in zip(cells, changed, strict=True)
                if entry.cell.id.key == issue.key
            ]
            for cell in about[:1]:
                cell.wrong.append(issue.message)
    return {
        "cells": cells,
        "questions": questions(differences, form, issues),
        "outlook": _outlook(form, changed, guide) if form else None,
        **note_context(form, issues),
    }


def _outlook(form: QueryDict, changed: list[Changed], guide: Guide | None) -> ReadersOutlook | None:
    names = chosen_cells(form, changed)
    cells = with_what_belongs(changed, names)
    severities = chosen_severities(form, [cell.id for cell in cells])
    return readers_outlook(guide, cells, severities)


def note_context(form: QueryDict | None, issues: Sequence[Issue]) -> dict[str, Any]:
    """Give the note as typed, and what is wrong with it."""
    return {
        "note": form.get("note", "") if form else "",
        "note_wrong": [issue.message for issue in issues if issue.field == "note"],
    }


def questions(
    differences: Iterable[EnglishDifference], form: QueryDict | None, issues: Sequence[Issue]
) -> list[SeverityQuestion]:
    """Give the question of severity for each change of English that stands before and after."""
    differences = [difference for difference in differences if difference.floor]
    named = titles(difference.text for difference in differences)
    return [
        SeverityQuestion(
            title=named.get(difference.text, difference.text),
            wrong=[
                issue.message
                for issue in issues
                if issue.field == "severity" and issue.key == difference.text
            ],
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
    ]


def chosen_severities(form: QueryDict, cells: Iterable[CellId]) -> dict[str, Severity]:
    """Read the severities declared of the English among some cells, by section or contact.

    Unknown values count as none. What was declared of a change that was then unticked is left out.
    """
    known = {str(severity) for severity in Severity}
    english = {cell.text for cell in cells if cell.language in {GENERAL, SOURCE}}
    return {
        text: Severity(form[name])
        for name in form
        if name.startswith("severity:")
        and form[name] in known
        and (text := name.removeprefix("severity:")) in english
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
    named: Mapping[str, str],
    *,
    allowed: bool,
) -> ChangedCell:
    cell: Cell = entry.cell
    return ChangedCell(
        name=str(cell.id),
        what=described(cell.id, named),
        wrong=[],
        language=cell.id.language,
        chosen=allowed and (form is None or str(cell.id) in form.getlist("cell")),
        allowed=allowed,
        behind=entry.behind,
        before=readable(live_value(cell.id, live, contacts)),
        after=readable(cell.value),
        changes=differences(live_value(cell.id, live, contacts), cell.value),
    )
