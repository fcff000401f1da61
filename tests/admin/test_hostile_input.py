"""What no browser sends: refused in words, on every database."""

import json

import pytest

from guidance.models import Section
from tests.admin.draft.test_desk import SIGNS

GUIDE = "/admin/guides/when-to-call/"
NULL = "This form holds a character that is no text."


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("structure/", {"action": "up", "section": "\0"}),
        ("structure/", {"action": "retire", "section": "when-to-call-calm", "successor": "\0"}),
        ("settle/", {"section": "\0"}),
        ("", {f"text:{SIGNS}/words/en:heading": "a\0b"}),
        ("", {"text:section/\0/words/en:heading": "a"}),
        ("submit/", {"note": "a\0b"}),
        ("settings/", {"action": "withdraw", "reason": "\0"}),
    ],
    ids=str,
)
def test_null_character_is_refused(desk, client, address, data):
    response = client.post(f"{GUIDE}{address}", data)
    assert response.status_code == 400
    assert NULL in response.content.decode()


@pytest.mark.parametrize("address", [f"{GUIDE}?language=%00", "/admin/history/?guide=%00"])
def test_null_character_in_an_address_is_refused(desk, client, address):
    response = client.get(address)
    assert response.status_code == 400
    assert NULL in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        f"{GUIDE}preview/?submission={'9' * 30}",
        f"{GUIDE}versions/{'9' * 30}/restore/",
        f"/admin/submissions/{'9' * 30}/",
        f"/admin/accounts/{'9' * 30}/roles/",
        f"/admin/collisions/{'9' * 30}/settle/",
        "/admin/nothing/at/all/",
    ],
)
def test_number_beyond_all_numbers_does_not_exist(desk, client, address):
    method = client.post if "settle" in address else client.get
    assert method(address).status_code == 404


@pytest.mark.parametrize("read", ["[" * 100_000, "5", "{}", '"\\ud800"'])
def test_what_was_read_can_be_nonsense(desk, client, read):
    before = Section.objects.values().get(key="when-to-call-signs")
    data = {f"text:{SIGNS}/words/en:heading": "x", f"read:{SIGNS}/words/en:heading": read}
    assert client.post(GUIDE, data, follow=True).status_code in {200, 400}
    assert Section.objects.values().get(key="when-to-call-signs") == before


def test_what_is_too_long_is_refused_with_its_limit(desk, client):
    data = {"text:contact/911/general:phone": "9" * 61, "read:contact/911/general:phone": '"911"'}
    response = client.post("/admin/contacts/911/", data)
    assert response.status_code == 400
    assert "at most 60 characters fit here" in response.content.decode()


def test_ticked_box_stays_ticked_when_the_form_is_refused(desk, client):
    desk.change(body="<p>You see a gun.</p>")
    cell = f"{SIGNS}/words/es"
    data = {
        f"text:{cell}:heading": "Nuevo",
        f"read:{cell}:heading": json.dumps(desk.row("signs").heading_es),
        f"made_from:{cell}": "x" * 81,
    }
    page = client.post(f"{GUIDE}?language=es", data).content.decode()
    box = page.split(f'name="made_from:{cell}"')[1].split(">")[0]
    assert "checked" in box
