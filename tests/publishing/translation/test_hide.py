"""Hiding a translation at once."""

import pytest

from guidance.models import Release
from guidance.publishing import (
    Refused,
    WrongState,
    hide,
)
from guidance.queries.guide_frame import guide_frame
from tests.publishing.publication.test_spine import SAFER_ES

KEY = "when-to-call-signs"


def shown(world, language="es"):
    return guide_frame(world.fresh()).sections[language][KEY]


def test_hidden_translation_is_withheld_at_once_and_shown_again(world):
    section = world.row("signs")
    hide(by=world.writer, section=section, language="es", reason="A wrong number.")
    assert (shown(world).how, shown(world).since) == ("withheld", None)
    assert Release.objects.count() == 2
    hide(by=world.writer, section=section, language="es", reason="It was right.", hidden=False)
    assert shown(world).how == "own"


def test_another_translation_that_is_published_is_shown(world):
    hide(by=world.writer, section=world.row("signs"), language="es", reason="A wrong number.")
    world.write("signs", "es", body=SAFER_ES)
    world.publish(world.submit())
    assert shown(world).how == "own"


@pytest.mark.parametrize(
    ("language", "reason", "error"),
    [
        ("es", " ", Refused),
        ("so", "x", WrongState),
        ("en", "x", WrongState),
        ("xx", "x", WrongState),
    ],
)
def test_only_a_live_translation_can_be_hidden_with_a_reason(world, language, reason, error):
    with pytest.raises(error):
        hide(by=world.writer, section=world.row("signs"), language=language, reason=reason)
