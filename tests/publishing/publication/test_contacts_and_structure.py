"""Contacts are edited once and republished everywhere; sections are added, moved and retired."""

import pytest
from django.utils import timezone

from guidance.domain.text.cells import CellId
from guidance.domain.text.content import ContactContent, ContactGeneral, ContactWords, Kind
from guidance.domain.translation.freshness import Severity
from guidance.models import Contact, ContactVersion, Edition, Guide, Release, Section, Tombstone
from guidance.publishing import (
    FieldEdit,
    Refused,
    add_section,
    approve,
    order_sections,
    plan_restore,
    plan_retirement,
    publish,
    raise_contact_severity,
    save_cells,
    submit_contacts,
    withdraw,
)
from guidance.publishing.site.starter import NewGuide, load
from guidance.queries.guide_frame import guide_frame
from guidance.queries.published import edition_texts, live_contacts, published_guide
from guidance.queries.site_frame import site_frame
from tests.world import SOURCES, old_version, small_guide


def change_phone(world, phone="612-555-0100", key="911"):
    row = Contact.objects.get(key=key)
    cell = CellId("contact", key, "general")
    save_cells(by=world.writer, edits=[FieldEdit(cell, "phone", row.general_phone, phone)])
    return submit_contacts(by=world.writer, note="A new number.", severities={}, contacts=[row])


def test_contact_that_had_nothing_but_words_is_given_a_phone_and_loses_it_again(world):
    words = ContactWords("Bare", "<p>Somebody helps.</p>")
    bare = ContactContent("bare", ContactGeneral(), {"en": words})
    load(guides=[], contacts=[bare], offered=[])
    for phone in ("612-555-0100", "612-555-0101", "", "612-555-0102"):
        submission = change_phone(world, phone, "bare")
        approve(by=world.approver, submission=submission)
        publish(by=world.approver, submission=submission)
        assert live_contacts(["bare"])["bare"].general.phone == phone


def test_contact_is_republished_in_every_live_guide_that_shows_it_in_one_act(world):
    load(
        guides=[
            NewGuide(small_guide("police"), "police", 2, {"en": "First version."}),
            NewGuide(small_guide("resting"), "resting", 3, {"en": "First version."}),
        ],
        contacts=[],
        offered=[],
    )
    withdraw(by=world.approver, guide=Guide.objects.get(key="resting"), reason="Old.")
    submission = change_phone(world)
    approve(by=world.approver, submission=submission)
    editions = publish(by=world.approver, submission=submission)
    assert [(edition.guide.key, edition.number) for edition in editions] == [
        ("when-to-call", 2),
        ("police", 2),
    ]
    assert len({edition.released for edition in editions}) == 1
    for edition in editions:
        for text in edition_texts(edition).values():
            (contact,) = text.section(f"{edition.guide.key}-signs").contacts
            assert contact.general_phone == "612-555-0100"


def test_publishing_a_section_embeds_the_published_contact_never_the_working_copy(world):
    Contact.objects.filter(key="911").update(general_phone="000")
    edition = world.change(body="<ul><li>You hear shots.</li><li>You see an assault.</li></ul>")
    (contact,) = edition_texts(edition)["en"].section("when-to-call-signs").contacts
    assert contact.general_phone == "911"


def test_safety_change_of_a_contacts_words_withholds_its_translation_but_never_its_phone(world):
    row = Contact.objects.get(key="311")
    cell = CellId("contact", "311", "words", "en")
    edit = FieldEdit(cell, "body", row.body_en, "<p>Never call in an emergency.</p>")
    save_cells(by=world.writer, edits=[edit])
    with pytest.raises(Refused, match="cannot be called"):
        submit_contacts(
            by=world.writer,
            note="x",
            severities={"contact/311": Severity.WORDING},
            contacts=[row],
        )
    submission = submit_contacts(
        by=world.writer, note="x", severities={"contact/311": Severity.SAFETY}, contacts=[row]
    )
    approve(by=world.approver, submission=submission)
    assert publish(by=world.approver, submission=submission) == []
    frame = site_frame(timezone.now())
    assert frame.contact_states["311"]["es"].how == "withheld"
    assert frame.contacts["311"].general.phone == "612-673-3000"
    assert ContactVersion.objects.filter(contact=row).count() == 2


