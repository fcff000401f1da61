"""Submitting a guide's changes: which, why, and what each does for readers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guidance.admin.draft.sent_back import reasons, sent_back
from guidance.admin.page import find_guide, page, say_refusal, typed
from guidance.admin.submission.forecast import forecasts_by_severity
from guidance.admin.words import described, differences, readable, titles
from guidance.domain.languages import SOURCE
from guidance.domain.text.cells import Cell, CellId
from guidance.domain.text.compose import ComposeError, compose, compose_contact, live_value
from guidance.domain.text.content import GENERAL, ContactContent, GuideContent
from guidance.domain.translation.english_changes import EnglishDifference, english_differences
from guidance.domain.translation.freshness import Severity
from guidance.domain.translation.parity import Finding
from guidance.domain.translation.severity import Floor
from guidance.models import Guide, Submission
from guidance.publishing import Issue, PublishingError, comment, submit
from guidance.publishing.draft.changes import Changed, changed_cells
from guidance.publishing.people.permissions import may_submit
from guidance.publishing.submission.checks import FLOOR_WORDS, SEVERITY_WORDS
from guidance.publishing.submission.submit import with_dependent_cells
from guidance.publishing.translation.parity import Texts, findings
from guidance.queries.published import published_guide


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
    findings: tuple[Finding, ...] = ()
    why: str = ""

    @property
    def asks_why(self) -> bool:
        """Whether somebody has to say why a translation that seems to differ is right."""
        return bool(self.findings) and not any(finding.is_error for finding in self.findings)


@dataclass(frozen=True, slots=True)
class SeverityChoice:
    """A severity on the form; one that is too low for this change cannot be chosen.

    ``effect`` says what readers of which languages would see.
    """

    value: str
    words: str
    allowed: bool
    chosen: bool
    effect: tuple[tuple[str, str], ...] = ()


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
            with transaction.atomic():
                submission = submit(
                    by=request.user,
                    guide=guide,
                    note=request.POST.get("note", ""),
                    severities=chosen_severities(request.POST, cells),
                    cells=cells,
                    reasons=reasons_why(request.POST),
                )
                answer(request, submission)
        except PublishingError as error:
            issues = say_refusal(request, error, places=("severity", "note"))
        else:
            messages.success(request, "Submitted. Now another person has to approve it.")
            return HttpResponseRedirect(reverse("admin:submission", args=[submission.pk]))
    live, _ = published_guide(guide)
    return page(
        request,
        "submission/submit",
        f"Submit changes: {guide.title}",
        status=400 if request.method == "POST" and not only_looks(request) else 200,
        guide=guide,
        back=reverse("admin:guide", args=[guide.key]),
        taken_down=guide.withdrawn_at is not None,
        **form_context(request, changed, live, {}, issues, guide=guide),
    )


def answer(request: HttpRequest, submission: Submission) -> None:
    """Put what somebody answers to those who sent their text back beside what they submit now."""
    words = request.POST.get("answer", "").strip()
    if words:
        comment(by=request.user, submission=submission, words=words)


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

    It says what readers of each language would see, of all changes, or of those that are ticked.

    What is wrong stands beside what it is about: at the first cell of its section or contact.
    """
    form = typed(request)
    try:
        differences = english_differences(live, contacts, [entry.cell for entry in changed])
    except ComposeError as error:
        messages.error(request, str(error))
        differences = []
    named = titles({entry.cell.id.text for entry in changed})
    differing = _differing(changed, live, contacts)
    cells = [
        _cell(
            entry,
            live,
            contacts,
            form,
            named,
            allowed=may_submit(request.user, entry.cell.id),
            differing=differing.get(str(entry.cell.id), ()),
        )
        for entry in changed
    ]
    for issue in issues:
        if issue.field not in {"note", "severity", "words"}:
            about = [
                cell
                for cell, entry in zip(cells, changed, strict=True)
                if entry.cell.id.key == issue.key
            ]
            for cell in about[:1]:
                cell.wrong.append(issue.message)
    chosen = with_dependent_cells(changed, chosen_cells(form, changed) if form else None)
    seen = forecasts_by_severity(guide, chosen)
    asked = questions(differences, form, issues, seen)
    about = {question.name.removeprefix("severity:") for question in asked}
    new = {text: lines for text, lines in seen[Severity.SAFETY].items() if text not in about}
    new_titles = titles(new)
    back = sent_back([entry.cell.id for entry in changed])
    returned = reasons({row for rows in back.values() for row in rows}, back)
    return {
        "cells": cells,
        "questions": asked,
        "new": [(new_titles.get(text, text), lines) for text, lines in new.items()],
        "sent_back": returned,
        "answer": form.get("answer", "") if form else "",
        "answer_wrong": [issue.message for issue in issues if issue.field == "words"],
        **note_context(form, issues),
        # Somebody who submits again need not find their words anew.
        **({"note": returned[0].submission.note} if returned and not form else {}),
    }


