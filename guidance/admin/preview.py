"""Preview: the draft, or a submission, rendered as a publication of it would render it now."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from guidance.admin.pages import chosen_language, find_guide, page
from guidance.admin.pending import Pending, pending_frame
from guidance.cells import Cell
from guidance.compose import ComposeError, compose
from guidance.content import GuideContent, split
from guidance.freeze.frame import site_frame
from guidance.freeze.published import live_contacts, published_guide
from guidance.freeze.working import working_guide
from guidance.freshness import Severity
from guidance.languages import SOURCE
from guidance.models import Guide
from guidance.publishing.cells import cells_of
from guidance.publishing.changes import changed_cells, english_differences
from guidance.rendering import guide_page


@dataclass(frozen=True, slots=True)
class _Proposed:
    """What is looked at: the guide with its cells replaced, and the severities declared so far."""

    content: GuideContent
    cells: list[Cell]
    severities: dict[str, Severity]


@require_safe
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """Show the page as it would be: the draft, or with ``?submission=7`` that submission."""
    guide = find_guide(key)
    language = chosen_language(request).code
    live, live_texts = published_guide(guide)
    contacts = live_contacts()
    try:
        proposed = _proposed(request, guide, live)
        differences = english_differences(live, {}, proposed.cells)
    except ComposeError as error:
        problem = f"The published text changed since this was submitted, and {error}."
        return page(request, "missing", "Nothing to preview", status=409, message=problem)
    missing = _unpublished(proposed.content, contacts)
    if missing:
        problem = f"Before this can be shown, these contacts have to be published: {missing}."
        return page(request, "missing", "Nothing to preview", status=409, message=problem)
    texts = split(proposed.content, contacts, live=live_texts)
    site = site_frame()
    rendered = guide_page(
        language=language,
        text=texts[language],
        english=texts[SOURCE],
        guide=pending_frame(
            guide,
            Pending(differences, proposed.severities, timezone.now()),
            texts,
            live_texts,
            language,
            live_site=not site.demonstration,
        ),
        site=site,
        public_url=settings.PUBLIC_URL,
    )
    response = HttpResponse(rendered.html)
    response["Content-Security-Policy"] = rendered.policy
    return response


def _proposed(request: HttpRequest, guide: Guide, live: GuideContent | None) -> _Proposed:
    asked = request.GET.get("submission")
    if asked is None:
        rows = guide.sections.filter(retired_at=None, retiring=False)
        cells = [entry.cell for entry in changed_cells(guide)]
        return _Proposed(working_guide(guide, rows), cells, {})
    row = guide.submissions.filter(pk=int(asked)).first() if asked.isdecimal() else None
    if row is None:
        raise Http404(f"This guide has no submission #{asked}.")
    cells = cells_of(row)
    return _Proposed(
        compose(live or GuideContent(guide.key), cells),
        cells,
        {text: Severity(entry["declared"]) for text, entry in row.severities.items()},
    )


def _unpublished(content: GuideContent, contacts: dict[str, object]) -> str:
    keys = {key for section in content.sections for key in section.general.contacts}
    return ", ".join(sorted(keys - set(contacts)))
