"""Translators are told by e-mail what a safety change has hidden, at once and after four hours."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from guidance.models import Letter, Role, StaffRole
from guidance.publishing import hide
from guidance.publishing.translation.emails import DEADLINE, RETRY, send_letters
from tests.publishing.publication.test_spine import SAFER, SAFER_ES


@pytest.fixture
def ana(world):
    return translator("ana", "es")


def translator(name: str, language: str) -> User:
    person = User.objects.create_user(name, email=f"{name}@example.org", is_staff=True)
    StaffRole.objects.create(person=person, role=Role.TRANSLATOR, language=language)
    return person


def test_nothing_hidden_nobody_is_written_to(world, ana):
    world.change("calm", "meaning", heading="Be calm")
    assert send_letters() == 0
    assert mail.outbox == []


def test_safety_change_writes_to_translators_of_the_hidden_language_alone(world, ana, settings):
    translator("omar", "so")
    User.objects.create_user("writes-only", email="x@example.org", is_staff=True)
    world.change(body=SAFER)
    now = timezone.now()
    assert send_letters(now) == 1
    (letter,) = mail.outbox
    assert letter.to == ["ana@example.org"]
    assert letter.subject == "Hidden in Spanish until you translate: 1 text"
    address = "/admin/guides/when-to-call/?language=es#when-to-call-signs"
    assert f"{settings.PUBLIC_URL}{address}" in letter.body
    assert "Call 911 now if" in letter.body
    deadline = timezone.localtime(now + DEADLINE).strftime("%B %d, %H:%M")
    assert f"Please translate by {deadline}" in letter.body


def test_second_letter_after_four_hours_only_while_it_is_hidden(world, ana):
    world.change(body=SAFER)
    now = timezone.now()
    send_letters(now)
    assert send_letters(now + timedelta(hours=3, minutes=59)) == 0
    assert send_letters(now + DEADLINE) == 1
    assert mail.outbox[1].subject == "Still hidden in Spanish: 1 text"
    assert send_letters(now + 3 * DEADLINE) == 0


def test_translation_in_time_brings_no_second_letter(world, ana):
    world.change(body=SAFER)
    now = timezone.now()
    send_letters(now)
    digest = world.english_digest("signs")
    world.write("signs", "es", made_from=digest, body=SAFER_ES)
    world.publish(world.submit())
    assert send_letters(now + DEADLINE) == 0


def test_another_safety_change_is_another_letter(world, ana):
    world.change(body=SAFER)
    send_letters()
    world.change(body="<ul><li>You hear gunshots near you.</li></ul>")
    assert send_letters() == 1
    assert Letter.objects.count() == 2


def test_letter_that_could_not_be_sent_is_tried_again(world, ana, monkeypatch):
    def refuse(*_):
        raise OSError("no mail server")

    world.change(body=SAFER)
    now = timezone.now()
    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "send_messages", refuse)
        with pytest.raises(OSError, match="no mail server"):
            send_letters(now)
    assert send_letters(now + RETRY / 2) == 0
    assert send_letters(now + RETRY + timedelta(seconds=1)) == 1
    assert Letter.objects.get().sent_at is not None


def test_what_somebody_hid_by_hand_writes_no_letter(world, ana):
    hide(by=world.approver, section=world.row("calm"), language="es", reason="Wrong word.")
    assert send_letters() == 0
