"""Restoring an old version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guidance.admin.page import find_edition, find_guide, page, say_refusal, typed
from guidance.admin.submission.submit import chosen_severities, note_context, questions
from guidance.admin.words import described, differences, readable, titles
from guidance.domain.text.compose import live_value
from guidance.publishing import Issue, PublishingError, plan_restore, restore
from guidance.queries.published import published_guide


@require_http_methods(["GET", "HEAD", "POST"])
def restore_version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show what restoring a version would do, or submit it."""
    guide = find_guide(key)
    edition = find_edition(guide, number)
    plan = plan_restore(edition)
    issues: tuple[Issue, ...] = ()
    if request.method == "POST":
        try:
            submission = restore(
                by=request.user,
                edition=edition,
                note=request.POST.get("note", ""),
                severities=chosen_severities(request.POST, [cell.id for cell in plan.cells]),
            )
        except PublishingError as error:
            issues = say_refusal(request, error)
        else:
            messages.success(request, "Submitted. Now another person has to approve it.")
            return HttpResponseRedirect(reverse("admin:submission", args=[submission.pk]))
    changed = {cell.id.text for cell in plan.cells}
    named = titles(changed | {f"section/{key}" for key in (*plan.stay, *plan.gone)})
    live, _ = published_guide(guide)
    form = typed(request)
    return page(
        request,
        "publication/restore",
        f"Restore version {number} of “{guide.title}”",
        status=400 if request.method == "POST" else 200,
        guide=guide,
        edition=edition,
        plan=plan,
        stay=[named[f"section/{key}"] for key in plan.stay],
        gone=[named[f"section/{key}"] for key in plan.gone],
        cells=[
            {
                "what": described(cell.id, named),
                "language": cell.id.language,
                "before": readable(live_value(cell.id, live, {})),
                "after": readable(cell.value),
                "changes": differences(live_value(cell.id, live, {}), cell.value),
            }
            for cell in plan.cells
        ],
        questions=questions(plan.differences, form, issues),
        **note_context(form, issues),
    )
