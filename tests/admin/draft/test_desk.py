"""The staff's side: who gets in, what bad input meets, and that buttons do what they say."""

import json

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from guidance.domain.text.content import GENERAL
from guidance.models import Collision, Edition, Event, Guide, Role, Section, Submission
from guidance.publishing import set_roles
from guidance.queries.published import published_guide
from tests.publishing.publication.test_spine import SAFER, SAFER_ES

SIGNS = "section/when-to-call-signs"


ADDRESSES = [
    "/admin/",
    "/admin/history/",
    "/admin/history.csv",
    "/admin/guides/when-to-call/urgent/when-to-call-signs/",
    "/admin/contacts/911/",
    "/admin/contacts/911/submit/",
    "/admin/guides/when-to-call/",
    "/admin/guides/when-to-call/submit/",
    "/admin/guides/when-to-call/preview/",
    "/admin/guides/when-to-call/history/",
    "/admin/guides/when-to-call/settings/",
    "/admin/guides/when-to-call/versions/1/restore/",
    "/admin/guides/when-to-call/versions/1/raise/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_is_for_staff_alone_and_in_english(client, world, address):
    assert client.get(address)["Location"] == f"/admin/login/?next={address}"
    client.force_login(User.objects.create_user("reader"))
    assert client.get(address)["Location"] == f"/admin/login/?next={address}"
    client.force_login(world.writer)
    response = client.get(address, headers={"accept-language": "es"})
    assert response.status_code == 200
    if "html" in response["Content-Type"]:
        assert 'lang="en' in response.content.decode()[:300]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("/admin/guides/nothing/", "There is no guide “nothing”."),
        ("/admin/guides/when-to-call/?language=xx", "There is no language “xx” here."),
        ("/admin/guides/when-to-call/versions/9/restore/", "has no version 9."),
        ("/admin/guides/when-to-call/versions/0/raise/", "has no version 0."),
        ("/admin/guides/when-to-call/preview/?submission=9", "has no submission #9."),
        ("/admin/guides/when-to-call/preview/?submission=x", "has no submission #x."),
        ("/admin/submissions/9/", "There is no submission #9."),
        ("/admin/contacts/nothing/", "There is no contact “nothing”."),
    ],
)
def test_what_does_not_exist_is_404_and_says_what(desk, client, address, message):
    response = client.get(address)
    assert response.status_code == 404
    assert message in response.content.decode()


def form(world, name="signs", language="en", made_from=None, read=None, **fields):
    """Return the desk's form as a browser sends it."""
    row = world.row(name)
    cell = f"section/{row.key}/words/{language}"
    data = {}
    for field, text in fields.items():
        standing = getattr(row, f"{field}_{language}") if read is None else read
        data[f"read:{cell}:{field}"] = json.dumps(standing)
        data[f"text:{cell}:{field}"] = text
    if made_from:
        data[f"made_from:{cell}"] = made_from
    return data


def save(client, world, language="en", **kwargs):
    address = f"/admin/guides/when-to-call/?language={language}"
    return client.post(address, form(world, language=language, **kwargs), follow=True)


def test_a_correction_goes_from_desk_to_readers_by_two_people(desk, client):
    assert "Saved." in save(client, desk, body=SAFER).content.decode()
    page = client.get("/admin/guides/when-to-call/submit/").content.decode()
    assert "following the old text could get someone hurt or arrested" in page
    assert "checked" not in page.split("2. What it does")[1]
    response = client.post(
        "/admin/guides/when-to-call/submit/",
        {
            "cell": f"{SIGNS}/words/en",
            "note": "A gun is a sign too.",
            f"severity:{SIGNS}": "safety",
        },
    )
    submission = Submission.objects.get()
    assert response["Location"] == f"/admin/submissions/{submission.pk}/"
    own = client.post(response["Location"], {"action": "approve"}, follow=True).content.decode()
    assert "Nobody approves what they submitted themselves." in own
    client.force_login(desk.approver)
    early = client.post(response["Location"], {"action": "publish"}, follow=True).content.decode()
    assert "so it cannot be published" in early
    client.post(response["Location"], {"action": "approve"})
    done = client.post(response["Location"], {"action": "publish"}, follow=True).content.decode()
    assert "Published: When to call, version 2." in done
    assert "You see a gun." in client.get("/en/when-to-call/").content.decode()
    desk_es = client.get("/admin/guides/when-to-call/?language=es").content.decode()
    assert "hidden until translated" in desk_es


