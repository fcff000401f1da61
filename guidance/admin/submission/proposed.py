"""What is not published yet, as the text it would become: the draft of a guide, or a submission."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404

from guidance.domain.pages.frame import GuideFrame
from guidance.domain.text.cells import Cell
from guidance.domain.text.compose import ComposeError, compose
from guidance.domain.text.content import GuideContent
from guidance.domain.text.frozen import GuideText, split
from guidance.domain.translation.english_changes import english_differences
from guidance.domain.translation.forecast import coming_english
from guidance.domain.translation.freshness import Severity
from guidance.models import Guide
from guidance.publishing.draft.changes import changed_cells
from guidance.publishing.submission.companion import cells_together
from guidance.queries.forecast import frame_forecast
from guidance.queries.published import live_contacts, published_guide
from guidance.queries.working_copy import working_guide


class NothingToShow(Exception):
    """What was asked for cannot be put together now; the message says why, in plain words."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A guide as it would be: its texts, and what stands around them in one language."""

    texts: dict[str, GuideText]
    frame: GuideFrame


def proposed(guide: Guide, submission: str, language: str, at: datetime) -> Proposed:
    """Return the draft, or the submission with this number, as it would be if published ``at``.

    Raises NothingToShow where it cannot be, Http404 for a submission that the guide has not.
    """
    live, live_texts = published_guide(guide)
    contacts = live_contacts()
    try:
        content, cells, severities = _cells(guide, submission, live)
        differences = english_differences(live, {}, cells)
    except ComposeError as error:
        raise NothingToShow(
            f"The published text changed since this was submitted, and {error}."
        ) from error
    used = {key for section in content.sections for key in section.general.contacts}
    missing = ", ".join(sorted(used - set(contacts)))
    if missing:
        raise NothingToShow(
            f"Before this can be shown, these contacts have to be published: {missing}."
        )
    texts = split(content, contacts, live=live_texts)
    coming = coming_english(differences, severities, at)
    return Proposed(texts, frame_forecast(guide, texts, live_texts, coming, language, at))


def _cells(
    guide: Guide, submission: str, live: GuideContent | None
) -> tuple[GuideContent, list[Cell], dict[str, Severity]]:
    if not submission:
        rows = guide.sections.filter(retired_at=None, retiring=False)
        cells = [entry.cell for entry in changed_cells(guide)]
        return working_guide(guide, rows), cells, {}
    row = guide.submissions.filter(pk=int(submission)).first() if submission.isdecimal() else None
    if row is None:
        raise Http404(f"This guide has no submission #{submission}.")
    cells = cells_together(row)
    declared = (row.goes_with or row).severities
    return (
        compose(live or GuideContent(guide.key), cells),
        cells,
        {text: Severity(entry["declared"]) for text, entry in declared.items()},
    )
