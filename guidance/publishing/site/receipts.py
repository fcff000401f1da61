"""Receipts of releases, written by the builders: one of them asks for each release."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from guidance.models import Receipt, Release
from guidance.publishing.locks import for_update

_HOLDS = timedelta(seconds=30)
"""How long a builder may be silent before another takes the asking over."""


@transaction.atomic
def take_receipt(*, number: int, node: str) -> bool:
    """Take the asking for a release upon this node; False if another has it, or it is done."""
    now = timezone.now()
    row, created = for_update(Receipt).get_or_create(
        release_id=number, defaults={"node": node, "held_until": now + _HOLDS}
    )
    if created:
        return True
    if row.visible or (row.node != node and row.held_until > now):
        return False
    row.node, row.held_until = node, now + _HOLDS
    row.save(update_fields=["node", "held_until"])
    return True


@transaction.atomic
def note_receipt(*, number: int, node: str, addresses: int, missing: Mapping[str, str]) -> None:
    """Note what came of asking once: ``missing`` has, by address, what is not right yet."""
    now = timezone.now()
    row = for_update(Receipt).get(release_id=number)
    row.node, row.held_until = node, now + _HOLDS
    row.addresses, row.missing = addresses, dict(missing)
    row.tries += 1
    if not missing and row.visible is None:
        row.visible = now
    row.save()


@dataclass(frozen=True, slots=True)
class Sight:
    """Whether readers get what a release brought: since when, or what is not right yet and why."""

    published: datetime
    since: datetime | None = None
    asked: bool = False
    missing: Mapping[str, str] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """How long it took, in seconds; until now while it is not done."""
        return ((self.since or timezone.now()) - self.published).total_seconds()


def visible_since(releases: Iterable[int]) -> dict[int, datetime]:
    """Return since when each of these releases is visible everywhere, leaving out those not yet.

    As in ``sight``, the receipt of a later release counts for an earlier one.
    """
    wanted = sorted(releases, reverse=True)
    if not wanted:
        return {}
    receipts = Receipt.objects.filter(release_id__gte=wanted[-1], visible__isnull=False)
    rows = receipts.order_by("-release_id").values_list("release_id", "visible")
    later = [(number, visible) for number, visible in rows if visible is not None]
    found: dict[int, datetime] = {}
    earliest: datetime | None = None
    for number in wanted:
        while later and later[0][0] >= number:
            _, visible = later.pop(0)
            earliest = visible if earliest is None else min(earliest, visible)
        if earliest is not None:
            found[number] = earliest
    return found


def sight(number: int) -> Sight:
    """Tell how far a release has come. Raises Release.DoesNotExist.

    A later release brings along what nobody had seen of an earlier one: its receipt counts too.
    """
    release = Release.objects.get(number=number)
    receipts = Receipt.objects.filter(release_id__gte=number)
    done = receipts.filter(visible__isnull=False).order_by("visible").first()
    if done is not None:
        return Sight(release.at, done.visible, asked=True)
    latest = receipts.order_by("-release_id").first()
    if latest is None or latest.tries == 0:
        return Sight(release.at)
    return Sight(release.at, asked=True, missing=latest.missing)
