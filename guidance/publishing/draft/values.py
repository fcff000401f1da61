"""What may stand in the fields that are the same in every language.

Each function raises ValueError with a sentence for staff.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from guidance.domain.languages import BY_CODE
from guidance.domain.text.content import Kind
from guidance.domain.text.markup import allowed_href, collapse
from guidance.models import Contact
from guidance.queries.sanitize import sanitize


def clean_kind(value: str) -> str:
    """Give the kind of a section; ``head`` is not for choosing."""
    if value not in {str(kind) for kind in Kind}:
        raise ValueError(f"“{value}” is not a kind of section.")
    return str(Kind(value))


def clean_contacts(value: Sequence[str]) -> list[str]:
    """Give contact keys in order, each once; all must exist."""
    keys = list(dict.fromkeys(value))
    known = set(Contact.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in keys:
        if key not in known:
            raise ValueError(f"There is no contact “{key}”.")
    return keys


def clean_sources(value: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Give sources as rows store them: title, https address or none, date collected."""
    return [
        {
            "title": _titled(item["title"]),
            "url": clean_web(item["url"]),
            "collected": date.fromisoformat(item["collected"]).isoformat(),
        }
        for item in value
    ]


def clean_web(value: str) -> str:
    """Give a web address, which must be https, or ``''``."""
    address = value.strip()
    if address and not (re.match(r"https://[^/\s]+\.", address) and allowed_href(address)):
        raise ValueError(f"“{address}” is not a full web address. It has to begin with https://.")
    return address


def clean_spoken(value: Sequence[str]) -> list[str]:
    """Give codes of languages spoken, in the order of the list of languages."""
    for code in value:
        if code not in BY_CODE:
            raise ValueError(f"“{code}” is not one of the site's languages.")
    return [code for code in BY_CODE if code in set(value)]


def clean_flag(value: bool) -> bool:
    """Give yes or no."""
    if not isinstance(value, bool):
        raise ValueError("Answer yes or no.")
    return value


def _titled(title: str) -> str:
    if not collapse(title):
        raise ValueError("A source needs a title.")
    return collapse(title)


_NUMBER_LINK = re.compile(r'<a href="(tel|sms):[^"]*">([+(]?[0-9][0-9 ().\-]*)</a>')


def clean_body(value: Any) -> str:
    """Clean a body; a link that shows nothing but a number calls that very number.

    Whoever corrects the number that is read means the number that is called. Raises ValueError.
    """

    def calls(link: re.Match[str]) -> str:
        number = "-".join(part for part in re.split(r"[^0-9+]+", link[2]) if part)
        return f'<a href="{link[1]}:{number}">{link[2]}</a>'

    return _NUMBER_LINK.sub(calls, sanitize(value))