def test_translation_is_saved_with_the_english_it_was_made_from(desk, client):
    desk.change(body=SAFER)
    digest = desk.english_digest("signs")
    page = client.get("/admin/guides/when-to-call/?language=es").content.decode()
    assert f'name="made_from:{SIGNS}/words/es" value="{digest}"' in page
    save(client, desk, "es", made_from=digest, body=SAFER_ES)
    row = desk.row("signs")
    assert (row.body_es, row.made_from_es, row.provenance_es) == (SAFER_ES, digest, "human")


def test_refused_submission_shows_everything_that_is_wrong_and_keeps_what_was_typed(desk, client):
    save(client, desk, body=SAFER)
    response = client.post(
        "/admin/guides/when-to-call/submit/",
        {"cell": f"{SIGNS}/words/en", "note": "  ", f"severity:{SIGNS}": "nonsense"},
    )
    page = response.content.decode()
    assert response.status_code == 400
    assert "Write one sentence that tells readers" in page
    assert "Say what the change in “Call 911 now if” does for readers." in page
    response = client.post(
        "/admin/guides/when-to-call/submit/",
        {"note": "My note.", f"severity:{SIGNS}": "safety"},
    )
    assert "My note." in response.content.decode()
    assert not Submission.objects.exists()


def test_two_people_saving_the_same_text_are_both_shown_both(desk, client):
    old = desk.row("calm").body_en
    save(client, desk, name="calm", body="<p>First.</p>")
    client.force_login(desk.approver)
    page = save(client, desk, name="calm", read=old, body="<p>Second.</p>").content.decode()
    assert "Two texts met" in page and "First." in page and "Second." in page
    assert Collision.objects.count() == 1
    client.force_login(desk.writer)
    page = client.get("/admin/guides/when-to-call/").content.decode()
    assert "<p>Second.</p>" in page
    assert "Stay calm: Text" in page


@pytest.mark.parametrize(("keep", "stands"), [("first", "First."), ("second", "Second.")])
def test_where_two_texts_met_either_is_chosen(desk, client, keep, stands):
    old = desk.row("calm").body_en
    save(client, desk, name="calm", body="<p>First.</p>")
    save(client, desk, name="calm", read=old, body="<p>Second.</p>")
    address = reverse("admin:collision", args=[Collision.objects.get().pk])
    page = client.post(address, {"keep": keep}, follow=True).content.decode()
    assert "Two texts met" not in page
    assert desk.row("calm").body_en == f"<p>{stands}</p>"


def test_second_text_takes_no_place_that_has_changed_again(desk, client):
    old = desk.row("calm").body_en
    save(client, desk, name="calm", body="<p>First.</p>")
    save(client, desk, name="calm", read=old, body="<p>Second.</p>")
    save(client, desk, name="calm", body="<p>Third.</p>")
    address = reverse("admin:collision", args=[Collision.objects.get().pk])
    page = client.post(address, {"keep": "second"}, follow=True).content.decode()
    assert "has been changed again" in page and "Two texts met" in page
    assert desk.row("calm").body_en == "<p>Third.</p>"


def test_new_section_that_is_refused_keeps_what_was_typed(desk, client):
    address = reverse("admin:structure", args=["when-to-call"])
    typed = {"action": "add", "heading": "A car", "key": "No Code", "kind": "do", "after": ""}
    response = client.post(address, typed)
    page = response.content.decode()
    assert response.status_code == 400
    assert 'value="No Code"' in page and 'value="A car"' in page
    assert "A section code is made of lower-case letters" in page
    client.post(address, typed | {"key": "a-car"})
    assert Section.objects.get(key="a-car").heading_en == "A car"


@pytest.mark.parametrize(
    "data",
    [
        {"text:section/x/words/en:body": "x"},
        {"text:section/when-to-call-signs/words/xx:body": "x"},
        {"text:nonsense": "x"},
        {"text:section/when-to-call-signs/general:sources": "only a title"},
        {"text:section/when-to-call-signs/general:sources": "a | http://x.org | 2026-11-22"},
        {"text:section/when-to-call-signs/general:kind": "nonsense"},
        {"text:section/when-to-call-signs/general:contacts": "nobody"},
        {f"text:{SIGNS}/words/en:heading": "x", f"read:{SIGNS}/words/en:heading": "not json"},
    ],
    ids=str,
)
def test_broken_form_is_refused_with_a_message_and_changes_nothing(desk, client, data):
    before = Section.objects.values().get(key="when-to-call-signs")
    response = client.post("/admin/guides/when-to-call/", data)
    assert response.status_code == 400
    assert 'class="error"' in response.content.decode()
    assert Section.objects.values().get(key="when-to-call-signs") == before


