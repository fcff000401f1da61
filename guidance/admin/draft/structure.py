"""Sections of the working copy: added, moved, marked as going."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from guidance.admin.draft.desk import show
from guidance.admin.page import UNKNOWN_BUTTON, RefusalsShown, find_guide, first_or_404, person
from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.text.content import Kind
from guidance.models import Guide, Section
from guidance.publishing import (
    Issue,
    Refused,
    add_section,
    order_sections,
    plan_retirement,
)


@require_POST
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Do one change of structure, named by ``action``."""
    guide = find_guide(key)
    action = _ACTIONS.get(request.POST.get("action", ""))
    anchor = ""
    if action is None:
        messages.error(request, UNKNOWN_BUTTON)
    else:
        with RefusalsShown(request) as issues:
            anchor = action(request, guide)
        if action is _add and not anchor:
            # A page of its own, so that what was typed is not lost.
            return show(request, guide, BY_CODE[SOURCE], issues=issues, adding=request.POST)
    return HttpResponseRedirect(f"{reverse('admin:guide', args=[guide.key])}#{anchor}")


def _add(request: HttpRequest, guide: Guide) -> str:
    form = request.POST
    kind = form.get("kind", "")
    if kind not in {str(each) for each in Kind}:
        raise Refused([Issue("kind", "", "Choose what the new section is for.")])
    section = add_section(
        by=person(request),
        guide=guide,
        key=form.get("key", "").strip(),
        kind=Kind(kind),
        after=form.get("after", ""),
        heading=form.get("heading", ""),
    )
    messages.success(request, f"Section “{section.key}” was added. Now write its text.")
    return section.key


def _move(request: HttpRequest, guide: Guide) -> str:
    section = _section(request, guide)
    rows = guide.sections.filter(retired_at=None).order_by("position", "pk")
    keys = [row.key for row in sorted(rows, key=lambda row: row.kind != Kind.HEAD)]
    place = keys.index(section.key)
    other = place + (-1 if request.POST["action"] == "up" else 1)
    if 1 <= other < len(keys):
        keys[place], keys[other] = keys[other], keys[place]
        order_sections(by=person(request), guide=guide, keys=keys)
    return section.key


def _retire(request: HttpRequest, guide: Guide) -> str:
    section = _section(request, guide)
    form = request.POST
    plan_retirement(
        by=person(request),
        section=section,
        successor=form.get("successor", "").strip(),
        reason=form.get("reason", ""),
        cancel=form["action"] == "keep",
    )
    return section.key


def _section(request: HttpRequest, guide: Guide) -> Section:
    key = request.POST.get("section", "")
    rows = guide.sections.filter(key=key, retired_at=None)
    return first_or_404(rows, f"This guide has no section “{key}”.")


_ACTIONS = {"add": _add, "up": _move, "down": _move, "retire": _retire, "keep": _retire}
