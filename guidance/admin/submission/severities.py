"""The question what a change of English does for readers, and the answer a form gives."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from guidance.admin.page import typed_by_name
from guidance.admin.words import titles
from guidance.domain.languages import SOURCE
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import GENERAL
from guidance.domain.translation.english_changes import EnglishDifference
from guidance.domain.translation.freshness import Severity
from guidance.domain.translation.severity import Floor
from guidance.publishing import Issue
from guidance.publishing.submission.checks import FLOOR_WORDS, SEVERITY_WORDS


@dataclass(frozen=True, slots=True)
class SeverityChoice:
    """A severity on the form; one that is too low for this change cannot be chosen.

    ``effect`` says what readers of which languages would see.
    """

    value: str
    words: str
    allowed: bool
    chosen: bool
    effect: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SeverityQuestion:
    """What a change to the English of a section or contact does for readers."""

    title: str
    name: str
    reasons: tuple[str, ...]
    wrong: list[str]
    choices: tuple[SeverityChoice, ...]


def questions(
    differences: Iterable[EnglishDifference],
    form: QueryDict | None,
    issues: Sequence[Issue],
    seen: Mapping[Severity, Mapping[str, tuple[tuple[str, str], ...]]] | None = None,
) -> list[SeverityQuestion]:
    """Return the question for each change of English that stands before and after.

    ``seen`` says what each choice does for readers, as ``forecasts_by_severity`` gives it.
    """
    floors = {each.text: each.floor for each in differences if each.floor}
    named = titles(floors)
    return [
        severity_question(
            named.get(text, text),
            f"severity:{text}",
            floor,
            form.get(f"severity:{text}", "") if form else "",
            [issue.message for issue in issues if issue.field == "severity" and issue.key == text],
            {severity: by_text.get(text, ()) for severity, by_text in (seen or {}).items()},
        )
        for text, floor in floors.items()
    ]


def severity_question(
    title: str,
    name: str,
    floor: Floor,
    chosen: str,
    wrong: list[str],
    effect: Mapping[Severity, tuple[tuple[str, str], ...]] | None = None,
) -> SeverityQuestion:
    """Return the question under ``name``; what is below the floor cannot be chosen.

    ``effect`` says what readers of which languages would see of each severity.
    """
    return SeverityQuestion(
        title=title,
        name=name,
        reasons=tuple(FLOOR_WORDS[reason] for reason in floor.reasons),
        wrong=wrong,
        choices=tuple(
            SeverityChoice(
                value=severity,
                words=SEVERITY_WORDS[severity],
                allowed=severity.rank >= floor.severity.rank,
                chosen=chosen == severity,
                effect=(effect or {}).get(severity, ()),
            )
            for severity in Severity
        ),
    )


def chosen_severity(value: str) -> Severity | None:
    """Return a severity, None for an unknown value."""
    return Severity(value) if value in set(Severity) else None


def chosen_severities(form: QueryDict, cells: Iterable[CellId]) -> dict[str, Severity]:
    """Read the severities declared of the English among some cells, by section or contact.

    Unknown values count as none. What was declared of a change that was then unticked is left out.
    """
    english = {cell.text for cell in cells if cell.language in {GENERAL, SOURCE}}
    return {
        text: severity
        for text, value in typed_by_name(form, "severity:").items()
        if text in english and (severity := chosen_severity(value))
    }
