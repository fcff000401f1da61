"""One guide's desk: its sections in order, one language beside the English."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guidance.admin.fields import Field, edits, field
from guidance.admin.pages import PROVENANCES, chosen_language, find_guide, page, say_refusal
from guidance.admin.settling import Behind, behind, collisions
from guidance.admin.texts import described, titles
from guidance.cells import CellId
from guidance.content import GuideContent, Kind, Words
from guidance.freeze.frame import guide_frame
from guidance.freeze.published import published_guide
from guidance.freshness import Shown
from guidance.languages import LANGUAGES, SOURCE, Language
from guidance.models import Contact, Guide, Section, Submission
from guidance.publishing import PublishingError, save_cells
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
    made_from_any: bool
    made_from_ticked: bool
    state: Shown | None
    provenance: str
    fields: tuple[Field, ...]
    general: tuple[Field, ...]
    behind: tuple[Behind, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, key: str) -> HttpResponse:
    """Show a guide's working copy in a language, or save what was typed."""
    guide = find_guide(key)
    language = chosen_language(request)
    typed = None
    if request.method == "POST":
        answer = _save(request, guide, language)
        if answer is not None:
            return answer
        typed = request.POST
    return page(
        request,
        "desk",
        f"{_title(guide)}: {language.english_name}",
        guide=guide,
        language=language,
        languages=LANGUAGES,
        source=language.code == SOURCE,
        editable=may(request.user, Act.WRITE)
        if language.code == SOURCE
        else may(request.user, Act.TRANSLATE, language.code),
        may_hide=may(request.user, Act.HIDE, language.code),
        sections=_sections(guide, language, typed),
        kinds=[kind for kind in Kind if kind is not Kind.HEAD],
        contacts=Contact.objects.order_by("key"),
        collisions=collisions("section", [section.key for section in guide.sections.all()]),
        held=_held(guide),
        status=400 if typed is not None else 200,
    )


def _save(request: HttpRequest, guide: Guide, language: Language) -> HttpResponse | None:
    """Save; None if it was refused, so that the form comes back with all that was typed."""
    made_from = {
        name.removeprefix("made_from:"): request.POST[name]
        for name in request.POST
        if name.startswith("made_from:")
    }
    try:
        saved = save_cells(by=request.user, edits=edits(request.POST, made_from))
    except PublishingError as error:
        say_refusal(request, error)
        return None
    if saved.saved:
        messages.success(request, "Saved. Readers see it when it has been submitted and published.")
    elif not saved.collisions:
        messages.info(request, "Nothing was different, so nothing was saved.")
    for _ in saved.collisions:
        messages.warning(
            request,
            "Somebody else changed the same text while you were writing. Theirs stands; yours is "
            "kept below, under “Two texts met”.",
        )
    address = reverse("admin:guide", args=[guide.key])
    return HttpResponseRedirect(f"{address}?language={language.code}")


def _title(guide: Guide) -> str:
    head = guide.sections.filter(kind=Kind.HEAD.value).first()
    return head.heading_en if head else guide.key


def _sections(guide: Guide, language: Language, typed: QueryDict | None) -> list[SectionDesk]:
    live, _ = published_guide(guide)
    shown = guide_frame(guide).sections.get(language.code, {}) if live else {}
    changed = {entry.cell.id: entry for entry in changed_cells(guide)}
    rows = guide.sections.filter(retired_at=None).order_by("position", "pk")
    return [
        _section(row, language, live, shown.get(row.key), changed, typed)
        for row in sorted(rows, key=lambda row: row.kind != Kind.HEAD)
    ]


def _section(
    row: Section,
    language: Language,
    live: GuideContent | None,
    state: Shown | None,
    changed: dict[CellId, Changed],
    typed: QueryDict | None,
) -> SectionDesk:
    words = CellId("section", row.key, "words", language.code)
    general = CellId("section", row.key, "general")
    published = live.section(row.key) if live else None
    english = published.words.get(SOURCE, Words()) if published else Words()
    digest = published.digest(SOURCE) if published else ""
    is_source = language.code == SOURCE
    own = [words, general, CellId("section", row.key, "add")] if is_source else [words]
    general_names = ("sources",) if row.kind == Kind.HEAD else ("kind", "contacts", "sources")
    made_from = getattr(row, f"made_from_{language.code}")
    return SectionDesk(
        row=row,
        status=_status(row, [changed[name] for name in own if name in changed]),
        english=english,
        english_draft_differs=CellId("section", row.key, "words", SOURCE) in changed,
        english_live_digest=digest,
        made_from_live=made_from == digest != "",
        made_from_any=bool(made_from),
        made_from_ticked=typed is not None and f"made_from:{words}" in typed,
        state=state,
        provenance=PROVENANCES[getattr(row, f"provenance_{language.code}")],
        fields=tuple(field(row, words, name, typed) for name in ("heading", "body")),
        general=tuple(field(row, general, name, typed) for name in general_names)
        if is_source
        else (),
        behind=behind([changed[name] for name in own if name in changed], live, {}),
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
