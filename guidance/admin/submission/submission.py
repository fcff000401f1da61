"""A submission's page: exactly what was submitted, beside what is live, and what to do with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from guidance.admin.draft.sent_back import SentBack, reasons, said_about, sent_back, value_in
from guidance.admin.page import find_submission, page, say_refusal, typed
from guidance.admin.submission.forecast import readers_forecast
from guidance.admin.words import described, differences, readable, subjects, titles
from guidance.domain.languages import BY_CODE, LANGUAGES, SOURCE, Language
from guidance.domain.text.cells import Cell
from guidance.domain.text.compose import ComposeError, live_value, moved
from guidance.domain.text.content import GENERAL, ContactContent, GuideContent
from guidance.domain.text.frozen import contact_from_json, join
from guidance.domain.translation.freshness import Severity
from guidance.models import Comment, ContactVersion, Edition, Submission
from guidance.publishing import (
    Lowered,
    PublishingError,
    approve,
    comment,
    make_preview_link,
    publish,
    review_afterwards,
    revoke_preview_links,
    send_back,
    take_back,
)
from guidance.publishing.people.permissions import Act, is_translator, may
from guidance.publishing.submission.checks import FLOOR_WORDS, SEVERITY_WORDS
from guidance.publishing.submission.companion import cells_together, english_to_follow
from guidance.publishing.submission.second_speaker import kept_after_safety
from guidance.queries.published import edition_texts, live_contacts, published_guide
from guidance.queries.submitted import cells_of


@dataclass(frozen=True, slots=True)
class SubmittedCell:
    """A submitted cell beside what is live now."""

    what: str
    language: str
    submitted: SafeString
    live: SafeString
    changes: SafeString
    moved: bool
    name: str = ""
    place: str = ""
    comments: tuple[Comment, ...] = ()
    earlier: tuple[SentBack, ...] = ()
    came_back: Submission | None = None
    since: str = ""
    typed: str = ""
    kept: bool = False
    differing: Mapping[str, Any] | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a submission, or approve, publish, send back or take it back."""
    row = find_submission(pk)
    if request.method == "POST":
        if _act(request, row):
            place = f"#{request.POST['place']}" if request.POST.get("place") else ""
            return HttpResponseRedirect(reverse("admin:submission", args=[row.pk]) + place)
        row = find_submission(pk)
    form = typed(request) or QueryDict()
    before = _before(row)
    live = before or (published_guide(row.guide)[0] if row.guide else None)
    replaced = _contacts_before(row)
    contacts = live_contacts() | replaced
    waiting = row.state in Submission.HOLDING
    cells = cells_of(row)
    named = titles({cell.id.text for cell in cells})
    kept = kept_after_safety(row) if waiting else []
    back = sent_back([cell.id for cell in cells], before=row)
    typed_words = {form.get("about", ""): form.get("words", "")}
    return page(
        request,
        "submission/submission",
        f"Submission #{row.pk}",
        submission=row,
        subject=subjects([row])[row.pk],
        own=row.submitter_id == request.user.pk,
        waiting=waiting,
        desk=_desk(row) if row.state in _CAME_BACK and row.submitter_id == request.user.pk else "",
        links=row.preview_links.filter(revoked_at=None).exists(),
        before=before is not None or bool(replaced),
        severities=[_severity(text, entry, named, form) for text, entry in row.severities.items()],
        reason=form.get("reason", ""),
        unspoken=sorted(
            {
                BY_CODE[cell.language].english_name
                for cell in kept
                if not is_translator(request.user, cell.language)
            }
        ),
        vouching=form.get("vouching", ""),
        previews=_previews(cells),
        status=400 if request.method == "POST" else 200,
        editions=_editions(row),
        taken_down=waiting and row.guide is not None and row.guide.withdrawn_at is not None,
        put_back=form.get("put_back") == "yes",
        may_comment=waiting
        and (row.submitter_id == request.user.pk or may(request.user, Act.COMMENT)),
        follows=reasons({each for found in back.values() for each in found}, []),
        comments=said_about(row, ""),
        typed_words=typed_words.get("", ""),
        companions=row.companions.select_related("submitter").order_by("pk"),
        outlook=readers_forecast(row.guide, cells_together(row), _declared(row))
        if waiting and not row.goes_with_id
        else None,
        translate_into=_translate_into(request, row) if waiting else [],
        cells=[
            SubmittedCell(
                what=described(cell.id, named),
                language=cell.id.language,
                submitted=readable(cell.value),
                live=readable(live_value(cell.id, live, contacts)),
                changes=differences(live_value(cell.id, live, contacts), cell.value),
                moved=waiting and moved(cell, live, contacts),
                name=str(cell.id),
                place=f"cell-{number}",
                comments=said_about(row, str(cell.id)),
                **_attempts(cell, back.get(str(cell.id), [])),
                typed=typed_words.get(str(cell.id), ""),
                differing=row.differing.get(str(cell.id)),
                kept=cell.id in kept,
            )
            for number, cell in enumerate(cells, start=1)
        ],
    )


