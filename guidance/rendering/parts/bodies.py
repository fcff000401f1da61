"""Frozen bodies as they stand in a page: links into the site, numbers left to right."""

import re
from collections.abc import Container

from django.utils.safestring import SafeString, mark_safe

from guidance.domain.text import markup
from guidance.rendering.parts.addresses import section_address
from guidance.rendering.parts.phones import with_numbers_isolated

_TAG = re.compile(r"(<[^>]*>)")
_SECTION_LINK = re.compile(r'<a href="/s/([a-z0-9-]+)/">')
_NUMBER_LINK = re.compile(r'(<a href="(?:tel|sms):[^"]*")(>[\d-]+</a>)')


def body_html(body: str, *, language: str, here: Container[str] = ()) -> SafeString:
    """Return a body as HTML, its words unchanged.

    Links to sections lead to the reader's ``language``, or within the page where the section is
    among ``here``, so that they work in a saved copy. Whatever is not canonical is dropped, so the
    result is safe whatever was stored.
    """

    def address(link: re.Match[str]) -> str:
        key = link[1]
        return f'<a href="{f"#{key}" if key in here else section_address(language, key)}">'

    linked = _SECTION_LINK.sub(address, markup.canonical(body))
    linked = _NUMBER_LINK.sub(r'\1 dir="ltr"\2', linked)
    # Canonical bodies hold a small set of tags, and all other text escaped.
    return mark_safe(  # noqa: S308
        "".join(
            piece if piece.startswith("<") else with_numbers_isolated(piece)
            for piece in _TAG.split(linked)
        )
    )
