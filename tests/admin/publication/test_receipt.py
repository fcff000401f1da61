"""A publication is done when readers have it, and the desk says which of the two it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from guidance.admin.publication import receipt
from guidance.models import Receipt, Release
from guidance.publishing.site.receipts import note_receipt, take_receipt
from tests.publishing.publication.test_spine import SAFER

NODE = "node-a"


@pytest.fixture
def desk(client, world):
    """The desk of the one who approves and publishes, with a change that waits."""
    client.force_login(world.approver)
    world.write("signs", "en", body=SAFER)
    return client


def publish(desk, world) -> str:
    """Approve and publish through the desk, and give what the next page says."""
    submission = world.submit({"signs": "safety"})
    address = f"/admin/submissions/{submission.pk}/"
    return desk.post(address, {"action": "approve_and_publish"}, follow=True).text


def newest() -> int:
    return Release.objects.latest("number").number


def seen(missing=None) -> None:
    """Let a builder have asked for every address once."""
    take_receipt(number=newest(), node=NODE)
    note_receipt(number=newest(), node=NODE, addresses=2, missing=missing or {})


def test_without_a_builder_it_says_at_once_that_readers_see_the_old_words(desk, world):
    said = publish(desk, world)
    assert "does not run here" in said
    assert "does not run here" in desk.get("/admin/").text


def test_it_waits_until_readers_have_it(desk, world, monkeypatch):
    monkeypatch.setattr(receipt, "builder_works", lambda: True)
    monkeypatch.setattr(receipt.time, "sleep", lambda _: seen())
    assert "Visible everywhere since" in publish(desk, world)
    assert "Visible everywhere since" in desk.get("/admin/").text


def test_it_waits_no_longer_than_it_says_and_names_what_is_not_right(desk, world, monkeypatch):
    monkeypatch.setattr(receipt, "builder_works", lambda: True)
    monkeypatch.setattr(receipt, "PATIENCE", 0)
    assert "on its way to readers" in publish(desk, world)
    seen({"/es/police/": "still shows other words", "/ar/police/": "answers 502 instead of 200"})
    said = desk.get("/admin/").text
    assert "/ar/police/: answers 502 instead of 200 (and 1 more)." in said
    assert "/es/police/: still shows other words</li>" in said
    seen()
    assert "Visible everywhere since" in desk.get("/admin/").text


def test_what_publishes_nothing_says_nothing_of_it(desk, world):
    submission = world.submit({"signs": "safety"})
    said = desk.post(f"/admin/submissions/{submission.pk}/", {"action": "approve"}, follow=True)
    assert "Not done yet" not in said.text


def test_a_later_release_counts_for_an_earlier_one(world):
    first = newest()
    world.change(body=SAFER)
    seen()
    assert receipt.sight(first).since is not None
    Receipt.objects.update(visible=timezone.now() + timedelta(seconds=2))
    assert receipt.sight(newest()).seconds > 1


def test_history_of_a_guide_says_which_version_readers_have(desk, world):
    world.change(body=SAFER)
    history = "/admin/guides/when-to-call/history/"
    assert "not visible everywhere yet" in desk.get(history).text
    world.change(body="<ul><li>You see a gun.</li></ul>")
    seen()
    assert desk.get(history).text.count("visible everywhere since") == 2
    assert "not visible everywhere yet" not in desk.get(history).text
