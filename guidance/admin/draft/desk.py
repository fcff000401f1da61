"""One guide's desk: its sections in order, one language beside the English."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guidance.admin.draft.autosave import save_by_itself
from guidance.admin.draft.conflicts import Behind, behind, collisions
from guidance.admin.draft.fields import Field, edits, field, made_from, made_from_named
from guidance.admin.draft.sent_back import SentBack, reasons, sent_back
from guidance.admin.draft.translation_context import Working, working
from guidance.admin.page import (
    chosen_language,
    find_guide,
    languages_of,
    page,
    say_refusal,
    say_saved,
    typed,
    wants_json,
)
from guidance.admin.words import PROVENANCES, described, titles
from guidance.domain.languages import SOURCE, Language
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import GuideContent, Kind, Provenance, Words
from guidance.models import Contact, Guide, Section, Submission
from guidance.models.columns import read_text
from guidance.publishing import Issue, PublishingError, Saved, save_cells
from guidance.publishing.draft.changes import Changed, changed_cells
from guidance.publishing.people.permissions import Act, may
from guidance.queries.frame import current_slug, offered_languages
from guidance.queries.published import published_guide
from guidance.queries.submitted import cells_of

AS_PUBLISHED = "as published"
"""How a text stands that nobody has changed."""


@dataclass(frozen=True, slots=True)
class SectionDesk:
    """A section as the desk shows it."""

    row: Section
    status: str
    english: Words
    english_draft_differs: bool
    english_live_digest: str
    made_from_live: bool
    made_from_named: bool
    made_from_ticked: bool
    working: Working | None
    provenance: str
    machine: bool
    fields: tuple[Field, ...]
    general: tuple[Field, ...]
    behind: tuple[Behind, ...]
    sent_back: tuple[SentBack, ...]

    @property
    def is_behind(self) -> bool:
        """Whether readers of this language do not get it as they should, or it waits in a draft."""
        return self.working is None or self.working.is_behind or self.status != AS_PUBLISHED


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, key: str) -> HttpResponse:
    """Show a guide's working copy in a language, or save what was typed."""
    guide = find_guide(key)
    language = chosen_language(request)
    issues: tuple[Issue, ...] = ()
    if request.method == "POST":
        if wants_json(request):
            return save_by_itself(request)
        try:
            saved = save_cells(by=request.user, edits=edits(request.POST, made_from(request.POST)))
        except PublishingError as error:
            issues = say_refusal(request, error)
        else:
            say_saved(request, saved)
            address = reverse("admin:guide", args=[guide.key])
            place = _place(request, saved)
            return HttpResponseRedirect(f"{address}?language={language.code}{place}")
    return show(request, guide, language, typed(request), issues)


def show(
    request: HttpRequest,
    guide: Guide,
    language: Language,
    form: QueryDict | None = None,
    issues: Sequence[Issue] = (),
    adding: QueryDict | None = None,
) -> HttpResponse:
    """Render a guide's desk, with what was typed and what is wrong with it.

    ``form`` is the texts, ``adding`` the form of a new section, each as it was refused.
    """
    sections = _sections(request.user, guide, language, form, issues)
    return page(
        request,
        "draft/desk",
        f"{guide.title}: {language.english_name}",
        guide=guide,
        language=language,
        languages=languages_of(request.user),
        source=language.code == SOURCE,
        editable=may(request.user, Act.WRITE)
        if language.code == SOURCE
        else may(request.user, Act.TRANSLATE, language.code),
        may_hide=may(request.user, Act.HIDE, language.code),
        sections=sections if form is not None else _wanted(request, sections),
        only_behind=_only_behind(request),
        slug=current_slug(guide),
        offered=offered_languages(),
        behind_count=sum(each.is_behind for each in sections),
        total=len(sections),
        unsaved=form is not None,
        adding=adding,
        adding_wrong=[issue.message for issue in issues] if adding else [],
        kinds=[kind for kind in Kind if kind is not Kind.HEAD],
        contacts=Contact.objects.order_by("key"),
        collisions=collisions("section", [section.key for section in guide.sections.all()]),
        held=_held(guide),
        status=400 if request.method == "POST" else 200,
    )


