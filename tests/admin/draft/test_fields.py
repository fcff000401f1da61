"""Fields of cells that the staff's pages show and save."""

import pytest

from guidance.admin.draft.fields import LABELS, TYPES
from guidance.domain.text.content import ContactGeneral, ContactWords, General, Words
from guidance.domain.text.fields import OF_TRANSLATIONS, FieldType, fields_of
from guidance.publishing.draft.values import _CLEAN


@pytest.mark.parametrize("cls", [Words, ContactWords, General, ContactGeneral])
def test_every_field_that_people_type_has_a_label(cls: type) -> None:
    typed = {field.name for field in fields_of(cls) if field.type not in OF_TRANSLATIONS}
    assert typed <= set(LABELS)


def test_every_type_that_people_type_is_cleaned() -> None:
    assert set(_CLEAN) == set(FieldType) - OF_TRANSLATIONS


def test_fields_of_one_name_hold_the_same() -> None:
    for cls in (Words, ContactWords, General, ContactGeneral):
        for field in fields_of(cls):
            assert TYPES[field.name] is field.type
