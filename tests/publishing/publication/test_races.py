"""Two acts at the same moment, each stopped at its most dangerous point. On PostgreSQL."""

import sys
import threading

import pytest
from django.db import connections
from django.utils import timezone

from guidance.domain.text.cells import CellId
from guidance.domain.text.content import Kind
from guidance.domain.translation.freshness import Severity
from guidance.models import Collision, Contact, Guide, Role, Section, StaffRole
from guidance.publishing import (
    FieldEdit,
    add_section,
    approve,
    correct_urgently,
    publish,
    rename_slug,
    save_cells,
    set_roles,
    submit_companion,
    submit_contacts,
    withdraw,
)
from guidance.publishing.site.starter import NewGuide, load
from guidance.queries.published import edition_texts
from guidance.queries.site_frame import site_frame
from tests.world import make_world, small_guide

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
accounts = sys.modules["guidance.publishing.people.accounts"]
publishing = sys.modules["guidance.publishing.publication.publish"]
working_copy = sys.modules["guidance.publishing.publication.working_copy"]
structure = sys.modules["guidance.publishing.draft.structure"]
addresses = sys.modules["guidance.publishing.site.guides"]


class Doing(threading.Thread):
    """Something done beside the test, with what came of it."""

    def __init__(self, act, name="other"):
        super().__init__(name=name)
        self.act, self.outcome = act, None
        self.start()

    def run(self):
        try:
            self.outcome = self.act()
        except Exception as error:
            self.outcome = error
        finally:
            connections.close_all()


class Stop:
    """Holds one thread at a function, until it is let go."""

    def __init__(self, monkeypatch, module, name, *, only="held"):
        original = getattr(module, name)
        self.reached, self.go = threading.Event(), threading.Event()

        def stopped(*args, **kwargs):
            if threading.current_thread().name == only:
                self.reached.set()
                self.go.wait(5)
            return original(*args, **kwargs)

        monkeypatch.setattr(module, name, stopped)


def test_save_during_a_publication_is_kept(monkeypatch):
    world = make_world()
    row = world.row("calm")
    stop = Stop(monkeypatch, working_copy, "update_row")
    urgent = Doing(
        lambda: correct_urgently(
            by=world.approver,
            guide=world.guide,
            key=row.key,
            heading=row.heading_en,
            body="<p>Urgent.</p>",
            severity=Severity.MEANING,
            note="x",
            reason="x",
        ),
        "held",
    )
    stop.reached.wait(5)
    edit = FieldEdit(world.cell("calm"), "body", row.body_en, "<p>An hour of work.</p>")
    saving = Doing(lambda: save_cells(by=world.writer, edits=[edit]))
    saving.join(0.5)
    stop.go.set()
    urgent.join()
    saving.join()
    assert urgent.outcome.number == 2
    collision = Collision.objects.get()
    assert (collision.standing, collision.refused) == ("<p>Urgent.</p>", "<p>An hour of work.</p>")


def test_guide_that_comes_live_while_a_contact_is_published_has_the_new_phone(monkeypatch):
    world = make_world()
    world.write("calm", heading="Stay calm!")
    of_guide = world.submit({"calm": "wording"})
    approve(by=world.approver, submission=of_guide)
    contact = Contact.objects.get(key="911")
    edit = FieldEdit(CellId("contact", "911", "general"), "phone", "911", "912")
    save_cells(by=world.writer, edits=[edit])
    of_contact = submit_contacts(by=world.writer, note="x", severities={}, contacts=[contact])
    approve(by=world.approver, submission=of_contact)
    withdraw(by=world.approver, guide=world.guide, reason="x")
    stop = Stop(monkeypatch, publishing, "_require_unmoved")
    first = Doing(lambda: publish(by=world.approver, submission=of_guide, put_back=True), "held")
    stop.reached.wait(5)
    second = Doing(lambda: publish(by=world.approver, submission=of_contact))
    second.join(0.5)
    stop.go.set()
    first.join()
    second.join()
    texts = edition_texts(world.fresh().live_edition)
    (shown,) = texts["en"].section("when-to-call-signs").contacts
    assert shown.general_phone == "912"


