"""Comments on a submission: said while it waits, kept for ever, never public."""

import pytest
from django.contrib.auth.models import User

from guidance.models import Comment, Event, Release, Role
from guidance.publishing import (
    NotAllowed,
    Refused,
    WrongState,
    comment,
    send_back,
    set_roles,
    take_back,
)
from tests.publishing.publication.test_spine import SAFER

SIGNS_EN = "section/when-to-call-signs/words/en"


@pytest.fixture
def waiting(world):
    world.write("signs", body=SAFER)
    return world.submit("safety")


def test_reviewer_and_author_talk_about_a_cell_and_about_the_whole(world, waiting):
    released = Release.objects.count()
    comment(by=world.approver, submission=waiting, about=SIGNS_EN, words="  Which gun?\r\nSay. ")
    comment(by=world.writer, submission=waiting, words="Any gun.")
    said = [(row.about, row.by, row.words) for row in Comment.objects.all()]
    assert said == [
        (SIGNS_EN, world.approver, "Which gun?\nSay."),
        ("", world.writer, "Any gun."),
    ]
    event = Event.objects.filter(verb="commented").first()
    assert event.subject == f"#{waiting.pk} {SIGNS_EN}"
    assert "gun" not in event.reason
    assert Release.objects.count() == released


def test_author_answers_without_the_role_of_a_reviewer(world):
    person = User.objects.create_user("ana", is_staff=True)
    set_roles(by=world.approver, person=person, roles=[(Role.WRITER, "")])
    world.writer, writer = person, world.writer
    world.write("signs", body=SAFER)
    own = world.submit("safety")
    comment(by=person, submission=own, words="It was seen twice.")
    world.writer = writer
    world.write("calm", heading="Be calm")
    other = world.submit({"calm": "meaning"}, cells=[world.cell("calm")])
    with pytest.raises(NotAllowed, match="comment on what somebody else submitted"):
        comment(by=person, submission=other, words="x")


@pytest.mark.parametrize(
    ("words", "about", "message"),
    [
        (" \n", "", "Write what you want to say"),
        ("x" * 5001, "", "at most 5000"),
        ("x", "section/when-to-call-calm/words/en", "not in this submission"),
        ("x", "section/" + "x" * 500, "not in this submission"),
    ],
)
def test_comment_that_says_nothing_or_is_about_nothing_is_refused(
    world, waiting, words, about, message
):
    with pytest.raises(Refused, match=message):
        comment(by=world.approver, submission=waiting, about=about, words=words)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("ending", ["sent back", "taken back", "published"])
def test_nothing_more_is_said_about_what_no_longer_waits(world, waiting, ending):
    if ending == "sent back":
        send_back(by=world.approver, submission=waiting, reason="x")
    elif ending == "taken back":
        take_back(by=world.writer, submission=waiting)
    else:
        world.publish(waiting)
    with pytest.raises(WrongState, match="cannot be commented on"):
        comment(by=world.writer, submission=waiting, words="x")
