"""A submission's page: exactly what was submitted, beside what is live, and what to do with it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString

from guidance.admin.draft.sent_back import SentBack, reasons, said_about, sent_back, value_in
from guidance.admin.page import TRANSLATED, find_submission, page, person, takes_form, typed
from guidance.admin.submission.buttons import press
from guidance.admin.submission.forecast import readers_forecast
from guidance.admin.submission.replaced import editions_of, replaced_contacts, replaced_guide
from guidance.admin.words import CellShown, cell_shown, differences, subjects, titles
from guidance.domain.languages import BY_CODE, LANGUAGES, SOURCE, Language
from guidance.domain.text.cells import Cell, CellId
from guidance.domain.text.compose import ComposeError, moved
from guidance.domain.text.content import GENERAL
from guidance.domain.translation.freshness import Severity
from guidance.models import Comment, Submission
from guidance.publishing.people.permissions import Act, is_translator, may
from guidance.publishing.submission.checks import SEVERITY_WORDS
from guidance.publishing.submission.companion import cells_together, english_to_follow
from guidance.publishing.submission.second_speaker import kept_after_safety
from guidance.queries.published import live_contacts, published_guide
from guidance.queries.submitted import cells_of


@dataclass(frozen=True, slots=True)
class SubmittedCell:
    """A submitted cell beside what is live now, or what it replaced.

    ``moved`` tells whether what is live changed meanwhile, ``unchanged`` whether not a word of it
    changes although a safety change hid it. ``came_back`` is the last submission of it that came
    back, ``since`` what changed since then, ``past`` what was said of it before.
    """

    shown: CellShown
    name: str
    place: str
    moved: bool
    unchanged: bool
    differing: Mapping[str, Any] | None
    comments: tuple[Comment, ...]
    past: tuple[SentBack, ...]
    came_back: Submission | None
    since: str | SafeString
    typed: str


@takes_form
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a submission, or approve, publish, send back or take it back."""
    row = find_submission(pk)
    if request.method == "POST":
        if press(request, row):
            place = f"#{request.POST['place']}" if request.POST.get("place") else ""
            return HttpResponseRedirect(reverse("admin:submission", args=[row.pk]) + place)
        row = find_submission(pk)
    by = person(request)
    form = typed(request) or QueryDict()
    cells = cells_of(row)
    named = titles({cell.id.text for cell in cells})
    waiting = row.state in Submission.HOLDING
    own = row.submitter_id == by.pk
    unchanged = kept_after_safety(row) if waiting else []
    return page(
        request,
        "submission/submission",
        f"Submission #{row.pk}",
        submission=row,
        subject=subjects([row])[row.pk],
        own=own,
        waiting=waiting,
        desk=_desk(row, cells) if row.state in _CAME_BACK and own else "",
        links=row.preview_links.filter(revoked_at=None).exists(),
        severities=[_severity(text, entry, named, form) for text, entry in row.severities.items()],
        unspoken=_unspoken(by, unchanged),
        reason=form.get("reason", ""),
        vouching=form.get("vouching", ""),
        put_back=form.get("put_back") == "yes",
        previews=_previews(cells),
        editions=editions_of(row),
        taken_down=waiting and row.guide is not None and row.guide.withdrawn_at is not None,
        may_comment=waiting and (own or may(by, Act.COMMENT)),
        comments=said_about(row, ""),
        typed_words="" if form.get("about") else form.get("words", ""),
        companions=row.companions.select_related("submitter").order_by("pk"),
        forecast=readers_forecast(row.guide, cells_together(row), _declared(row))
        if waiting and not row.goes_with_id
        else None,
        translate_into=_translate_into(by, row) if waiting else [],
        **_cells(row, cells, named, unchanged, form),
    )


def _cells(
    row: Submission,
    cells: Sequence[Cell],
    named: Mapping[str, str],
    unchanged: Collection[CellId],
    form: QueryDict,
) -> dict[str, Any]:
    """Return what was submitted, cell by cell, and what it answers."""
    before = replaced_guide(row)
    live = before or (published_guide(row.guide)[0] if row.guide else None)
    replaced = replaced_contacts(row)
    contacts = live_contacts() | replaced
    waiting = row.state in Submission.HOLDING
    back = sent_back([cell.id for cell in cells], before=row)
    found = []
    for number, cell in enumerate(cells, start=1):
        name = str(cell.id)
        attempts = back.get(name, [])
        past = [SentBack(each, said_about(each, name)) for each in attempts]
        old = value_in(attempts[0], cell.id) if attempts else cell.value
        found.append(
            SubmittedCell(
                shown=cell_shown(cell, named, live, contacts),
                name=name,
                place=f"cell-{number}",
                moved=waiting and moved(cell, live, contacts),
                unchanged=cell.id in unchanged,
                differing=row.differing.get(name),
                comments=said_about(row, name),
                past=tuple(each for each in past if each.comments),
                came_back=attempts[0] if attempts else None,
                since=differences(old, cell.value) if old != cell.value else "",
                typed=form.get("words", "") if form.get("about", "") == name else "",
            )
        )
    return {
        "cells": found,
        "before": before is not None or bool(replaced),
        "follows": reasons({each for attempts in back.values() for each in attempts}, []),
    }


_CAME_BACK = {Submission.State.SENT_BACK, Submission.State.TAKEN_BACK}


def _desk(row: Submission, cells: Sequence[Cell]) -> str:
    """Return the address of the desk at which the first text of a submission is changed."""
    first = next((cell.id for cell in cells if cell.id.subject != "guide"), cells[0].id)
    language = f"?language={first.language}" if first.language else ""
    if row.guide is None:
        return reverse("admin:contact", args=[first.key]) + language
    return f"{reverse('admin:guide', args=[row.guide.key])}{language}#{first.key}"


def _unspoken(by: User, cells: Iterable[CellId]) -> list[str]:
    """Return the languages of these cells of which this person is no translator."""
    codes = {cell.language for cell in cells}
    return sorted(BY_CODE[code].english_name for code in codes if not is_translator(by, code))


def _declared(row: Submission) -> dict[str, Severity]:
    return {text: Severity(entry["declared"]) for text, entry in row.severities.items()}


def _translate_into(by: User, row: Submission) -> list[Language]:
    """Return the languages into which this person may translate it before it goes out."""
    try:
        follow = [] if row.goes_with_id else english_to_follow(row)
    except ComposeError:
        follow = []
    return [language for language in TRANSLATED if follow and may(by, Act.TRANSLATE, language.code)]


def _severity(
    text: str, entry: Mapping[str, Any], named: Mapping[str, str], typed: QueryDict
) -> dict[str, object]:
    declared = Severity(entry["declared"])
    return {
        **entry,
        "text": text,
        "title": named.get(text, text),
        "words": SEVERITY_WORDS[declared],
        "lower": [severity for severity in Severity if severity.rank < declared.rank],
        "typed_lower": typed.get(f"lower:{text}", ""),
        "typed_why": typed.get(f"why:{text}", ""),
    }


def _previews(cells: Iterable[Cell]) -> list[Language]:
    """Return the languages to preview: those submitted, or all where the English changes."""
    changed = {cell.id.language for cell in cells}
    if changed & {GENERAL, SOURCE}:
        return list(LANGUAGES)
    return [language for language in LANGUAGES if language.code in changed]
