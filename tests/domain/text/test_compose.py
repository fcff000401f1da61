"""compose: the live text with exactly the submitted cells replaced."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.domain.text.cells import Add, Cell, CellId, Order, Retire, cell_digest
from guidance.domain.text.compose import (
    ComposeError,
    base_of,
    compose,
    live_value,
    merge,
    moved,
    ordered_keys,
)
from guidance.domain.text.content import General, GuideContent, Kind, SectionContent, Words
from tests.domain.strategies import KEYS, LANGUAGES, a_words, guides, orders, text_cells


def all_cells(guide: GuideContent):
    for section in guide.sections:
        yield CellId("section", section.key, "general")
        for language in LANGUAGES:
            yield CellId("section", section.key, "words", language)


@given(st.data())
def test_only_submitted_cells_change(data):
    live = data.draw(guides())
    cells = data.draw(text_cells(live))
    after = compose(live, cells)
    submitted = {cell.id: cell.value for cell in cells}
    for name in all_cells(live):
        expected = submitted.get(name, live_value(name, live, {}))
        assert (live_value(name, after, {}) or Words()) == (expected or Words())
    assert [section.key for section in after.sections] == [section.key for section in live.sections]


@given(st.data())
def test_publishing_one_submission_never_carries_or_brings_back_another(data):
    """Whatever was published in between, a later publication sets its own cells and no others."""
    start = data.draw(guides())
    first, second = data.draw(text_cells(start)), data.draw(text_cells(start))
    own = {cell.id for cell in second}
    between = compose(start, first)
    after = compose(between, second)
    for name in all_cells(start):
        if name not in own:
            assert live_value(name, after, {}) == live_value(name, between, {})


@given(st.data())
def test_cells_of_different_submissions_commute(data):
    live = data.draw(guides())
    first = data.draw(text_cells(live))
    second = [cell for cell in data.draw(text_cells(live)) if cell.id not in {c.id for c in first}]
    assert compose(compose(live, first), second) == compose(compose(live, second), first)


@given(st.data())
def test_order_moves_sections_and_nothing_else(data):
    live = data.draw(guides())
    order = data.draw(orders(live))
    after = compose(live, [order])
    assert sorted(s.key for s in after.sections) == sorted(s.key for s in live.sections)
    assert all(after.section(section.key) == section for section in live.sections)
    assert after.sections[0].general.kind is Kind.HEAD
    wanted = [key for key in order.value.keys if key in KEYS]
    assert [s.key for s in after.sections[1:]] == [k for k in wanted if live.section(k)]


@given(st.permutations(KEYS), st.lists(st.sampled_from(KEYS), unique=True))
def test_section_that_an_order_does_not_name_stays_after_the_one_it_followed(keys, wanted):
    after = ordered_keys(keys, wanted)
    assert sorted(after) == sorted(keys)
    for before, key in itertools.pairwise(keys):
        if key not in wanted:
            assert after.index(key) == after.index(before) + 1


def guide(*keys):
    head = SectionContent("head", General(Kind.HEAD), {"en": Words("Title")})
    return GuideContent(
        "guide", (head, *(SectionContent(key, General(), {"en": Words(key)}) for key in keys))
    )


def structure(key, value):
    aspect = {Add: "add", Retire: "retire", Order: "order"}[type(value)]
    return Cell(CellId("guide" if aspect == "order" else "section", key, aspect), value)


def keys_of(content):
    return [section.key for section in content.sections]


def test_added_section_stands_after_its_anchor_and_retired_one_is_gone():
    after = compose(
        guide("alpha", "beta"),
        [
            structure("new", Add("alpha")),
            Cell(CellId("section", "new", "words", "en"), Words("New")),
            structure("last", Add("unknown")),
            structure("beta", Retire(reason="Old.")),
        ],
    )
    assert keys_of(after) == ["head", "alpha", "new", "last"]
    assert after.section("new").words["en"] == Words("New")


def test_pending_order_blocks_no_addition():
    made_from = guide("alpha", "beta")
    order = structure("guide", Order(("head", "beta", "alpha"), tuple(keys_of(made_from))))
    now = compose(made_from, [structure("new", Add("alpha"))])
    assert not moved(order, now, {})
    assert keys_of(compose(now, [order])) == ["head", "beta", "alpha", "new"]
    assert moved(order, compose(made_from, [order]), {})


@pytest.mark.parametrize(
    "cell",
    [
        Cell(CellId("section", "gone", "words", "en"), Words("x")),
        structure("alpha", Add()),
        structure("gone", Retire(reason="x")),
        structure("head", Retire(reason="x")),
    ],
    ids=str,
)
def test_cells_that_do_not_fit_are_refused(cell):
    with pytest.raises(ComposeError) as refused:
        compose(guide("alpha"), [cell])
    assert refused.value.cell == cell.id


def test_cell_has_moved_when_live_says_something_else_than_it_replaced():
    live = guide("alpha")
    name = CellId("section", "alpha", "words", "en")
    cell = Cell(name, Words("Mine"), base_of(name, live, {}))
    assert not moved(cell, live, {})
    assert moved(cell, compose(live, [Cell(name, Words("Theirs"))]), {})
    assert moved(cell, guide(), {})
    other_provenance = Words("alpha", provenance="human")
    assert moved(cell, compose(live, [Cell(name, other_provenance)]), {})
    assert moved(structure("alpha", Add()), live, {})
    assert moved(structure("gone", Retire(reason="x")), live, {})


@given(a_words(), a_words(), a_words())
def test_merge_loses_no_text_that_somebody_wrote(mine, began_from, live):
    merged = merge(mine, cell_digest(began_from), live)
    if mine == live:
        assert merged.outcome == "unchanged"
    elif mine == began_from:
        assert (merged.outcome, merged.value) == ("moves on", live)
    else:
        assert merged.value == mine
        assert merged.outcome == ("kept" if began_from == live else "behind")
    assert merge(merged.value, merged.base, live).value == merged.value
