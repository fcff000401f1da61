"""How current every translation is: for organisations that rely on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override

from guidance.frame import GuideEntry, LanguageProgress, Progress, SiteFrame
from guidance.languages import BY_CODE, SOURCE, Language
from guidance.rendering.addresses import in_language, live_path
from guidance.rendering.dates import written
from guidance.rendering.guide import title_values
from guidance.rendering.page import Page, make_page
from guidance.rendering.shell import shell


@dataclass(frozen=True, slots=True)
class GuideView:
    """A guide by its title in the page's language, and a list of how it stands in the others."""

    heading: str
    marks: SafeString
    languages: SafeString


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
            "views": [_guide(entry, progress[entry.key], offered, words) for entry in entries],
        }
        return make_page("translations.html", values, language=language, noindex=site.demonstration)


def _guide(
    entry: GuideEntry, progress: Progress, offered: Sequence[Language], words: "_Words"
) -> GuideView:
    title = title_values(entry.titles, words.language)
    path = live_path(entry.key, entry.slug)
    # Put together here and not in the template: with many guides these are thousands of lines.
    items = "".join(
        f'<li><a lang="{each.code}" hreflang="{each.code}" dir="{each.direction}" '
        f'href="{in_language(each.code, path)}">{each.own_name}</a>'
        f"<ul>{_lines(progress.languages[each.code], words)}</ul></li>"
        for each in offered
    )
    listed = mark_safe(f"<ul>{items}</ul>")  # noqa: S308 - names and addresses of our own
    return GuideView(title["heading"], title["marks"], listed)


def _lines(progress: LanguageProgress, words: "_Words") -> str:
    """Give a line for each thing that holds of some parts: of how many, and what."""
    shown = sorted(progress.shown, key=lambda parts: _ORDER.index(parts.how))
    found = [(parts.count, words.of(parts.how, parts.since)) for parts in shown]
    found += [
        (progress.made[name], words.of(name, None)) for name in _MADE if name in progress.made
    ]
    return "".join(f"<li><bdi>{count}/{progress.total}</bdi> {said}</li>" for count, said in found)


_ORDER = ("own", "stale", "withheld", "missing")
_MADE = ("machine", "human", "reviewed")


class _Words:
    """What holds of parts, in the language of the page, each sentence made once."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._known: dict[tuple[str, datetime | None], str] = {}

    def of(self, name: str, since: datetime | None) -> str:
        """Give one of ``_ORDER`` or ``_MADE`` in words, escaped."""
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
