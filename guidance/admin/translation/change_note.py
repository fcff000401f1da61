"""The note of a version in another language."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guidance.admin.page import chosen_translation, find_edition, find_guide, page, say_refusal
from guidance.domain.languages import LANGUAGES, SOURCE
from guidance.publishing import PublishingError, translate_note
from guidance.publishing.people.permissions import Act, may


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show the note of a version with its translation, or publish a translation of it."""
    guide = find_guide(key)
    edition = find_edition(guide, number)
    language = chosen_translation(request, Act.TRANSLATE_NOTE)
    wrong: list[str] = []
    form = request.POST
    if request.method == "POST":
        try:
            translate_note(
                by=request.user, edition=edition, language=language.code, note=form.get("note", "")
            )
        except PublishingError as error:
            wrong = [issue.message for issue in say_refusal(request, error)]
        else:
            messages.success(request, "Readers of the list of versions see it now.")
            return HttpResponseRedirect(reverse("admin:guide-history", args=[guide.key]))
    standing = edition.note_translations.filter(language=language.code).order_by("pk").last()
    return page(
        request,
        "translation/change_note",
        f"Note of version {number} in {language.english_name}",
        status=400 if request.method == "POST" else 200,
        guide=guide,
        edition=edition,
        language=language,
        languages=[each for each in LANGUAGES if each.code != SOURCE],
        editable=may(request.user, Act.TRANSLATE_NOTE, language.code),
        note=form.get("note", standing.note if standing else ""),
        note_wrong=wrong,
    )