def test_sections_are_added_moved_and_retired_at_the_desk(desk, client):
    address = reverse("admin:structure", args=["when-to-call"])
    client.post(
        address, {"action": "add", "key": "new-one", "kind": "do", "after": "when-to-call-signs"}
    )
    client.post(address, {"action": "up", "section": "new-one"})
    client.post(address, {"action": "retire", "section": "when-to-call-calm", "reason": "Old."})
    keys = list(Section.objects.order_by("position").values_list("key", flat=True))
    assert keys == ["head-when-to-call", "new-one", "when-to-call-signs", "when-to-call-calm"]
    assert Section.objects.get(key="when-to-call-calm").retiring
    for wrong, message in [
        ({"action": "add", "key": "new-one", "kind": "do"}, "has been used before"),
        ({"action": "add", "key": "x", "kind": "nonsense"}, "Choose what the new section is for"),
        ({"action": "retire", "section": "new-one"}, "Name the section that replaces it"),
        ({"action": "nonsense"}, "This button is not known"),
    ]:
        assert message in client.post(address, wrong, follow=True).content.decode()
    assert client.post(address, {"action": "up", "section": "x"}).status_code == 404


def test_restore_and_raise_ask_for_what_they_need(desk, client):
    edition = desk.change(body=SAFER)
    page = client.get("/admin/guides/when-to-call/versions/1/restore/").content.decode()
    assert "It would undo safety corrections" in page
    refused = client.post("/admin/guides/when-to-call/versions/1/restore/", {"note": "Back."})
    assert "Say what the change" in refused.content.decode()
    client.post(
        "/admin/guides/when-to-call/versions/1/restore/",
        {"note": "Back.", f"severity:{SIGNS}": "meaning"},
    )
    assert Submission.objects.get(restores__number=1).state == "in_review"
    address = f"/admin/guides/when-to-call/versions/{edition.number}/raise/"
    assert (
        "graver"
        in client.post(
            address, {"text": SIGNS, "severity": "meaning", "reason": "x"}
        ).content.decode()
    )
    assert "Choose what the change does" in client.post(address, {"text": SIGNS}).content.decode()


def test_guide_is_renamed_and_taken_down_at_its_settings(desk, client):
    address = "/admin/guides/when-to-call/settings/"
    assert (
        "kept for a page"
        in client.post(address, {"action": "rename", "slug": "about"}).content.decode()
    )
    client.post(address, {"action": "rename", "slug": "whom-to-call"})
    assert client.get("/en/when-to-call/")["Location"] == "/en/whom-to-call/"
    assert "Say why" in client.post(address, {"action": "withdraw"}).content.decode()
    client.post(address, {"action": "withdraw", "reason": "It is being rewritten."})
    assert Guide.objects.get().live_edition is None


def test_contact_is_changed_and_submitted_at_its_desk(desk, client):
    data = {
        "read:contact/911/general:phone": '"911"',
        "text:contact/911/general:phone": "912",
        "read:contact/911/general:city_run": "true",
        "text:contact/911/general:city_run": "",
    }
    client.post("/admin/contacts/911/", data)
    response = client.post(
        "/admin/contacts/911/submit/", {"cell": "contact/911/general", "note": "New number."}
    )
    assert response.status_code == 302
    page = client.get(response["Location"]).content.decode()
    assert "Phone: 912" in page and "Run by the city: no" in page


def test_preview_shows_the_draft_and_readers_do_not(desk, client):
    save(client, desk, name="calm", body="<p>Only a draft.</p>")
    preview = client.get("/admin/guides/when-to-call/preview/").content.decode()
    assert "Only a draft." in preview
    assert "Only a draft." not in client.get("/en/when-to-call/").content.decode()
    content, _ = published_guide(desk.fresh())
    assert content.section("when-to-call-calm").words["en"].body == "<p>Put safety first.</p>"
    assert Edition.objects.count() == 1


