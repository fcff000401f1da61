"""System checks of the guidance application."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from guidance.models.triggers import missing_triggers


@register(Tags.database)
def triggers_are_in_place(
    app_configs: object = None,  # noqa: ARG001 - Django passes it
    databases: Sequence[str] | None = None,
    **_: Any,
) -> list[CheckMessage]:
    """E001: a database without the triggers that keep published text unchanged."""
    return [
        Error(
            f"Published text is not protected: the database lacks {', '.join(missing)}.",
            hint="Run 'manage.py migrate': it puts the triggers back.",
            id="guidance.E001",
        )
        for alias in databases or []
        if (missing := missing_triggers(connections[alias]))
    ]
