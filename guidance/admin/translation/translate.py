"""Translating English that waits, so that both go out in the same version."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from guidance.admin.draft.sent_back import sent_back
from guidance.admin.page import chosen_translation, find_submission, page, say_refusal, typed
from guidance.admin.words import differences, readable, titles
from guidance.domain.languages import LANGUAGES, SOURCE
from guidance.domain.text.compose import ComposeError
from guidance.domain.text.content import Words, clean_words
from guidance.domain.translation.parity import Finding
from guidance.models import Submission, SubmissionCell
from guidance.publishing import Issue, PublishingError, Refused, submit_companion
from guidance.publishing.people.permissions import Act, may
from guidance.publishing.submission.companion import ToTranslate, to_translate
from guidance.publishing.translation.parity import compared
from guidance.queries.sanitize import sanitize
from guidance.queries.submitted import cells_of


@dataclass(frozen=True, slots=True)
class TextForm:
    """One text on the form: the English that waits, the translation now, and the one written."""

    text: str
    title: str
    english: SafeString
    changes: SafeString
    standing: SafeString
    heading: str
    body: str
    ready: bool
    held_by: int | None
    back: Submission | None
    wrong: list[str]
    findings: tuple[Finding, ...]
    why: str


@require_http_methods(["GET", "HEAD", "POST"])
def translate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the English that waits with the translation now, or submit the new translation."""
    row = find_submission(pk)
    address = reverse("admin:submission", args=[row.pk])
    if row.state not in Submission.HOLDING or row.goes_with_id:
        messages.info(request, "This does not wait to be published, so nothing goes out with it.")
        return HttpResponseRedirect(address)
    language = chosen_translation(request, Act.TRANSLATE)
    try:
        wanted = to_translate(row, language.code)
    except ComposeError:
        messages.error(
            request, "The published text changed since this was submitted. It has to be sent back."
        )
        return HttpResponseRedirect(address)
    issues: tuple[Issue, ...] = ()
    form = typed(request)
    texts = _forms(wanted, form)
    note = f"The {language.english_name} says what the English now says."
    if request.method == "POST":
        try:
            _refuse_unticked(texts, wanted)
            companion = submit_companion(
                by=request.user,
                submission=row,
                language=language.code,
                texts={text.text: (text.heading, text.body) for text in texts if text.ready},
                note=request.POST.get("note", ""),
                reasons={text.text: text.why for text in texts},
            )
        except PublishingError as error:
            issues = say_refusal(request, error)
            for text in texts:
                text.wrong.extend(
                    issue.message for issue in issues if text.text.endswith(f"/{_key(issue)}")
                )
        else:
            messages.success(
                request,
                f"Submitted. Once another person has approved it, it goes out with #{row.pk}.",
            )
            return HttpResponseRedirect(reverse("admin:submission", args=[companion.pk]))
    return page(
        request,
        "translation/translate",
        f"Translate #{row.pk} before it goes out: {language.english_name}",
        status=400 if request.method == "POST" else 200,
        submission=row,
        guide=row.guide,
        language=language,
        languages=[each for each in LANGUAGES if each.code != SOURCE],
        editable=may(request.user, Act.TRANSLATE, language.code),
        texts=texts,
        note=form.get("note", "") if form is not None else note,
        note_wrong=[issue.message for issue in issues if issue.field == "note"],
    )


def _forms(wanted: list[ToTranslate], form: QueryDict | None) -> list[TextForm]:
    names = [entry.name for entry in wanted]
    named = titles({name.text for name in names})
    held = {
        str(row): row.submission_id
        for row in SubmissionCell.objects.filter(holds=True, key__in=[name.key for name in names])
    }
    earlier = sent_back(names)
    return [
        _form(entry, form, named[entry.name.text], held, earlier.get(str(entry.name), []))
        for entry in wanted
    ]


def _form(
    entry: ToTranslate,
    form: QueryDict | None,
    title: str,
    held: dict[str, int],
    earlier: list[Submission],
) -> TextForm:
    text = entry.name.text
    begun = _begun(entry, earlier)
    given = form if form is not None else QueryDict()
    return TextForm(
        text=text,
        title=title,
        english=readable(entry.english),
        changes=differences(entry.before, entry.english),
        standing=readable(entry.standing),
        heading=given.get(f"heading:{text}", begun.heading),
        body=sanitize(given.get(f"body:{text}", begun.body)),
        ready=text in given.getlist("ready"),
        why=given.get(f"why:{text}", ""),
        findings=_findings(entry, given) if form is not None else (),
        held_by=held.get(str(entry.name)),
        back=earlier[0] if earlier else None,
        wrong=[],
    )


def _findings(entry: ToTranslate, form: QueryDict) -> tuple[Finding, ...]:
    """Give where what was typed differs from the English."""
    text = entry.name.text
    typed = Words(form.get(f"heading:{text}", ""), sanitize(form.get(f"body:{text}", "")))
    return () if typed.is_empty() else compared(entry.english, typed, entry.name)


def _begun(entry: ToTranslate, earlier: list[Submission]) -> Words:
    """Give the text to begin from: one that came back unpublished, else the one readers have."""
    if earlier:
        cells = {cell.id: cell.value for cell in cells_of(earlier[0])}
        value = cells[entry.name]
    else:
        value = entry.standing or Words()
    return Words(value.heading, value.body)


def _refuse_unticked(texts: list[TextForm], wanted: list[ToTranslate]) -> None:
    """Raise Refused for words that were written and would not go along."""
    earlier = sent_back([entry.name for entry in wanted])
    issues = [
        Issue(
            "ready",
            entry.name.key,
            f"You changed the text of {text.text}, but did not tick that it is ready.",
        )
        for text, entry in zip(texts, wanted, strict=True)
        if not text.ready
        and clean_words(Words(text.heading, text.body))
        != clean_words(_begun(entry, earlier.get(str(entry.name), [])))
    ]
    if issues:
        raise Refused(issues)


def _key(issue: Issue) -> str:
    """Give the key of the section or contact that an issue is about."""
    return issue.key.rpartition("/")[2] or "-"
