"""What readers of a language will see, from what will be shown."""

import pytest

from guidance.domain.translation.freshness import Shown
from guidance.domain.translation.outlook import Outlook, outlook


@pytest.mark.parametrize(
    ("how", "updated", "expected"),
    [
        ("own", False, Outlook.STAYS),
        ("own", True, Outlook.UPDATED),
        ("stale", False, Outlook.OUT_OF_DATE),
        ("stale", True, Outlook.OUT_OF_DATE),
        ("withheld", False, Outlook.ENGLISH),
        ("withheld", True, Outlook.ENGLISH),
        ("missing", False, Outlook.MISSING),
    ],
)
def test_outlook_says_what_will_be_shown_not_what_was_meant(how, updated, expected):
    assert outlook(Shown(how), updated=updated) is expected
    assert expected.is_english == (how in {"withheld", "missing"})
