"""One guide's desk: its sections in order, one language beside the English."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict

from guidance.admin.draft.autosave import save_by_itself
from guidance.admin.draft.conflicts import OutdatedCell, collisions, outdated_cells
from guidance.admin.draft.fields import Field, Origin, field, origin
from guidance.admin.draft.save import may_edit, save_form
from guidance.admin.draft.sent_back import SentBack, reasons, sent_back
from guidance.admin.draft.translation_context import TranslationContext, translation_contexts
from guidance.admin.page import (
    RefusalsShown,
    chosen_language,
    find_guide,
    languages_of,
    page,
    person,
    takes_form,
    to_guide,
    typed,
    wants_json,
)
from guidance.admin.words import PROVENANCES, described, titles
from guidance.domain.languages import SOURCE, Language
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import General, GuideContent, Kind, Words
from guidance.domain.text.fields import fields_of
from guidance.models import Contact, Guide, Section, Submission
from guidance.publishing import Issue, Saved
from guidance.publishing.draft.changes import Changed, changed_cells
from guidance.publishing.people.permissions import Act, may
from guidance.queries.guide_frame import current_slug
from guidance.queries.published import published_guide
from guidance.queries.site_frame import offered_languages
from guidance.queries.submitted import cells_of

AS_PUBLISHED = "as published"
"""The status of a text that nobody has changed."""


_GENERAL = tuple(each.name for each in fields_of(General))


@dataclass(frozen=True, slots=True)
class SectionDesk:
    """A section as the desk shows it."""

    row: Section
    status: str
    english: Words
    english_draft_differs: bool
    origin: Origin
    translation: TranslationContext | None
    provenance: str
    fields: tuple[Field, ...]
    general: tuple[Field, ...]
    outdated: tuple[OutdatedCell, ...]
    sent_back: tuple[SentBack, ...]

    @property
    def is_behind(self) -> bool:
        """Whether readers of this language do not get it as they should, or it waits in a draft."""
        return self.translation is None or self.translation.is_behind or self.status != AS_PUBLISHED


@takes_form
def desk(request: HttpRequest, key: str) -> HttpResponseBase:
    """Show a guide's working copy in a language, or save what was typed."""
    guide = find_guide(key)
    language = chosen_language(request)
    issues: list[Issue] = []
    if request.method == "POST":
        if wants_json(request):
            return save_by_itself(request)
        with RefusalsShown(request) as issues:
            saved = save_form(request)
            return to_guide(guide, language.code, _place(request, saved))
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
    by = person(request)
    sections = _sections(by, guide, language, form, issues)
    only_behind = request.GET.get("only") == "behind"
    return page(
        request,
        "draft/desk",
        f"{guide.title}: {language.english_name}",
        guide=guide,
        language=language,
        languages=languages_of(by),
        source=language.code == SOURCE,
        editable=may_edit(by, language),
        may_hide=may(by, Act.HIDE, language.code),
        # What was typed and refused is never left out.
        sections=[
            each for each in sections if each.is_behind or form is not None or not only_behind
        ],
        only_behind=only_behind,
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
    )


def _place(request: HttpRequest, saved: Saved) -> str:
    """Return the anchor to come back to: collisions, where the writer was, or what was changed."""
    if saved.collisions:
        return "#collisions"
    at = request.POST.get("at", "")
    if not re.fullmatch("[a-z0-9-]+", at):
        at = saved.saved[-1].cell.key if saved.saved else ""
    return f"#{at}" if at else ""


def _sections(
    by: User,
    guide: Guide,
    language: Language,
    form: QueryDict | None,
    issues: Sequence[Issue],
) -> list[SectionDesk]:
    live, _ = published_guide(guide)
    changed = {entry.cell.id: entry for entry in changed_cells(guide)}
    back = sent_back(changed)
    rows = list(guide.sections.filter(retired_at=None).order_by("position", "pk"))
    translations = translation_contexts(by, guide, rows, language, live)
    return [
        _section(row, language, live, translations.get(row.key), changed, back, form, issues)
        for row in sorted(rows, key=lambda row: row.kind != Kind.HEAD)
    ]


def _section(
    row: Section,
    language: Language,
    live: GuideContent | None,
    translation: TranslationContext | None,
    changed: dict[CellId, Changed],
    back: Mapping[str, list[Submission]],
    form: QueryDict | None,
    issues: Sequence[Issue],
) -> SectionDesk:
    words = CellId("section", row.key, "words", language.code)
    general = CellId("section", row.key, "general")
    published = live.section(row.key) if live else None
    is_source = language.code == SOURCE
    # The English page shows what is the same in every language, and that a section is new.
    own = [words, general, CellId("section", row.key, "add")] if is_source else [words]
    here = {str(name): back.get(str(name), []) for name in own}
    changed_here = [changed[name] for name in own if name in changed]
    general_names = ("sources",) if row.kind == Kind.HEAD else _GENERAL
    return SectionDesk(
        row=row,
        status=_status(row, changed_here),
        english=published.words.get(SOURCE, Words()) if published else Words(),
        english_draft_differs=CellId("section", row.key, "words", SOURCE) in changed,
        origin=origin(row, words, language, published.digest(SOURCE) if published else "", form),
        translation=translation,
        provenance=PROVENANCES[getattr(row, f"provenance_{language.code}")],
        fields=tuple(field(row, words, name, form, issues) for name in ("heading", "body")),
        general=tuple(field(row, general, name, form, issues) for name in general_names)
        if is_source
        else (),
        outdated=outdated_cells(changed_here, live, {}),
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
    """Return each submission that holds cells of this guide, with what they are in words."""
    held = guide.submissions.filter(state__in=Submission.HOLDING).order_by("pk")
    by_submission = {submission: cells_of(submission) for submission in held}
    named = titles({cell.id.text for cells in by_submission.values() for cell in cells})
    return [
        (submission, [described(cell.id, named) for cell in cells])
        for submission, cells in by_submission.items()
    ]
