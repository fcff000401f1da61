"""A finished page: its HTML, and the policy that goes with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from guidance.domain.languages import BY_CODE
from guidance.rendering.parts.engine import render, style, style_hash

_BASE_STYLE = "parts/base.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page as it is stored and served.

    ``policy`` is the Content-Security-Policy for its header; the page carries the same policy in
    itself, but for ``frame-ancestors``, which browsers heed only in a header.
    """

    html: str
    language: str
    status: int = 200
    policy: str
    noindex: bool


def make_page(
    template: str,
    values: Mapping[str, Any],
    *,
    language: str,
    noindex: bool,
    status: int = 200,
    styles: tuple[str, ...] = (),
) -> Page:
    """Render a template into a page. The language is active already.

    ``styles`` are style sheets that this kind of page needs beside the one every page has.
    """
    sheets = (_BASE_STYLE, *styles)
    policy = (
        f"default-src 'none'; style-src {style_hash(*sheets)}; img-src data:; base-uri 'none';"
        " form-action 'none'"
    )
    html = render(
        template,
        {
            **values,
            "language": BY_CODE[language],
            "noindex": noindex,
            "policy": policy,
            "style": style(*sheets),
        },
    )
    return Page(
        html=html,
        language=language,
        status=status,
        policy=f"{policy}; frame-ancestors 'none'",
        noindex=noindex,
    )
