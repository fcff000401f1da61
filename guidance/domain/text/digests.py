"""Digests: what names a text by what it says. ``docs/glossary.md`` lists them."""

import hashlib
import json

from guidance.domain.text.markup import canonical, collapse


def canonical_json(value: object) -> str:
    """Write ``value`` as JSON, equal values always as the same string."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(name: str, value: object) -> str:
    """Return the named SHA-256 digest of a JSON value, as ``name:hex``."""
    return f"{name}:{hashlib.sha256(canonical_json(value).encode()).hexdigest()}"


def text_digest(kind: str, heading: str, body: str, contacts: tuple[str, ...] = ()) -> str:
    """Return digest ``d1`` of a text: what a reader is told, and nothing else.

    It covers kind, heading, canonical body and which contacts stand there. Order of sections,
    sources and the contacts' own data are not in it. A contact's name and description have
    kind ``contact``.
    """
    return digest("d1", [kind, collapse(heading), canonical(body), sorted(contacts)])


def words_digest(heading: str, body: str) -> str:
    """Return the digest of a text's words alone, whatever section they stand in."""
    return text_digest("words", heading, body)


def frozen_digest(text: str) -> str:
    """Return the digest that names a frozen text: of its JSON, byte for byte."""
    return f"t1:{hashlib.sha256(text.encode()).hexdigest()}"


def is_as_published(text: str, *, name: str, redacted: str = "") -> bool:
    """Return whether stored JSON is what it should be: what ``name`` is the digest of.

    ``redacted`` is the digest that the latest removal of a passage left it with, ``''`` for none.
    """
    return frozen_digest(text) == (redacted or name)
