"""Rows that never change: the Python half. The database half is ``triggers``.

A model states in ``may_change`` which of its columns an update may touch: none, for most. From the
columns in ``may_redact`` a passage may be removed, by a transaction that says so in a Redaction.
What the triggers enforce is read from the same attributes.
"""

from typing import Any, ClassVar, NoReturn, TypeVar

from django.db import models


class ImmutableError(TypeError):
    """Somebody tried to change or delete a row that never changes."""


Row_co = TypeVar("Row_co", bound="ImmutableModel", covariant=True)


class ImmutableQuerySet(models.QuerySet[Row_co]):
    """Refuses whatever would change a row otherwise than the model allows."""

    def update(self, **kwargs: Any) -> int:
        """Update only columns that may change. Raises ImmutableError for any other."""
        refused = set(kwargs) - self.model.may_change
        if refused:
            raise ImmutableError(
                f"{self.model.__name__} never changes: {', '.join(sorted(refused))} cannot be set."
            )
        return super().update(**kwargs)

    def redact(self, **kwargs: Any) -> int:
        """Update columns from which a passage may be removed. Raises ImmutableError for any other.

        The database refuses what no Redaction of the same transaction names.
        """
        refused = set(kwargs) - self.model.may_redact
        if refused:
            raise ImmutableError(
                f"Nothing is removed from {', '.join(sorted(refused))} of {self.model.__name__}."
            )
        return super().update(**kwargs)

    def delete(self) -> NoReturn:
        """Refuse: such rows are never deleted."""
        raise ImmutableError(f"{self.model.__name__} is never deleted.")


ImmutableManager = models.Manager.from_queryset(ImmutableQuerySet)


class ImmutableModel(models.Model):
    """A row that is written once.

    ``may_change`` names the columns excepted from that, ``may_redact`` those that hold words from
    which a passage may be removed.
    """

    may_change: ClassVar[frozenset[str]] = frozenset()
    may_redact: ClassVar[frozenset[str]] = frozenset()

    objects = ImmutableManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row. Raises ImmutableError for a row that is stored already."""
        if not self._state.adding:
            raise ImmutableError(f"{type(self).__name__} never changes once it is stored.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse: such rows are never deleted."""
        raise ImmutableError(f"{type(self).__name__} is never deleted.")
