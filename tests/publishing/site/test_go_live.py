"""The site stays a demonstration until named persons have checked everything."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from guidance.models import Release
from guidance.publishing.errors import NotAllowed, Refused, WrongState
from guidance.publishing.site.go_live import ITEMS, checklist, go_live, tick
from guidance.queries.guide_frame import guide_frame
from guidance.queries.site_frame import site_frame


@pytest.fixture
def administrator(world):
    return User.objects.create_superuser("administrator", password="a long password")


def test_going_live_is_refused_with_everything_that_is_missing(world, administrator):
    with pytest.raises(Refused) as refused:
        go_live(by=administrator)
    assert [issue.field for issue in refused.value.issues] == [*ITEMS, "public-address"]
    assert site_frame(timezone.now()).demonstration


def test_live_site_says_no_more_that_it_is_a_demonstration(world, administrator, settings, client):
    settings.PUBLIC_URL = "https://safety.example.org"
    for item in ITEMS:
        tick(by=administrator, item=item, note="Seen.")
    tick(by=administrator, item="courts", holds=False)
    with pytest.raises(Refused, match="courts"):
        go_live(by=administrator)
    tick(by=administrator, item="courts")
    go_live(by=administrator)
    assert not site_frame(timezone.now()).demonstration
    assert Release.objects.count() == 2
    html = client.get("/es/when-to-call/").content.decode()
    assert "Demostración" not in html
    assert "noindex" not in html
    with pytest.raises(WrongState):
        go_live(by=administrator)


def test_live_site_withholds_guarded_translations_that_nobody_reviewed(
    world, administrator, settings
):
    settings.PUBLIC_URL = "https://safety.example.org"
    for item in ITEMS:
        tick(by=administrator, item=item)
    go_live(by=administrator)
    shown = guide_frame(world.fresh()).sections["es"]
    assert shown["when-to-call-signs"].how == "withheld"
    assert (shown["when-to-call-calm"].how, shown["when-to-call-calm"].machine) == ("own", True)


def test_only_an_administrator_ticks_and_goes_live(world):
    User.objects.update(is_superuser=False)
    world.writer.refresh_from_db()
    for act in (lambda: tick(by=world.writer, item="courts"), lambda: go_live(by=world.writer)):
        with pytest.raises(NotAllowed):
            act()
    assert all(entry.tick is None for entry in checklist())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--complete"], "Say who does this"),
        (["--complete", "--by", "nobody"], "There is no account “nobody”"),
        (["--complete", "--by", "reader"], "takes the role of administrator"),
        (["--complete", "--by", "administrator"], "Nobody has ticked “911-list”"),
        (["--tick", "unknown", "--by", "administrator"], "There is no item “unknown”"),
    ],
)
def test_command_says_what_is_wrong(world, administrator, options, message):
    User.objects.create_user("reader", is_staff=True)
    with pytest.raises(CommandError, match=message):
        call_command("go_live", *options)


def test_command_lists_what_is_to_be_checked_and_who_did(world, administrator, capsys):
    call_command("go_live", "--tick", "courts", "--by", "administrator")
    out = capsys.readouterr().out
    assert "[x] courts: Where the court orders and appeals stand (administrator, 20" in out
    assert "[ ] 911-list:" in out
