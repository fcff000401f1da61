"""The headers of a ready answer, for our own server and for a web server in front: one list.

No Django here: workers read it before anything else is loaded.
"""

import hashlib

from guidance.domain.text.digests import canonical_json
from guidance.release.making.shapes import Stored

Headers = list[tuple[str, str]]

# Always asked for again, so that nobody reads a withdrawn instruction; shared caches may answer for
# ten seconds, and for a day when the site itself is away.
CACHE_CONTROL = "public, max-age=0, must-revalidate, s-maxage=10, stale-if-error=86400"

COMMON: Headers = [("Cache-Control", CACHE_CONTROL), ("Vary", "Accept-Encoding")]
"""What every form of every ready answer has, a 304 too."""


def own_headers(answer: Stored) -> Headers:
    """Return the headers that differ from answer to answer, but for its language."""
    found: Headers = []
    if answer.location:
        found.append(("Location", answer.location))
    else:
        found.append(("Content-Type", answer.media_type))
    if answer.noindex:
        found.append(("X-Robots-Tag", "noindex"))
    return [
        *found,
        ("Content-Security-Policy", answer.policy or "default-src 'none'"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
    ]


def signature(answer: Stored) -> str:
    """Return ten characters of the digest of an answer's headers, but for its language."""
    return hashlib.sha256(canonical_json([*own_headers(answer), *COMMON]).encode()).hexdigest()[:10]
