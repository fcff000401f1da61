"""Alerts as pages show them: the language's own words if they say what the English says."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.pages.frame import Alert, SiteFrame
from guidance.domain.text.content import Provenance
from guidance.rendering.parts.messages import OWN, english_marks, fill
from guidance.rendering.parts.notices import machine_notice


@dataclass(frozen=True, slots=True)
class AlertView:
    """An alert ready for its template. ``marks`` marks its words where they are English."""

    text: str
    marks: SafeString
    notice: SafeString


def alert_views(site: SiteFrame | None, guide: str, language: str) -> tuple[AlertView, ...]:
    """Return the alerts of the page of a guide (by key; empty for other pages)."""
    alerts = site.alerts if site else ()
    return tuple(_view(alert, language) for alert in alerts if alert.guide in {"", guide})


def _view(alert: Alert, language: str) -> AlertView:
    english = alert.words[SOURCE]
    own = alert.shown_in(language)
    if own is None:
        not_ready = fill(
            gettext("Our %(language)s text is not ready."), language=BY_CODE[language].own_name
        )
        return AlertView(english.text, english_marks(language), not_ready)
    return AlertView(
        own.text, OWN, machine_notice() if own.provenance is Provenance.MACHINE else OWN
    )
