"""A session that ended while somebody was writing: nothing is lost, and nothing is done unasked."""

import html
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guidance.admin.staff_site import PAGES
from guidance.models import Edition, Event, Hide, Section, Submission
from tests.admin.draft.test_desk import SIGNS, form
from tests.publishing.publication.test_spine import SAFER
from tests.world import SIGNS as SIGNS_TEXT

pytestmark = pytest.mark.once

GUIDE = "/admin/guides/when-to-call/"
BODY = f"text:{SIGNS}/words/en:body"
SIGN_IN = "You were signed out while you were writing. Nothing is lost. Sign in, and you come back"
AGAIN = "what you wrote stands here again"


def hidden(response) -> dict[str, list[str]]:
    """Return the hidden fields of the sign-in form."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]+>", response.content.decode()):
        if 'type="hidden"' in tag:
            name = html.unescape(re.search(r'name="([^"]*)"', tag)[1])
            value = re.search(r'value="([^"]*)"', tag, re.DOTALL)
            found.setdefault(name, []).append(html.unescape(value[1]) if value else "")
    return found


def sign_in(client, response, username="writer", password="a long password", **more):
    """Send the sign-in page that was answered."""
    data = hidden(response) | {"username": username, "password": password, **more}
    return client.post("/admin/login/", data)


def nothing_was_done():
    """Tell that no operation ran: each leaves an event."""
    return not Event.objects.exclude(actor_id=None).exists()


TYPED = [
    (f"{GUIDE}?language=en", {BODY: "<p>Long & “typed”.</p>\r\nTwo"}, "Long &amp; “typed”"),
    ("/admin/contacts/311/", {"text:contact/311/general:hours": "Never"}, 'value="Never"'),
    (f"{GUIDE}urgent/when-to-call-signs/", {"body": "<p>Gun.</p>", "reason": "It kills."}, "kills"),
    (f"{GUIDE}settings/", {"action": "withdraw", "reason": "All is wrong."}, "All is wrong."),
    (f"{GUIDE}versions/1/restore/", {"note": "Back again."}, "Back again."),
    (f"{GUIDE}hide/", {"section": "when-to-call-signs", "reason": "Bad."}, "Bad."),
    (f"{GUIDE}structure/", {"action": "add", "key": "brand-new", "kind": "do"}, "brand-new"),
    (f"{GUIDE}settle/", {"section": "when-to-call-signs", "keep": "live"}, "live"),
    ("/admin/auth/user/add/", {"username": "newcomer", "password1": "s3cret s3cret"}, "newcomer"),
    ("/admin/nothing/at/all/", {"note": "Somewhere gone."}, "Somewhere gone."),
]


@pytest.mark.parametrize(("address", "data", "shown"), TYPED, ids=[each[0] for each in TYPED])
def test_every_form_comes_back_with_what_was_typed_and_does_nothing(
    world, client, address, data, shown
):
    if "restore" in address:
        world.change(body=SAFER)
    events = Event.objects.count()
    asked = client.post(address, data)
    assert asked.status_code == 403
    assert SIGN_IN in asked.content.decode()
    assert "s3cret" not in asked.content.decode()
    response = sign_in(client, asked)
    assert response["Location"] == address
    for _ in range(2):  # a reload loses nothing either
        page = client.get(address)
        assert page.status_code == 200
        if "nothing" not in address:
            assert AGAIN in page.content.decode()
        assert shown in page.content.decode()
    assert Event.objects.count() == events
    assert not Hide.objects.exists()
    assert Edition.objects.filter(guide__withdrawn_at__isnull=False).count() == 0


def test_pressing_the_button_again_does_it_and_what_was_kept_is_gone(world, client):
    data = form(world, body=SAFER)
    sign_in(client, client.post(GUIDE, data))
    assert AGAIN in client.get(GUIDE).content.decode()
    client.post(GUIDE, data)
    assert world.row("signs").body_en == SAFER
    assert AGAIN not in client.get(GUIDE).content.decode()


def test_action_without_a_page_of_its_own_is_sent_from_the_page_that_shows_it(world, client):
    data = {"section": "when-to-call-signs", "language": "es", "reason": "Bad.", "action": "hide"}
    sign_in(client, client.post(f"{GUIDE}hide/", data))
    page = client.get(f"{GUIDE}hide/")
    assert "Nothing has been done yet" in page.content.decode()
    sent = {name: values for name, values in hidden(page).items() if name in data}
    assert client.post(f"{GUIDE}hide/", sent)["Location"].startswith(GUIDE)
    assert Hide.objects.get().reason == "Bad."


def test_submission_and_review_come_back_as_they_were_filled_in(world, client):
    world.write("signs", body=SAFER)
    data = {"cell": f"{SIGNS}/words/en", "note": "A note.", f"severity:{SIGNS}": "safety"}
    sign_in(client, client.post(f"{GUIDE}submit/", data))
    page = client.get(f"{GUIDE}submit/").content.decode()
    assert "A note." in page and re.search(r'value="safety" checked', page)
    assert not Submission.objects.exists()
    row = world.submit("safety")
    client.logout()
    address = f"/admin/submissions/{row.pk}/"
    review = {"action": "send_back", "reason": "Too long."}
    sign_in(client, client.post(address, review), "approver")
    assert "Too long." in client.get(address).content.decode()
    row.refresh_from_db()
    assert row.state == "in_review"


def test_wrong_password_keeps_it_and_another_person_acts_under_their_own_name(world, client):
    data = form(world, body=SAFER)
    asked = client.post(GUIDE, data)
    wrong = sign_in(client, asked, password="nonsense")
    assert SIGN_IN in wrong.content.decode()
    assert hidden(wrong)[f"kept:{BODY}"] == [SAFER]
    sign_in(client, wrong, "approver")
    assert "You see a gun." in client.get(GUIDE).content.decode()
    client.post(GUIDE, data)
    assert Event.objects.get(verb="saved").actor_name == "approver"


def test_person_who_is_no_staff_gets_nowhere_with_it(world, client):
    client.force_login(User.objects.create_user("reader", password="a long password"))
    asked = client.post(GUIDE, form(world, body=SAFER))
    assert asked.status_code == 403
    assert sign_in(client, asked, "reader").status_code == 200
    assert nothing_was_done() and world.row("signs").body_en == SIGNS_TEXT


def test_fields_named_as_the_sign_in_form_s_own_do_not_meet_them(world, client):
    data = {"username": "writer", "password": "a long password", "next": "https://evil.example/"}
    asked = client.post("/admin/auth/user/add/", data)
    assert hidden(asked)["next"] == ["/admin/auth/user/add/"]
    assert hidden(asked)["kept:username"] == ["writer"]
    assert "a long password" not in asked.content.decode()
    assert "_auth_user_id" not in client.session
    assert sign_in(client, asked)["Location"] == "/admin/auth/user/add/"


def test_what_was_kept_can_be_thrown_away(world, client):
    sign_in(client, client.post(GUIDE, form(world, body=SAFER)))
    response = client.post("/admin/forget/", {"address": GUIDE})
    assert response["Location"] == GUIDE
    assert "You see a gun." not in client.get(GUIDE).content.decode()
    away = client.post("/admin/forget/", {"address": "https://evil.example/"})
    assert away["Location"] == "/admin/"


def test_nothing_typed_and_signing_out_are_simply_sent_to_sign_in(world, client):
    assert client.post(GUIDE, {})["Location"] == f"/admin/login/?next={GUIDE}"
    assert client.post("/admin/logout/", {"a": "b"}).status_code == 302


@pytest.mark.parametrize("address", [f"/admin/{page[0]}" for page in PAGES if "<" not in page[0]])
def test_text_kept_for_a_page_that_takes_none_is_harmless(world, client, address):
    sign_in(client, client.post(address, {"note": "Hm."}))
    assert client.get(address).status_code == 200


@pytest.fixture
def strict(world):
    """A browser whose tokens are checked, with the writer signed in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.writer)
    client.get(GUIDE)
    return client


