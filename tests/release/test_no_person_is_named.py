"""After a day's work no page that readers can reach, and no header, names a member of staff."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.crypto import get_random_string

from guidance.domain.translation.freshness import Severity
from guidance.models import Contact, Edition, Section, Slug
from guidance.publishing import (
    FieldEdit,
    Lowered,
    approve,
    correct_urgently,
    hide,
    make_preview_link,
    publish,
    raise_severity,
    rename_slug,
    restore,
    review_afterwards,
    save_cells,
    send_back,
    submit_contacts,
    withdraw,
)
from guidance.urls import urlpatterns
from tests.publishing.publication.test_spine import SAFER
from tests.world import World

pytestmark = pytest.mark.once

OFFERED = ("en", "es", "ar")


@pytest.fixture
def names(world) -> set[str]:
    """Names of the two at work that stand in no other word, upper or lower case."""
    found = set()
    for person in (world.writer, world.approver):
        person.username, person.first_name, person.last_name, mailbox = (
            get_random_string(12, "bcdfghjklmnpqrstvwxz") for _ in range(4)
        )
        person.email = f"{mailbox}@example.org"
        person.save()
        found |= {person.username, person.first_name, person.last_name, mailbox}
    return found


@pytest.fixture
def secret(world, names) -> str:
    """A day's work: everything that leaves a name behind. Gives a link to a submission."""
    world.write("signs", body=SAFER)
    send_back(by=world.approver, submission=world.submit("safety"), reason="The list is too long.")
    submission = world.submit("safety")
    lowered = {"section/when-to-call-signs": Lowered(Severity.MEANING, "Nobody is sent wrong.")}
    approve(by=world.approver, submission=submission, lowered=lowered)
    (edition,) = publish(by=world.approver, submission=submission)
    raise_severity(
        by=world.approver,
        edition=edition,
        text="section/when-to-call-signs",
        severity=Severity.SAFETY,
        reason="It was dangerous.",
    )
    urgent = correct_urgently(
        by=world.approver,
        guide=world.guide,
        key="when-to-call-calm",
        heading="Stay calm",
        body="<p>Put safety first, always.</p>",
        severity=Severity.MEANING,
        note="A note.",
        reason="Now.",
    )
    review_afterwards(by=world.writer, submission=urgent.submission)
    hide(by=world.approver, section=world.row("calm"), language="es", reason="Wrong.")
    _contact(world)
    rename_slug(by=world.approver, guide=world.guide, slug="another-address")
    withdraw(by=world.approver, guide=world.guide, reason="For a while.")
    severities = {f"section/when-to-call-{name}": Severity.SAFETY for name in ("signs", "calm")}
    restored = restore(
        by=world.writer,
        edition=Edition.objects.get(number=1),
        note="Back.",
        severities=severities,
    )
    world.publish(restored, put_back=True)
    world.write("calm", body="<p>On its way.</p>")
    return make_preview_link(by=world.writer, submission=world.submit({"calm": "meaning"}))


def _contact(world: World) -> None:
    edit = FieldEdit(world.cell("911", "", "contact"), "hours", "", "Always")
    save_cells(by=world.writer, edits=[edit])
    contacts = [Contact.objects.get(key="911")]
    submission = submit_contacts(by=world.writer, note="x", severities={}, contacts=contacts)
    approve(by=world.approver, submission=submission)
    publish(by=world.approver, submission=submission)


def addresses() -> Iterator[str]:
    """Return every public address that the site has now."""
    versions = range(1, Edition.objects.count() + 1)
    slugs = list(Slug.objects.values_list("slug", flat=True))
    keys = list(Section.objects.values_list("key", flat=True))
    for pattern in urlpatterns:
        for language in OFFERED if "<language" in str(pattern.pattern) else [""]:
            for slug in slugs if "<key:slug>" in str(pattern.pattern) else [""]:
                for key in keys if "<key:key>" in str(pattern.pattern) else [""]:
                    for number in versions if "<number" in str(pattern.pattern) else [1]:
                        filled = (
                            str(pattern.pattern)
                            .replace("<language:language>", language)
                            .replace("<key:slug>", slug)
                            .replace("<key:key>", key)
                            .replace("<number:number>", str(number))
                            .replace("<number:first>", str(number))
                            .replace("<number:second>", str(number + 1))
                        )
                        assert "<" not in filled, f"Say what stands in {pattern.pattern}"
                        yield f"/{filled}"


def test_readers_see_no_name_of_anybody_who_works_here(world, names, secret, client):
    asked = sorted({*addresses()})
    shown = 0
    for address in [*asked, f"/admin/read/{secret}/", "/nothing/", "/en/nothing/"]:
        response = client.get(address, follow=True)
        shown += response.status_code == 200
        _require_no_name(response, names, address)
    assert shown > len(asked) * 3 / 4


def test_staff_who_are_signed_in_see_what_readers_see(world, names, secret):
    reader, staff = Client(), Client()
    staff.force_login(world.writer)
    for address in ("/en/", "/en/another-address/", "/en/another-address/history/"):
        assert staff.get(address).content == reader.get(address).content
    # Only the page without an account is opened with one too: who looks is not what it shows.
    _require_no_name(staff.get(f"/admin/read/{secret}/"), names, "read")


def test_the_names_are_there_for_staff(world, names, secret, client):
    """Else the tests above would find nothing whatever is shown."""
    client.force_login(User.objects.get(pk=world.writer.pk))
    page = client.get("/admin/history/").content.decode()
    assert world.approver.first_name in page and world.writer.last_name in page


def _require_no_name(response, names: set[str], address: str) -> None:
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    everything = f"{headers}\n{response.content.decode()}".lower()
    assert [name for name in names if name in everything] == [], address
