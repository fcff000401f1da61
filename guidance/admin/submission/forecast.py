"""What readers of each language will see when a change is published, said to staff before it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from guidance.admin.words import titles
from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.text.cells import Cell
from guidance.domain.text.compose import ComposeError
from guidance.domain.translation.forecast import Outcome, outcome
from guidance.domain.translation.freshness import Severity
from guidance.models import Guide
from guidance.queries.forecast import forecast
from guidance.queries.site_frame import offered_languages

WORDS = {
    Outcome.UPDATED: "readers see the new translation, which goes out with this",
    Outcome.STAYS: "readers see their translation as it is now",
    Outcome.OUT_OF_DATE: "readers see the older translation, with a notice that it is out of date",
    Outcome.ENGLISH: "readers see the English until it is translated",
    Outcome.MISSING: "readers see the English: there is no translation yet",
}
"""What each outcome means, in words for staff."""


@dataclass(frozen=True, slots=True)
class TextForecast:
    """One changed text (``section/key``): languages, and what their readers will see of it."""

    text: str
    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReadersForecast:
    """All changed texts, and the languages in which a safety change will stand in English."""

    texts: tuple[TextForecast, ...]
    in_english: tuple[str, ...]


def readers_forecast(
    guide: Guide | None, cells: Sequence[Cell], severities: Mapping[str, Severity]
) -> ReadersForecast | None:
    """Return what a publication of these cells would do in every offered language.

    None where it changes no English, or where the cells do not fit what is published now.
    """
    languages = [code for code in offered_languages() if code != SOURCE]
    try:
        found = forecast(guide, cells, severities, timezone.now(), languages)
    except (ComposeError, KeyError):
        return None
    if not found.changed or not languages:
        return None
    updated = {cell.id for cell in cells}
    outcomes = {
        english.text: {
            code: outcome(
                found.shown[english.text, code],
                updated=replace(english, language=code) in updated,
            )
            for code in languages
        }
        for english in found.changed
    }
    named = titles(outcomes)
    return ReadersForecast(
        tuple(
            TextForecast(text, named.get(text, text), _lines(by_language))
            for text, by_language in outcomes.items()
        ),
        tuple(
            BY_CODE[code].english_name
            for code in languages
            if any(
                outcomes[text][code].is_english
                for text in outcomes
                if severities.get(text) is Severity.SAFETY
            )
        ),
    )


def forecasts_by_severity(
    guide: Guide | None, cells: Sequence[Cell]
) -> dict[Severity, dict[str, tuple[tuple[str, str], ...]]]:
    """Return, for each severity, what readers would see of each changed text were it declared that.

    By section or contact (``section/key``), as lines of languages and words.
    """
    texts = {cell.id.text for cell in cells}
    found = {}
    for severity in Severity:
        seen = readers_forecast(guide, cells, dict.fromkeys(texts, severity))
        found[severity] = {each.text: each.lines for each in seen.texts} if seen else {}
    return found


def _lines(outcomes: Mapping[str, Outcome]) -> tuple[tuple[str, str], ...]:
    found = []
    for each, words in WORDS.items():
        names = [BY_CODE[code].english_name for code, there in outcomes.items() if there is each]
        if names:
            found.append((", ".join(names), words))
    return tuple(found)
