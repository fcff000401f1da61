"""Translating English that waits, so that both go out in the same version."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.safestring import SafeString

from guidance.admin.draft.sent_back import sent_back, value_in
from guidance.admin.page import (
    TRANSLATED,
    RefusalsShown,
    about,
    chosen_translation,
    find_submission,
    page,
    person,
    takes_form,
    typed,
)
from guidance.admin.words import differences, readable, titles
from guidance.domain.languages import Language
from guidance.domain.text.compose import ComposeError
from guidance.domain.text.content import ContactWords, Words, clean_words
from guidance.domain.translation.parity import Finding
from guidance.models import Submission, SubmissionCell
from guidance.publishing import Issue, Refused, submit_companion
from guidance.publishing.people.permissions import Act, may
from guidance.publishing.submission.companion import ToTranslate, to_translate
from guidance.publishing.translation.parity import compared
from guidance.queries.sanitize import sanitize


@dataclass(frozen=True, slots=True)
class TextForm:
    """One text on the form: the English that waits, the translation now, and the one written.

    ``begun`` is what the form began from, ``heading`` and ``body`` what stands in it.
    """

    text: str
    title: str
    english: SafeString
    changes: SafeString
    current: SafeString
    begun: Words
    heading: str
    body: str
    ready: bool
    held_by: int | None
    back: Submission | None
    findings: tuple[Finding, ...]
    why: str
    wrong: list[str]

    @property
    def key(self) -> str:
        """The key of the section or contact."""
        return self.text.partition("/")[2]


@takes_form
def translate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the English that waits with the translation now, or submit the new translation."""
    row = find_submission(pk)
    if row.state not in Submission.HOLDING or row.goes_with_id:
        messages.info(request, "This does not wait to be published, so nothing goes out with it.")
        return redirect("admin:submission", row.pk)
    language = chosen_translation(request, Act.TRANSLATE)
    form = typed(request)
    try:
        texts = _texts(to_translate(row, language.code), form)
    except ComposeError:
        messages.error(
            request, "The published text changed since this was submitted. It has to be sent back."
        )
        return redirect("admin:submission", row.pk)
    issues: list[Issue] = []
    if request.method == "POST":
        with RefusalsShown(request) as issues:
            companion = _submit(request, row, language, texts)
            messages.success(
                request,
                f"Submitted. Once another person has approved it, it goes out with #{row.pk}.",
            )
            return redirect("admin:submission", companion.pk)
        for text in texts:
            text.wrong.extend(issue.message for issue in issues if _is_about(issue, text))
    note = f"The {language.english_name} says what the English now says."
    return page(
        request,
        "translation/translate",
        f"Translate #{row.pk} before it goes out: {language.english_name}",
        submission=row,
        guide=row.guide,
        language=language,
        languages=TRANSLATED,
        editable=may(person(request), Act.TRANSLATE, language.code),
        texts=texts,
        note=form.get("note", "") if form is not None else note,
        note_wrong=about(issues, "note"),
    )


def _submit(
    request: HttpRequest, row: Submission, language: Language, texts: Sequence[TextForm]
) -> Submission:
    """Submit what is ticked. Raises Refused, also for words written that would not go along."""
    unticked = [
        Issue(
            "ready",
            text.key,
            f"You changed the text of {text.text}, but did not tick that it is ready.",
        )
        for text in texts
        if not text.ready and clean_words(Words(text.heading, text.body)) != clean_words(text.begun)
    ]
    if unticked:
        raise Refused(unticked)
    return submit_companion(
        by=person(request),
        submission=row,
        language=language.code,
        texts={text.text: (text.heading, text.body) for text in texts if text.ready},
        note=request.POST.get("note", ""),
        reasons={text.text: text.why for text in texts},
    )


def _texts(wanted: Sequence[ToTranslate], form: QueryDict | None) -> list[TextForm]:
    names = [entry.name for entry in wanted]
    named = titles({name.text for name in names})
    held = {
        str(row): row.submission_id
        for row in SubmissionCell.objects.filter(holds=True, key__in=[name.key for name in names])
    }
    back = sent_back(names)
    return [
        _text(
            entry,
            form,
            title=named[entry.name.text],
            held_by=held.get(str(entry.name)),
            back=next(iter(back.get(str(entry.name), [])), None),
        )
        for entry in wanted
    ]


def _text(
    entry: ToTranslate,
    form: QueryDict | None,
    *,
    title: str,
    held_by: int | None,
    back: Submission | None,
) -> TextForm:
    text = entry.name.text
    # It begins from what came back unpublished, else from what readers have.
    value = value_in(back, entry.name) if back else entry.standing
    begun = Words(value.heading, value.body) if isinstance(value, Words | ContactWords) else Words()
    given = form if form is not None else QueryDict()
    written = Words(given.get(f"heading:{text}", ""), sanitize(given.get(f"body:{text}", "")))
    return TextForm(
        text=text,
        title=title,
        english=readable(entry.english),
        changes=differences(entry.before, entry.english),
        current=readable(entry.standing),
        begun=begun,
        heading=given.get(f"heading:{text}", begun.heading),
        body=sanitize(given.get(f"body:{text}", begun.body)),
        ready=text in given.getlist("ready"),
        held_by=held_by,
        back=back,
        findings=() if written.is_empty() else compared(entry.english, written, entry.name),
        why=given.get(f"why:{text}", ""),
        wrong=[],
    )


def _is_about(issue: Issue, text: TextForm) -> bool:
    """Tell whether an issue, which names a text or its key, is about this one."""
    key = issue.key.rpartition("/")[2]
    return bool(key) and text.key == key