def _attempts(cell: Cell, before: Sequence[Submission]) -> dict[str, Any]:
    """Give what was said of a cell when it came back, and what became of it since the last time."""
    said = [SentBack(each, said_about(each, str(cell.id))) for each in before]
    found: dict[str, Any] = {"earlier": tuple(each for each in said if each.comments)}
    if before:
        old = value_in(before[0], cell.id)
        since = "" if old == cell.value else differences(old, cell.value)
        found |= {"came_back": before[0], "since": since}
    return found


_CAME_BACK = {Submission.State.SENT_BACK, Submission.State.TAKEN_BACK}


def _desk(row: Submission) -> str:
    """Give the address of the desk at which the first text of a submission is changed."""
    cells = cells_of(row)
    first = next((cell.id for cell in cells if cell.id.subject != "guide"), cells[0].id)
    language = f"?language={first.language}" if first.language else ""
    if row.guide is None:
        return reverse("admin:contact", args=[first.key]) + language
    return f"{reverse('admin:guide', args=[row.guide.key])}{language}#{first.key}"


def _before(row: Submission) -> GuideContent | None:
    """Give the text that a publication replaced; None before it, and for contacts."""
    edition = _editions(row).first() if row.published_at and row.guide else None
    if edition is None:
        return None
    earlier = row.guide.editions.filter(number=edition.number - 1).first()
    return join(edition_texts(earlier)) if earlier else GuideContent(row.guide.key)


def _contacts_before(row: Submission) -> dict[str, ContactContent]:
    """Give the contacts that a publication replaced, by key, as they were before it."""
    versions = ContactVersion.objects.filter(submission=row).select_related("contact")
    found = {}
    for version in versions:
        key = version.contact.key
        earlier = version.contact.versions.filter(number=version.number - 1).first()
        found[key] = contact_from_json(earlier.text.json) if earlier else ContactContent.empty(key)
    return found


def _editions(row: Submission) -> Iterable[Edition]:
    """Give the versions that a publication made; a companion went out in those of its English."""
    parent = row.goes_with
    together = parent is not None and row.published_at and parent.published_at == row.published_at
    return (parent if parent and together else row).editions.select_related("guide")


def _declared(row: Submission) -> dict[str, Severity]:
    return {text: Severity(entry["declared"]) for text, entry in row.severities.items()}


def _translate_into(request: HttpRequest, row: Submission) -> list[Language]:
    """Give the languages into which this person may translate it before it goes out."""
    try:
        follow = [] if row.goes_with_id else english_to_follow(row)
    except ComposeError:
        follow = []
    return [
        language
        for language in LANGUAGES
        if follow and language.code != SOURCE and may(request.user, Act.TRANSLATE, language.code)
    ]


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
                approve(
                    by=request.user,
                    submission=row,
                    lowered=_lowered(form),
                    vouching=form.get("vouching", ""),
                )
                messages.success(request, "Approved. It can be published now.")
            case "approve_and_publish":
                with transaction.atomic():
                    approve(
                        by=request.user,
                        submission=row,
                        lowered=_lowered(form),
                        vouching=form.get("vouching", ""),
                    )
                    editions = publish(
                        by=request.user, submission=row, put_back=form.get("put_back") == "yes"
                    )
                _say_published(request, editions)
            case "publish":
                put_back = form.get("put_back") == "yes"
                editions = publish(by=request.user, submission=row, put_back=put_back)
                _say_published(request, editions)
            case "send_back":
                send_back(by=request.user, submission=row, reason=form.get("reason", ""))
                messages.success(request, "Sent back to its author, with your reasons.")
            case "comment":
                words, about = form.get("words", ""), form.get("about", "")
                comment(by=request.user, submission=row, words=words, about=about)
                messages.success(request, "Your comment stands beside it.")
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


def _say_published(request: HttpRequest, editions: Iterable[Edition]) -> None:
    names = "; ".join(f"{edition.guide.title}, version {edition.number}" for edition in editions)
    messages.success(request, f"Published: {names or 'no guide shows this contact yet'}.")


def _lowered(form: QueryDict) -> dict[str, Lowered]:
    known = {str(severity) for severity in Severity}
    return {
        name.removeprefix("lower:"): Lowered(
            Severity(form[name]), form.get(f"why:{name.removeprefix('lower:')}", "")
        )
        for name in form
        if name.startswith("lower:") and form[name] in known
    }
