"""Corners in which a translation could lie, or a change go where nobody sent it."""

import pytest
from django.db import DatabaseError, connection, transaction

from guidance.domain.text.cells import CellId
from guidance.domain.text.content import (
    GENERAL,
    GuideContent,
    Kind,
    Provenance,
    SectionContent,
    Words,
)
from guidance.domain.text.content import General as SectionGeneral
from guidance.domain.translation.freshness import Severity
from guidance.models import Contact, Edition, Guide
from guidance.publishing import (
    FieldEdit,
    Moved,
    add_section,
    approve,
    hide,
    order_sections,
    plan_retirement,
    publish,
    restore,
    save_cells,
    submit,
)
from guidance.publishing.draft.changes import changed_cells
from guidance.publishing.site.starter import NewGuide, load
from guidance.queries.guide_frame import guide_frame
from guidance.queries.published import published_guide
from tests.publishing.publication.test_spine import SAFER, SAFER_ES
from tests.world import SIGNS_ES, SOURCES, old_version


def state(world, name, language="es"):
    return guide_frame(world.fresh()).sections[language][f"when-to-call-{name}"].how


def live(world):
    content, _ = published_guide(world.fresh())
    return content


def first(world):
    return Edition.objects.get(guide=world.guide, number=1)


def test_text_that_met_anothers_words_is_not_said_to_be_made_from_the_new_english(world):
    world.change(body=SAFER)
    row, cell, digest = world.row("signs"), world.cell("signs", "es"), world.english_digest("signs")
    typo = SIGNS_ES.replace("Oye", "Escucha")
    save_cells(by=world.approver, edits=[FieldEdit(cell, "body", row.body_es, typo)])
    saved = save_cells(
        by=world.writer,
        edits=[
            FieldEdit(cell, "heading", row.heading_es, row.heading_es, digest),
            FieldEdit(cell, "body", row.body_es, SAFER_ES, digest),
        ],
    )
    assert saved.collisions
    world.publish(world.submit(cells=[cell]))
    assert state(world, "signs") == "withheld"


def test_hidden_translation_stays_hidden_when_only_contacts_change(world):
    hide(by=world.approver, section=world.row("calm"), language="es", reason="Wrong.")
    world.write("calm", GENERAL, contacts=["311"])
    world.publish(world.submit({"calm": "wording"}))
    assert state(world, "calm") == "withheld"


def test_old_version_withholds_a_hidden_translation_too(world):
    world.change(severity="meaning", heading="Call 911 right now if")
    hide(by=world.approver, section=world.row("signs"), language="es", reason="Dangerous.")
    version = old_version("when-to-call", 2)
    assert version.sections["es"]["when-to-call-signs"].how == "withheld"


def test_phone_of_a_language_does_not_vouch_for_its_machine_made_words(world):
    edit = FieldEdit(CellId("contact", "311", "words", "es"), "phone", "", "612-555-0100")
    save_cells(by=world.writer, edits=[edit])
    assert Contact.objects.get(key="311").provenance_es == "machine"


def test_section_given_up_before_it_was_published_is_not_published(world):
    section = add_section(by=world.writer, guide=world.guide, key="unwanted", kind=Kind.TEXT)
    words = CellId("section", "unwanted", "words", "en")
    save_cells(by=world.writer, edits=[FieldEdit(words, "heading", "", "Unwanted")])
    plan_retirement(by=world.writer, section=section, reason="Not wanted after all.")
    world.write("calm", body="<p>Keep calm.</p>")
    world.publish(world.submit({"calm": "wording"}))
    assert live(world).section("unwanted") is None


def test_restored_order_is_not_undone_by_a_draft_nobody_touched(world):
    head, signs, calm = (section.key for section in live(world).sections)
    order_sections(by=world.writer, guide=world.guide, keys=[head, calm, signs])
    world.publish(world.submit())
    world.publish(restore(by=world.writer, edition=first(world), note="Back.", severities={}))
    assert [section.key for section in live(world).sections] == [head, signs, calm]
    assert changed_cells(world.fresh()) == []


def test_restoring_english_keeps_later_translations_of_that_very_english(world):
    digest = world.english_digest("calm")
    world.write("calm", "ar", made_from=digest, heading="هدوء", body="<p>ابق هادئًا.</p>")
    world.write("calm", "es", made_from=digest, body="<p>La seguridad, primero.</p>")
    world.publish(world.submit())
    world.change("calm", "meaning", body="<p>Other.</p>")
    severities = {"section/when-to-call-calm": Severity.MEANING}
    world.publish(
        restore(by=world.writer, edition=first(world), note="Back.", severities=severities)
    )
    words = live(world).section("when-to-call-calm").words
    assert words["es"].body == "<p>La seguridad, primero.</p>"
    assert words["ar"].heading == "هدوء"
    assert state(world, "calm", "ar") == "own"


def test_restore_leaves_out_a_translation_of_english_that_was_never_published(world):
    unknown = Words("T", "<p>b</p>", "d1:unknown", Provenance.MACHINE)
    head = SectionContent(
        "head-other",
        SectionGeneral(Kind.HEAD, (), SOURCES),
        {"en": Words("T", "<p>b</p>"), "es": unknown},
    )
    guide = NewGuide(GuideContent("other", (head,)), "other-one", 2, {"en": "x"})
    load(guides=[guide], contacts=[], offered=[])
    row = Guide.objects.get(key="other")
    cell = CellId("section", "head-other", "words", "en")
    save_cells(by=world.writer, edits=[FieldEdit(cell, "body", "<p>b</p>", "<p>c</p>")])
    severities = {"section/head-other": Severity.WORDING}
    changed = submit(by=world.writer, guide=row, note="x", severities=severities)
    approve(by=world.approver, submission=changed)
    publish(by=world.approver, submission=changed)
    restored = restore(
        by=world.writer,
        edition=Edition.objects.get(guide=row, number=1),
        note="x",
        severities=severities,
    )
    assert [str(each) for each in restored.cells.all()] == ["section/head-other/words/en"]


def test_translation_of_a_section_that_went_meanwhile_is_refused_by_name(world):
    section = world.row("calm")
    plan_retirement(by=world.writer, section=section, reason="x")
    going = world.submit()
    plan_retirement(by=world.writer, section=section, cancel=True)
    digest = world.english_digest("calm")
    world.write("calm", "ar", made_from=digest, heading="هدوء", body="<p>ابق هادئًا.</p>")
    arabic = world.submit()
    world.publish(going)
    approve(by=world.approver, submission=arabic)
    with pytest.raises(Moved, match="when-to-call-calm/words/ar"):
        publish(by=world.approver, submission=arabic)


def test_readers_who_are_shown_english_see_its_changes_in_their_history(world):
    world.change("calm", "wording", body="<p>Put safety first!</p>")
    newest = guide_frame(world.fresh()).versions[0]
    assert newest.changed_for == ("en", *(code for code in newest.changed_for if code != "en"))
    assert "ar" in newest.changed_for
    assert "es" not in newest.changed_for


@pytest.mark.sqlite
def test_published_row_cannot_be_replaced_either(world):
    columns = [field.column for field in Edition._meta.concrete_fields]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join("'x'" if column == "note" else f'"{column}"' for column in columns)
    statement = (
        f"INSERT OR REPLACE INTO guidance_edition ({names}) SELECT {values} FROM guidance_edition"
    )
    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
