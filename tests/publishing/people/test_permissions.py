"""Every kind of person against every operation."""

import copy
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from guidance import publishing
from guidance.domain.pages.frame import AlertWords
from guidance.domain.text.cells import CellId
from guidance.domain.text.compose import base_of
from guidance.domain.text.content import Kind
from guidance.domain.text.digests import words_digest
from guidance.domain.translation.freshness import Severity
from guidance.models import Contact, Edition, Event, Role, Site
from guidance.publishing import (
    ContactCorrection,
    FieldEdit,
    NotAllowed,
    Refused,
    add_section,
    approve,
    ask_redaction,
    cancel_alert,
    comment,
    confirm_redaction,
    correct_contact_urgently,
    correct_urgently,
    hide,
    make_preview_link,
    mark_reviewed,
    note_account,
    note_refusal,
    offer_language,
    order_sections,
    plan_retirement,
    publish,
    raise_alert,
    raise_contact_severity,
    raise_severity,
    redaction_places,
    refuse_redaction,
    rename_slug,
    resolve_outdated,
    restore,
    review_afterwards,
    revoke_preview_links,
    save_cells,
    send_back,
    send_out,
    set_roles,
    settle_collision,
    show_unreviewed,
    submit,
    submit_companion,
    submit_contacts,
    take_back,
    take_back_redaction,
    take_in,
    translate_back,
    translate_note,
    withdraw,
)
from guidance.publishing.history import record, record_submission
from guidance.publishing.people.permissions import MAY, Act
from guidance.publishing.removal.places import places_digest
from guidance.publishing.site.go_live import ITEMS, go_live, tick
from guidance.publishing.submission.submit import submit_proposal
from guidance.queries.published import published_guide
from tests.publishing.publication.test_spine import SAFER
from tests.staff import EVERYBODY, make_person, stored
from tests.world import World

WRITER, TRANSLATOR, REVIEWER, PUBLISHER, ADMINISTRATOR = Role
ENGLISH = CellId("section", "when-to-call-calm", "words", "en")


def saving(world, language):
    cell = CellId("section", "when-to-call-calm", "words", language)
    standing = getattr(world.row("calm"), f"heading_{language}")
    return {"edits": [FieldEdit(cell, "heading", standing, "Other")]}


def save(world, by, language):
    save_cells(by=by, **saving(world, language))


def collided(world, language):
    edit = FieldEdit(world.cell("calm", language), "heading", "What nobody wrote", "A second text")
    return {"collision": save_cells(by=world.approver, edits=[edit]).collisions[0]}


def overtaken(world, language):
    content, _ = published_guide(world.fresh())
    cell = world.cell("calm", language)
    return {"cell": cell, "keep_mine": True, "live_digest": base_of(cell, content, {})}


def submitting(world, language):
    made_from = world.english_digest("calm") if language != "en" else None
    world.write("calm", language, made_from=made_from, heading="Other", body="<p>Ammaan.</p>")
    severities = {"section/when-to-call-calm": Severity.MEANING} if language == "en" else {}
    return {"guide": world.guide, "note": "x", "severities": severities}


def contact_changed(world):
    edit = FieldEdit(CellId("contact", "911", "general"), "hours", "", "Always")
    save_cells(by=world.writer, edits=[edit])
    return {"note": "x", "severities": {}, "contacts": [Contact.objects.get(key="911")]}


def submitted(world):
    world.write("signs", body=SAFER)
    return world.submit("safety")


def approved(world):
    submission = submitted(world)
    approve(by=world.approver, submission=submission)
    return submission


def correcting(world):
    return {
        "guide": world.guide,
        "key": "when-to-call-calm",
        "heading": "Be calm",
        "body": "<p>Put safety first.</p>",
        "severity": Severity.WORDING,
        "note": "x",
        "reason": "x",
    }


def correcting_contact(_):
    return {
        "contact": Contact.objects.get(key="311"),
        "correction": ContactCorrection(
            "Minneapolis 311", "<p>Minneapolis 311 helps.</p>", "612-555-0100", "", {}
        ),
        "severity": None,
        "note": "x",
        "reason": "x",
    }


