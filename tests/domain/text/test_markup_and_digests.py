"""Digests change when the text does, and never otherwise."""

import json
import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.domain.text.content import (
    ContactContent,
    ContactGeneral,
    ContactWords,
    ContentError,
    General,
    GuideContent,
    Kind,
    SectionContent,
    Source,
    Words,
)
from guidance.domain.text.digests import text_digest
from guidance.domain.text.frozen import GuideText, contact_from_json, contact_to_json, join, split
from guidance.domain.text.markup import canonical, collapse, links, list_lengths, parse, plain
from guidance.queries.sanitize import sanitize
from tests.domain.strategies import any_html, bodies, guides


@given(any_html)
def test_canonical_form_is_stable_and_survives_the_sanitiser(html):
    once = canonical(html)
    assert canonical(once) == once
    assert sanitize(once) == once


@given(any_html)
def test_sanitiser_gives_canonical_form_without_anything_else(html):
    clean = sanitize(html)
    assert canonical(clean) == clean
    assert "<script" not in clean


@given(bodies)
def test_line_ends_white_space_and_editors_change_no_digest(body):
    digest = text_digest(Kind.DO, "Heading", body)
    rewritten = [
        re.sub(r"(</(?:p|ul|ol|li)>)", "\\1\r\n  ", body),
        re.sub(r"<li>(.*?)(?=<ul>|<ol>|</li>)", r"<li><p>\1</p>", body),
        re.sub(" (?!href)", "\u00a0", body),
        body.replace(" ", "\n\t "),
        f"<p></p>{body}<p> </p>",
        unicodedata.normalize("NFD", body),
    ]
    for other in rewritten:
        assert text_digest(Kind.DO, " Heading\n", other) == digest


@pytest.mark.parametrize(
    ("given_html", "expected"),
    [
        ("<ul><li><p>a</p></li></ul>", "<ul><li>a</li></ul>"),
        (
            "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>",
            "<ul><li>a<ul><li>b</li></ul></li></ul>",
        ),
        ("<ol><li><p>a</p><p>b</p></li></ol>", "<ol><li>a<br>b</li></ol>"),
        ("a<p>b", "<p>a</p><p>b</p>"),
        ("<strong>a</strong><strong>b</strong>", "<p><strong>ab</strong></p>"),
        ("<em><strong>a</strong></em>", "<p><strong><em>a</em></strong></p>"),
        ("<b>a</b> <i>b</i>", "<p><strong>a</strong> <em>b</em></p>"),
        ('<a target="_blank" href="tel:911" rel="x">911</a>', '<p><a href="tel:911">911</a></p>'),
        ('<a href="http://x.org/">x</a><a href="//x">y</a><a href="/admin/">z</a>', "<p>xyz</p>"),
        ('<a href="/s/call-911/">x</a>', '<p><a href="/s/call-911/">x</a></p>'),
        ("<h2>a</h2><div>b</div>", "<p>a</p><p>b</p>"),
        ("<p>a<br></p><p><br></p>", "<p>a</p>"),
        ("<p>a\x00b\x07</p>", "<p>ab</p>"),
        ("<ul><li></li></ul>", ""),
    ],
)
def test_one_spelling_for_each_text(given_html, expected):
    assert canonical(given_html) == expected


@pytest.mark.parametrize(
    ("kind", "heading", "body", "contacts"),
    [
        (Kind.DONT, "Heading", "<p>Body</p>", ("911", "311")),
        (Kind.DO, "heading", "<p>Body</p>", ("911", "311")),
        (Kind.DO, "Heading", "<p>Body.</p>", ("911", "311")),
        (Kind.DO, "Heading", "<ul><li>Body</li></ul>", ("911", "311")),
        (Kind.DO, "Heading", "<p><strong>Body</strong></p>", ("911", "311")),
        (Kind.DO, "Heading", "<p>Body</p>", ("911",)),
    ],
)
def test_what_a_reader_is_told_is_in_the_digest(kind, heading, body, contacts):
    digest = text_digest(Kind.DO, "Heading", "<p>Body</p>", ("911", "311"))
    assert text_digest(kind, heading, body, contacts) != digest
    assert text_digest(Kind.DO, "Heading", "<p>Body</p>", ("311", "911")) == digest


def test_digest_d1_never_changes_its_meaning():
    """Frozen for ever: a new algorithm gets a new name."""
    assert text_digest("do", "Heading", "<p>Body</p>", ("911",)) == (
        "d1:8fc718ce59f37833764c21111892beed4ee0233d1a9c2e6711e0121ebade5e08"
    )


CONTACT = ContactContent(
    "911",
    ContactGeneral("911", sources=(Source("t", "", date(2026, 1, 2)),)),
    {"en": ContactWords("911", "<p>x</p>")},
)
CONTACTS = {
    "911": CONTACT,
    "311": ContactContent("311", ContactGeneral("311"), {"en": ContactWords("311")}),
}


@given(guides())
def test_frozen_texts_are_read_back_exactly(guide):
    texts = split(guide, CONTACTS, live={})
    assert {code: GuideText.from_json(text.to_json()) for code, text in texts.items()} == texts
    assert join(texts) == guide


@given(guides(), st.randoms())
def test_moving_sections_changes_no_digest_of_a_section(guide, random):
    moved = list(guide.sections)
    random.shuffle(moved)
    before = {section.key: section.digest("en") for section in guide.sections}
    after = split(GuideContent("guide", tuple(moved)), CONTACTS, live={})["en"]
    assert {section.key: section.digest for section in after.sections} == before


@given(guides())
def test_unchanged_text_keeps_the_digest_it_was_frozen_with(guide):
    live = split(guide, CONTACTS, live={})
    old = {
        code: GuideText.from_json(text.to_json().replace("d1:", "d0:"))
        for code, text in live.items()
    }
    again = split(guide, CONTACTS, live=old)["en"]
    assert all(section.digest.startswith("d0:") for section in again.sections)


def test_contact_is_read_back_exactly():
    assert contact_from_json(contact_to_json(CONTACT)) == CONTACT


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"schema":2}', '{"schema":1,"guide":"x"}', '{"schema":1,"nonsense":1}'],
)
def test_damaged_or_unknown_frozen_text_says_so(text):
    with pytest.raises(ContentError):
        GuideText.from_json(text)
    with pytest.raises(ContentError):
        contact_from_json(text)


def test_contact_that_may_not_be_shown_is_embedded_nowhere():
    hidden = ContactContent("911", ContactGeneral("911", shown=False), {"en": ContactWords("911")})
    section = SectionContent("a", General(Kind.DO, ("911",)), {"en": Words("A")})
    (text,) = split(GuideContent("g", (section,)), {"911": hidden}, live={})["en"].sections
    assert (text.contact_keys, text.contacts) == (("911",), ())


def test_words_links_and_lists_can_be_read_off_a_body():
    body = (
        '<p>One <a href="tel:911"><strong>9</strong>11</a></p>'
        "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"
    )
    assert plain(body) == "One 911\na\nb\nc"
    assert links(parse(body)) == ["tel:911"]
    assert list_lengths(parse(body)) == [2, 1]
    assert collapse(" a\u00a0\n b\x00 ") == "a b"
    assert json.loads(contact_to_json(CONTACT))["schema"] == 1
