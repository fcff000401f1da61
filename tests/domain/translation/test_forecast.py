"""What readers of a language will see, from what will be shown."""

import pytest

from guidance.domain.translation.forecast import Effect, effect
from guidance.domain.translation.visibility import Shown


@pytest.mark.parametrize(
    ("how", "updated", "expected"),
    [
        ("own", False, Effect.STAYS),
        ("own", True, Effect.UPDATED),
        ("stale", False, Effect.OUT_OF_DATE),
        ("stale", True, Effect.OUT_OF_DATE),
        ("withheld", False, Effect.ENGLISH),
        ("withheld", True, Effect.ENGLISH),
        ("missing", False, Effect.MISSING),
    ],
)
def test_outlook_says_what_will_be_shown_not_what_was_meant(how, updated, expected):
    assert effect(Shown(how), updated=updated) is expected
    assert expected.is_english == (how in {"withheld", "missing"})