def test_911_keeps_its_phone(world):
    with pytest.raises(Refused, match="stands on every page"):
        change_phone(world, "")


def write_new(world, key="new-section"):
    section = add_section(
        by=world.writer, guide=world.guide, key=key, kind=Kind.DO, after="when-to-call-signs"
    )
    words = CellId("section", key, "words", "en")
    general = CellId("section", key, "general")
    sources = [{"title": SOURCES[0].title, "url": "", "collected": "2026-11-22"}]
    save_cells(
        by=world.writer,
        edits=[
            FieldEdit(words, "heading", "", "New"),
            FieldEdit(words, "body", "", "<p>Do this.</p>"),
            FieldEdit(general, "sources", [], sources),
        ],
    )
    return section


def keys(world):
    content, _ = published_guide(world.fresh())
    return [section.key.removeprefix("when-to-call-") for section in content.sections]


def test_added_section_goes_live_where_it_was_put_and_needs_no_severity(world):
    write_new(world)
    edition = world.publish(world.submit())
    assert keys(world) == ["head-when-to-call", "signs", "new-section", "calm"]
    assert edition.changes["section/new-section"]["old"] == ""
    assert Section.objects.get(key="new-section").live


def test_translation_of_an_added_section_rests_on_the_editions_own_english(world):
    from guidance.domain.text.digests import text_digest

    write_new(world)
    made_from = text_digest(Kind.DO, "New", "<p>Do this.</p>")
    edit = FieldEdit(
        CellId("section", "new-section", "words", "es"), "heading", "", "Nuevo", "d1:other"
    )
    save_cells(by=world.writer, edits=[edit])
    with pytest.raises(Refused, match="was not made from published English"):
        world.submit()
    again = FieldEdit(edit.cell, "heading", "Nuevo", "Nuevo", made_from)
    body = FieldEdit(edit.cell, "body", "", "<p>Haga esto.</p>", made_from)
    save_cells(by=world.writer, edits=[again, body])
    world.publish(world.submit())
    assert guide_frame(world.fresh()).sections["es"]["new-section"].how == "own"


def test_section_without_source_heading_or_text_is_not_submitted(world):
    add_section(by=world.writer, guide=world.guide, key="bare", kind=Kind.TEXT)
    with pytest.raises(Refused) as refused:
        world.submit()
    assert {issue.field for issue in refused.value.issues} == {"heading", "body", "sources"}


@pytest.mark.parametrize("key", ["when-to-call-signs", "Not a key", "", "a" * 61])
def test_key_is_new_and_a_key(world, key):
    with pytest.raises(Refused):
        add_section(by=world.writer, guide=world.guide, key=key, kind=Kind.TEXT)


def test_retired_section_leaves_a_tombstone_and_its_key_is_never_used_again(world):
    section = world.row("calm")
    with pytest.raises(Refused, match="Name the section that replaces it"):
        plan_retirement(by=world.writer, section=section)
    with pytest.raises(Refused, match="No published section"):
        plan_retirement(by=world.writer, section=section, successor="unknown")
    plan_retirement(by=world.writer, section=section, successor="when-to-call-signs")
    edition = world.publish(world.submit())
    assert keys(world) == ["head-when-to-call", "signs"]
    assert edition.changes["section/when-to-call-calm"]["new"] == ""
    assert Tombstone.objects.get().successor.key == "when-to-call-signs"
    (retired,) = guide_frame(world.fresh()).retired
    assert (retired.key, retired.successor) == ("when-to-call-calm", "when-to-call-signs")
    with pytest.raises(Refused, match="has been used before"):
        add_section(by=world.writer, guide=world.guide, key="when-to-call-calm", kind=Kind.TEXT)
    plan = plan_restore(Edition.objects.get(number=1))
    assert plan.gone == ("when-to-call-calm",)


