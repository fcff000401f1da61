"""Comparing two versions of a guide, or the draft or a submission with what is live."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from guidance.admin.page import chosen_language, find_guide, page
from guidance.admin.submission.proposed import NothingToShow, proposed
from guidance.domain.languages import LANGUAGES, SOURCE
from guidance.domain.pages.frame import OldVersion, SiteFrame
from guidance.domain.text.frozen import GuideText, untranslated
from guidance.models import Guide, Submission
from guidance.release.making.pages import PublicSite
from guidance.rendering import compared
from guidance.serving.current import site_in_database

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two texts: its own words and the English, and what is shown of it."""

    text: GuideText
    english: GuideText
    version: OldVersion


@require_safe
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Show what differs between two texts of a guide, as readers of a language would see it."""
    guide = find_guide(key)
    language = chosen_language(request)
    choices = _choices(guide)
    newest = str(guide.live_edition.number) if guide.live_edition else ""
    first = request.GET.get("from", newest)
    second = request.GET.get("to", DRAFT)
    site = site_in_database()
    changes, problem = "", ""
    if not first:
        problem = "Nothing of this guide was published yet, so there is nothing to compare with."
    else:
        try:
            old = _side(site, guide, first, language.code)
            new = _side(site, guide, second, language.code)
        except NothingToShow as error:
            problem = str(error)
        else:
            changes = _compared(old, new, language.code, site.site_frame)
    return page(
        request,
        "publication/compare",
        f"Compare: {language.english_name}",
        guide=guide,
        language=language,
        languages=LANGUAGES,
        choices=choices,
        first=first,
        second=second,
        changes=changes,
        problem=problem,
    )


def _choices(guide: Guide) -> list[tuple[str, str]]:
    """Return what can be compared of a guide, newest first: its value in the form, its name."""
    live = guide.live_edition.number if guide.live_edition else None
    waiting = guide.submissions.filter(state__in=Submission.HOLDING).order_by("-pk")
    return [
        (DRAFT, "the draft"),
        *((f"s{row.pk}", f"submission #{row.pk}") for row in waiting),
        *(
            (
                str(edition.number),
                f"version {edition.number}, {timezone.localtime(edition.released):%b %-d, %Y}"
                + (" (now)" if edition.number == live else ""),
            )
            for edition in guide.editions.order_by("-number")
        ),
    ]


def _side(site: PublicSite, guide: Guide, name: str, language: str) -> _Side:
    """Return one of the texts. Raises Http404 for one that the guide does not have."""
    if name == DRAFT or name.startswith("s"):
        shown = proposed(guide, "" if name == DRAFT else name[1:] or "?", language, site.at)
        frame = shown.frame
        return _Side(
            shown.texts[language],
            shown.texts[SOURCE],
            OldVersion(
                number=frame.live or 0,
                released=frame.released or site.at,
                sections=frame.sections,
                contacts=frame.contacts,
                removed=frame.removed,
            ),
        )
    record = site.snapshot.guide(guide.key)
    edition = record.edition(int(name)) if record and name.isdecimal() else None
    if record is None or edition is None:
        raise Http404(f"This guide has no version “{name}”.")
    texts = {code: site.snapshot.text(text) for code, text in edition.texts.items()}
    return _Side(
        texts.get(language) or untranslated(texts[SOURCE], language),
        texts[SOURCE],
        site.old_version(record, edition),
    )


def _compared(old: _Side, new: _Side, language: str, site: SiteFrame) -> str:
    return compared(
        language=language,
        old_text=old.text,
        new_text=new.text,
        old_english=old.english,
        new_english=new.english,
        old=old.version,
        new=new.version,
        site=site,
    )
