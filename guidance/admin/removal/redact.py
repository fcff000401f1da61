"""Removing a passage for ever: asking, seeing every place, confirming or refusing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from guidance.admin.page import RefusalsShown, about, first_or_404, page, person, takes_form
from guidance.admin.words import in_words, titles
from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.text.passages import Hit, passages_in
from guidance.models import (
    Contact,
    ContactVersion,
    Edition,
    EditionText,
    FrozenText,
    RedactionRequest,
    Section,
    SubmissionCell,
)
from guidance.publishing import (
    Issue,
    PublishingError,
    ask_redaction,
    confirm_redaction,
    redaction_places,
    refuse_redaction,
    take_back_redaction,
)
from guidance.publishing.people.permissions import Act, may
from guidance.publishing.removal.places import Place, places_digest, unredacted_names


@dataclass(frozen=True, slots=True)
class Found:
    """A passage where it stands, in words for the person who decides."""

    where: str
    code: str
    hit: Hit

    @property
    def language(self) -> str:
        """The English name of the language it stands in, ``''`` where it has none."""
        return BY_CODE[self.code].english_name if self.code else ""


@takes_form
def ask(request: HttpRequest) -> HttpResponse:
    """Show the requests and the form to ask, or ask."""
    issues: list[Issue] = []
    form = request.POST
    if request.method == "POST":
        with RefusalsShown(request) as issues:
            row = ask_redaction(
                by=person(request),
                passages=form.get("passages", ""),
                reason=form.get("reason", ""),
            )
            messages.success(request, "Asked. Look at the places; then a second person decides.")
            return redirect("admin:redaction", row.pk)
    return page(
        request,
        "removal/ask",
        "Remove a passage for ever",
        requests=RedactionRequest.objects.select_related("asked_by", "closed_by"),
        typed=form,
        wrong={name: about(issues, name) for name in ("passages", "reason")},
    )


@takes_form
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request with every place it would change; confirm it, refuse it or take it back."""
    rows = RedactionRequest.objects.filter(pk=pk).select_related("asked_by", "closed_by")
    row = first_or_404(rows, f"There is no removal #{pk}.")
    issues: list[Issue] = []
    if request.method == "POST":
        with RefusalsShown(request) as issues:
            messages.success(request, _act(request, row))
            return redirect("admin:redaction", row.pk)
        row.refresh_from_db()
    places: list[Place] = []
    refused = ""
    try:
        places = redaction_places(by=person(request), request=row)
    except PublishingError as error:
        refused = str(error)
    passages = () if refused else passages_in(row.passages)
    own = row.asked_by_id == person(request).pk
    groups = _groups(places)
    return page(
        request,
        "removal/decide",
        f"Removal #{row.pk}",
        status=403 if refused else None,
        removal=row,
        waiting=row.state == RedactionRequest.State.WAITING,
        refused=refused,
        own=own,
        decides=not own and may(person(request), Act.CONFIRM_REDACTION),
        passages=passages,
        groups=groups,
        count=sum(len(found) for _, found in groups),
        stay=unredacted_names(passages),
        seen=places_digest(places),
        typed=request.POST,
        wrong={name: about(issues, name) for name in ("seen", "refusal")},
    )


def _act(request: HttpRequest, row: RedactionRequest) -> str:
    """Do what the button says, and return what to tell. Raises PublishingError."""
    by, form = person(request), request.POST
    action = form.get("action")
    if action == "confirm":
        confirm_redaction(by=by, request=row, seen=form.get("seen", ""))
        return "Removed everywhere. The public site shows it at once."
    if action == "take_back":
        take_back_redaction(by=by, request=row)
        return "Taken back. Nothing was removed."
    refuse_redaction(by=by, request=row, reason=form.get("refusal", ""))
    return "Refused. Nothing was removed."


_WHERE: Mapping[str, str] = {
    "Edition": "Notes of published versions",
    "ChangeNoteTranslation": "Translated notes of published versions",
    "Tombstone": "Reasons why sections were taken out",
    "Guide": "Reasons why guides were taken down",
    "Redaction": "Reasons of earlier removals",
    "Section": "Drafts of sections",
    "Contact": "Drafts of contacts",
    "Alert": "Alerts",
    "Submission": "Notes and reasons of submissions",
    "SubmissionCell": "Submitted texts",
    "Collision": "Texts that met another",
    "BackTranslation": "Translations, translated back",
    "Comment": "Comments on submissions",
    "SeverityRaise": "Reasons why a severity was raised",
    "Hide": "Reasons why translations were hidden or shown",
    "Override": "Reasons why unreviewed translations are shown",
    "GoLiveTick": "Notes of the list for going live",
    "Event": "History",
    "RedactionRequest": "Other requests to remove something",
}


def _groups(places: Iterable[Place]) -> list[tuple[str, list[Found]]]:
    """Return what was found by heading, published text first."""
    by_model: dict[type[Model], list[Place]] = {}
    for place in places:
        by_model.setdefault(place.model, []).append(place)
    groups = []
    for model, found in by_model.items():
        if model is FrozenText:
            groups.append(("Published text", _published(found)))
            continue
        rows: dict[str, Model] = QuerySet(model).in_bulk([place.pk for place in found])
        # The bare column of a translated field repeats the English one: it is shown once.
        shown = dict.fromkeys(
            Found(_named(rows[place.pk]), part.language, hit)
            for place in found
            for part in place.parts
            for hit in part.hits
        )
        groups.append((_WHERE[model.__name__], list(shown)))
    return groups


def _published(places: Iterable[Place]) -> list[Found]:
    """Return what stands in published text, the same words in several versions once."""
    places = list(places)
    names = [place.pk for place in places]
    versions: dict[str, dict[str, list[int]]] = {name: {} for name in names}
    texts = EditionText.objects.filter(text__in=names).select_related("edition__guide")
    for text in texts.order_by("edition__number"):
        guide = versions[text.text_id].setdefault(f"guide {text.edition.guide.key}", [])
        guide.append(text.edition.number)
    for version in ContactVersion.objects.filter(text__in=names).select_related("contact"):
        contact = versions[version.text_id].setdefault(f"contact {version.contact.key}", [])
        contact.append(version.number)
    keys = {part.section for place in places for part in place.parts}
    named = titles({f"{subject}/{key}" for key in keys for subject in ("section", "contact")})
    found: dict[tuple[str, str, Hit], set[int]] = {}
    for place in places:
        for part in place.parts:
            for owner, numbers in versions[place.pk].items():
                subject = "section" if owner.startswith("guide") else "contact"
                title = named.get(f"{subject}/{part.section}", part.section)
                for hit in part.hits:
                    key = (f"{owner}, “{title}”", part.language, hit)
                    found.setdefault(key, set()).update(numbers)
    return [
        Found(f"{where}, {_numbers(numbers)}", language, hit)
        for (where, language, hit), numbers in found.items()
    ]


def _numbers(numbers: set[int]) -> str:
    word = "version" if len(numbers) == 1 else "versions"
    return f"{word} {', '.join(str(number) for number in sorted(numbers))}"


def _named(row: Model) -> str:
    """Return the name by which staff know a row."""
    if isinstance(row, Section | Contact):
        return str(getattr(row, f"heading_{SOURCE}") or row.key)
    if isinstance(row, SubmissionCell):
        return in_words(f"submission #{row.submission_id}: {row}")
    if isinstance(row, Edition):
        return f"{row.guide.key}, version {row.number}"
    return in_words(str(row))
