"""Untrusted HTML to the small set of tags guidance is written in."""

import nh3

from guidance.domain.text.markup import ALLOWED_ATTRIBUTES, ALLOWED_TAGS, URL_SCHEMES, canonical


def sanitize(body: str) -> str:
    """Return ``body`` in canonical form, with nothing in it that guidance may not contain."""
    clean = nh3.clean(
        body,
        tags=set(ALLOWED_TAGS | {"b", "i"}),
        attributes={tag: set(names) for tag, names in ALLOWED_ATTRIBUTES.items()},
        url_schemes=set(URL_SCHEMES),
        link_rel=None,
    )
    return canonical(clean)
