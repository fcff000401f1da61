"""The public addresses that pages link to: the language first, then what is the same in all."""

from guidance.domain.pages.frame import GuideFrame
from guidance.domain.pages.outputs import FRONT_KEY


def live_path(key: str, slug: str) -> str:
    """Return what follows the language in the address of a guide's live page."""
    return "" if key == FRONT_KEY else f"{slug}/"


def guide_path(guide: GuideFrame) -> str:
    """Return what follows the language in addresses below a guide: history, versions, changes."""
    return f"{guide.slug or FRONT_KEY}/"


def in_language(language: str, path: str) -> str:
    return f"/{language}/{path}"


def section_address(language: str, key: str) -> str:
    """Return the permanent address of a section in a language."""
    return f"/{language}/s/{key}/"


def host(public_url: str) -> str:
    """Return the site's address as people read and type it."""
    return public_url.split("://", 1)[-1].rstrip("/")
