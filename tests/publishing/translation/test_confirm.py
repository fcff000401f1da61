"""Words that stay as they are: reviewed by a second person, or still true of changed English."""

import pytest
from django.contrib.auth.models import User

from guidance.domain.text.cells import CellId
from guidance.domain.text.content import Provenance
from guidance.domain.text.digests import words_digest
from guidance.models import Event, Role, StaffRole
from guidance.publishing import (
    NotAllowed,
    Refused,
    WrongState,
    approve,
    mark_reviewed,
    publish,
    submit,
)
from guidance.queries.guide_frame import guide_frame
from guidance.queries.published import published_guide
from tests.publishing.publication.test_spine import SAFER
from tests.world import SIGNS_ES


def speaker(name: str, language: str = "es") -> User:
    person = User.objects.create_user(name, is_staff=True)
    StaffRole.objects.create(person=person, role=Role.TRANSLATOR, language=language)
    StaffRole.objects.create(person=person, role=Role.REVIEWER)
    return person


def read(world, name="calm", language="es"):
    row = world.row(name)
    return words_digest(getattr(row, f"heading_{language}"), getattr(row, f"body_{language}"))


def is_by_computer(world):
    return guide_frame(world.fresh()).sections["es"]["when-to-call-calm"].machine


def test_review_of_a_computers_words_reaches_readers_as_any_change_does(world):
    amina = speaker("amina")
    event = mark_reviewed(by=amina, cell=world.cell("calm", "es"), read=read(world))
    assert (event.actor_name, event.subject) == ("amina", "section/when-to-call-calm/words/es")
    assert is_by_computer(world)
    submission = submit(
        by=amina,
        guide=world.guide,
        note="Reviewed.",
        severities={},
        cells=[world.cell("calm", "es")],
    )
    world.publish(submission)
    content, _ = published_guide(world.fresh())
    words = content.section("when-to-call-calm").words["es"]
    assert words.provenance is Provenance.REVIEWED
    assert not is_by_computer(world)


def test_nobody_reviews_what_they_wrote_themselves(world):
    world.write("calm", "es", made_from=world.english_digest("calm"), heading="Con calma")
    with pytest.raises(NotAllowed, match="You wrote these words yourself"):
        mark_reviewed(by=world.writer, cell=world.cell("calm", "es"), read=read(world))
    mark_reviewed(by=speaker("amina"), cell=world.cell("calm", "es"), read=read(world))
    assert world.row("calm").provenance_es == Provenance.REVIEWED
    with pytest.raises(WrongState, match="reviewed already"):
        mark_reviewed(by=speaker("berta"), cell=world.cell("calm", "es"), read=read(world))


def test_one_word_changed_after_a_review_takes_it_away(world):
    mark_reviewed(by=speaker("amina"), cell=world.cell("calm", "es"), read=read(world))
    world.write("calm", "es", heading="Con calma")
    assert world.row("calm").provenance_es == Provenance.HUMAN


def test_review_is_of_the_words_that_were_read(world):
    before = read(world)
    world.write("calm", "es", heading="Con calma")
    with pytest.raises(WrongState, match="changed since you read it"):
        mark_reviewed(by=speaker("amina"), cell=world.cell("calm", "es"), read=before)


def test_what_is_out_of_date_is_brought_up_to_date_before_it_is_reviewed(world):
    world.change("calm", "meaning", heading="Be calm")
    with pytest.raises(Refused, match="Bring it up to date first"):
        mark_reviewed(by=speaker("amina"), cell=world.cell("calm", "es"), read=read(world))


@pytest.mark.parametrize("cell", ["section/when-to-call-calm/words/en", "section/none/words/es"])
def test_only_translations_are_reviewed(world, cell):
    subject, key, aspect, language = cell.split("/")
    with pytest.raises(Refused):
        mark_reviewed(by=world.approver, cell=CellId(subject, key, aspect, language), read="d1:x")


def kept(world):
    """Submit the Spanish as it stands, made from the English that a safety change published."""
    world.change(body=SAFER)
    digest = world.english_digest("signs")
    world.write("signs", "es", made_from=digest, body=SIGNS_ES)
    return world.submit()


def test_no_change_needed_after_a_safety_change_takes_a_second_speaker(world):
    submission = kept(world)
    with pytest.raises(Refused, match="Not a word of .* changes"):
        approve(by=world.approver, submission=submission)
    approve(by=speaker("amina"), submission=submission)
    publish(by=world.approver, submission=submission)
    assert guide_frame(world.fresh()).sections["es"]["when-to-call-signs"].how == "own"


def test_no_change_needed_after_a_safety_change_or_a_reason(world):
    submission = kept(world)
    with pytest.raises(Refused, match="say how you know"):
        approve(by=speaker("omar", "so"), submission=submission)
    approve(by=world.approver, submission=submission, vouching="Called the interpreters' office.")
    event = Event.objects.get(verb="approved", subject=f"#{submission.pk}")
    assert event.reason == "Called the interpreters' office."
    assert event.data["vouched"] == ["section/when-to-call-signs/words/es"]


def test_no_change_needed_after_a_change_of_meaning_is_approved_like_any(world):
    world.change("calm", "meaning", heading="Be calm")
    digest = world.english_digest("calm")
    world.write("calm", "es", made_from=digest, heading="Mantenga la calma")
    world.publish(world.submit())
    assert guide_frame(world.fresh()).sections["es"]["when-to-call-calm"].how == "own"
