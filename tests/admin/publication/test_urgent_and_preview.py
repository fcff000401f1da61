"""What cannot wait, links for people without an account, and the history to download."""

import re
from datetime import timedelta

from django.utils import timezone

from guidance.domain.text.cells import CellId
from guidance.models import Collision, Contact, Edition, Event, PreviewLink, Submission
from guidance.publishing import (
    ContactCorrection,
    FieldEdit,
    correct_contact_urgently,
    save_cells,
)
from tests.admin.draft.test_desk import save
from tests.publishing.publication.test_spine import SAFER
from tests.world import SIGNS

URGENT = "/admin/guides/when-to-call/urgent/when-to-call-signs/"


def test_publisher_corrects_at_once_and_another_person_takes_the_flag_away(desk, client):
    assert "You hear gunshots." in client.get(URGENT).content.decode()
    form = {"heading": "Call 911 at once if", "body": SIGNS, "severity": "meaning", "note": "x"}
    refused = client.post(URGENT, form | {"note": ""})
    assert refused.status_code == 400
    # All that is wrong is said at once, and each message leads to its field.
    assert re.findall(r'<a href="#(\w+)">', refused.content.decode()) == ["note", "reason"]
    assert "cannot wait for a second person" in refused.content.decode()
    assert "Call 911 at once if" in refused.content.decode()
    client.post(URGENT, form | {"reason": "Now."})
    assert Edition.objects.get(number=2).urgent
    assert "Published at once: look at it" in client.get("/admin/").content.decode()
    address = f"/admin/submissions/{Submission.objects.get().pk}/"
    own = client.post(address, {"action": "review_afterwards"}, follow=True).content.decode()
    assert "nobody reviews their own correction" in own
    client.force_login(desk.approver)
    client.post(address, {"action": "review_afterwards"})
    assert "Published at once" not in client.get("/admin/").content.decode()
    assert client.get("/admin/guides/when-to-call/urgent/unknown/").status_code == 404


def test_translation_is_hidden_in_two_clicks_with_a_reason(desk, client):
    address = "/admin/guides/when-to-call/hide/"
    form = {"section": "when-to-call-signs", "language": "es"}
    refused = client.post(address, form, follow=True).content.decode()
    assert "Say why" in refused
    assert "Oye disparos." in client.get("/es/when-to-call/").content.decode()
    client.post(address, form | {"reason": "A wrong number."})
    assert "Oye disparos." not in client.get("/es/when-to-call/").content.decode()
    client.post(address, form | {"reason": "It was right.", "action": "show"})
    assert "Oye disparos." in client.get("/es/when-to-call/").content.decode()
    assert client.post(address, form | {"section": "unknown"}).status_code == 404


def link_of(world, client):
    world.write("signs", body=SAFER)
    submission = world.submit("safety")
    page = client.post(
        f"/admin/submissions/{submission.pk}/", {"action": "make_link"}, follow=True
    ).content.decode()
    start = page.index("/admin/read/")
    return submission, page[start : page.index("/", start + 13) + 1]


def test_link_lets_a_person_without_an_account_read_one_submission_until_it_is_revoked(
    desk, client
):
    submission, address = link_of(desk, client)
    client.logout()
    response = client.get(address)
    assert response.status_code == 200
    assert "You see a gun." in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    assert client.post(address).status_code == 405
    client.force_login(desk.writer)
    client.post(f"/admin/submissions/{submission.pk}/", {"action": "revoke_links"})
    client.logout()
    assert client.get(address).status_code == 410
    assert client.get("/admin/read/guessed/").status_code == 410


def test_link_expires(desk, client):
    _, address = link_of(desk, client)
    PreviewLink.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert client.get(address).status_code == 410


def test_collision_is_taken_off_the_desk_and_stays_in_history(desk, client):
    old = desk.row("calm").body_en
    save(client, desk, name="calm", body="<p>First.</p>")
    page = save(client, desk, name="calm", read=old, body="<p>Second.</p>").content.decode()
    assert "Two texts met" in page
    row = Collision.objects.get()
    page = client.post(f"/admin/collisions/{row.pk}/settle/", follow=True).content.decode()
    assert "Two texts met" not in page
    assert Collision.objects.count() == 1
    assert Event.objects.filter(verb="settled collision").count() == 1
    assert client.post("/admin/collisions/99/settle/").status_code == 404


def test_history_is_filtered_and_downloaded(desk, client):
    desk.change(body=SAFER)
    page = client.get("/admin/history/?person=approver&words=publ").content.decode()
    assert "published #" in page
    assert "loaded starter content" not in page.split("<tbody>")[1]
    table = client.get("/admin/history.csv?guide=when-to-call").content.decode().splitlines()
    assert table[0] == "when (UTC),who,what,guide,subject,why"
    assert any(",approver,published,when-to-call," in line for line in table)
    Event.objects.create(at=timezone.now(), verb="x", actor_id=1, actor_name="=cmd()")
    assert ",'=cmd()," in client.get("/admin/history.csv").content.decode()


def test_urgent_page_offers_what_stands_in_the_draft(desk, client):
    contact = Contact.objects.get(key="311")
    save_cells(
        by=desk.writer,
        edits=[FieldEdit(CellId("contact", "311", "general"), "phone", "612-673-3000", "311-555")],
    )
    address = f"/admin/contacts/{contact.key}/urgent/"
    page = client.get(address).content.decode()
    assert 'value="612-673-3000"' in page
    assert "Use what stands in the draft" in page
    assert 'value="311-555"' in client.get(f"{address}?from=draft").content.decode()
    desk.write("calm", heading="Be calm")
    address = "/admin/guides/when-to-call/urgent/when-to-call-calm/"
    assert 'value="Stay calm"' in client.get(address).content.decode()
    assert 'value="Be calm"' in client.get(f"{address}?from=draft").content.decode()


def test_urgent_contact_shows_what_it_replaced_and_that_nobody_approved_it(desk, client):
    correct_contact_urgently(
        by=desk.approver,
        contact=Contact.objects.get(key="311"),
        correction=ContactCorrection(
            "Minneapolis 311", "<p>Minneapolis 311 helps.</p>", "612-555-0100", "", {}
        ),
        severity=None,
        note="The number.",
        reason="It was wrong.",
    )
    row = Submission.objects.latest("pk")
    page = client.get(f"/admin/submissions/{row.pk}/").content.decode()
    before, after = page.index("Phone: 612-673-3000"), page.index("Phone: 612-555-0100")
    assert before < after
    assert "Nobody else approved it" in page
    assert "Approved by" not in page
    assert "Revoke all links" not in page