def urgent(world):
    return correct_urgently(by=world.approver, **correcting(world)).submission


def restoring(world):
    world.change(body=SAFER)
    severities = {"section/when-to-call-signs": Severity.MEANING}
    return {"edition": Edition.objects.get(number=1), "note": "x", "severities": severities}


def raising(world):
    return {
        "edition": world.change("calm", "meaning", heading="Be calm 2"),
        "text": "section/when-to-call-calm",
        "severity": Severity.SAFETY,
        "reason": "x",
    }


def hiding(world, language):
    if language != "es":
        made_from = world.english_digest("calm")
        world.write("calm", language, made_from=made_from, heading="Other", body="<p>Ammaan.</p>")
        world.publish(world.submit())
    return {"section": world.row("calm"), "language": language, "reason": "x"}


def held_back(world):
    Site.objects.update_or_create(pk=1, defaults={"demonstration": False})
    return {"section": world.row("signs"), "language": "es", "reason": "x"}


def to_be_reviewed(world, language):
    made_from = world.english_digest("calm")
    world.write("calm", language, made_from=made_from, heading="Other", body="<p>Ammaan.</p>")
    return {"cell": world.cell("calm", language), "read": words_digest("Other", "<p>Ammaan.</p>")}


def to_take_in(world, language):
    sent = send_out(by=world.approver, guide=world.fresh(), language=language)
    texts = tuple(
        replace(
            text,
            units=tuple(
                replace(unit, target=unit.target or unit.source, state="translated")
                for unit in text.units
            ),
        )
        for text in sent.texts
    )
    return replace(sent, texts=texts)


def ticked(world):
    for item in ITEMS:
        tick(by=world.approver, item=item)
    return {}


def asked_removal(world):
    request = ask_redaction(by=world.writer, passages="Put safety first", reason="x")
    places = redaction_places(by=world.writer, request=request)
    return {"request": request, "seen": places_digest(places)}


def changed_contact(world):
    row = Contact.objects.get(key="911")
    cell = CellId("contact", "911", "words", "en")
    edit = FieldEdit(cell, "body", row.body_en, "<p>Call when somebody could be hurt.</p>")
    save_cells(by=world.writer, edits=[edit])
    severities = {"contact/911": Severity.MEANING}
    submission = submit_contacts(by=world.writer, note="x", severities=severities, contacts=[row])
    world.publish(submission)
    return {"version": row.versions.get(number=2), "severity": Severity.SAFETY, "reason": "x"}


SOMALI = "<ul><li>Rasaas baad maqashay.</li><li>Qori baad aragtay.</li></ul>"


def companion(world):
    return {
        "submission": submitted(world),
        "language": "so",
        "texts": {
            "section/when-to-call-signs": (
                "Wac 911",
                "<ul><li>Rasaas baad maqashay.</li><li>Qori baad aragtay.</li></ul>",
            )
        },
        "note": "x",
    }


ALERT = {"words": {"en": AlertWords("Ramp A is closed.")}}


class Tried(NamedTuple):
    """Who alone may do something, the operation, and how it is called in the small site."""

    allowed: set[Role]
    operation: Callable
    given: Callable[[World], dict[str, object]]


