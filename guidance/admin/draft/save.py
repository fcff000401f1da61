"""Saving the working copy with the desk's button."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest

from guidance.admin.draft.fields import edits
from guidance.admin.page import person, typed_by_name
from guidance.domain.languages import SOURCE, Language
from guidance.publishing import Saved, save_cells
from guidance.publishing.people.permissions import Act, may


def may_edit(by: User, language: Language) -> bool:
    if language.code == SOURCE:
        return may(by, Act.WRITE)
    return may(by, Act.TRANSLATE, language.code)


def save_form(request: HttpRequest) -> Saved:
    """Save what was typed, and show what the button has done. Raises PublishingError."""
    form = request.POST
    made_from = typed_by_name(form, "made_from:")
    saved = save_cells(by=person(request), edits=edits(form, made_from))
    # What the desk saved by itself just before is as saved as what the button saves.
    if saved.saved or form.get("autosaved") == "yes":
        messages.success(request, "Saved. Readers see it when it has been submitted and published.")
    elif not saved.collisions:
        messages.info(request, "Nothing was different, so nothing was saved.")
    for _ in saved.collisions:
        messages.warning(
            request,
            "Somebody else changed the same text while you were writing. Theirs stands; yours is "
            "kept below, under “Two texts met”.",
        )
    return saved
