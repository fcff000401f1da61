"""The columns of translated fields are named as django-modeltranslation names them."""

from guidance.domain.languages import CODES
from guidance.domain.text.cells import CellId
from guidance.models import Alert, Contact, Section
from guidance.models.columns import (
    all_columns,
    base_column,
    cell_column,
    column_in,
    columns_of,
    read_base,
    read_text,
    read_words,
    split_column,
)
from guidance.translation import AlertTranslation, ContactTranslation, SectionTranslation


def names(model):
    return {field.name for field in model._meta.concrete_fields}


def test_every_translated_field_has_the_columns_that_are_named_for_it():
    for model, options in (
        (Section, SectionTranslation),
        (Contact, ContactTranslation),
        (Alert, AlertTranslation),
    ):
        assert set(all_columns(*options.fields)) <= names(model)


def test_every_base_has_a_column():
    bases = {base_column(language) for language in ("", *CODES)}
    assert bases <= names(Section) & names(Contact)


def test_phone_of_a_contact_has_a_column_for_everybody_and_one_for_each_language():
    general = CellId("contact", "311", "general")
    assert cell_column(general, "phone") == "general_phone"
    assert cell_column(general, "web") == "web"
    assert cell_column(CellId("contact", "311", "words", "so"), "phone") == "phone_so"
    assert cell_column(CellId("section", "calm", "general"), "kind") == "kind"


def test_column_is_split_where_it_ends_in_a_language():
    assert split_column(column_in("made_from", "so")) == ("made_from", "so")
    assert split_column("general_hours") == ("general_hours", "")
    assert split_column("heading") == ("heading", "")


def test_what_was_collected_is_read_back():
    values = {"heading": "Nabad", "body": "<p>Nabad.</p>", "base": "c1:0"}
    row = Section(key="calm", base_general="c1:1", **columns_of(values, "so"))
    assert read_words(row, "so") == ("Nabad", "<p>Nabad.</p>")
    assert (read_base(row, "so"), read_base(row, "")) == ("c1:0", "c1:1")
    assert read_text(row, "heading", "es") == ""