def test_accounts_are_deactivated_never_deleted(desk, client):
    desk.writer.is_superuser = True
    desk.writer.save()
    assert client.get(f"/admin/auth/user/{desk.approver.pk}/change/").status_code == 200
    assert client.get(f"/admin/auth/user/{desk.approver.pk}/delete/").status_code == 403


def test_what_a_role_does_not_allow_is_not_offered_and_a_forged_request_stands_in_history(
    desk, client
):
    person = User.objects.create_user("somali", is_staff=True)
    set_roles(by=desk.approver, person=person, roles=[(Role.TRANSLATOR, "so")])
    client.force_login(person)
    english = client.get("/admin/guides/when-to-call/").content.decode()
    assert "takes the role of writer" in english
    assert "Save the draft" not in english
    assert (
        "Save the draft" in client.get("/admin/guides/when-to-call/?language=so").content.decode()
    )
    assert (
        "Save the draft"
        not in client.get("/admin/guides/when-to-call/?language=es").content.decode()
    )
    refused = save(client, desk, body=SAFER)
    assert "takes the role of writer" in refused.content.decode()
    assert desk.row("signs").body_en != SAFER
    event = Event.objects.get(verb="was refused")
    assert (event.actor_name, event.subject) == ("somali", "/admin/guides/when-to-call/")


def test_administrator_gives_roles_at_the_account(desk, client):
    person = User.objects.create_user("new", is_staff=True)
    address = f"/admin/accounts/{person.pk}/roles/"
    client.post(address, {"role": ["writer:", "translator:so", "nonsense"]})
    assert [str(row) for row in person.staff_roles.all()] == ["Translator so", "Writer"]
    client.force_login(person)
    page = client.post(address, {"role": ["administrator:"]}).content.decode()
    assert "takes the role of administrator" in page
    assert client.get("/admin/accounts/999/roles/").status_code == 404


def test_submission_shows_what_changed_word_by_word(desk, client):
    save(
        client,
        desk,
        body='<ul><li>You hear loud gunshots.</li></ul><p><a href="tel:911">911</a></p>',
    )
    page = client.get("/admin/guides/when-to-call/submit/").content.decode()
    added = '<ins><span class="visually-hidden" lang="en" dir="ltr">added: </span>'
    removed = '<del><span class="visually-hidden" lang="en" dir="ltr">removed: </span>'
    assert f"You hear {added}loud </ins>gunshots." in page
    assert f"{removed}You witness an assault.</del>" in page
    assert f"{added}→ tel:911</ins>" in page


def test_contacts_that_are_not_touched_keep_their_order(client, world):
    world.write("signs", GENERAL, contacts=["911", "311"])
    client.force_login(world.writer)
    name = "section/when-to-call-signs/general:contacts"
    client.post(
        "/admin/guides/when-to-call/",
        {f"read:{name}": json.dumps(["911", "311"]), f"text:{name}": ["311", "911"]},
    )
    assert world.row("signs").contacts == ["911", "311"]


def test_second_person_approves_and_publishes_in_one_step(client, world):
    world.write("signs", body="<ul><li>You hear gunshots.</li><li>You see a gun.</li></ul>")
    submission = world.submit("safety")
    client.force_login(world.approver)
    address = f"/admin/submissions/{submission.pk}/"
    assert "Approve and publish now" in client.get(address).content.decode()
    client.post(address, {"action": "approve_and_publish"})
    assert world.fresh().live_edition.number == 2
    html = client.get(address).content.decode()
    assert "You witness an assault." in html and "Published with this" in html


def test_nobody_approves_and_publishes_their_own(client, world):
    world.write("signs", body="<ul><li>You see a gun.</li></ul>")
    submission = world.submit("safety")
    client.force_login(world.writer)
    client.post(f"/admin/submissions/{submission.pk}/", {"action": "approve_and_publish"})
    submission.refresh_from_db()
    assert (submission.state, world.fresh().live_edition.number) == ("in_review", 1)


def test_the_first_page_tells_what_waits_for_whom(client, world):
    world.write("signs", "en", body="<p>You see a gun.</p>")
    world.submit({"signs": "safety"})

    def groups(person) -> list[str]:
        client.force_login(person)
        text = client.get("/admin/").text
        assert ": When to call</a>" in text
        return [name for name in ("Waiting for you", "Waiting for others") if name in text]

    assert groups(world.approver) == ["Waiting for you"]
    assert groups(world.writer) == ["Waiting for others"]
