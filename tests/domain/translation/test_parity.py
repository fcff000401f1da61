"""What a program can see of whether a translation says what its English says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.domain.languages import BY_CODE
from guidance.domain.translation.parity import Said, parity
from guidance.starter import FOLDER
from guidance.starter.reading import read_starter

ENGLISH = Said(
    "Call 311 if",
    "<p>You have a question that is not an emergency.</p>"
    '<ul><li>Call <a href="tel:612-673-3000">612-673-3000</a>.</li>'
    "<li>It was signed on December 3, 2025.</li></ul>",
)
SPANISH = Said(
    "Llame al 311 si",
    "<p>Usted tiene una pregunta que no es una emergencia.</p>"
    '<ul><li>Llame al <a href="tel:612-673-3000">612-673-3000</a>.</li>'
    "<li>Se firmó el 3 de diciembre de 2025.</li></ul>",
)


def found(translation, language="es", english=ENGLISH):
    return [
        (finding.code, finding.is_error)
        for finding in parity(english, translation, BY_CODE[language])
    ]


def changed(old, new):
    said = Said(SPANISH.heading.replace(old, new), SPANISH.body.replace(old, new))
    assert said != SPANISH
    return said


def test_faithful_translation_has_nothing_to_look_at():
    assert found(SPANISH) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("311", "911", [("number", True), ("number", True)]),
        (">612-673-3000<", ">612-673-3001<", [("number", True), ("number", True)]),
        ("2025", "2026", [("number", True), ("number", True)]),
        ("el 3 de diciembre", "el tres de diciembre", [("number", False)]),
        ("3 de diciembre", "3/12", [("number", False), ("number", False)]),
        ("311", "٣١١", [("digits", True)]),
        ("si", "si 311", [("number", False)]),
        ('href="tel:612-673-3000"', 'href="tel:911"', [("links", True)]),
        ("<li>Se firmó el 3 de diciembre de 2025.</li>", "", [("lists", True)]),
        ("<p>Usted", "<p>Usted.</p><p>Usted", [("paragraphs", False)]),
        (
            "Usted tiene una pregunta que no es una emergencia.",
            "You have a question that is not an emergency.",
            [("english", True)],
        ),
        ("Usted tiene", "What you have when they Usted tiene", [("english", False)]),
        ("Usted", "Usted\u202e", [("direction", True)]),
        ("Usted", "Usted\u200f", [("direction", False)]),
        ("pregunta", "pregunta " * 40, [("length", False)]),
    ],
)
def test_what_differs_is_found(old, new, expected):
    codes = found(changed(old, new))
    assert [entry for entry in codes if entry in expected][: len(expected)] == expected
    assert {code for code, _ in codes} <= {code for code, _ in expected} | {"number"}


@pytest.mark.parametrize(("language", "error"), [("ar", True), ("am", True), ("vi", False)])
def test_letters_of_another_script_are_found(language, error):
    assert (("script", True) in found(SPANISH, language)) == error


def test_names_of_organisations_stay_as_they_are():
    name = Said("The Advocates for Human Rights", "<p>Helps people.</p>")
    spanish = Said("The Advocates for Human Rights", "<p>Ayuda a la gente.</p>")
    assert found(spanish, english=name) == []


words = st.text(st.characters(categories=["Ll"], max_codepoint=0x17F), min_size=1, max_size=8)
lines = st.lists(words, min_size=1, max_size=6).map(" ".join)
numbers = st.sampled_from(["911", "311", "612-673-3000", "2025", "7"])
items = st.lists(st.tuples(lines, numbers), min_size=2, max_size=5)


@given(items, items.map(lambda found: [line for line, _ in found]))
def test_same_structure_in_other_words_has_no_error(english, other):
    """A list with the same numbers at the same places, whatever its words are."""
    names = (other * 5)[: len(english)]
    one = "".join(f"<li>{line} {number}</li>" for line, number in english)
    two = "".join(
        f"<li>{name} {number}</li>" for name, (_, number) in zip(names, english, strict=True)
    )
    codes = found(Said("A", f"<ul>{two}</ul>"), english=Said("B", f"<ul>{one}</ul>"))
    assert not [code for code, is_error in codes if is_error and code != "english"]


@given(items, st.data())
def test_lost_item_is_always_an_error(english, data):
    lost = data.draw(st.integers(0, len(english) - 1))
    one = "".join(f"<li>{line} {number}</li>" for line, number in english)
    two = "".join(
        f"<li>{line} {number}</li>" for at, (line, number) in enumerate(english) if at != lost
    )
    codes = found(Said("A", f"<ul>{two}</ul>"), english=Said("B", f"<ul>{one}</ul>"))
    assert ("lists", True) in codes


def test_starter_translations_have_no_errors():
    starter = read_starter(FOLDER)
    texts = [
        (f"{new.content.key}/{section.key}", section.words)
        for new in starter.guides
        for section in new.content.sections
    ] + [(contact.key, contact.words) for contact in starter.contacts]
    errors = []
    for name, words in texts:
        english = Said(words["en"].heading, words["en"].body)
        for code, own in words.items():
            if code == "en" or own.is_empty():
                continue
            findings = parity(english, Said(own.heading, own.body), BY_CODE[code])
            errors += [(code, name, each.message) for each in findings if each.is_error]
    assert errors == []


@pytest.mark.parametrize(
    ("english", "back", "word"),
    [
        ("Do not open the door.", "Open the door.", "not"),
        ("You can't stop.", "You cannot stop.", ""),
        ("Call only if you are safe.", "Call if you are safe.", "only"),
        ("Wait unless a judge signed.", "Wait if a judge signed.", "unless"),
        ("It is unclear if police are there.", "Police are there.", "unclear"),
        ("Say your name.", "Do not say your name.", "not"),
    ],
)
def test_what_turns_a_sentence_around_is_seen_in_its_back_translation(english, back, word):
    said = Said("Heading", f"<p>{english}</p>")
    found = parity(said, Said("Ciwaan", "<p>Qoraal kale oo gaaban.</p>"), BY_CODE["so"], back)
    words = [finding.message for finding in found if finding.code == "condition"]
    assert any(f"“{word}”" in message for message in words) if word else words == []
    assert not any(finding.is_error for finding in found if finding.code == "condition")
