"""Receipts of releases, written by the builders: one of them asks for each release."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from guidance.models import Receipt, Release

_HOLDS = timedelta(seconds=30)
"""How long a builder may be silent before another takes the asking over."""


@transaction.atomic
def take_receipt(*, number: int, node: str) -> bool:
    """Take the asking for a release upon this node; False if another has it, or it is done."""
    now = timezone.now()
    row, created = Receipt.objects.select_for_update(of=("self",), no_key=True).get_or_create(
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
    """Note what came of asking once: ``missing`` gives, by address, what is not right yet."""
    now = timezone.now()
    row = Receipt.objects.select_for_update(of=("self",), no_key=True).get(release_id=number)
    row.node, row.held_until = node, now + _HOLDS
    row.addresses, row.missing = addresses, dict(missing)
    row.tries += 1
    if not missing and row.visible is None:
        row.visible = now
    row.save()


def unconfirmed() -> list[Release]:
    """Give releases published of which nobody has yet seen every address, the newest first."""
    return list(
        Release.objects.filter(receipt__visible=None)
        .select_related("event")
        .order_by("-number")[:20]
    )
