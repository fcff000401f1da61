"""Translations of English that still waits go out with it, in the same version."""

import pytest
from django.utils import timezone

from guidance.domain.text.cells import CellId
from guidance.domain.text.content import Kind, Provenance
from guidance.domain.translation.freshness import Severity
from guidance.models import Contact, Edition, Event, Release, Submission, SubmissionCell
from guidance.publishing import (
    FieldEdit,
    NotAllowed,
    Refused,
    WrongState,
    add_section,
    approve,
    publish,
    save_cells,
    send_back,
    submit_companion,
    submit_contacts,
    take_back,
)
from guidance.publishing.submission.companion import cells_together, to_translate
from guidance.queries.guide_frame import guide_frame
from guidance.queries.published import published_guide
from guidance.queries.site_frame import site_frame
from tests.publishing.publication.test_spine import SAFER, SAFER_ES
from tests.world import SOURCES

SIGNS = "section/when-to-call-signs"


@pytest.fixture
def waiting(world):
    world.write("signs", body=SAFER)
    return world.submit("safety")


def translate(world, submission, language="es", by=None, **texts):
    return submit_companion(
        by=by or world.approver,
        submission=submission,
        language=language,
        texts=texts or {SIGNS: ("Llame al 911 ahora si", SAFER_ES)},
        note="The translation goes with it.",
    )


def shown(world, language="es"):
    return guide_frame(world.fresh()).sections[language]["when-to-call-signs"].how


def spanish(world):
    content, _ = published_guide(world.fresh())
    return content.section("when-to-call-signs").words["es"]


def test_english_and_its_translation_go_out_in_one_version_and_one_release(world, waiting):
    companion = translate(world, waiting)
    approve(by=world.writer, submission=companion)
    releases = Release.objects.count()
    edition = world.publish(waiting)
    assert edition.number == 2
    assert shown(world) == "own"
    assert spanish(world).body == SAFER_ES
    assert spanish(world).made_from == world.english_digest("signs")
    assert spanish(world).provenance is Provenance.HUMAN
    assert Release.objects.count() == releases + 1
    companion.refresh_from_db()
    assert (companion.state, companion.published_at) == ("published", edition.released)
    assert not SubmissionCell.objects.filter(holds=True).exists()
    published = Event.objects.filter(verb="published").values_list("subject", "data")
    assert list(published) == [
        (f"#{row.pk}", {"editions": ["when-to-call/2"]}) for row in (waiting, companion)
    ]


def test_approved_text_stays_exactly_what_was_approved(world, waiting):
    companion = translate(world, waiting)
    approve(by=world.writer, submission=companion)
    world.write("signs", "es", body="<p>Un borrador.</p>")
    world.publish(waiting)
    assert spanish(world).body == SAFER_ES
    assert world.row("signs").body_es == "<p>Un borrador.</p>"


def test_translation_that_nobody_approved_delays_nothing_and_follows_later(world, waiting):
    companion = translate(world, waiting)
    world.publish(waiting)
    assert shown(world) == "withheld"
    approve(by=world.writer, submission=companion)
    assert publish(by=world.approver, submission=companion)[0].number == 3
    assert shown(world) == "own"


def test_translation_never_goes_out_before_its_english(world, waiting):
    companion = translate(world, waiting)
    approve(by=world.writer, submission=companion)
    with pytest.raises(WrongState, match=f"goes out when #{waiting.pk} is published"):
        publish(by=world.approver, submission=companion)
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("taken", [True, False])
def test_translation_goes_back_with_the_english_it_says(world, waiting, taken):
    companion = translate(world, waiting)
    approve(by=world.writer, submission=companion)
    if taken:
        take_back(by=world.writer, submission=waiting)
    else:
        send_back(by=world.approver, submission=waiting, reason="Say which gun.")
    companion.refresh_from_db()
    assert companion.state == "sent_back"
    assert f"#{waiting.pk}" in companion.closed_reason
    again = world.submit("safety")
    approve(by=world.writer, submission=translate(world, again))
    world.publish(again)
    assert shown(world) == "own"


def test_nobody_approves_their_own_translation(world, waiting):
    with pytest.raises(NotAllowed, match="Ask another person"):
        approve(by=world.approver, submission=translate(world, waiting))


