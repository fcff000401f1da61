"""Settling collisions: two texts of one field that met."""

import json
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.text.cells import CellId
from guidance.models import Collision, CollisionSettled
from guidance.publishing.draft.save import FieldEdit, save_cells
from guidance.publishing.draft.values import is_stored_as_json
from guidance.publishing.errors import WrongState
from guidance.publishing.history import record
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import require_to_save


@transaction.atomic
def settle_collision(
    *, by: User, collision: Collision, take_second: bool = False
) -> CollisionSettled:
    """Record that a collision has been read and what belongs of it taken over. It stays stored.

    ``take_second`` puts the second text in place of the one that stands. Whoever may change the
    text may do so (else NotAllowed): nobody else has taken anything over. Raises WrongState if the
    text that stood has been changed since.
    """
    cell = _cell_of(collision)
    require_to_save(by, [cell])
    if take_second:
        read, text = (
            _value(collision.field, kept) for kept in (collision.standing, collision.refused)
        )
        if save_cells(by=by, edits=[FieldEdit(cell, collision.field, read, text)]).collisions:
            raise WrongState(
                "Nothing was put in place: the text in the draft has been changed again since the "
                "two met. Copy what belongs into it."
            )
    for_update(Collision).get(pk=collision.pk)
    settled = CollisionSettled.objects.filter(collision=collision).first()
    if settled is None:
        event = record(at=timezone.now(), by=by, verb="settled collision", subject=str(collision))
        settled = CollisionSettled.objects.create(collision=collision, event=event)
    return settled


def _cell_of(collision: Collision) -> CellId:
    return CellId(
        collision.subject,
        collision.key,
        "words" if collision.language else "general",
        collision.language,
    )


def _value(field: str, text: str) -> Any:
    """Return the value of a field from the text that a collision keeps of it."""
    return json.loads(text) if is_stored_as_json(field) else text
