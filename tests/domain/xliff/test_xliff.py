"""XLIFF goes out and comes back as it was, and what comes from elsewhere is never trusted."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guidance.domain.text.markup import canonical, collapse
from guidance.domain.xliff import Document, Text, Unit, XliffError, filled, lines_of, shape_of
from guidance.domain.xliff.reading import LARGEST, read
from guidance.domain.xliff.writing import write
from tests.domain.strategies import bodies, words


def sent(heading: str, body: str, **more: str) -> Document:
    units = tuple(Unit(line, line, "translated") for line in lines_of(heading, body))
    return Document("a-guide", "so", (Text("a-key", "d1:x", "d1:y", units, **more),))


@given(words.map(collapse).filter(bool), bodies)
def test_every_text_comes_back_as_it_went_out(heading, body):
    document = sent(heading, body)
    back = read(write(document).encode())
    assert (back.guide, back.language) == ("a-guide", "so")
    (text,) = back.texts
    first, *rest = (unit.target for unit in text.units)
    assert "".join(run.text for run in first) == heading
    assert canonical(filled(body, rest)) == body
    assert [unit.source for unit in text.units] == [unit.target for unit in text.units]


@given(bodies, bodies)
def test_shapes_are_equal_only_where_lines_can_change_places(one, other):
    assert shape_of(one) == shape_of(one)
    if shape_of(one) == shape_of(other):
        assert len(lines_of("", one)) == len(lines_of("", other))


ENTITIES = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">&b;</xliff>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">&a;</xliff>"""
GOOD = write(sent("A heading", '<p>One <a href="tel:911">911</a></p>'))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (ENTITIES.encode(), "document type"),
        (OUTSIDE.encode(), "document type"),
        (ENTITIES.encode("utf-16"), "document type"),
        (b" " * (LARGEST + 1), "larger than 4 MB"),
        (b"", "no XML"),
        (b"not xml at all", "no XML"),
        (GOOD.replace('"UTF-8"', '"TF-8"').encode(), "no XML that can be read: unknown encoding"),
        (GOOD.replace('"UTF-8"', '"shift_jis"').encode(), "no XML"),
        (GOOD.replace('"UTF-8"', '"hex"').encode(), "no XML"),
        (b"\x00\xff\xfe", "no XML"),
        (b"<html/>", "no XLIFF 1.2"),
        (GOOD.replace('version="1.2"', 'version="2.0"').encode(), "no XLIFF 1.2"),
        (GOOD.replace('source-language="en"', 'source-language="fr"').encode(), "not English"),
        (GOOD.replace('ctype="link"', 'ctype="script"').encode(), "tag <g script> was not in"),
        (GOOD.replace('id="a-key.0"', 'id="a-key.7"').encode(), "line 1 is missing"),
        (("<g>" * 40 + "</g>" * 40).encode(), "too deep"),
        (
            GOOD.replace(
                "</body>", GOOD[GOOD.index("<group") : GOOD.index("</body>")] + "</body>"
            ).encode(),
            "more than once",
        ),
    ],
)
def test_what_is_no_document_of_ours_is_refused_in_plain_words(content, problem):
    with pytest.raises(XliffError, match=problem):
        read(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_document_or_a_plain_refusal(content):
    with pytest.raises(XliffError):
        read(content)


@given(st.integers(0, len(GOOD) - 1), st.sampled_from(["", "<", ">", "&", '"', "x", "</g>"]))
@example(GOOD.index("UTF-8"), "")
def test_any_damage_is_read_or_refused_and_never_an_error(place, put):
    damaged = GOOD[:place] + put + GOOD[place + 1 :]
    with contextlib.suppress(XliffError):
        assert read(damaged.encode()).texts is not None