def _place(request: HttpRequest, saved: Saved) -> str:
    """Give where to come back to: what met another text, where they were, or what they changed."""
    if saved.collisions:
        return "#collisions"
    at = request.POST.get("at", "")
    if not re.fullmatch("[a-z0-9-]+", at):
        at = saved.saved[-1].cell.key if saved.saved else ""
    return f"#{at}" if at else ""


def _only_behind(request: HttpRequest) -> bool:
    return request.GET.get("only") == "behind"


def _wanted(request: HttpRequest, sections: list[SectionDesk]) -> list[SectionDesk]:
    """Give all sections, or those that are behind where only these were asked for."""
    return [each for each in sections if each.is_behind or not _only_behind(request)]


def _sections(
    person: AbstractUser,
    guide: Guide,
    language: Language,
    form: QueryDict | None,
    issues: Sequence[Issue],
) -> list[SectionDesk]:
    live, _ = published_guide(guide)
    changed = {entry.cell.id: entry for entry in changed_cells(guide)}
    back = sent_back(changed)
    rows = list(guide.sections.filter(retired_at=None).order_by("position", "pk"))
    works = working(person, guide, rows, language, live)
    return [
        _section(row, language, live, works.get(row.key), changed, back, form, issues)
        for row in sorted(rows, key=lambda row: row.kind != Kind.HEAD)
    ]


def _section(
    row: Section,
    language: Language,
    live: GuideContent | None,
    work: Working | None,
    changed: dict[CellId, Changed],
    back: Mapping[str, list[Submission]],
    form: QueryDict | None,
    issues: Sequence[Issue],
) -> SectionDesk:
    words = CellId("section", row.key, "words", language.code)
    general = CellId("section", row.key, "general")
    published = live.section(row.key) if live else None
    english = published.words.get(SOURCE, Words()) if published else Words()
    digest = published.digest(SOURCE) if published else ""
    is_source = language.code == SOURCE
    own = [words, general, CellId("section", row.key, "add")] if is_source else [words]
    here = {str(name): back.get(str(name), []) for name in own}
    general_names = ("sources",) if row.kind == Kind.HEAD else ("kind", "contacts", "sources")
    made_from_now = read_text(row, "made_from", language.code)
    return SectionDesk(
        row=row,
        status=_status(row, [changed[name] for name in own if name in changed]),
        english=english,
        english_draft_differs=CellId("section", row.key, "words", SOURCE) in changed,
        english_live_digest=digest,
        made_from_live=made_from_now == digest != "",
        made_from_named=made_from_named(row, language),
        made_from_ticked=form is not None and f"made_from:{words}" in form,
        working=work,
        provenance=PROVENANCES[read_text(row, "provenance", language.code)],
        machine=read_text(row, "provenance", language.code) == Provenance.MACHINE,
        fields=tuple(field(row, words, name, form, issues) for name in ("heading", "body")),
        general=tuple(field(row, general, name, form, issues) for name in general_names)
        if is_source
        else (),
        behind=behind([changed[name] for name in own if name in changed], live, {}),
        sent_back=reasons({row for found in here.values() for row in found}, here),
    )


def _status(row: Section, changed: list[Changed]) -> str:
    if row.retiring:
        return "goes with the next submission"
    if any(entry.cell.id.aspect == "add" for entry in changed):
        return "new, not published yet"
    if any(entry.is_outdated for entry in changed):
        return "the published text changed since this draft was begun"
    return "changed, not published yet" if changed else AS_PUBLISHED


def _held(guide: Guide) -> list[tuple[Submission, list[str]]]:
    """Give each submission that holds cells of this guide, with what they are in words."""
    held = guide.submissions.filter(state__in=Submission.HOLDING).order_by("pk")
    by_submission = {submission: cells_of(submission) for submission in held}
    named = titles({cell.id.text for cells in by_submission.values() for cell in cells})
    return [
        (submission, [described(cell.id, named) for cell in cells])
        for submission, cells in by_submission.items()
    ]