def _differing(
    changed: Sequence[Changed],
    live: GuideContent | None,
    contacts: Mapping[str, ContactContent],
) -> dict[str, tuple[Finding, ...]]:
    """Give where translations differ from the English that would stand were all of it published."""
    cells = [entry.cell for entry in changed]
    keys = {cell.id.key for cell in cells if cell.id.subject == "contact"}
    after = {
        key: compose_contact(contacts.get(key, ContactContent.empty(key)), cells) for key in keys
    }
    try:
        guide = compose(live or GuideContent(""), cells)
    except ComposeError:
        return {}
    return findings(cells, before=Texts(live, contacts), after=Texts(guide, after))


def reasons_why(form: QueryDict) -> dict[str, str]:
    """Read, by cell, why a translation that seems to differ from its English is right."""
    return {name.removeprefix("why:"): form[name] for name in form if name.startswith("why:")}


def note_context(form: QueryDict | None, issues: Sequence[Issue]) -> dict[str, Any]:
    """Give the note as typed, and what is wrong with it."""
    return {
        "note": form.get("note", "") if form else "",
        "note_wrong": [issue.message for issue in issues if issue.field == "note"],
    }


def questions(
    differences: Iterable[EnglishDifference],
    form: QueryDict | None,
    issues: Sequence[Issue],
    seen: Mapping[Severity, Mapping[str, tuple[tuple[str, str], ...]]] | None = None,
) -> list[SeverityQuestion]:
    """Give the question of severity for each change of English that stands before and after.

    ``seen`` says what each choice does for readers, as ``forecasts_by_severity`` gives it.
    """
    differences = [difference for difference in differences if difference.floor]
    named = titles(difference.text for difference in differences)
    return [
        severity_question(
            named.get(difference.text, difference.text),
            f"severity:{difference.text}",
            difference.floor,
            form.get(f"severity:{difference.text}", "") if form else "",
            [
                issue.message
                for issue in issues
                if issue.field == "severity" and issue.key == difference.text
            ],
            {severity: by_text.get(difference.text, ()) for severity, by_text in seen.items()}
            if seen
            else {},
        )
        for difference in differences
    ]


def severity_question(
    title: str,
    name: str,
    floor: Floor,
    chosen: str,
    wrong: list[str],
    effect: Mapping[Severity, tuple[tuple[str, str], ...]] | None = None,
) -> SeverityQuestion:
    """Give the question of severity under ``name``; what is below the floor cannot be chosen.

    ``effect`` says what readers of which languages would see of each.
    """
    return SeverityQuestion(
        title=title,
        name=name,
        reasons=tuple(FLOOR_WORDS[reason] for reason in floor.reasons),
        wrong=wrong,
        choices=tuple(
            SeverityChoice(
                value=severity,
                words=SEVERITY_WORDS[severity],
                allowed=severity.rank >= floor.severity.rank,
                chosen=chosen == severity,
                effect=(effect or {}).get(severity, ()),
            )
            for severity in Severity
        ),
    )


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
    differing: tuple[Finding, ...],
) -> ChangedCell:
    cell: Cell = entry.cell
    return ChangedCell(
        name=str(cell.id),
        what=described(cell.id, named),
        wrong=[],
        findings=differing,
        why=form.get(f"why:{cell.id}", "") if form else "",
        language=cell.id.language,
        chosen=allowed and (form is None or str(cell.id) in form.getlist("cell")),
        allowed=allowed,
        behind=entry.is_outdated,
        before=readable(live_value(cell.id, live, contacts)),
        after=readable(cell.value),
        changes=differences(live_value(cell.id, live, contacts), cell.value),
    )
