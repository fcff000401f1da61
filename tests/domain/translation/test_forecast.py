"""What readers of a language will see, from what will be shown."""

import pytest

from guidance.domain.translation.forecast import Outcome, outcome
from guidance.domain.translation.visibility import Shown


@pytest.mark.parametrize(
    ("how", "updated", "expected"),
    [
        ("own", False, Outcome.STAYS),
        ("own", True, Outcome.UPDATED),
        ("stale", False, Outcome.OUT_OF_DATE),
        ("stale", True, Outcome.OUT_OF_DATE),
        ("withheld", False, Outcome.ENGLISH),
        ("withheld", True, Outcome.ENGLISH),
        ("missing", False, Outcome.MISSING),
    ],
)
def test_outcome_says_what_will_be_shown_not_what_was_meant(how, updated, expected):
    assert outcome(Shown(how), updated=updated) is expected
    assert expected.is_english == (how in {"withheld", "missing"})
