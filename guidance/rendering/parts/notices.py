"""What readers are told about a text: that it may not say what the English says, or was cut."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.pages.frame import Removed
from guidance.domain.translation.visibility import Shown
from guidance.rendering.parts.dates import written
from guidance.rendering.parts.messages import english_marks, fill
from guidance.rendering.parts.phones import Lines311, phone_link


def notice(shown: Shown, *, language: str, lines: Lines311) -> tuple[SafeString, ...]:
    """Return the sentences that stand above a text, none where it says what the English says."""
    if shown.how == "own":
        return ()
    if shown.how == "stale":
        return (*_stale(shown.since, language), _ask(language, lines))
    return (*_not_ready(shown, language), _in_danger(language), _ask(language, lines))


def machine_notice(*, parts: bool = False) -> SafeString:
    """Return the notice that a computer translated this; ``parts`` for a page of mixed making."""
    if parts:
        return fill(
            gettext(
                "A computer translated parts of this page. No person has checked them. They may be"
                " wrong. If unsure, ask 311."
            )
        )
    return fill(
        gettext(
            "A computer translated this. No person has checked it. It may be wrong. If unsure,"
            " ask 311."
        )
    )


def do_not_follow(replaced: datetime, language: str) -> SafeString:
    """Return the warning above an old text that has become dangerous to follow."""
    return fill(
        gettext("Do not follow this. It was replaced on %(date)s."),
        date=written(replaced, language),
    )


def removed_notices(removed: Iterable[Removed], language: str) -> tuple[SafeString, ...]:
    """Say of each passage removed from a text when and why; the reason stands in English."""
    why = gettext("The reason:") if language == SOURCE else gettext("The reason (in English):")
    return tuple(
        format_html(
            "{} {} <span{}>{}</span>",
            fill(
                gettext("Something was removed from this part on %(date)s: […]."),
                date=written(entry.at, language),
            ),
            why,
            english_marks(language),
            entry.reason,
        )
        for entry in removed
    )


def _stale(since: datetime | None, language: str) -> tuple[SafeString, ...]:
    older = gettext("This translation is older and may miss something.")
    if since is None:
        return (fill(older),)
    changed = gettext("The English changed on %(date)s.")
    return fill(changed, date=written(since, language)), fill(older)


def _not_ready(shown: Shown, language: str) -> tuple[SafeString, ...]:
    not_ready = fill(
        gettext("Our %(language)s text is not ready."), language=BY_CODE[language].own_name
    )
    if shown.how == "missing" or shown.since is None:
        return (not_ready,)
    changed = gettext("This part changed on %(date)s.")
    return fill(changed, date=written(shown.since, language)), not_ready


def _in_danger(language: str) -> SafeString:
    return fill(
        gettext('In danger: call 911 and say "%(language)s".'),
        language=BY_CODE[language].english_name,
    )


def _ask(language: str, lines: Lines311) -> SafeString:
    if lines.own:
        return fill(
            gettext("Ask in %(language)s: %(number)s."),
            language=BY_CODE[language].own_name,
            number=phone_link(lines.own),
        )
    return fill(gettext("Questions: 311 or %(number)s."), number=phone_link(lines.general))
