"""Phone numbers on a page: always left to right, always to be called with a touch."""

import re
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from guidance.domain.pages.frame import SiteFrame

NUMBER_911 = "911"
NUMBER_311 = "311"
LONG_311 = "612-673-3000"
"""What 311 is reached under from everywhere; used where no frame can be read."""

_LONG_NUMBER = re.compile(r"(?<![\d-])(?:1-)?\d{3}-\d{3}-\d{4}(?![\d-])")
_US_DIGITS = 10


def dialled(number: str) -> str:
    """Return what a phone is to dial: long numbers with the country, which foreign phones need."""
    digits = re.sub(r"\D", "", number)
    if len(digits) == _US_DIGITS:
        return f"+1{digits}"
    return f"+{digits}" if len(digits) == _US_DIGITS + 1 else digits


def phone_link(number: str) -> SafeString:
    """Return a number as a link that calls it."""
    return format_html('<a href="tel:{}" dir="ltr">{}</a>', dialled(number), number)


def isolated(number: str) -> SafeString:
    """Return a number that right-to-left text around it cannot turn over."""
    return format_html('<bdi dir="ltr">{}</bdi>', number)


def with_numbers_isolated(escaped: str) -> SafeString:
    """Isolate every long number in a piece of escaped text without tags."""
    return mark_safe(  # noqa: S308 - escaped by the caller, as its name asks
        _LONG_NUMBER.sub(r'<bdi dir="ltr">\g<0></bdi>', escaped)
    )


@dataclass(frozen=True, slots=True)
class Lines311:
    """How readers of one language reach 311: the general number, and their own line or ``''``."""

    general: str = LONG_311
    own: str = ""


def lines_311(site: SiteFrame | None, language: str) -> Lines311:
    """Read 311's numbers from the frame."""
    contact = site.contacts.get(NUMBER_311) if site else None
    if contact is None:
        return Lines311()
    words = contact.words.get(language)
    return Lines311(contact.general.phone or LONG_311, words.phone if words else "")
