"""The dataclasses say what each field holds, and whoever goes by that leaves none out."""

import dataclasses
from datetime import date

import pytest

from guidance.domain.text.content import (
    ContactContent,
    ContactGeneral,
    ContactWords,
    General,
    Kind,
    Source,
    Words,
    clean_words,
)
from guidance.domain.text.fields import FieldType, fields_of, told
from guidance.domain.text.frozen import EmbeddedContact, embed

CELLS = (Words, ContactWords, General, ContactGeneral)


@pytest.mark.parametrize("cell", CELLS)
def test_every_field_of_a_cell_has_a_type(cell):
    assert [field.name for field in fields_of(cell)] == [
        field.name for field in dataclasses.fields(cell)
    ]


def test_every_type_is_that_of_some_field():
    assert {field.type for cell in CELLS for field in fields_of(cell)} == set(FieldType)


def test_digest_covers_what_a_reader_is_told():
    sources = (Source("A title", "", date(2026, 1, 2)),)
    assert told(General(Kind.DO, ("911",), sources)) == (Kind.DO, ("911",))
    assert told(Words("A", "<p>B</p>", "d1:x")) == ("A", "<p>B</p>")
    assert told(ContactWords("A", "<p>B</p>", "311", "nine")) == ("A", "<p>B</p>")
    assert told(ContactGeneral("311", "nine")) == ()


def test_words_are_cleaned_by_their_types():
    assert clean_words(ContactWords(" A ", "<p> B</p>", " 3 ", " 9  to 5", "d1:x")) == ContactWords(
        "A", "<p>B</p>", "3", "9 to 5", "d1:x"
    )


def test_pages_show_every_field_of_a_contact_but_whether_it_is_shown():
    general = ContactGeneral("311", "nine", "https://a.example/", ("so",), True)
    words = ContactWords("A", "<p>B</p>", "612", "ten", "d1:x")
    embedded = embed(ContactContent("a", general, {"so": words}), "so")
    for cell in (general, words):
        for field in fields_of(type(cell)):
            if field.name != "shown":
                assert getattr(embedded, field.stored) == getattr(cell, field.name)
    assert not hasattr(embedded, "shown")
    stored = {field.stored for cell in (general, words) for field in fields_of(type(cell))}
    assert {field.name for field in fields_of(EmbeddedContact)} == stored - {"shown"}
