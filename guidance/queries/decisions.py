"""What staff decided about translations beside their text, from rows."""

from collections.abc import Iterable

from guidance.domain.translation.visibility import (
    Decisions,
)
from guidance.models import (
    Guide,
    Hide,
    Override,
    Site,
)


def decisions_of(guides: Iterable[Guide]) -> dict[int, Decisions]:
    """Return what staff decided about the translations of these guides, by the guide's id."""
    live_site = not is_demonstration()
    ids = [guide.pk for guide in guides]
    hides, overrides = _hides(ids), _overrides(ids)
    return {pk: Decisions(hides[pk], overrides[pk], live_site) for pk in ids}


def _hides(guides: list[int]) -> dict[int, dict[str, dict[str, str]]]:
    """Return the digests of hidden words by guide, section and language: the latest row counts."""
    found: dict[int, dict[str, dict[str, str]]] = {guide: {} for guide in guides}
    rows = Hide.objects.filter(section__guide__in=guides).select_related("section")
    for row in rows.order_by("pk"):
        by_language = found[row.section.guide_id].setdefault(row.section.key, {})
        by_language.pop(row.language, None)
        if row.hidden:
            by_language[row.language] = row.text_digest
    return found


def _overrides(guides: list[int]) -> dict[int, dict[str, dict[str, frozenset[str]]]]:
    """Return the digests of texts shown without review, by guide, section and language."""
    found: dict[int, dict[str, dict[str, frozenset[str]]]] = {guide: {} for guide in guides}
    for row in Override.objects.filter(section__guide__in=guides).select_related("section"):
        by_language = found[row.section.guide_id].setdefault(row.section.key, {})
        before: frozenset[str] = by_language.get(row.language, frozenset())
        by_language[row.language] = before | {row.text_digest}
    return found


def is_demonstration() -> bool:
    """Whether the site has not gone live; without a decision it has not."""
    return not Site.objects.filter(pk=1, demonstration=False).exists()
