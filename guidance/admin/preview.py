"""Preview: the draft, or a submission, rendered exactly as a publication would render it."""

from collections.abc import Mapping
from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from guidance.admin.pages import chosen_language, find_guide
from guidance.compose import ComposeError, compose
from guidance.content import GuideContent, GuideText, split
from guidance.frame import GuideFrame
from guidance.freeze.frame import guide_frame, site_frame
from guidance.freeze.published import live_contacts, published_guide
from guidance.freeze.working import working_guide
from guidance.freshness import (
    EnglishChange,
    Freshness,
    Severity,
    Shown,
    State,
    freshness,
    shown,
)
from guidance.languages import SOURCE
from guidance.models import Guide
from guidance.publishing.cells import cells_of
from guidance.rendering import guide_page


@require_safe
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """Show the page as it would be: the draft, or with ``?submission=7`` that submission."""
    guide = find_guide(key)
    language = chosen_language(request).code
    live, live_texts = published_guide(guide)
    content = _content(request, guide, live)
    texts = split(content, live_contacts(), live=live_texts)
    frame = guide_frame(guide)
    page = guide_page(
        language=language,
        text=texts[language],
        english=texts[SOURCE],
        guide=_as_if_published(frame, texts, live_texts, language, _declared(request, guide)),
        site=site_frame(),
        public_url=settings.PUBLIC_URL,
    )
    response = HttpResponse(page.html)
    response["Content-Security-Policy"] = page.policy
    return response


def _content(request: HttpRequest, guide: Guide, live: GuideContent | None) -> GuideContent:
    asked = request.GET.get("submission")
    if asked is None:
        return working_guide(guide, guide.sections.filter(retired_at=None, retiring=False))
    row = guide.submissions.filter(pk=int(asked)).first() if asked.isdecimal() else None
    if row is None:
        raise Http404(f"This guide has no submission #{asked}.")
    try:
        return compose(live or GuideContent(guide.key), cells_of(row))
    except ComposeError as error:
        raise Http404(f"Submission #{asked} no longer fits what is published.") from error


def _declared(request: HttpRequest, guide: Guide) -> dict[str, str]:
    """Give the severities that a submission declares; a draft has none yet."""
    row = guide.submissions.filter(pk=int(request.GET.get("submission", 0))).first()
    return {text: entry["declared"] for text, entry in row.severities.items()} if row else {}


def _as_if_published(
    frame: GuideFrame,
    texts: Mapping[str, GuideText],
    live_texts: Mapping[str, GuideText],
    language: str,
    declared: Mapping[str, str],
) -> GuideFrame:
    """Give the frame with states as they would be.

    A text made from the English shown is current. Where the English is to change, what was declared
    decides; of a draft, where nothing is declared yet, the old translation is shown as out of date.
    """
    now = timezone.now()
    live = live_texts.get(SOURCE)
    states = dict(frame.sections.get(language, {}))
    english = {section.key: section.digest for section in texts[SOURCE].sections}
    for section in texts[language].sections:
        if section.is_empty():
            states[section.key] = Shown("missing")
        elif section.made_from == english[section.key] or section.key not in states:
            states[section.key] = shown(Freshness(State.CURRENT), provenance=section.provenance)
        elif (before := live.section(section.key) if live else None) and (
            before.digest != english[section.key]
        ):
            severity = declared.get(f"section/{section.key}", Severity.MEANING)
            change = EnglishChange(1, now, english[section.key], Severity(severity))
            was = EnglishChange(0, now, before.digest, None)
            if states[section.key].is_translation:
                fresh = freshness([was, change], made_from=before.digest, has_text=True)
                states[section.key] = _graver(
                    states[section.key], shown(fresh, provenance=section.provenance)
                )
    contacts = dict(frame.contacts.get(language, {}))
    for section in texts[language].sections:
        for contact in section.contacts:
            contacts.setdefault(contact.key, Shown("own" if contact.heading else "missing"))
    return replace(
        frame,
        live=frame.live or 1,
        released=frame.released or now,
        sections={**frame.sections, language: states},
        contacts={**frame.contacts, language: contacts},
        withdrawn=None,
    )


def _graver(one: Shown, other: Shown) -> Shown:
    """Give the one of two states that warns more."""
    order = ["own", "stale", "withheld", "missing"]
    return max(one, other, key=lambda shown_as: order.index(shown_as.how))
