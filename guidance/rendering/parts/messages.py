"""Catalogue sentences with values in them, as HTML."""

import html

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

ENGLISH = mark_safe(' lang="en" dir="ltr"')
"""What marks English on another language's page. It begins with a space, to stand inside a tag."""

OWN = mark_safe("")
"""What marks words in the page's own language: nothing."""


def fill(message: str, **values: str) -> SafeString:
    """Put values into a translated sentence: its ``%(name)s`` are replaced, all is escaped.

    A value that is safe HTML already (a link, an isolated number) stays as it is.
    """
    escaped = {name: conditional_escape(value) for name, value in values.items()}
    return mark_safe(html.escape(message, quote=False) % escaped)  # noqa: S308 - all escaped


def english_marks(language: str) -> SafeString:
    """Return what has to mark English text on a page in ``language``."""
    return OWN if language == "en" else ENGLISH