TRIED = {
    "save English": Tried({WRITER}, save_cells, lambda w: saving(w, "en")),
    "save Somali": Tried({TRANSLATOR}, save_cells, lambda w: saving(w, "so")),
    "save Spanish": Tried(set(), save_cells, lambda w: saving(w, "es")),
    "settle a second text": Tried({WRITER}, settle_collision, lambda w: collided(w, "en")),
    "settle a second text in Somali": Tried(
        {TRANSLATOR}, settle_collision, lambda w: collided(w, "so")
    ),
    "keep a draft of English": Tried({WRITER}, resolve_outdated, lambda w: overtaken(w, "en")),
    "keep a draft of Spanish": Tried(set(), resolve_outdated, lambda w: overtaken(w, "es")),
    "add a section": Tried(
        {WRITER}, add_section, lambda w: {"guide": w.guide, "key": "new-one", "kind": Kind.DO}
    ),
    "order sections": Tried({WRITER}, order_sections, lambda w: {"guide": w.guide, "keys": []}),
    "retire a section": Tried(
        {WRITER}, plan_retirement, lambda w: {"section": w.row("calm"), "reason": "x"}
    ),
    "submit English": Tried({WRITER, PUBLISHER}, submit, lambda w: submitting(w, "en")),
    "submit Somali": Tried({TRANSLATOR, PUBLISHER}, submit, lambda w: submitting(w, "so")),
    "submit Spanish": Tried({PUBLISHER}, submit, lambda w: submitting(w, "es")),
    "submit a contact": Tried({WRITER, PUBLISHER}, submit_contacts, contact_changed),
    "approve": Tried({REVIEWER, PUBLISHER}, approve, lambda w: {"submission": submitted(w)}),
    "send back": Tried(
        {REVIEWER, PUBLISHER}, send_back, lambda w: {"submission": submitted(w), "reason": "x"}
    ),
    "take back another's": Tried(set(), take_back, lambda w: {"submission": submitted(w)}),
    "publish": Tried({PUBLISHER}, publish, lambda w: {"submission": approved(w)}),
    "restore": Tried({WRITER, PUBLISHER}, restore, restoring),
    "raise a severity": Tried({REVIEWER, PUBLISHER}, raise_severity, raising),
    "hide Somali": Tried({TRANSLATOR, REVIEWER, PUBLISHER}, hide, lambda w: hiding(w, "so")),
    "hide Spanish": Tried({REVIEWER, PUBLISHER}, hide, lambda w: hiding(w, "es")),
    "correct urgently": Tried({PUBLISHER}, correct_urgently, correcting),
    "correct a contact urgently": Tried({PUBLISHER}, correct_contact_urgently, correcting_contact),
    "review afterwards": Tried(
        {REVIEWER, PUBLISHER}, review_afterwards, lambda w: {"submission": urgent(w)}
    ),
    "send out Somali": Tried(
        {TRANSLATOR}, send_out, lambda w: {"guide": w.guide, "language": "so"}
    ),
    "take in Somali": Tried({TRANSLATOR}, take_in, lambda w: {"document": to_take_in(w, "so")}),
    "take in Spanish": Tried(set(), take_in, lambda w: {"document": to_take_in(w, "es")}),
    "switch a language off": Tried(
        {PUBLISHER},
        offer_language,
        lambda _: {"language": "es", "offered": False, "reason": "x"},
    ),
    "show what nobody has reviewed": Tried({PUBLISHER}, show_unreviewed, held_back),
    "translate Somali back": Tried(
        {TRANSLATOR}, translate_back, lambda w: {**to_be_reviewed(w, "so"), "words": "Other."}
    ),
    "say that Somali was reviewed": Tried(
        {TRANSLATOR}, mark_reviewed, lambda w: to_be_reviewed(w, "so")
    ),
    "say that Spanish was reviewed": Tried(set(), mark_reviewed, lambda w: to_be_reviewed(w, "es")),
    "make a preview link": Tried(
        {REVIEWER, PUBLISHER}, make_preview_link, lambda w: {"submission": submitted(w)}
    ),
    "comment": Tried(
        {REVIEWER, PUBLISHER}, comment, lambda w: {"submission": submitted(w), "words": "x"}
    ),
    "translate English that waits into Somali": Tried({TRANSLATOR}, submit_companion, companion),
    "translate a note into Somali": Tried(
        {TRANSLATOR, REVIEWER, PUBLISHER},
        translate_note,
        lambda _: {"edition": Edition.objects.get(number=1), "language": "so", "note": "Koow."},
    ),
    "raise a contact's severity": Tried(
        {REVIEWER, PUBLISHER}, raise_contact_severity, changed_contact
    ),
    "raise an alert": Tried({PUBLISHER}, raise_alert, lambda _: ALERT),
    "cancel an alert": Tried(
        {PUBLISHER}, cancel_alert, lambda w: {"alert": raise_alert(by=w.approver, **ALERT)}
    ),
    "ask for a removal": Tried(
        {ADMINISTRATOR}, ask_redaction, lambda _: {"passages": "Put safety first", "reason": "x"}
    ),
    "see the places of a removal": Tried(
        {REVIEWER, PUBLISHER, ADMINISTRATOR},
        redaction_places,
        lambda w: {"request": asked_removal(w)["request"]},
    ),
    "confirm a removal": Tried(
        {REVIEWER, PUBLISHER, ADMINISTRATOR}, confirm_redaction, asked_removal
    ),
    "refuse a removal": Tried(
        {REVIEWER, PUBLISHER, ADMINISTRATOR},
        refuse_redaction,
        lambda w: {"request": asked_removal(w)["request"], "reason": "x"},
    ),
    "take another's removal back": Tried(
        set(), take_back_redaction, lambda w: {"request": asked_removal(w)["request"]}
    ),
    "revoke preview links": Tried(
        {REVIEWER, PUBLISHER}, revoke_preview_links, lambda w: {"submission": submitted(w)}
    ),
    "withdraw": Tried({PUBLISHER}, withdraw, lambda w: {"guide": w.guide, "reason": "x"}),
    "rename": Tried({PUBLISHER}, rename_slug, lambda w: {"guide": w.guide, "slug": "other-one"}),
    "tick for going live": Tried({ADMINISTRATOR}, tick, lambda _: {"item": "courts"}),
    "go live": Tried({ADMINISTRATOR}, go_live, ticked),
    "set roles": Tried({ADMINISTRATOR}, set_roles, lambda w: {"person": w.writer, "roles": []}),
    "note an account": Tried(
        {ADMINISTRATOR},
        note_account,
        lambda _: {"person": User(username="new"), "verb": "made account"},
    ),
}
"""Everything that takes a person who does it; the translator's language is Somali."""

