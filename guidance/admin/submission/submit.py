"""Submitting changes of a guide or a contact: which, why, and what each does for readers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from guidance.admin.draft.sent_back import reasons, sent_back
from guidance.admin.page import (
    RefusalsShown,
    about,
    find_contact,
    find_guide,
    page,
    person,
    takes_form,
    typed,
    typed_by_name,
)
from guidance.admin.submission.forecast import forecasts_by_severity
from guidance.admin.submission.severities import SeverityQuestion, chosen_severities, questions
from guidance.admin.words import CellShown, cell_shown, titles
from guidance.domain.text.cells import CellId
from guidance.domain.text.compose import ComposeError, compose, compose_contacts
from guidance.domain.text.content import ContactContent, GuideContent
from guidance.domain.translation.english_changes import EnglishDifference, english_differences
from guidance.domain.translation.freshness import Severity
from guidance.domain.translation.parity import Finding
from guidance.models import Guide, Submission
from guidance.publishing import Issue, comment, submit, submit_contacts
from guidance.publishing.draft.changes import Changed, changed_cells, changed_contact_cells
from guidance.publishing.people.permissions import may_submit
from guidance.publishing.submission.submit import with_dependent_cells
from guidance.publishing.translation.parity import Texts, findings
from guidance.queries.published import live_contacts, published_guide


@dataclass(frozen=True, slots=True)
class Draft:
    """What differs between a draft and what is published, of a guide or of a contact."""

    changed: list[Changed]
    live: GuideContent | None
    contacts: Mapping[str, ContactContent]
    guide: Guide | None = None


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A changed cell on the form; ``allowed`` tells whether this person may submit it."""

    name: str
    key: str
    shown: CellShown
    chosen: bool
    allowed: bool
    outdated: bool
    findings: tuple[Finding, ...]
    why: str
    wrong: list[str]

    @property
    def asks_why(self) -> bool:
        """Whether somebody has to say why a translation that seems to differ is right."""
        return bool(self.findings) and not any(finding.is_error for finding in self.findings)


@takes_form
def submit_guide(request: HttpRequest, key: str) -> HttpResponse:
    """Show what has changed in a guide, or submit what was chosen of it."""
    guide = find_guide(key)
    live, _ = published_guide(guide)
    return _submit_page(
        request,
        Draft(changed_cells(guide), live, {}, guide),
        lambda **chosen: submit(guide=guide, **chosen),
        title=f"Submit changes: {guide.title}",
        back=reverse("admin:guide", args=[guide.key]),
        guide=guide,
        taken_down=guide.withdrawn_at is not None,
    )


@takes_form
def submit_contact(request: HttpRequest, key: str) -> HttpResponse:
    """Show what has changed in a contact, or submit what was chosen of it."""
    contact = find_contact(key)
    return _submit_page(
        request,
        Draft(changed_contact_cells([contact]), None, live_contacts([contact.key])),
        lambda **chosen: submit_contacts(contacts=[contact], **chosen),
        title=f"Submit changes: {contact.title}",
        back=reverse("admin:contact", args=[contact.key]),
        contact=contact,
    )


def _submit_page(
    request: HttpRequest,
    draft: Draft,
    submit_chosen: Callable[..., Submission],
    *,
    title: str,
    **context: Any,
) -> HttpResponse:
    """Show the form of a submission, or submit what was chosen and go to its page."""
    issues: list[Issue] = []
    # Asking what readers will see submits nothing yet.
    only_looks = request.POST.get("action") == "look"
    if request.method == "POST" and not only_looks:
        cells = _chosen_cells(request.POST, draft.changed)
        with RefusalsShown(request, places=("severity", "note")) as issues:
            with transaction.atomic():
                submission = submit_chosen(
                    by=person(request),
                    note=request.POST.get("note", ""),
                    severities=chosen_severities(request.POST, cells),
                    cells=cells,
                    reasons=typed_by_name(request.POST, "why:"),
                )
                _answer(request, submission)
            messages.success(request, "Submitted. Now another person has to approve it.")
            return redirect("admin:submission", submission.pk)
    return page(
        request,
        "submission/submit",
        title,
        status=200 if only_looks else None,
        **_form_context(request, draft, issues),
        **context,
    )


