"""The note of a version in another language."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from guidance.admin.page import (
    TRANSLATED,
    RefusalsShown,
    chosen_translation,
    find_edition,
    find_guide,
    page,
    person,
    takes_form,
)
from guidance.publishing import Issue, translate_note
from guidance.publishing.people.permissions import Act, may


@takes_form
def note(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show the note of a version with its translation, or publish a translation of it."""
    guide = find_guide(key)
    edition = find_edition(guide, number)
    language = chosen_translation(request, Act.TRANSLATE_NOTE)
    issues: list[Issue] = []
    form = request.POST
    if request.method == "POST":
        words = form.get("note", "")
        with RefusalsShown(request) as issues:
            translate_note(by=person(request), edition=edition, language=language.code, note=words)
            messages.success(request, "Readers of the list of versions see it now.")
            return redirect("admin:guide-history", guide.key)
    last = edition.note_translations.filter(language=language.code).order_by("pk").last()
    return page(
        request,
        "translation/change_note",
        f"Note of version {number} in {language.english_name}",
        guide=guide,
        edition=edition,
        language=language,
        languages=TRANSLATED,
        editable=may(person(request), Act.TRANSLATE_NOTE, language.code),
        note=form.get("note", last.note if last else ""),
        note_wrong=[issue.message for issue in issues],
    )
