"""How current every translation is: for organisations that rely on them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, override

from guidance.domain.languages import BY_CODE, SOURCE, Language
from guidance.domain.pages.frame import GuideEntry, LanguageProgress, Progress, SiteFrame
from guidance.rendering.guide.live import title_shown
from guidance.rendering.parts.addresses import in_language, live_path
from guidance.rendering.parts.dates import written
from guidance.rendering.parts.page import Page, make_page
from guidance.rendering.parts.shell import shell


def translations_page(
    *,
    language: str,
    entries: Sequence[GuideEntry],
    progress: Mapping[str, Progress],
    site: SiteFrame,
    public_url: str,
) -> Page:
    """Render, for each guide in ``entries`` and each language offered, how current it is.

    ``progress`` is by guide key.
    """
    with override(language):
        words = _Words(language)
        offered = [BY_CODE[code] for code in site.offered if code != SOURCE]
        values = {
            "shell": shell(
                language=language,
                site=site,
                public_url=public_url,
                title=gettext("How current the translations are"),
                path="translations/",
            ),
            "guides": mark_safe(  # noqa: S308 - put together of what is escaped
                "".join(_guide(entry, progress[entry.key], offered, words) for entry in entries)
            ),
        }
        return make_page(
            "site/translations.html", values, language=language, noindex=site.demonstration
        )


def _guide(
    entry: GuideEntry, progress: Progress, offered: Sequence[Language], words: "_Words"
) -> str:
    """Return a guide by its title in the page's language, and how it stands in the others.

    Put together here and not in the template: with many guides these are thousands of lines.
    """
    title, marks = title_shown(entry.titles, words.language)
    path = live_path(entry.key, entry.slug)
    items = "".join(
        f'<li><a lang="{each.code}" hreflang="{each.code}" dir="{each.direction}" '
        f'href="{in_language(each.code, path)}">{each.own_name}</a>'
        f"<ul>{words.lines(progress.languages[each.code])}</ul></li>"
        for each in offered
    )
    return f"<h2{marks}>{escape(title.heading)}</h2><ul>{items}</ul>"


_ORDER = ("own", "stale", "withheld", "missing")
_MADE = ("machine", "human", "reviewed")


class _Words:
    """What holds of parts, in the language of the page, each sentence made once."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._known: dict[tuple[str, datetime | None], str] = {}
        self._lines: dict[tuple[object, ...], str] = {}

    def lines(self, progress: LanguageProgress) -> str:
        """Return a line for each thing that holds of some parts: of how many, and what."""
        # Most guides stand alike.
        key = (progress.total, *progress.shown, *progress.made.items())
        if key not in self._lines:
            shown = sorted(progress.shown, key=lambda parts: _ORDER.index(parts.how))
            found = [(parts.count, self.of(parts.how, parts.since)) for parts in shown]
            made = [name for name in _MADE if name in progress.made]
            found += [(progress.made[name], self.of(name, None)) for name in made]
            self._lines[key] = "".join(
                f"<li><bdi>{count}/{progress.total}</bdi> {said}</li>" for count, said in found
            )
        return self._lines[key]

    def of(self, name: str, since: datetime | None) -> str:
        """Return one of ``_ORDER`` or ``_MADE`` in words, escaped."""
        key = (name, since)
        if key not in self._known:
            self._known[key] = escape(_sentence(name, _date(since, self.language)))
        return self._known[key]


def _sentence(name: str, date: str) -> str:
    match name:
        case "own":
            return gettext("current")
        case "stale":
            return gettext("out of date since %(date)s") % {"date": date}
        case "withheld" if date:
            return gettext("in English since %(date)s, until it is translated") % {"date": date}
        case "withheld":
            return gettext("in English for now")
        case "missing":
            return gettext("in English: not translated yet")
        case "machine":
            return gettext("made by a computer, checked by no person")
        case "human":
            return gettext("made by a person")
        case _:
            return gettext("reviewed by a qualified person")


def _date(since: datetime | None, language: str) -> str:
    return written(since, language) if since else ""