def test_title_and_summary_cannot_be_retired(world):
    head = Section.objects.get(key="head-when-to-call")
    with pytest.raises(Refused, match="cannot be retired"):
        plan_retirement(by=world.writer, section=head, reason="x")


def test_reordering_is_published_alone_and_working_order_follows(world):
    order_sections(
        by=world.writer,
        guide=world.guide,
        keys=["head-when-to-call", "when-to-call-calm", "when-to-call-signs"],
    )
    edition = world.publish(world.submit())
    assert keys(world) == ["head-when-to-call", "calm", "signs"]
    assert edition.changes == {}
    world.fresh()
    with pytest.raises(Refused, match="Nothing has been changed"):
        world.submit()
    with pytest.raises(Refused, match="no section"):
        order_sections(by=world.writer, guide=world.guide, keys=["unknown"])


def test_severity_of_a_contacts_change_can_be_raised_and_acts_at_once(world):
    version = change_body(world, "<p>Emergency helps at once.</p>")
    assert contact_shown(world) == "stale"
    raise_contact_severity(
        by=world.approver, version=version, severity=Severity.SAFETY, reason="People were hurt."
    )
    assert contact_shown(world) == "withheld"
    release = Release.objects.order_by("-number").first()
    assert release.event.verb == "raised severity"
    with pytest.raises(Refused, match="graver"):
        raise_contact_severity(
            by=world.approver, version=version, severity=Severity.SAFETY, reason="x"
        )
    with pytest.raises(Refused, match="did not change the English"):
        raise_contact_severity(
            by=world.approver,
            version=version.contact.versions.get(number=1),
            severity=Severity.SAFETY,
            reason=" ",
        )


def change_body(world, body):
    row = Contact.objects.get(key="911")
    cell = CellId("contact", "911", "words", "en")
    save_cells(by=world.writer, edits=[FieldEdit(cell, "body", row.body_en, body)])
    severities = {"contact/911": Severity.MEANING}
    world.publish(submit_contacts(by=world.writer, note="x", severities=severities, contacts=[row]))
    return row.versions.order_by("number").last()


def contact_shown(world):
    return guide_frame(world.fresh()).contacts["es"]["911"].how


def test_two_sections_never_replace_each_other(world):
    signs, calm = world.row("signs"), world.row("calm")
    plan_retirement(by=world.writer, section=calm, successor=signs.key)
    with pytest.raises(Refused, match="led in a circle"):
        plan_retirement(by=world.writer, section=signs, successor=calm.key)
    # Past the plans: one is submitted, taken off the desk, and the other planned.
    first = world.submit(cells=[CellId("section", calm.key, "retire")])
    plan_retirement(by=world.writer, section=calm, cancel=True)
    plan_retirement(by=world.writer, section=signs, successor=calm.key)
    second = world.submit(cells=[CellId("section", signs.key, "retire")])
    world.publish(first)
    with pytest.raises(Refused, match="led in a circle"):
        world.publish(second)
    assert world.row("signs").live


def test_old_words_of_a_contact_are_marked_once_a_safety_change_replaced_them(world):
    version = change_body(world, "<p>Emergency helps at once.</p>")
    first = Edition.objects.get(guide=world.guide, number=1)
    assert old_version("when-to-call", first.number).replaced_contacts == {}
    raise_contact_severity(by=world.approver, version=version, severity=Severity.SAFETY, reason="x")
    assert old_version("when-to-call", first.number).replaced_contacts == {"911": version.at}
    assert old_version("when-to-call", world.fresh().live_edition.number).replaced_contacts == {}
    change_body(world, "<p>Emergency helps.</p>")
    assert old_version("when-to-call", first.number).replaced_contacts == {}
