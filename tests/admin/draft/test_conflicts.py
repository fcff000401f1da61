"""A draft that live has overtaken: both texts are shown, and two buttons lead on."""

import re

import pytest

from guidance.domain.translation.freshness import Severity
from guidance.models import Contact
from guidance.publishing import FieldEdit, approve, publish, save_cells, submit, submit_contacts
from tests.publishing.publication.test_spine import SAFER

DESK = "/admin/guides/when-to-call/"
CONTACT = "/admin/contacts/911/"
NEWER = "<p>Newer.</p>"


def source(title):
    return [{"title": title, "url": "https://a.org/", "collected": "2026-11-22"}]


def overtaken(world, cell, row, name, first, second):
    """Submit ``first``, write ``second`` into the draft, and publish the submission."""

    def save(text):
        row.refresh_from_db()
        column = f"{name}_{cell.language}" if cell.language else row_column(cell, name)
        save_cells(by=world.writer, edits=[FieldEdit(cell, name, getattr(row, column), text)])

    save(first)
    common = {"by": world.writer, "note": "A note.", "severities": {cell.text: Severity.SAFETY}}
    if name != "body":
        common["severities"] = {}
    if cell.subject == "contact":
        submission = submit_contacts(contacts=[row], **common)
    else:
        submission = submit(guide=world.guide, **common)
    save(second)
    approve(by=world.approver, submission=submission)
    publish(by=world.approver, submission=submission)


def row_column(cell, name):
    return f"general_{name}" if cell.subject == "contact" else name


def press(client, page, keep):
    """Send the form of the first pair of buttons, as a browser does."""
    form = re.search(r'<form method="post" id="settle-[^"]*" action="([^"]*)">(.*?)</form>', page)
    fields = dict(re.findall(r'name="(section|language|live_digest)" value="([^"]*)"', form[2]))
    answer = client.post(form[1], {**fields, "keep": keep}, follow=True).content.decode()
    assert "The draft now rests on the published text." in answer
    return answer


@pytest.mark.parametrize("keep", ["mine", "live"])
def test_overtaken_sources_are_compared_and_settled(desk, client, keep):
    cell, row = desk.cell("calm", ""), desk.row("calm")
    overtaken(desk, cell, row, "sources", source("One"), source("Two"))
    page = client.get(DESK).content.decode()
    assert "Source: One" in page and "Source: Two" in page
    page = press(client, page, keep)
    assert "changed since this draft was begun" not in page
    assert desk.row("calm").sources == source("Two" if keep == "mine" else "One")
    to_submit = client.get(f"{DESK}submit/").content.decode()
    assert ("Source: Two" in to_submit) is (keep == "mine")


@pytest.mark.parametrize("keep", ["mine", "live"])
def test_overtaken_text_is_compared_and_settled(desk, client, keep):
    overtaken(desk, desk.cell("signs"), desk.row("signs"), "body", SAFER, NEWER)
    page = client.get(DESK).content.decode()
    assert "<ins>" in page and "<del>" in page
    press(client, page, keep)
    assert desk.row("signs").body_en == (NEWER if keep == "mine" else SAFER)


@pytest.mark.parametrize("keep", ["mine", "live"])
def test_overtaken_contact_is_compared_and_settled(desk, client, keep):
    row = Contact.objects.get(key="911")
    overtaken(desk, desk.cell("911", "", "contact"), row, "hours", "By day", "By night")
    page = client.get(CONTACT).content.decode()
    assert "Hours: By day" in page and "Hours: By night" in page
    press(client, page, keep)
    assert Contact.objects.get(key="911").general_hours == (
        "By night" if keep == "mine" else "By day"
    )


@pytest.mark.parametrize(
    ("address", "data", "status", "message"),
    [
        (DESK, {"section": "x"}, 404, "has no section “x”."),
        (DESK, {"section": "when-to-call-signs", "language": "xx"}, 404, "no language “xx”"),
        (DESK, {"section": "when-to-call-signs", "language": "en"}, 200, "button is not known"),
        (CONTACT, {"language": "xx"}, 404, "There is no language “xx” here."),
        ("/admin/contacts/x/", {}, 404, "There is no contact “x”."),
        (DESK, {"section": "when-to-call-signs", "keep": "live"}, 200, "changed again"),
    ],
)
def test_what_cannot_be_settled_is_said(desk, client, address, data, status, message):
    response = client.post(f"{address}settle/", data, follow=True)
    assert response.status_code == status
    assert message in response.content.decode()
