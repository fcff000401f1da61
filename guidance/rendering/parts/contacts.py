"""Contacts as a page shows them: only their words can be withheld, never phone and hours."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from guidance.domain.languages import BY_CODE, SOURCE, Language
from guidance.domain.text.content import Source
from guidance.domain.text.frozen import EmbeddedContact
from guidance.domain.translation.visibility import Shown
from guidance.rendering.parts.bodies import body_html
from guidance.rendering.parts.messages import OWN, english_marks, fill
from guidance.rendering.parts.notices import do_not_follow, notice
from guidance.rendering.parts.phones import (
    NUMBER_311,
    NUMBER_911,
    Lines311,
    dialled,
    isolated,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number to call: what is dialled, what is read, and whom it is for (``''``: everybody)."""

    dialled: str
    read: SafeString
    audience: str = ""


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact ready for its template. ``marks`` and ``hours_marks`` mark English as such."""

    key: str
    name: str
    does: SafeString
    marks: SafeString
    notice: tuple[SafeString, ...]
    machine: bool
    numbers: tuple[Number, ...]
    web: str
    web_read: SafeString
    hours: str
    hours_marks: SafeString
    spoken: tuple[Language, ...]
    city_run: bool
    sources: tuple[Source, ...]
    warning: str = ""

    @property
    def is_911(self) -> bool:
        """Whether this is 911, which is drawn apart from everything else."""
        return self.key == NUMBER_911

    @property
    def is_first(self) -> bool:
        """Whether the front page gives its number in large letters already."""
        return self.key in {NUMBER_911, NUMBER_311}


def contact_view(
    contact: EmbeddedContact,
    english: EmbeddedContact | None,
    *,
    language: str,
    shown: Shown,
    lines: Lines311,
    here: frozenset[str],
    told: tuple[SafeString, ...],
    replaced: datetime | None = None,
) -> ContactView:
    """Prepare a contact; ``english`` gives its words where its own may not be shown.

    ``told`` is the notice above the section: the contact does not repeat it. ``replaced`` is when a
    safety change replaced these words of an old version.
    """
    said = notice(shown, language=language, lines=lines)
    words = contact if shown.is_translation or english is None else english
    return ContactView(
        key=contact.key,
        name=words.heading,
        does=body_html(words.body, language=language, here=here),
        marks=OWN if words is contact else english_marks(language),
        notice=() if said == told else said,
        machine=shown.machine and shown.is_translation,
        numbers=_numbers(contact, language),
        web=contact.web,
        web_read=_breakable(contact.web.split("://", 1)[-1].rstrip("/")),
        hours=contact.hours or contact.general_hours,
        hours_marks=OWN if contact.hours else english_marks(language),
        spoken=tuple(BY_CODE[code] for code in contact.spoken if code in BY_CODE),
        city_run=contact.city_run,
        sources=contact.sources,
        warning=do_not_follow(replaced, language) if replaced else "",
    )


def _numbers(contact: EmbeddedContact, language: str) -> tuple[Number, ...]:
    """Return the numbers to call, the language's own before the general one."""
    numbers = []
    if contact.phone and language != SOURCE:
        audience = gettext("In %(language)s") % {"language": BY_CODE[language].own_name}
        numbers.append(Number(dialled(contact.phone), isolated(contact.phone), audience))
    general = contact.phone if language == SOURCE and contact.phone else contact.general_phone
    if general:
        numbers.append(Number(dialled(general), _read(contact.key, general)))
    return tuple(numbers)


def _breakable(address: str) -> SafeString:
    """Let a long address go on in the next line after a slash, and not in the middle of a word."""
    return mark_safe(escape(address).replace("/", "/<wbr>"))  # noqa: S308 - escaped first


def _read(key: str, number: str) -> SafeString:
    return read_311(number) if key == NUMBER_311 else isolated(number)


def read_311(number: str) -> SafeString:
    """Return 311 as it is read out: the short number, or the long one from everywhere."""
    return fill(gettext("%(short)s or %(long)s"), short=isolated("311"), long=isolated(number))


def call_311(lines: Lines311, language: str) -> Number:
    """Return the one number that the strip and the front page offer for questions."""
    if lines.own:
        audience = gettext("In %(language)s") % {"language": BY_CODE[language].own_name}
        return Number(dialled(lines.own), isolated(lines.own), audience)
    return Number(dialled(lines.general), read_311(lines.general))
