"""Saving the working copy: whose words stand, and what is no change."""

import pytest

from guidance.domain.text.cells import CellId
from guidance.models import Collision, Event, Section
from guidance.publishing import FieldEdit, Refused, resolve_outdated, save_cells, settle_collision
from tests.publishing.publication.test_spine import SAFER, SAFER_ES
from tests.world import SIGNS


def test_field_left_as_it_was_read_is_nobodys_second_text(world):
    """A desk sends all its fields; only one of them was typed into."""
    read = world.row("calm").body_en
    save_cells(by=world.approver, edits=[FieldEdit(world.cell("signs"), "body", SIGNS, SAFER)])
    saved = save_cells(
        by=world.writer,
        edits=[
            FieldEdit(world.cell("signs"), "body", SIGNS, SIGNS),
            FieldEdit(world.cell("calm"), "body", read, "<p>Mine.</p>"),
        ],
    )
    assert [edit.cell for edit in saved.saved] == [world.cell("calm")]
    assert not Collision.objects.exists()
    assert (world.row("signs").body_en, world.row("calm").body_en) == (SAFER, "<p>Mine.</p>")


def test_empty_translation_is_not_saved_because_the_desk_names_the_english(world):
    cell = world.cell("signs", "so")
    digest = world.english_digest("signs")
    saved = save_cells(
        by=world.writer,
        edits=[FieldEdit(cell, name, "", "", digest) for name in ("heading", "body")],
    )
    assert saved.saved == []
    assert not Event.objects.filter(verb="saved").exists()


def test_own_phone_of_a_language_says_nothing_about_its_text(world):
    cell = CellId("contact", "911", "words", "es")
    saved = save_cells(by=world.writer, edits=[FieldEdit(cell, "phone", "", "", "d1:new")])
    assert saved.saved == []


def test_new_made_from_is_refused_for_a_text_that_changed_since_it_was_read(world):
    cell, old = world.cell("signs", "es"), world.row("signs").body_es
    save_cells(by=world.approver, edits=[FieldEdit(cell, "body", old, SAFER_ES)])
    before = Section.objects.values().get(key=cell.key)
    saved = save_cells(by=world.writer, edits=[FieldEdit(cell, "body", old, old, "d1:new")])
    assert len(saved.collisions) == 1
    assert Section.objects.values().get(key=cell.key) == before


@pytest.mark.parametrize(
    ("subject", "language", "name", "text", "made_from"),
    [
        ("contact", "", "phone", "9" * 61, None),
        ("contact", "", "web", f"https://a.org/{'x' * 300}", None),
        ("section", "es", "heading", "Hola", "x" * 81),
    ],
)
def test_what_does_not_fit_is_refused_in_words(world, subject, language, name, text, made_from):
    cell = world.cell("911" if subject == "contact" else "signs", language, subject)
    with pytest.raises(Refused, match="is too long"):
        save_cells(by=world.writer, edits=[FieldEdit(cell, name, "", text, made_from)])


def test_taking_the_published_text_empties_a_draft_that_live_has_no_text_for(world):
    cell = world.cell("calm", "so")
    save_cells(by=world.writer, edits=[FieldEdit(cell, "heading", "", "Deji", "d1:x")])
    resolve_outdated(by=world.writer, cell=cell, keep_mine=False, live_digest="")
    row = world.row("calm")
    assert (row.heading_so, row.made_from_so, row.provenance_so) == ("", "", "")


def test_everything_that_is_wrong_is_named_at_once_with_its_cell(world):
    words, general = world.cell("signs"), world.cell("signs", "")
    edits = [
        FieldEdit(words, "heading", "Call 911 now if", "Call 911 if"),
        FieldEdit(general, "kind", "call_911", "nonsense"),
        FieldEdit(general, "contacts", ["911"], ["nobody"]),
    ]
    with pytest.raises(Refused) as refused:
        save_cells(by=world.writer, edits=edits)
    wrong = [(issue.cell, issue.field) for issue in refused.value.issues]
    assert wrong == [(general, "kind"), (general, "contacts")]
    assert world.row("signs").heading_en == "Call 911 now if"


def test_what_a_person_has_read_moves_on_only_where_their_own_words_stand(world):
    signs, calm = world.cell("signs"), world.cell("calm")
    old = world.row("calm").body_en
    save_cells(by=world.approver, edits=[FieldEdit(calm, "body", old, "<p>Theirs.</p>")])
    saved = save_cells(
        by=world.writer,
        edits=[
            FieldEdit(signs, "body", SIGNS, f"{SAFER}\n<p></p>"),
            FieldEdit(signs, "heading", "Call 911 now if", "Call 911 now if"),
            FieldEdit(calm, "body", old, old),
            FieldEdit(calm, "heading", "Stay calm", "Stay calm"),
        ],
    )
    assert saved.reads == {
        (signs, "body"): SAFER,
        (signs, "heading"): "Call 911 now if",
        (calm, "heading"): "Stay calm",
    }


def test_same_two_texts_that_meet_again_are_one_collision(world):
    cell, old = world.cell("calm"), world.row("calm").body_en
    save_cells(by=world.approver, edits=[FieldEdit(cell, "body", old, "<p>First.</p>")])
    mine = [FieldEdit(cell, "body", old, "<p>Second.</p>")]
    first, again = (save_cells(by=world.writer, edits=mine) for _ in range(2))
    assert first.collisions == again.collisions == list(Collision.objects.all())
    assert again.collided == mine
    assert Event.objects.filter(verb="collided").count() == 1
    settle_collision(by=world.approver, collision=first.collisions[0])
    assert save_cells(by=world.writer, edits=mine).collisions != first.collisions


def test_number_that_is_corrected_in_a_link_is_the_number_that_is_called(world):
    body = '<p>Call <a href="tel:612-673-3000">(612) 673-3009</a> or <a href="sms:911">911</a>.</p>'
    world.write("calm", body=body)
    assert 'href="tel:612-673-3009"' in world.row("calm").body_en
    assert 'href="sms:911"' in world.row("calm").body_en


def test_one_word_mended_does_not_make_a_computers_text_a_persons(world):
    world.write("calm", "es", body="<p>La seguridad va primero.</p>")
    assert world.row("calm").provenance_es == "machine"
    english = world.english_digest("calm")
    world.write("calm", "es", made_from=english, body="<p>La seguridad va primero.</p>")
    assert world.row("calm").provenance_es == "human"
