"""Translations never lie: whether one still says what the English says."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidance.domain.text.content import Provenance
from guidance.domain.translation.freshness import (
    EnglishChange,
    Freshness,
    Severity,
    State,
    freshness,
    raised,
)
from guidance.domain.translation.severity import EnglishText, lowest_severity
from guidance.domain.translation.visibility import Shown, shown

DAY = datetime(2026, 11, 22, tzinfo=UTC)
SEVERITIES = st.sampled_from(list(Severity))


def history(*changes):
    """Return a history from (digest, severity) pairs, a day apart; the first was added."""
    return tuple(
        EnglishChange(number, DAY + timedelta(days=number), digest, severity)
        for number, (digest, severity) in enumerate(changes, 1)
    )


def state(changes, made_from="a"):
    return freshness(changes, made_from=made_from, has_text=True).state


histories = st.lists(st.tuples(st.sampled_from("abc"), SEVERITIES), max_size=6).map(
    lambda later: history(("a", None), *later)
)


@given(histories, st.sampled_from("abcx"))
def test_gravest_change_since_the_latest_equal_english_decides(changes, made_from):
    places = [index for index, change in enumerate(changes) if change.digest == made_from]
    expected = State.WITHHELD
    if places:
        ranks = {change.severity.rank for change in changes[places[-1] + 1 :]} | {0}
        expected = (State.CURRENT, State.STALE, State.WITHHELD)[max(ranks)]
    assert state(changes, made_from) == expected


@given(histories)
def test_translation_of_the_english_that_stands_is_current_whatever_came_before(changes):
    assert state(changes, changes[-1].digest) is State.CURRENT


@given(histories, st.dictionaries(st.integers(1, 7), SEVERITIES))
def test_raising_never_makes_a_translation_fresher(changes, raises):
    order = [State.CURRENT, State.STALE, State.WITHHELD]
    before, after = state(changes), state(raised(changes, raises))
    assert order.index(after) >= order.index(before)


def test_without_text_it_is_missing():
    assert freshness(history(("a", None)), made_from="a", has_text=False) == Freshness(
        State.MISSING
    )


def test_date_is_of_the_latest_change_that_is_as_grave():
    changes = history(
        ("a", None), ("b", Severity.SAFETY), ("c", Severity.SAFETY), ("d", Severity.MEANING)
    )
    fresh = freshness(changes, made_from="a", has_text=True)
    assert fresh == Freshness(State.WITHHELD, DAY + timedelta(days=3))


@pytest.mark.parametrize(
    ("fresh", "provenance", "hidden", "expected"),
    [
        (Freshness(State.CURRENT), Provenance.MACHINE, False, Shown("own", machine=True)),
        (Freshness(State.CURRENT), Provenance.REVIEWED, False, Shown("own")),
        (Freshness(State.STALE, DAY), Provenance.MACHINE, False, Shown("stale", DAY, machine=True)),
        (Freshness(State.WITHHELD, DAY), Provenance.MACHINE, False, Shown("withheld", DAY)),
        (Freshness(State.CURRENT), Provenance.HUMAN, True, Shown("withheld")),
        (Freshness(State.STALE, DAY), Provenance.HUMAN, True, Shown("withheld", DAY)),
        (Freshness(State.MISSING), Provenance.NONE, True, Shown("missing")),
    ],
)
def test_what_is_shown_follows_from_state_hiding_and_provenance(
    fresh, provenance, hidden, expected
):
    assert shown(fresh, provenance=provenance, hidden=hidden) == expected


@pytest.mark.parametrize(
    ("kind", "old", "new", "reasons"),
    [
        ("text", "<p>Stay calm.</p>", "<p>Keep calm.</p>", ()),
        ("text", "<p>Call 311.</p>", "<p>Call 911.</p>", ("number",)),
        ("text", "<p>Do run.</p>", "<p>Do not run.</p>", ("negation",)),
        ("text", "<p>Don’t run.</p>", "<p>Do run.</p>", ("negation",)),
        ("text", "<p>You can.</p>", "<p>You can't.</p>", ("negation",)),
        ("text", "<p>If unclear.</p>", "<p>Only if unclear.</p>", ("negation",)),
        (
            "text",
            "<p>In danger 911. For noise 311.</p>",
            "<p>In danger 311. For noise 911.</p>",
            ("number",),
        ),
        (
            "text",
            "<p>Do not open. Call a lawyer.</p>",
            "<p>Open. Do not call a lawyer.</p>",
            ("negation",),
        ),
        (
            "text",
            '<p><a href="tel:911">Call</a></p>',
            '<p><a href="tel:311">Call</a></p>',
            ("link",),
        ),
        ("text", "<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li></ul>", ("list",)),
        ("do", "<p>Stay calm.</p>", "<p>Keep calm.</p>", ("guarded",)),
        ("contact", "<p>Stay calm.</p>", "<p>Keep calm.</p>", ()),
    ],
)
def test_lowest_severity_follows_from_what_changed(kind, old, new, reasons):
    floor = lowest_severity(EnglishText(kind, "H", old), EnglishText(kind, "H", new))
    assert floor.reasons == reasons
    assert floor.severity is (Severity.MEANING if reasons else Severity.WORDING)


def test_another_kind_is_a_change_of_meaning():
    old, new = EnglishText("text", "H", "<p>x</p>"), EnglishText("do", "H", "<p>x</p>")
    assert lowest_severity(old, new).reasons == ("kind", "guarded")