HERE = {"origin": "http://testserver"}


def test_old_token_shows_the_form_again_with_a_new_one_and_does_nothing(world, strict):
    data = form(world, body=SAFER) | {"csrfmiddlewaretoken": "x" * 64}
    response = strict.post(GUIDE, data, headers=HERE)
    page = response.content.decode()
    assert response.status_code == 403
    assert AGAIN in page and "You see a gun." in page
    assert nothing_was_done()
    token = hidden(response)["csrfmiddlewaretoken"][0]
    strict.post(GUIDE, data | {"csrfmiddlewaretoken": token}, headers=HERE)
    assert world.row("signs").body_en == SAFER


def test_old_token_and_no_session_ask_to_sign_in_first(world, strict):
    strict.logout()
    asked = strict.post(GUIDE, form(world, body=SAFER), headers=HERE)
    assert SIGN_IN in asked.content.decode()
    # Somebody signed in beside it meanwhile: the sign-in form's own token is old now.
    stale = {name: value for name, value in hidden(asked).items() if name != "csrfmiddlewaretoken"}
    strict.force_login(world.approver)
    again = strict.post("/admin/login/", stale, headers=HERE)
    assert again["Location"] == GUIDE
    assert "You see a gun." in strict.get(GUIDE).content.decode()
    evil = strict.post("/admin/login/", stale | {"next": "//evil.example/"}, headers=HERE)
    assert evil["Location"] == "/admin/"
    assert nothing_was_done()


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://testserver.evil.example"},
        {"referer": "http://testserver.evil.example/"},
        {},
    ],
    ids=str,
)
@pytest.mark.parametrize("address", [GUIDE, "/admin/login/", f"{GUIDE}settings/"])
def test_form_of_another_site_is_neither_shown_nor_kept(world, strict, headers, address):
    data = {"reason": "planted", "kept:reason": "planted", "next": GUIDE, "action": "withdraw"}
    for signed_in in (True, False):
        response = strict.post(address, data, headers=headers)
        assert response.status_code == 403
        assert "planted" not in response.content.decode()
        assert "not sent from a page of this site" in response.content.decode()
        assert "kept" not in strict.session
        if signed_in:
            strict.logout()
    assert nothing_was_done()


def test_null_character_is_refused_before_anything_is_kept(world, strict):
    data = form(world, body="a\0b")
    assert strict.post(GUIDE, data, headers=HERE).status_code == 400
    strict.logout()
    assert Client().post(GUIDE, data).status_code == 400


def test_desk_that_saves_by_itself_is_told_and_given_a_new_token(world, strict):
    json = {"accept": "application/json"}
    answer = strict.post(GUIDE, form(world, body=SAFER), headers=HERE | json)
    assert (answer.status_code, answer.json()["signed_out"]) == (403, False)
    data = form(world, body=SAFER) | {
        "csrfmiddlewaretoken": answer.json()["token"],
        "person": world.writer.pk,
    }
    evil = strict.post(GUIDE, form(world, body=SAFER), headers=json | {"origin": "https://e.org"})
    assert (evil.status_code, evil["Content-Type"][:9]) == (403, "text/html")
    told = strict.post(GUIDE, data, headers=HERE | json).json()
    assert told["fields"][BODY.removeprefix("text:")]["state"] == "saved"
    strict.logout()
    assert strict.post(GUIDE, data, headers=HERE | json).json()["signed_out"]
    assert Section.objects.get(key="when-to-call-signs").body_en == SAFER
