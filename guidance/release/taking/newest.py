"""The newest release as rows say it: what a builder starts from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guidance.domain.pages.records import GuideRecord, SiteRecord
from guidance.models import Guide, Redaction, Release
from guidance.queries.published import text_json
from guidance.release.taking.snapshot import guide_record, site_record


@dataclass(frozen=True, slots=True)
class NewestRelease:
    """The row of a release, what all guides share, and how much was removed for ever until then.

    ``guides`` gives, by guide, its number, the digest of its edition and that of its frame.
    """

    number: int
    at: datetime
    digest: str
    guides: Mapping[str, tuple[Any, ...]]
    site: SiteRecord
    removals: int


def newest_release() -> int | None:
    """Return the number of the newest release; None before the first."""
    return Release.objects.order_by("-number").values_list("number", flat=True).first()


def read_newest(at: datetime) -> NewestRelease | None:
    """Read the newest release, with the alerts that have not ended at a moment; None before it."""
    row = Release.objects.order_by("-number").first()
    if row is None:
        return None
    return NewestRelease(
        number=row.number,
        at=row.at,
        digest=row.digest,
        guides={key: tuple(seen) for key, seen in row.guides.items()},
        site=site_record(at),
        removals=Redaction.objects.filter(frozen_text__isnull=False).count(),
    )


def read_guides(
    keys: Iterable[str], has_text: Callable[[str], bool]
) -> Iterator[tuple[GuideRecord, dict[str, str]]]:
    """Read all that guides' pages are made from, of those that were published.

    With each comes the JSON of those of its frozen texts that the caller has not yet, by name.
    """
    rows = Guide.objects.filter(key__in=keys).select_related("live_edition")
    for guide in rows.prefetch_related("slugs"):
        record = guide_record(guide)
        if record is not None:
            names = {name for edition in record.editions for name in edition.texts.values()}
            yield record, text_json(name for name in names if not has_text(name))
