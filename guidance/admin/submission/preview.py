"""Preview: the draft, or a submission, rendered as a publication of it would render it now."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from guidance.admin.page import chosen_language, find_guide, page
from guidance.admin.submission.proposed import NothingToShow, proposed
from guidance.domain.languages import LANGUAGES, SOURCE
from guidance.queries.site_frame import site_frame
from guidance.rendering import guide_page


@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # typed for views without arguments
def look(request: HttpRequest, key: str) -> HttpResponse:
    """Show the preview as wide as a phone, and as wide as there is room, in a language."""
    guide = find_guide(key)
    language = chosen_language(request)
    submission = request.GET.get("submission", "")
    asked = {"language": language.code, **({"submission": submission} if submission else {})}
    return page(
        request,
        "submission/preview",
        f"As readers would see it: {language.english_name}",
        guide=guide,
        language=language,
        languages=LANGUAGES,
        submission=submission,
        address=f"{reverse('admin:preview', args=[guide.key])}?{urlencode(asked)}",
    )


@require_safe
@xframe_options_sameorigin
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """Show the page as it would be: the draft, or with ``?submission=7`` that submission."""
    guide = find_guide(key)
    language = chosen_language(request).code
    now = timezone.now()
    try:
        shown = proposed(guide, request.GET.get("submission", ""), language, now)
    except NothingToShow as problem:
        return page(request, "missing", "Nothing to preview", status=409, message=str(problem))
    rendered = guide_page(
        language=language,
        text=shown.texts[language],
        english=shown.texts[SOURCE],
        guide=shown.frame,
        site=site_frame(now),
        public_url=settings.PUBLIC_URL,
    )
    response = HttpResponse(rendered.html)
    # The page of the staff's side that shows it beside another width frames it; nobody else may.
    response["Content-Security-Policy"] = rendered.policy.replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    )
    return response