def test_address_goes_to_one_of_two_guides_that_want_it_at_once(monkeypatch):
    world = make_world()
    load(
        guides=[NewGuide(small_guide("other"), "other-one", 2, {"en": "x"})],
        contacts=[],
        offered=[],
    )
    both = threading.Barrier(2)
    original = addresses.slug_issues

    def together(slug, guide):
        issues = original(slug, guide)
        both.wait(5)
        return issues

    monkeypatch.setattr(addresses, "slug_issues", together)
    tries = [
        Doing(lambda guide=guide: rename_slug(by=world.writer, guide=guide, slug="wanted"))
        for guide in Guide.objects.all()
    ]
    for each in tries:
        each.join()
    refused = [str(each.outcome) for each in tries if isinstance(each.outcome, Exception)]
    assert refused == ["“wanted” was given to another guide a moment ago."]
    assert all(guide.slugs.filter(current=True).count() == 1 for guide in Guide.objects.all())
    assert len(site_frame(timezone.now()).guides) == 2


def test_code_goes_to_one_of_two_guides_that_want_it_at_once(monkeypatch):
    world = make_world()
    load(
        guides=[NewGuide(small_guide("other"), "other-one", 2, {"en": "x"})],
        contacts=[],
        offered=[],
    )
    both = threading.Barrier(2)
    original = Section.objects.create

    def together(**values):
        both.wait(5)
        return original(**values)

    monkeypatch.setattr(Section.objects, "create", together)
    tries = [
        Doing(
            lambda guide=guide: add_section(
                by=world.writer, guide=guide, key="wanted", kind=Kind.DO
            )
        )
        for guide in Guide.objects.all()
    ]
    for each in tries:
        each.join()
    refused = [str(each.outcome) for each in tries if isinstance(each.outcome, Exception)]
    assert refused == ["Somebody used the code “wanted” a moment ago. Choose another."]
    assert Section.objects.filter(key="wanted").count() == 1


def test_of_two_administrators_at_once_the_second_one_counts(monkeypatch):
    world = make_world()
    stop = Stop(monkeypatch, StaffRole.objects, "bulk_create")
    tries = [
        Doing(
            lambda roles=roles: set_roles(
                by=world.approver, person=world.writer, roles=[(Role.WRITER, ""), *roles]
            ),
            name,
        )
        for name, roles in (("held", []), ("other", [(Role.REVIEWER, "")]))
        if name == "held" or stop.reached.wait(5)
    ]
    tries[1].join(0.5)
    stop.go.set()
    for each in tries:
        each.join()
    assert [each.outcome for each in tries] == [None, None]
    assert {row.role for row in world.writer.staff_roles.all()} == {"writer", "reviewer"}


def test_translation_approved_while_its_english_goes_out_is_not_lost(monkeypatch):
    world = make_world()
    world.write("calm", heading="Be calm")
    english = world.submit({"calm": "safety"})
    companion = submit_companion(
        by=world.approver,
        submission=english,
        language="es",
        texts={"section/when-to-call-calm": ("Calma", "<p>Calma.</p>")},
        note="x",
    )
    approve(by=world.approver, submission=english)
    stop = Stop(monkeypatch, publishing, "_require_unmoved")
    out = Doing(lambda: publish(by=world.approver, submission=english), "held")
    stop.reached.wait(5)
    approving = Doing(lambda: approve(by=world.writer, submission=companion))
    approving.join(0.5)
    stop.go.set()
    out.join()
    approving.join()
    companion.refresh_from_db()
    assert (out.outcome[0].number, companion.state) == (2, "approved")
    assert publish(by=world.approver, submission=companion)[0].number == 3
