"""The desk saving by itself: the operation of its button, answered field by field."""

import json

import pytest

from guidance.models import Collision, Event, Role
from guidance.publishing import set_roles
from tests.admin.draft.test_desk import SIGNS, form
from tests.publishing.publication.test_spine import SAFER, SAFER_ES
from tests.world import SIGNS as SIGNS_TEXT

GUIDE = "/admin/guides/when-to-call/"
BODY = f"{SIGNS}/words/en:body"


def autosave(client, data, person, language="en", address=GUIDE):
    """Send what the desk sends by itself."""
    return client.post(
        f"{address}?language={language}",
        {**data, "person": person.pk},
        headers={"accept": "application/json"},
    )


def test_saves_through_the_button_s_operation_and_leaves_one_line_of_history(desk, client):
    answer = autosave(client, form(desk, body=f"{SAFER} <p></p>", heading="Now"), desk.writer)
    told = answer.json()["fields"]
    assert told[BODY] == {"state": "saved", "read": json.dumps(SAFER)}
    assert told[f"{SIGNS}/words/en:heading"]["state"] == "saved"
    assert answer.json()["at"].endswith((" a.m.", " p.m."))
    assert desk.row("signs").body_en == SAFER
    event = Event.objects.get(verb="saved")
    assert (event.actor_id, event.data["cells"]) == (desk.writer.pk, [f"{SIGNS}/words/en"])


def test_next_save_with_what_was_answered_meets_nobody(desk, client):
    told = autosave(client, form(desk, body=SAFER), desk.writer).json()["fields"]
    data = {f"read:{BODY}": told[BODY]["read"], f"text:{BODY}": "<p>More.</p>"}
    assert autosave(client, data, desk.writer).json()["fields"][BODY]["state"] == "saved"
    again = autosave(client, data, desk.writer).json()["fields"][BODY]
    assert again == {"state": "unchanged", "read": json.dumps("<p>More.</p>")}
    assert not Collision.objects.exists()
    assert Event.objects.filter(verb="saved").count() == 2


def test_text_of_another_is_shown_at_the_field_and_both_are_kept(desk, client):
    autosave(client, form(desk, body=SAFER), desk.writer)
    client.force_login(desk.approver)
    mine = form(desk, body="<p>Mine.</p>", read=SIGNS_TEXT)
    told = autosave(client, mine, desk.approver).json()["fields"][BODY]
    assert (told["state"], told["text"], json.loads(told["read"])) == ("collided", SAFER, SAFER)
    assert "Somebody else changed this" in told["met"]
    assert SAFER in told["met"] and "<p>Mine.</p>" in told["met"]
    assert desk.row("signs").body_en == SAFER
    # The button after it, or a second try, makes no second collision.
    client.post(GUIDE, mine)
    assert Collision.objects.get().refused == "<p>Mine.</p>"
    chosen = {f"read:{BODY}": told["read"], f"text:{BODY}": "<p>Mine.</p>"}
    assert autosave(client, chosen, desk.approver).json()["fields"][BODY]["state"] == "saved"


def test_field_left_alone_is_not_said_to_be_read_when_another_changed_it(desk, client):
    autosave(client, form(desk, body=SAFER), desk.writer)
    told = autosave(client, form(desk, body=SIGNS_TEXT, read=SIGNS_TEXT), desk.writer).json()
    assert told["fields"][BODY] == {"state": "unchanged"}
    assert desk.row("signs").body_en == SAFER


def test_what_cannot_stand_is_refused_alone_and_the_rest_is_saved(desk, client):
    data = {
        **form(desk, body=SAFER),
        "text:section/when-to-call-signs/general:kind": "nonsense",
        "text:section/when-to-call-signs/general:sources": "only a title",
        "text:section/when-to-call-calm/general:sources": "a | http://x.org | 2026-11-22",
        "text:section/nothing/words/en:body": "x",
        "text:nonsense": "x",
        f"text:{SIGNS}/words/xx:body": "x",
        f"text:{SIGNS}/words/en:heading": "x",
        f"read:{SIGNS}/words/en:heading": "not json",
    }
    answer = autosave(client, data, desk.writer)
    told = answer.json()["fields"]
    assert answer.status_code == 200
    assert told.pop(BODY)["state"] == "saved"
    assert len(told) == 7
    assert {each["state"] for each in told.values()} == {"refused"}
    assert "three parts" in told["section/when-to-call-signs/general:sources"]["message"]
    assert "no section" in told["section/nothing/words/en:body"]["message"]
    assert desk.row("signs").body_en == SAFER


def test_never_says_by_itself_which_english_a_translation_was_made_from(desk, client):
    old = desk.row("signs").made_from_es
    desk.change(body=SAFER)
    digest = desk.english_digest("signs")
    data = form(desk, language="es", made_from=digest, body=SAFER_ES)
    autosave(client, data, desk.writer, "es")
    row = desk.row("signs")
    assert (row.body_es, row.made_from_es, row.provenance_es) == (SAFER_ES, old, "machine")
    # The button says it, though the words are saved already.
    client.post(f"{GUIDE}?language=es", data)
    assert desk.row("signs").made_from_es == digest


