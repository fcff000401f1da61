"""One guide's desk: its sections in order, one language beside the English."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guidance.admin.autosave import save_by_itself
from guidance.admin.earlier import SentBack, reasons, sent_back
from guidance.admin.fields import Field, edits, field, made_from, made_from_named
from guidance.admin.pages import (
    chosen_language,
    find_guide,
    page,
    say_refusal,
    say_saved,
    typed,
    wants_json,
)
from guidance.admin.settling import Behind, behind, collisions
from guidance.admin.texts import PROVENANCES, described, titles
from guidance.cells import CellId
from guidance.content import GuideContent, Kind, Provenance, Words, words_digest
from guidance.freeze.frame import decided, guide_frame
from guidance.freeze.published import published_guide
from guidance.freshness import Shown
from guidance.languages import LANGUAGES, SOURCE, Language
from guidance.models import Contact, Guide, Section, Submission
from guidance.publishing import PublishingError, Saved, save_cells
from guidance.publishing.cells import cells_of
from guidance.publishing.changes import Changed, changed_cells
from guidance.publishing.people import Act, may


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
    state: Shown | None
    hidden_by_hand: bool
    provenance: str
    machine: bool
    fields: tuple[Field, ...]
    general: tuple[Field, ...]
    behind: tuple[Behind, ...]
    sent_back: tuple[SentBack, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, key: str) -> HttpResponse:
    """Show a guide's working copy in a language, or save what was typed."""
    guide = find_guide(key)
    language = chosen_language(request)
    if request.method == "POST":
        if wants_json(request):
            return save_by_itself(request)
        answer = _save(request, guide, language)
        if answer is not None:
            return answer
    form = typed(request)
    return page(
        request,
        "desk",
        f"{guide.title}: {language.english_name}",
        guide=guide,
        language=language,
        languages=LANGUAGES,
        source=language.code == SOURCE,
        editable=may(request.user, Act.WRITE)
        if language.code == SOURCE
        else may(request.user, Act.TRANSLATE, language.code),
        may_hide=may(request.user, Act.HIDE, language.code),
        sections=_sections(guide, language, form),
        unsaved=form is not None,
        kinds=[kind for kind in Kind if kind is not Kind.HEAD],
        contacts=Contact.objects.order_by("key"),
        collisions=collisions("section", [section.key for section in guide.sections.all()]),
        held=_held(guide),
        status=400 if request.method == "POST" else 200,
    )


def _save(request: HttpRequest, guide: Guide, language: Language) -> HttpResponse | None:
    """Save; None if it was refused, so that the form comes back with all that was typed."""
    try:
        saved = save_cells(by=request.user, edits=edits(request.POST, made_from(request.POST)))
    except PublishingError as error:
        say_refusal(request, error)
        return None
    say_saved(request, saved)
    address = reverse("admin:guide", args=[guide.key])
    return HttpResponseRedirect(f"{address}?language={language.code}{_place(request, saved)}")


def _place(request: HttpRequest, saved: Saved) -> str:
    """Give where to come back to: what met another text, where they were, or what they changed."""
    if saved.collisions:
        return "#collisions"
    at = request.POST.get("at", "")
    if not re.fullmatch("[a-z0-9-]+", at):
        at = saved.saved[-1].cell.key if saved.saved else ""
    return f"#{at}" if at else ""


def _sections(guide: Guide, language: Language, form: QueryDict | None) -> list[SectionDesk]:
    live, _ = published_guide(guide)
    shown = guide_frame(guide).sections.get(language.code, {}) if live else {}
    changed = {entry.cell.id: entry for entry in changed_cells(guide)}
    back = sent_back(changed)
    by_hand = _hidden_by_hand(guide, live, language)
    rows = guide.sections.filter(retired_at=None).order_by("position", "pk")
    return [
        _section(row, language, live, shown.get(row.key), row.key in by_hand, changed, back, form)
        for row in sorted(rows, key=lambda row: row.kind != Kind.HEAD)
    ]


def _hidden_by_hand(guide: Guide, live: GuideContent | None, language: Language) -> set[str]:
    """Give the keys of sections whose published words somebody has hidden in this language."""
    hides = decided([guide])[guide.pk].hides
    return {
        section.key
        for section in (live.sections if live else ())
        if (hide := hides.get(section.key, {}).get(language.code))
        and (words := section.words.get(language.code))
        and hide.text_digest == words_digest(words.heading, words.body)
    }


def _section(
    row: Section,
    language: Language,
    live: GuideContent | None,
    state: Shown | None,
    by_hand: bool,
    changed: dict[CellId, Changed],
    back: Mapping[str, list[Submission]],
    form: QueryDict | None,
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
    made_from_now = getattr(row, f"made_from_{language.code}")
    return SectionDesk(
        row=row,
        status=_status(row, [changed[name] for name in own if name in changed]),
        english=english,
        english_draft_differs=CellId("section", row.key, "words", SOURCE) in changed,
        english_live_digest=digest,
        made_from_live=made_from_now == digest != "",
        made_from_named=made_from_named(row, language),
        made_from_ticked=form is not None and f"made_from:{words}" in form,
        state=state,
        hidden_by_hand=by_hand,
        provenance=PROVENANCES[getattr(row, f"provenance_{language.code}")],
        machine=getattr(row, f"provenance_{language.code}") == Provenance.MACHINE,
        fields=tuple(field(row, words, name, form) for name in ("heading", "body")),
        general=tuple(field(row, general, name, form) for name in general_names)
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
    if any(entry.behind for entry in changed):
        return "the published text changed since this draft was begun"
    return "changed, not submitted or not published yet" if changed else "as published"


def _held(guide: Guide) -> list[tuple[Submission, list[str]]]:
    """Give each submission that holds cells of this guide, with what they are in words."""
    held = guide.submissions.filter(state__in=Submission.HOLDING).order_by("pk")
    by_submission = {submission: cells_of(submission) for submission in held}
    named = titles({cell.id.text for cells in by_submission.values() for cell in cells})
    return [
        (submission, [described(cell.id, named) for cell in cells])
        for submission, cells in by_submission.items()
    ]
