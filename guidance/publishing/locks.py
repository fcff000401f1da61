"""Locking rows; in which order, docs/decisions/0009-locks.md says."""

from typing import TypeVar

from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def for_update(model: type[M]) -> QuerySet[M]:
    """Return the rows of a model, each of which is locked when it is read.

    The lock is FOR NO KEY UPDATE: a line of history that points to the row need not wait for it.
    """
    # Django documents the name as public.
    return model._default_manager.select_for_update(of=("self",), no_key=True)  # noqa: SLF001
