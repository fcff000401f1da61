"""Every role against every act."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from guidance.cells import CellId
from guidance.content import Kind
from guidance.freshness import Severity
from guidance.models import Edition, Event, Role
from guidance.publishing import (
    FieldEdit,
    NotAllowed,
    Refused,
    add_section,
    approve,
    correct_urgently,
    hide,
    order_sections,
    plan_retirement,
    publish,
    raise_severity,
    rename_slug,
    restore,
    review_afterwards,
    save_cells,
    send_back,
    submit,
    submit_contacts,
    withdraw,
)
from guidance.publishing.accounts import set_roles
from guidance.publishing.golive import tick
from guidance.publishing.people import MAY, Act
from tests.publishing.test_spine import SAFER

WRITER, TRANSLATOR, REVIEWER, PUBLISHER, ADMINISTRATOR = Role
ENGLISH = CellId("section", "when-to-call-calm", "words", "en")


def save(world, by, language):
    cell = CellId("section", "when-to-call-calm", "words", language)
    row = world.row("calm")
    edit = FieldEdit(cell, "heading", getattr(row, f"heading_{language}"), "Other")
    save_cells(by=by, edits=[edit])


def submit_change(world, by, language):
    save(world, world.approver, language)
    severities = {"section/when-to-call-calm": Severity.MEANING} if language == "en" else {}
    submit(by=by, guide=world.guide, note="x", severities=severities)


def submitted(world):
    world.write("signs", body=SAFER)
    return world.submit("safety")


def approved(world):
    submission = submitted(world)
    approve(by=world.approver, submission=submission)
    return submission


def urgent(world):
    return correct_urgently(
        by=world.approver,
        guide=world.guide,
        key="when-to-call-calm",
        heading="Be calm",
        body="<p>Put safety first.</p>",
        severity=Severity.WORDING,
        note="x",
        reason="x",
    ).submission


def changed(world):
    return world.change(body=SAFER)


ACTS = {
    "save English": ({WRITER}, lambda w, by: save(w, by, "en")),
    "save Spanish": ({TRANSLATOR}, lambda w, by: save(w, by, "es")),
    "save Arabic": (set(), lambda w, by: save(w, by, "ar")),
    "add a section": (
        {WRITER},
        lambda w, by: add_section(by=by, guide=w.guide, key="new-one", kind=Kind.DO),
    ),
    "order sections": ({WRITER}, lambda w, by: order_sections(by=by, guide=w.guide, keys=[])),
    "retire a section": (
        {WRITER},
        lambda w, by: plan_retirement(by=by, section=w.row("calm"), reason="x"),
    ),
    "submit English": ({WRITER, PUBLISHER}, lambda w, by: submit_change(w, by, "en")),
    "submit Spanish": ({TRANSLATOR, PUBLISHER}, lambda w, by: submit_change(w, by, "es")),
    "approve": ({REVIEWER, PUBLISHER}, lambda w, by: approve(by=by, submission=submitted(w))),
    "send back": (
        {REVIEWER, PUBLISHER},
        lambda w, by: send_back(by=by, submission=submitted(w), reason="x"),
    ),
    "publish": ({PUBLISHER}, lambda w, by: publish(by=by, submission=approved(w))),
    "restore": (
        {WRITER, PUBLISHER},
        lambda w, by: restore(
            by=by,
            edition=(changed(w), Edition.objects.get(number=1))[1],
            note="x",
            severities={"section/when-to-call-signs": Severity.MEANING},
        ),
    ),
    "raise a severity": (
        {REVIEWER, PUBLISHER},
        lambda w, by: raise_severity(
            by=by,
            edition=w.change("calm", "meaning", heading="Be calm 2"),
            text="section/when-to-call-calm",
            severity=Severity.SAFETY,
            reason="x",
        ),
    ),
    "hide Spanish": (
        {TRANSLATOR, REVIEWER, PUBLISHER},
        lambda w, by: hide(by=by, section=w.row("calm"), language="es", reason="x"),
    ),
    "correct urgently": (
        {PUBLISHER},
        lambda w, by: correct_urgently(
            by=by,
            guide=w.guide,
            key="when-to-call-calm",
            heading="Be calm",
            body="<p>Put safety first.</p>",
            severity=Severity.WORDING,
            note="x",
            reason="x",
        ),
    ),
    "review afterwards": (
        {REVIEWER, PUBLISHER},
        lambda w, by: review_afterwards(by=by, submission=urgent(w)),
    ),
    "withdraw": ({PUBLISHER}, lambda w, by: withdraw(by=by, guide=w.guide, reason="x")),
    "rename": ({PUBLISHER}, lambda w, by: rename_slug(by=by, guide=w.guide, slug="other-one")),
    "tick for going live": ({ADMINISTRATOR}, lambda w, by: tick(by=by, item="courts")),
    "set roles": ({ADMINISTRATOR}, lambda w, by: set_roles(by=by, person=w.writer, roles=[])),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [*Role, None], ids=str)
def test_only_the_roles_in_the_table_may_act(world, act, role):
    person = User.objects.create_user("somebody", is_staff=True)
    if role:
        language = "es" if role is TRANSLATOR else ""
        set_roles(by=world.approver, person=person, roles=[(role, language)])
    allowed, do = ACTS[act]
    if role in allowed:
        do(world, person)
    else:
        with pytest.raises(NotAllowed, match="takes the role of"):
            do(world, person)


@pytest.mark.parametrize("act", ACTS)
def test_nobody_acts_without_an_active_staff_account(world, act):
    for person in (
        User.objects.create_user("reader", is_superuser=True),
        User.objects.create_user("former", is_staff=True, is_superuser=True, is_active=False),
    ):
        with pytest.raises(NotAllowed):
            ACTS[act][1](world, person)
        return


def test_translator_submits_their_own_language_and_nothing_beside_it(world):
    person = User.objects.create_user("somebody", is_staff=True)
    set_roles(by=world.approver, person=person, roles=[(TRANSLATOR, "es")])
    save(world, world.approver, "en")
    save(world, person, "es")
    spanish = CellId("section", "when-to-call-calm", "words", "es")
    with pytest.raises(NotAllowed):
        submit(by=person, guide=world.guide, note="x", severities={}, cells=[ENGLISH, spanish])
    submission = submit(by=person, guide=world.guide, note="x", severities={}, cells=[spanish])
    assert [str(cell) for cell in submission.cells.all()] == ["section/when-to-call-calm/words/es"]


def test_contacts_follow_the_same_table(world):
    person = User.objects.create_user("somebody", is_staff=True)
    row = world.row("calm")
    assert row
    from guidance.models import Contact

    contact = Contact.objects.get(key="911")
    cell = CellId("contact", "911", "general")
    edit = FieldEdit(cell, "phone", "911", "912")
    with pytest.raises(NotAllowed):
        save_cells(by=person, edits=[edit])
    save_cells(by=world.writer, edits=[edit])
    with pytest.raises(NotAllowed):
        submit_contacts(by=person, note="x", severities={}, contacts=[contact])


@pytest.mark.parametrize(
    "roles", [[(TRANSLATOR, "")], [(TRANSLATOR, "en")], [(TRANSLATOR, "xx")], [(WRITER, "es")]]
)
def test_roles_that_make_no_sense_are_refused(world, roles):
    with pytest.raises(Refused, match="Choose a language"):
        set_roles(by=world.approver, person=world.writer, roles=roles)


def test_giving_roles_stands_in_history(world):
    set_roles(by=world.approver, person=world.writer, roles=[(WRITER, ""), (TRANSLATOR, "so")])
    event = Event.objects.get(verb="set roles")
    assert event.subject == "writer"
    assert event.data == {"roles": ["translator so", "writer"]}


def test_documented_table_is_the_one_that_decides():
    lines = (Path(__file__).parents[2] / "docs" / "roles.md").read_text().splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if "|" in line]
    names = rows[0][1:]
    documented = {
        row[0]: {name for name, cell in zip(names, row[1:], strict=True) if cell == "yes"}
        for row in rows[2:]
    }
    assert documented == {str(act): {str(role) for role in MAY[act]} for act in Act}
