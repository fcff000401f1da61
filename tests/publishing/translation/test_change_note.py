"""The note of a version in other languages."""

import pytest

from guidance.models import Event, Release
from guidance.publishing import Refused, translate_note
from guidance.queries.guide_frame import guide_frame


def translate(world, note="La primera versión.", language="es"):
    edition = world.fresh().live_edition
    return translate_note(by=world.approver, edition=edition, language=language, note=note)


def test_translated_note_is_shown_at_once_and_the_latest_counts(world):
    translate(world)
    translate(world, "  La primera\nversión de todas. ")
    assert guide_frame(world.fresh()).versions[0].notes == {"es": "La primera versión de todas."}
    assert Release.objects.count() == 3
    event = Event.objects.filter(verb="translated change note").last()
    assert (event.subject, event.reason) == ("version 1 es", "La primera versión de todas.")


@pytest.mark.parametrize(
    ("note", "language", "message"),
    [
        (" ", "es", "Write the note"),
        ("x" * 2001, "es", "at most 2000"),
        ("x", "en", "other than English"),
        ("x", "xx", "other than English"),
        ("La primera versión.", "es", "what readers see now"),
    ],
)
def test_note_that_cannot_stand_is_refused(world, note, language, message):
    translate(world)
    with pytest.raises(Refused, match=message):
        translate(world, note, language)
    assert Release.objects.count() == 2
