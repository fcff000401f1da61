"""Dates, phones, bodies, questions and templates' white space."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance import rendering
from guidance.domain.languages import CODES
from guidance.domain.pages.frame import LanguageProgress, Parts, Progress
from guidance.domain.pages.listing import progress
from guidance.domain.text.fields import OF_TRANSLATIONS, FieldType, fields_of
from guidance.domain.text.frozen import EmbeddedContact
from guidance.domain.translation.visibility import Shown
from guidance.rendering.compare import rows
from guidance.rendering.compare.words import Op, compared_lines, compared_words, moved_keys, tokens
from guidance.rendering.parts.bodies import body_html
from guidance.rendering.parts.dates import written
from guidance.rendering.parts.engine import style, tight
from guidance.rendering.parts.phones import dialled
from tests.rendering.builders import PUBLIC_URL
from tests.rendering.conftest import ENTRY, PAGES, SITE, TEXTS
from tests.rendering.reading import read


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "January 5, 2026"),
        ("es", "5 de enero de 2026"),
        ("so", "Janaayo 5, 2026"),
        ("hmn", "Lub Ib Hlis Ntuj tim 5, 2026"),
        ("om", "Amajjii 5, 2026"),
        ("am", "5 ጃንዋሪ 2026"),
        ("ar", "5 يناير 2026"),
        ("vi", "ngày 5 tháng 1 năm 2026"),
    ],
)
def test_dates_are_written_as_each_language_writes_them(language, expected):
    assert written(date(2026, 1, 5), language) == expected


@pytest.mark.parametrize("language", CODES)
def test_every_month_has_a_name_of_its_own(language):
    assert len({written(date(2026, month, 1), language) for month in range(1, 13)}) == 12


def test_times_become_the_date_in_minneapolis():
    assert written(datetime(2026, 1, 6, 4, 0, tzinfo=UTC), "en") == "January 5, 2026"


@pytest.mark.parametrize(
    ("number", "expected"),
    [("911", "911"), ("612-673-3000", "+16126733000"), ("1-877-696-6529", "+18776966529")],
)
def test_long_numbers_are_dialled_with_the_country(number, expected):
    assert dialled(number) == expected


def test_numbers_in_a_body_are_isolated():
    body = '<p>Call 612-673-3000 or <a href="tel:911">911</a>.</p>'
    assert body_html(body, language="ar") == (
        '<p>Call <bdi dir="ltr">612-673-3000</bdi> or <a href="tel:911" dir="ltr">911</a>.</p>'
    )


def test_numbers_in_addresses_are_left_alone():
    body = '<p><a href="https://example.org/612-673-3000">Page</a></p>'
    assert body_html(body, language="en") == body


def test_indentation_goes_and_words_stay_apart():
    source = "<p>\n  {% if a %}\n  one\n  {% endif %}\n  <b>two</b>\n</p>\n"
    assert tight(source) == "<p>\n{% if a %}one\n{% endif %}<b>two</b>\n</p>"


def test_styles_lose_comments_and_keep_their_meaning():
    sheet = style("parts/base.css", "guide/front.css", "compare/changes.css")
    assert "/*" not in sheet
    assert "\n" not in sheet
    assert sheet.count("{") == sheet.count("}")
    assert "calc(50% - 30rem)" in sheet


def test_questions_are_in_the_order_of_the_alphabet():
    links = [
        one.words
        for one in read(PAGES["questions"]("en")).find("a")
        if "#when" in one.attributes.get("href", "")
    ]
    assert links == ["Ask 311", "Call 911 now if", "Stay calm"]


texts = st.text("ab. 12-3ዐعًم'ກ", max_size=30)


@given(texts)
def test_splitting_into_words_loses_nothing(text):
    assert "".join(tokens(text)) == text


@given(texts, texts)
def test_a_comparison_holds_both_texts(old, new):
    line = compared_words(old, new)

    def read_without(op):
        return "".join(part.text for part in line if part.op is not op).split()

    assert "".join(read_without(Op.REMOVED)) == "".join(new.split())
    assert "".join(read_without(Op.ADDED)) == "".join(old.split())


@given(st.lists(texts, max_size=5), st.lists(texts, max_size=5))
def test_lines_that_stayed_are_the_same_in_both(old, new):
    lines = compared_lines(old, new)
    same = [line[0].text for line in lines if len(line) == 1 and line[0].op is Op.SAME]
    assert [text for text in same if text not in new] == []


def test_a_number_changes_as_a_whole():
    assert [part.text for part in compared_words("Call 612-673-3000.", "Call 612-673-2700.")] == [
        "Call ",
        "612-673-3000",
        "612-673-2700",
        ".",
    ]


def test_scripts_without_spaces_are_compared_letter_by_letter():
    assert list(tokens("ກຂ ab")) == ["ກ", "ຂ ", "ab"]


def parts(old, new):
    return [(str(part.op), part.text) for part in compared_words(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "removed", "added"),
    [
        ("ወደ 911 ይደውሉ፤ ጸጥ ይበሉ።", "ወደ 311 ይደውሉ፤ ጸጥ ይበሉ።", "911 ", "311 "),
        ("ሰላም፡ለዓለም፡ሁሉ", "ሰላም፡ለሰው፡ሁሉ", "ለዓለም", "ለሰው"),
        ("اتصل بالرقم 911، الآن.", "اتصل بالرقم 311، الآن.", "911", "311"),
        ("不要開門。", "不要關門。", "開", "關"),
        ("請打電話給警察", "請打電話給律師", "警察", "律師"),
        ("သူနာပြု ကိုခေါ်ပါ", "ဆရာဝန် ကိုခေါ်ပါ", "သူနာပြု ", "ဆရာဝန် "),
        ("โทรหาตำรวจทันที", "โทรหาทนายทันที", "ตำรวจ", "ทนาย"),
    ],
    ids=["Amharic", "Amharic, old", "Arabic", "Chinese", "Chinese, two", "Karen", "Thai"],
)
def test_only_the_words_that_changed_are_marked_in_every_script(old, new, removed, added):
    changes = [part for part in parts(old, new) if part[0] != "same"]
    assert changes == [("removed", removed), ("added", added)]


def test_letters_that_stand_one_below_the_other_stay_together():
    assert list(tokens("ဗုဒ္ဓ")) == ["ဗု", "ဒ္ဓ"]
    assert list(tokens("ខ្មែរ")) == ["ខ្មែ", "រ"]


def test_single_letters_alike_by_chance_are_not_left_standing_in_a_script_without_spaces():
    assert parts("甲乙丙丁戊", "子乙丑丁寅") == [("removed", "甲乙丙丁戊"), ("added", "子乙丑丁寅")]


def test_one_section_that_moved_past_the_others_is_the_one_that_moved():
    assert moved_keys(["a", "b", "c"], ["c", "a", "b", "new"]) == {"c"}


def test_translations_page_says_how_many_parts_stand_how_since_when_and_how_they_were_made():
    page = PAGES["translations"]("en").html
    spanish = page[page.index("<h2") :].partition("</ul>")[0]
    for line in (
        "<bdi>1/4</bdi> out of date since March 4, 2026",
        "<bdi>1/4</bdi> in English since March 4, 2026, until it is translated",
        "<bdi>2/4</bdi> current",
    ):
        assert line in spanish


def test_parts_that_stand_so_since_different_dates_are_counted_apart():
    shown = {
        "head-when-to-call": Shown("withheld"),
        "when-to-call-signs": Shown("withheld", datetime(2026, 5, 5, 12, tzinfo=UTC)),
        "when-to-call-calm": Shown("stale", datetime(2026, 6, 5, 12, tzinfo=UTC)),
    }
    found = progress(TEXTS, {"es": shown}).languages["es"]
    assert [(parts.how, parts.count) for parts in found.shown if parts.how == "withheld"] == [
        ("withheld", 1),
        ("withheld", 1),
    ]
    page = rendering.translations_page(
        language="en",
        entries=[ENTRY],
        progress={ENTRY.key: progress(TEXTS, {"es": shown})},
        site=SITE,
        public_url=PUBLIC_URL,
    ).html
    for line in (
        "<bdi>1/4</bdi> in English for now",
        "<bdi>1/4</bdi> in English since May 5, 2026, until it is translated",
        "<bdi>1/4</bdi> out of date since June 5, 2026",
        "<bdi>1/4</bdi> in English: not translated yet",
    ):
        assert line in page


def test_translations_page_says_which_parts_a_person_made_or_reviewed():
    made = {"machine": 1, "human": 2, "reviewed": 1}
    stands = LanguageProgress(4, (Parts("own", None, 4),), made)
    every = Progress({code: stands for code in SITE.offered if code != "en"})
    page = rendering.translations_page(
        language="en",
        entries=[ENTRY],
        progress={ENTRY.key: every},
        site=SITE,
        public_url=PUBLIC_URL,
    ).html
    for line in (
        "<bdi>1/4</bdi> made by a computer, checked by no person",
        "<bdi>2/4</bdi> made by a person",
        "<bdi>1/4</bdi> reviewed by a qualified person",
    ):
        assert f"<li>{line}</li>" in page


def test_every_field_of_a_contact_can_be_compared():
    compared = {
        field.name for field in fields_of(EmbeddedContact) if field.type not in OF_TRANSLATIONS
    }
    assert set(rows._LABELS) == compared
    flags = {field.name for field in fields_of(EmbeddedContact) if field.type is FieldType.FLAG}
    assert set(rows._ANSWERS) == flags