PARTS = {record, record_submission, note_refusal, submit_proposal}
"""Called by operations inside their transaction, after they have asked who it is."""


def operations() -> dict[str, Callable]:
    """Return every public function of ``publishing`` that takes ``by``."""
    found = {}
    for module in pkgutil.walk_packages(publishing.__path__, f"{publishing.__name__}."):
        code = importlib.import_module(module.name)
        for name, function in vars(code).items():
            if inspect.isfunction(function) and not name.startswith("_"):
                by = inspect.signature(function).parameters.get("by")
                if by is not None and by.kind is by.KEYWORD_ONLY:
                    found[f"{function.__module__}.{name}"] = function
    return found


def test_every_operation_is_tried():
    tried = {*PARTS, *(entry.operation for entry in TRIED.values())}
    missing = sorted(name for name, function in operations().items() if function not in tried)
    assert not missing, f"Say in TRIED who may do this, and call it: {missing}"


@pytest.mark.parametrize("act", TRIED)
def test_only_the_roles_in_the_table_may_act(world, settings, act):
    settings.PUBLIC_URL = "https://safety.example.org"
    allowed, operation, given = TRIED[act]
    names = {str(role) for role in allowed}
    # Nobody takes back what another submitted.
    if operation not in {take_back, take_back_redaction}:
        names.add("superuser")
    for kind in EVERYBODY[1:]:
        # Each finds the world as it was.
        with transaction.atomic():
            person, arguments = make_person(kind), given(copy.deepcopy(world))
            if kind in names:
                operation(by=person, **arguments)
            else:
                before = stored()
                with pytest.raises(NotAllowed):
                    operation(by=person, **arguments)
                    pytest.fail(f"{kind} may {act}")
                assert stored() == before, kind
            transaction.set_rollback(True)


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
    lines = (Path(__file__).parents[3] / "docs" / "roles.md").read_text().splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if "|" in line]
    names = rows[0][1:]
    documented = {
        row[0]: {name for name, cell in zip(names, row[1:], strict=True) if cell == "yes"}
        for row in rows[2:]
    }
    assert documented == {str(act): {str(role) for role in MAY[act]} for act in Act}