def _answer(request: HttpRequest, submission: Submission) -> None:
    """Put the answer to those who sent a text back beside what is submitted now."""
    words = request.POST.get("answer", "").strip()
    if words:
        comment(by=person(request), submission=submission, words=words)


def _form_context(request: HttpRequest, draft: Draft, issues: Sequence[Issue]) -> dict[str, Any]:
    """Return what the form shows; what was typed before stays.

    It says what readers of each language would see, of all changes, or of those that are ticked.
    """
    form = typed(request)
    cells = _cells(request, draft, form)
    for issue in issues:
        if issue.field not in {"note", "severity", "words"}:
            # What is wrong stands at the first cell of its section or contact.
            for cell in [cell for cell in cells if cell.key == issue.key][:1]:
                cell.wrong.append(issue.message)
    chosen = _chosen_cells(form, draft.changed) if form else None
    seen = forecasts_by_severity(draft.guide, with_dependent_cells(draft.changed, chosen))
    asked = questions(_english_differences(request, draft), form, issues, seen)
    back = sent_back([entry.cell.id for entry in draft.changed])
    returned = reasons({row for rows in back.values() for row in rows}, back)
    return {
        "cells": cells,
        "questions": asked,
        "new": _new_texts(asked, seen[Severity.SAFETY]),
        "sent_back": returned,
        "answer": form.get("answer", "") if form else "",
        "answer_wrong": about(issues, "words"),
        **note_context(form, issues),
        # Somebody who submits again need not find their words anew.
        **({"note": returned[0].submission.note} if returned and not form else {}),
    }


def _english_differences(request: HttpRequest, draft: Draft) -> list[EnglishDifference]:
    """Return what the draft changes in the English; none, with a message, if it does not fit."""
    cells = [entry.cell for entry in draft.changed]
    try:
        return english_differences(draft.live, draft.contacts, cells)
    except ComposeError as error:
        messages.error(request, str(error))
        return []


def _new_texts(
    asked: Iterable[SeverityQuestion], seen: Mapping[str, tuple[tuple[str, str], ...]]
) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return the texts that are new, so no severity is asked, with what readers would see."""
    known = {question.name.removeprefix("severity:") for question in asked}
    new = {text: effect for text, effect in seen.items() if text not in known}
    named = titles(new)
    return [(named.get(text, text), effect) for text, effect in new.items()]


def _cells(request: HttpRequest, draft: Draft, form: QueryDict | None) -> list[ChangedCell]:
    named = titles({entry.cell.id.text for entry in draft.changed})
    differing = _differing(draft)
    given = form if form is not None else QueryDict()
    found = []
    for entry in draft.changed:
        name = str(entry.cell.id)
        allowed = may_submit(person(request), entry.cell.id)
        found.append(
            ChangedCell(
                name=name,
                key=entry.cell.id.key,
                shown=cell_shown(entry.cell, named, draft.live, draft.contacts),
                chosen=allowed and (form is None or name in given.getlist("cell")),
                allowed=allowed,
                outdated=entry.is_outdated,
                findings=differing.get(name, ()),
                why=given.get(f"why:{name}", ""),
                wrong=[],
            )
        )
    return found


def _differing(draft: Draft) -> dict[str, tuple[Finding, ...]]:
    """Return where translations differ from the English that would stand were all published."""
    cells = [entry.cell for entry in draft.changed]
    live, contacts = draft.live, draft.contacts
    try:
        guide = compose(live or GuideContent(""), cells)
    except ComposeError:
        return {}
    after = Texts(guide, compose_contacts(contacts, cells))
    return findings(cells, before=Texts(live, contacts), after=after)


def note_context(form: QueryDict | None, issues: Sequence[Issue]) -> dict[str, Any]:
    """Return the note as typed, and what is wrong with it."""
    return {"note": form.get("note", "") if form else "", "note_wrong": about(issues, "note")}


def _chosen_cells(form: QueryDict, changed: Iterable[Changed]) -> list[CellId]:
    """Return the cells that were ticked, of those that are changed."""
    ticked = set(form.getlist("cell"))
    return [entry.cell.id for entry in changed if str(entry.cell.id) in ticked]