def test_everything_wrong_with_a_translation_is_said_at_once(world, waiting):
    with pytest.raises(Refused) as refused:
        translate(world, waiting, **{SIGNS: ("", "<p></p>"), "section/when-to-call-calm": ("", "")})
    said = str(refused.value)
    assert "when-to-call-calm is not changed" in said
    assert "section/when-to-call-signs needs a heading and a text" in said
    for language in ("en", "xx"):
        with pytest.raises(Refused, match="other than English"):
            translate(world, waiting, language)
    assert Submission.objects.count() == 1


def test_nothing_to_translate_after_a_change_of_wording(world):
    world.write("calm", body="<p>Put safety first!</p>")
    submission = world.submit({"calm": "wording"})
    assert to_translate(submission, "es") == []
    with pytest.raises(Refused, match="Tick at least one"):
        submit_companion(
            by=world.approver, submission=submission, language="es", texts={}, note="x"
        )


def test_translation_that_is_submitted_already_is_not_asked_for_again(world, waiting):
    translate(world, waiting)
    with pytest.raises(Refused, match="already in submission"):
        translate(world, waiting)
    world.write("calm", heading="Be calm")
    world.write("calm", "es", heading="Calma")
    both = world.submit({"calm": "meaning"}, cells=[world.cell("calm"), world.cell("calm", "es")])
    assert to_translate(both, "es") == []
    assert [entry.name.language for entry in to_translate(both, "ar")] == ["ar"]


def test_companion_of_a_companion_and_of_what_is_published_are_refused(world, waiting):
    companion = translate(world, waiting)
    with pytest.raises(WrongState, match="translation itself"):
        translate(world, companion)
    world.publish(waiting)
    with pytest.raises(WrongState, match="cannot be translated ahead"):
        translate(world, waiting)


def test_new_section_comes_with_its_translation(world):
    add_section(by=world.writer, guide=world.guide, key="new-one", kind=Kind.DO)
    words = CellId("section", "new-one", "words", "en")
    sources = [{"title": SOURCES[0].title, "url": "", "collected": "2026-11-22"}]
    save_cells(
        by=world.writer,
        edits=[
            FieldEdit(words, "heading", "", "New"),
            FieldEdit(words, "body", "", "<p>Do this.</p>"),
            FieldEdit(CellId("section", "new-one", "general"), "sources", [], sources),
        ],
    )
    submission = world.submit()
    companion = translate(world, submission, **{"section/new-one": ("Nuevo", "<p>Haga.</p>")})
    assert {cell.id.key for cell in cells_together(companion)} == {"new-one"}
    approve(by=world.writer, submission=companion)
    world.publish(submission)
    assert guide_frame(world.fresh()).sections["es"]["new-one"].how == "own"


def test_contact_is_translated_before_it_goes_out_and_keeps_the_languages_phone(world):
    row = Contact.objects.get(key="311")
    spanish_cell = CellId("contact", "311", "words", "es")
    save_cells(by=world.writer, edits=[FieldEdit(spanish_cell, "phone", "", "612-555-0100")])
    phone = submit_contacts(by=world.writer, note="x", severities={}, contacts=[row])
    approve(by=world.approver, submission=phone)
    publish(by=world.approver, submission=phone)
    english = CellId("contact", "311", "words", "en")
    edit = FieldEdit(english, "body", row.body_en, "<p>Never call in an emergency.</p>")
    save_cells(by=world.writer, edits=[edit])
    submission = submit_contacts(
        by=world.writer, note="x", severities={"contact/311": Severity.SAFETY}, contacts=[row]
    )
    texts = {"contact/311": ("Minneapolis 311", "<p>Nunca en una emergencia.</p>")}
    approve(by=world.writer, submission=translate(world, submission, **texts))
    approve(by=world.approver, submission=submission)
    publish(by=world.approver, submission=submission)
    frame = site_frame(timezone.now())
    assert frame.contact_states["311"]["es"].how == "own"
    assert frame.contacts["311"].words["es"].phone == "612-555-0100"
    assert frame.contacts["311"].words["es"].body == "<p>Nunca en una emergencia.</p>"
