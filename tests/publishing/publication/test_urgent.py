"""The urgent way."""

import pytest

from guidance.domain.text.cells import CellId
from guidance.domain.translation.freshness import Severity
from guidance.models import Contact, Edition, Event
from guidance.publishing import (
    ContactCorrection,
    FieldEdit,
    Moved,
    NotAllowed,
    Refused,
    WrongState,
    approve,
    correct_contact_urgently,
    correct_urgently,
    publish,
    review_afterwards,
    save_cells,
)
from guidance.queries.published import live_contacts, published_guide
from tests.publishing.publication.test_spine import SAFER
from tests.world import SIGNS

KEY = "when-to-call-signs"


def correct(world, **changes):
    values = {
        "by": world.approver,
        "guide": world.guide,
        "key": KEY,
        "heading": "Call 911 at once if",
        "body": SIGNS,
        "severity": Severity.MEANING,
        "note": "The heading was wrong.",
        "reason": "Somebody could be hurt before tomorrow.",
    }
    return correct_urgently(**(values | changes))


def english(world):
    content, _ = published_guide(world.fresh())
    return content.section(KEY).words["en"]


def test_publisher_corrects_alone_while_drafts_and_submissions_stay(world):
    world.write("calm", heading="A draft")
    world.write("signs", body=SAFER)
    waiting = world.submit({"signs": "safety", "calm": "meaning"})
    edition = correct(world)
    assert (edition.urgent, edition.number) == (True, 2)
    assert english(world).heading == "Call 911 at once if"
    assert world.row("signs").body_en == SAFER
    assert world.row("calm").heading_en == "A draft"
    approve(by=world.approver, submission=waiting)
    with pytest.raises(Moved) as refused:
        publish(by=world.approver, submission=waiting)
    (cell,) = refused.value.cells
    assert cell.submitted.body == SAFER
    assert Edition.objects.count() == 2
    waiting.refresh_from_db()
    assert waiting.cells.filter(holds=True).count() == 2


def correct_311(
    world, severity=None, note="The number was wrong.", reason="It rings at a shop.", **changes
):
    values = {
        "heading": "Minneapolis 311",
        "body": "<p>Minneapolis 311 helps.</p>",
        "phone": "612-673-3000",
        "hours": "",
        "own": {},
    }
    return correct_contact_urgently(
        by=world.approver,
        contact=Contact.objects.get(key="311"),
        correction=ContactCorrection(**(values | changes)),
        severity=severity,
        note=note,
        reason=reason,
    )


def test_publisher_corrects_a_phone_in_every_guide_while_the_draft_stays(world):
    cell = CellId("contact", "911", "words", "en")
    save_cells(by=world.writer, edits=[FieldEdit(cell, "heading", "Emergency", "A draft")])
    world.change("signs", "safety", body=SAFER)
    editions = correct_contact_urgently(
        by=world.approver,
        contact=Contact.objects.get(key="911"),
        correction=ContactCorrection(
            "Emergency", "<p>Emergency helps.</p>", "911", "Day and night", {"so": ("911", "")}
        ),
        severity=None,
        note="Hours were missing.",
        reason="People did not call at night.",
    )
    assert [(edition.number, edition.urgent) for edition in editions] == [(3, True)]
    live = live_contacts(["911"])["911"]
    assert (live.general.hours, live.words["so"].phone) == ("Day and night", "911")
    assert live.words["es"].heading == "Emergency (es)"
    assert Contact.objects.get(key="911").heading_en == "A draft"
    assert Contact.objects.get(key="911").general_hours == "Day and night"
    review_afterwards(by=world.writer, submission=editions[0].submission)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": " ", "phone": "612-555-0100"}, "cannot wait"),
        ({"note": "", "phone": "612-555-0100"}, "Write one sentence"),
        ({}, "says what readers see now"),
        ({"phone": ""}, "stands on every page"),
        ({"phone": "6" * 61}, "too long"),
        ({"heading": "Another name"}, "Say what the change"),
        ({"heading": "", "severity": Severity.MEANING}, "needs a name"),
    ],
)
def test_urgent_correction_of_a_contact_needs_all_that_any_change_needs(world, changes, message):
    with pytest.raises(Refused, match=message):
        correct_311(world, **changes)
    assert live_contacts(["311"])["311"].general.phone == "612-673-3000"


def test_untouched_draft_moves_on_to_the_urgent_text(world):
    correct(world)
    assert world.row("signs").heading_en == "Call 911 at once if"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": " "}, "cannot wait"),
        ({"note": ""}, "Write one sentence"),
        ({"severity": None}, "Say what the change"),
        ({"severity": Severity.WORDING}, "cannot be called"),
        ({"heading": "Call 911 now if"}, "says what readers see now"),
        ({"heading": " "}, "needs a heading"),
    ],
)
def test_urgent_correction_needs_all_that_any_change_needs(world, changes, message):
    with pytest.raises(Refused, match=message):
        correct(world, **changes)
    assert Edition.objects.count() == 1
    assert not Event.objects.filter(verb="submitted").exists()


def test_unknown_section_cannot_be_corrected(world):
    with pytest.raises(WrongState, match="No published section"):
        correct(world, key="unknown")


def test_urgent_correction_is_flagged_until_another_person_has_reviewed_it(world):
    submission = correct(world).submission
    assert submission.reviewed_after_at is None
    with pytest.raises(NotAllowed, match="nobody reviews their own"):
        review_afterwards(by=world.approver, submission=submission)
    reviewed = review_afterwards(by=world.writer, submission=submission)
    assert reviewed.reviewed_after_by == world.writer
    with pytest.raises(WrongState):
        review_afterwards(by=world.writer, submission=submission)
