"""Restoring an old version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from guidance.admin.page import (
    RefusalsShown,
    find_edition,
    find_guide,
    page,
    person,
    takes_form,
    typed,
)
from guidance.admin.submission.severities import chosen_severities, questions
from guidance.admin.submission.submit import note_context
from guidance.admin.words import cell_shown, titles
from guidance.publishing import Issue, plan_restore, restore
from guidance.queries.published import published_guide


@takes_form
def restore_version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show what restoring a version would do, or submit it."""
    guide = find_guide(key)
    edition = find_edition(guide, number)
    plan = plan_restore(edition)
    issues: list[Issue] = []
    if request.method == "POST":
        with RefusalsShown(request) as issues:
            submission = restore(
                by=person(request),
                edition=edition,
                note=request.POST.get("note", ""),
                severities=chosen_severities(request.POST, [cell.id for cell in plan.cells]),
            )
            messages.success(request, "Submitted. Now another person has to approve it.")
            return redirect("admin:submission", submission.pk)
    changed = {cell.id.text for cell in plan.cells}
    named = titles(changed | {f"section/{key}" for key in (*plan.stay, *plan.gone)})
    live, _ = published_guide(guide)
    form = typed(request)
    return page(
        request,
        "publication/restore",
        f"Restore version {number} of “{guide.title}”",
        guide=guide,
        edition=edition,
        old_name=f"Version {number}",
        plan=plan,
        stay=[named[f"section/{key}"] for key in plan.stay],
        gone=[named[f"section/{key}"] for key in plan.gone],
        cells=[cell_shown(cell, named, live, {}) for cell in plan.cells],
        questions=questions(plan.differences, form, issues),
        **note_context(form, issues),
    )
