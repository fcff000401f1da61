"""The desk saving by itself: the very same operation as its button, answered field by field."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import dateformat, timezone

from guidance.admin.draft.fields import as_read, edit, names, shown
from guidance.admin.page import person
from guidance.admin.session import kept_forms
from guidance.admin.words import in_words
from guidance.domain.languages import BY_CODE
from guidance.models import Collision
from guidance.publishing import (
    FieldEdit,
    Issue,
    NotAllowed,
    Refused,
    Saved,
    note_refusal,
    save_cells,
)


def save_by_itself(request: HttpRequest) -> JsonResponse:
    """Save the fields that were typed into, and tell what became of each.

    It never says which English a translation was made from, whatever the form says: that a text is
    whole and says what the English says is for its translator to state, with the button. A pause
    in typing states nothing.
    """
    by = person(request)
    if request.POST.get("person", "") != str(by.pk):
        # Somebody else signed in meanwhile: their name goes under nothing they did not send.
        message = (
            f"Not saved: you are signed in as {by} now. Press “Save the draft” to save "
            "it under that name."
        )
        return JsonResponse({"message": message}, status=409)
    found: dict[str, FieldEdit] = {}
    told: dict[str, dict[str, Any]] = {}
    for name in names(request.POST):
        try:
            found[name] = edit(request.POST, name, {})
        except Refused as error:
            told[name] = _refused([issue.message for issue in error.issues])
    try:
        saved = _save(request, found, told)
    except NotAllowed as error:
        note_refusal(by=by, what=request.path, why=str(error))
        return JsonResponse({"message": in_words(str(error))}, status=403)
    for name, each in found.items():
        told[name] = _told(each, saved)
    if all(each["state"] in {"saved", "unchanged"} for each in told.values()):
        kept_forms.forget(request, request.get_full_path())
    at = dateformat.format(timezone.localtime(), "g:i a")
    return JsonResponse({"fields": told, "at": at})


def _save(
    request: HttpRequest, found: dict[str, FieldEdit], told: dict[str, dict[str, Any]]
) -> Saved:
    """Save what can stand; what cannot is taken out of ``found`` and told why."""
    while True:
        try:
            return save_cells(by=person(request), edits=list(found.values()))
        except Refused as error:
            wrong = {name: _about(each, error.issues) for name, each in found.items()}
            if not any(wrong.values()):
                raise
            for name, messages in wrong.items():
                if messages:
                    told[name] = _refused(messages)
                    del found[name]


def _about(each: FieldEdit, issues: Sequence[Issue]) -> list[str]:
    return [
        issue.message
        for issue in issues
        if issue.cell == each.cell and issue.field in {"", each.field}
    ]


def _refused(messages: Sequence[str]) -> dict[str, Any]:
    return {"state": "refused", "message": " ".join(in_words(each) for each in messages)}


def _told(each: FieldEdit, saved: Saved) -> dict[str, Any]:
    if each in saved.collided:
        collision = saved.collisions[saved.collided.index(each)]
        is_text = isinstance(each.text, str)
        return {
            "state": "collided",
            # What they will have read once they chose: until then nothing of theirs is replaced.
            "read": as_read(collision.standing) if is_text else collision.standing,
            "text": collision.standing,
            "met": _both_texts(each, collision, is_text=is_text),
        }
    told: dict[str, Any] = {"state": "saved" if each in saved.saved else "unchanged"}
    if (each.cell, each.field) in saved.reads:
        told["read"] = as_read(saved.reads[each.cell, each.field])
    return told


def _both_texts(each: FieldEdit, collision: Collision, *, is_text: bool) -> str:
    return render_to_string(
        "admin/guidance/draft/both_texts.html",
        {
            "standing": shown(each.field, collision.standing),
            "mine": shown(each.field, collision.refused),
            "language": BY_CODE.get(each.cell.language),
            "is_text": is_text,
        },
    )
