"""All guides by all languages: which translations are behind, and which to do first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from guidance.admin.page import languages_of, page, person
from guidance.domain.languages import BY_CODE, SOURCE, TRANSLATED_CODES, Language
from guidance.models import Guide
from guidance.publishing.people.permissions import Act, may
from guidance.queries.site_frame import offered_languages
from guidance.queries.translation_status import (
    CONTACTS,
    Level,
    TranslationStatus,
    translation_statuses,
)

FIRST = 60
"""Texts listed at once; the rest follows when these are done."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A guide, or the contacts, in one language: how many of its texts stand how."""

    language: Language
    address: str
    counts: tuple[tuple[Level, int], ...]

    @property
    def is_good(self) -> bool:
        """Whether readers get all of it, current, and from a person."""
        return all(level is Level.GOOD for level, _ in self.counts)


@dataclass(frozen=True, slots=True)
class Row:
    """A guide, or the contacts, in every language asked for."""

    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A text that its readers do not get as they should, and where to mend it."""

    status: TranslationStatus
    language: Language
    address: str


@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Show how every translation stands: one's own languages, all, or the one asked for."""
    chosen = _chosen(request)
    guides = list(Guide.objects.filter(live_edition__isnull=False).select_related("live_edition"))
    found = translation_statuses(guides, chosen)
    behind = [each for each in found if each.level is not Level.GOOD]
    return page(
        request,
        "translation/matrix",
        "Translations",
        chosen=[BY_CODE[code] for code in chosen],
        all_languages=[each for each in languages_of(person(request)) if each.code != SOURCE],
        offered=offered_languages(),
        rows=_rows(guides, found, chosen),
        tasks=[_task(each) for each in behind[:FIRST]],
        more=len(behind) - FIRST,
        sends_mail=bool(settings.EMAIL_URL),
    )


def _chosen(request: HttpRequest) -> Sequence[str]:
    """Return the language asked for, else one's own, else all. Raises Http404 if it is unknown."""
    asked = request.GET.get("language", "")
    if asked == "all":
        return TRANSLATED_CODES
    if asked:
        if asked not in TRANSLATED_CODES:
            raise Http404(f"There is no language “{asked}” to translate into.")
        return (asked,)
    own = [code for code in TRANSLATED_CODES if may(person(request), Act.TRANSLATE, code)]
    return own or TRANSLATED_CODES


def _rows(
    guides: Iterable[Guide], found: Iterable[TranslationStatus], languages: Sequence[str]
) -> list[Row]:
    counts: dict[tuple[str, str], Counter[Level]] = {}
    for each in found:
        counts.setdefault((each.group, each.language), Counter())[each.level] += 1
    groups = [(guide.key, guide.title) for guide in guides] + [(CONTACTS, "Contacts")]
    return [
        Row(
            title,
            tuple(
                Cell(
                    BY_CODE[code],
                    "" if group == CONTACTS else _desk(group, code),
                    tuple(sorted(counts.get((group, code), Counter()).items())),
                )
                for code in languages
            ),
        )
        for group, title in groups
    ]


def _task(status: TranslationStatus) -> Task:
    return Task(status, BY_CODE[status.language], address_of(status))


def address_of(status: TranslationStatus) -> str:
    """Return where a text is translated."""
    if status.group == CONTACTS:
        return f"{reverse('admin:contact', args=[status.key])}?language={status.language}"
    return f"{_desk(status.group, status.language)}#{status.key}"


def _desk(guide: str, language: str) -> str:
    address = reverse("admin:guide", args=[guide])
    return address if language == SOURCE else f"{address}?language={language}"
