"""Removing a passage at the desk: two people, every place shown, no copy left."""

import re

import pytest
from django.contrib.auth.models import User

from guidance.models import Event, Redaction, RedactionRequest, Role
from guidance.publishing import set_roles
from tests.publishing.removal.test_redact import NAME, REASON, standing, write_everywhere

ASK = "/admin/removals/"
WORDS = {"passages": NAME, "reason": REASON}


def asked(client):
    answer = client.post(ASK, WORDS)
    assert answer.status_code == 302
    return answer["Location"]


def seen(page):
    return re.search(r'name="seen" value="([^"]+)"', page)[1]


def test_two_people_remove_a_passage(desk, client):
    write_everywhere(desk)
    address = asked(client)
    page = client.get(address).content.decode()
    assert "A second person has to decide" in page and 'value="confirm"' not in page
    client.force_login(desk.approver)
    assert address in client.get("/admin/").content.decode()
    page = client.get(address).content.decode()
    for words in (
        "guide when-to-call, “If Zoë Quill”, versions 2, 3",
        "contact 311",
        "Notes of published versions",
        "Submitted texts",
        "Drafts of sections",
        "Texts that met another",
        "History",
        f"<del>{NAME}</del>",
    ):
        assert words in page
    answer = client.post(address, {"action": "confirm", "seen": seen(page)}, follow=True)
    page = answer.content.decode()
    assert "Removed everywhere." in page and "are not kept" in page
    assert standing("Quill") == []
    assert address not in client.get("/admin/").content.decode()
    assert "removed a passage" in client.get("/admin/history/").content.decode()


def test_forged_confirmation_by_the_same_person_is_refused_and_stands_in_history(desk, client):
    desk.change(body=f"<p>{NAME} runs.</p>")
    address = asked(client)
    answer = client.post(address, {"action": "confirm", "seen": "x"})
    assert answer.status_code == 400
    assert "nobody confirms their own request" in answer.content.decode()
    assert Event.objects.get(verb="was refused").subject == address
    assert not Redaction.objects.exists()


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_who_may_see_the_words_and_ask(desk, client, role):
    desk.change(body=f"<p>{NAME} runs.</p>")
    address = asked(client)
    person = User.objects.create_user("somebody", is_staff=True)
    if role:
        language = "es" if role is Role.TRANSLATOR else ""
        set_roles(by=desk.approver, person=person, roles=[(role, language)])
    client.force_login(person)
    page = client.get(address)
    may_decide = role in {Role.REVIEWER, Role.PUBLISHER, Role.ADMINISTRATOR}
    assert page.status_code == (200 if may_decide else 403)
    assert ("Quill" in page.content.decode()) is may_decide
    assert ("Quill" in client.get(ASK).content.decode()) is False
    assert client.post(ASK, WORDS).status_code == (302 if role is Role.ADMINISTRATOR else 400)
    if not may_decide:
        assert client.post(address, {"action": "confirm"}).status_code == 403
        assert Event.objects.filter(verb="was refused", subject=address).exists()
    assert not Event.objects.filter(reason__contains="Quill").exists()


def test_what_was_typed_stays_and_the_problem_stands_beside_its_field(desk, client):
    answer = client.post(ASK, {"passages": f"{NAME}\nab", "reason": f"For {NAME}"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Line 2 is too short" in page and "holds what is to be removed" in page
    assert f"{NAME}\nab</textarea>" in page and f'value="For {NAME}"' in page
    assert 'aria-describedby="passages-help passages-wrong"' in page


def test_refusing_needs_a_reason_and_empties_the_request(desk, client):
    address = asked(client)
    client.force_login(desk.approver)
    assert "Say why" in client.post(address, {"action": "refuse"}).content.decode()
    page = client.post(address, {"action": "refuse", "refusal": "Not so."}, follow=True)
    assert "Refused. Nothing was removed." in page.content.decode()
    assert RedactionRequest.objects.get().passages == ""
    again = client.post(address, {"action": "confirm", "seen": "x"})
    assert "closed already" in again.content.decode()


@pytest.mark.parametrize("number", ["7", "9" * 30])
def test_unknown_request_does_not_exist(desk, client, number):
    assert client.get(f"{ASK}{number}/").status_code == 404


def test_words_are_shown_as_words(desk, client):
    desk.change(body="<p>Zoë &lt;script&gt; Quill</p>")
    client.post(ASK, {"passages": "Zoë <script> Quill", "reason": REASON})
    client.force_login(desk.approver)
    page = client.get(f"{ASK}{RedactionRequest.objects.get().pk}/").content.decode()
    assert "<del>Zoë &lt;script&gt; Quill</del>" in page