def test_new_translation_saved_by_itself_waits_for_its_translator_to_name_the_english(desk, client):
    cell = f"{SIGNS}/words/so"
    first = client.get(f"{GUIDE}?language=so").content.decode()
    assert f'<input type="hidden" name="made_from:{cell}"' in first
    autosave(client, form(desk, language="so", body="<p>Qori.</p>"), desk.writer, "so")
    assert desk.row("signs").made_from_so == ""
    # It may be older than the English that now stands beside it: nothing is named unasked.
    page = client.get(f"{GUIDE}?language=so").content.decode()
    box = page.split(f'name="made_from:{cell}"')[0].rsplit("<", 1)[1]
    assert 'type="checkbox"' in box
    response = client.post(f"{GUIDE}submit/", {"cell": cell, "note": "Somali."})
    assert "tick the box under it at the desk" in response.content.decode()


def test_saves_under_nobody_s_name_but_that_of_the_person_who_wrote(desk, client):
    client.force_login(desk.approver)
    for person in ({"person": desk.writer.pk}, {}, {"person": "\u0661"}):
        answer = client.post(
            GUIDE,
            {**form(desk, body=SAFER), **person},
            headers={"accept": "application/json"},
        )
        assert answer.status_code == 409
        assert "signed in as approver" in answer.json()["message"]
    assert desk.row("signs").body_en == SIGNS_TEXT


def test_role_that_was_taken_away_while_writing_is_said(desk, client):
    desk.writer.is_superuser = False
    desk.writer.save()
    set_roles(by=desk.approver, person=desk.writer, roles=[(Role.TRANSLATOR, "so")])
    answer = autosave(client, form(desk, body=SAFER), desk.writer)
    assert answer.status_code == 403
    assert "takes the role of writer" in answer.json()["message"]
    assert Event.objects.filter(verb="was refused").count() == 1


def test_contact_saves_by_itself_too(desk, client):
    name = "contact/311/general:phone"
    data = {f"read:{name}": '"612-673-3000"', f"text:{name}": "311"}
    answer = autosave(client, data, desk.writer, address="/admin/contacts/311/")
    assert answer.json()["fields"] == {name: {"state": "saved", "read": '"311"'}}
    spoken = "contact/311/general:spoken"
    first = {f"read:{spoken}": "[]", f"text:{spoken}": ["", "es"]}
    autosave(client, first, desk.writer, address="/admin/contacts/311/")
    second = first | {f"text:{spoken}": ["", "so"]}
    told = autosave(client, second, desk.writer, address="/admin/contacts/311/").json()
    assert (told["fields"][spoken]["state"], told["fields"][spoken]["read"]) == (
        "collided",
        '["es"]',
    )
    assert "To take theirs, load the page again." in told["fields"][spoken]["met"]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
def test_texts_that_met_are_shown_without_anything_that_runs(desk, client, text):
    autosave(client, form(desk, heading=text), desk.writer)
    mine = form(desk, heading=f"{text}!", read="Call 911 now if")
    told = autosave(client, mine, desk.writer).json()["fields"][f"{SIGNS}/words/en:heading"]
    assert told["state"] == "collided"
    assert "<script" not in told["met"] and "<img" not in told["met"]


def test_saves_of_one_burst_are_one_line_on_the_page_and_each_a_line_of_the_download(desk, client):
    for number in range(3):
        autosave(client, form(desk, body=f"<p>{number}</p>"), desk.writer)
    autosave(client, form(desk, name="calm", body="<p>Calm.</p>"), desk.writer)
    client.force_login(desk.approver)
    autosave(client, form(desk, body=SAFER), desk.approver)
    for address in ("/admin/", "/admin/history/", f"{GUIDE}history/"):
        page = client.get(address).content.decode()
        assert page.count("saved “Call 911 now if”") == 2
        assert page.count("3 times since") == 1
    table = client.get("/admin/history.csv").content.decode()
    assert table.count(f"{SIGNS}/words/en") == 4


def test_button_after_it_says_saved_and_comes_back_to_the_place(desk, client):
    data = form(desk, name="calm", body="<p>Calm.</p>")
    response = client.post(GUIDE, data)
    assert response["Location"] == f"{GUIDE}?language=en#when-to-call-calm"
    again = client.post(GUIDE, data | {"autosaved": "yes", "at": "when-to-call-signs"}, follow=True)
    assert again.redirect_chain[-1][0] == f"{GUIDE}?language=en#when-to-call-signs"
    assert "Saved. Readers see it" in again.content.decode()
    assert "Nothing was different" in client.post(GUIDE, data, follow=True).content.decode()
    strange = client.post(GUIDE, data | {"at": "\r\nSet-Cookie: a"})
    assert strange["Location"] == f"{GUIDE}?language=en"
    met = form(desk, name="calm", read="<p>Old.</p>", body="<p>New.</p>")
    assert client.post(GUIDE, met)["Location"] == f"{GUIDE}?language=en#collisions"
