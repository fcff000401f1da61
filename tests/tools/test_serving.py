"""A peer that answers otherwise is told of in the table; one of ours ends the benchmark."""

import pytest

from tools.benchmarks import serving
from tools.benchmarks.load import OtherAnswer, Seen, read_report
from tools.benchmarks.servers import Server

GOOD = "report 1000 0 0 2.0 0.5 1.5"


def measured(monkeypatch, reports, *, ours=False):
    """Measure as many rounds as there are reports of wrk, alternating 200 and 304."""
    given = iter(reports)
    monkeypatch.setattr(
        serving, "measure", lambda *asked: read_report(next(given), asked[4], used=0.1)
    )
    figures = serving.Figures()
    for _ in range(2):
        for status in (200, 304):
            server = Server("a server", [], 1, ours=ours)
            serving.measure_round(server, 1, status, {}, figures)
    return figures


def cells(figures):
    peer = serving.Figures({200: [Seen(500, 50, 0.5, 1.5)], 304: [Seen(500, 20, 0.5, 1.5)]})
    last = serving.report({"nginx": peer, "a server": figures}).splitlines()[-1]
    return [cell.strip() for cell in last.strip("|").split("|")]


def test_figures_of_a_round(monkeypatch):
    assert cells(measured(monkeypatch, [GOOD] * 4)) == [
        *("a server", "100.0 (100.0 to 100.0)", "2.00", "100.0 (100.0 to 100.0)"),
        *("500", "0.50", "1.50", "0"),
    ]


@pytest.mark.parametrize("wrong", [1000, 7])
def test_peer_that_sends_the_whole_page_again_is_told_of(monkeypatch, wrong):
    reports = [GOOD, f"report 1000 {wrong} 200 2.0 0.5 1.5", GOOD]
    shown = cells(measured(monkeypatch, reports))
    assert shown[1:5] == ["100.0 (100.0 to 100.0)", "2.00", "answered 200 instead of 304", "500"]


def test_peer_that_once_kept_to_it_and_then_did_not_is_told_of(monkeypatch):
    reports = [GOOD, GOOD, "report 1000 3 304 2.0 0.5 1.5", GOOD]
    shown = cells(measured(monkeypatch, reports))
    assert shown[1:5] == ["answered 304 instead of 200", "", "100.0 (100.0 to 100.0)", ""]


@pytest.mark.parametrize(
    ("seen", "told"), [("1000 4", "broke off 4 of 1000 requests"), ("0 0", "answered nothing")]
)
def test_peer_that_answers_too_little_is_told_of(monkeypatch, seen, told):
    reports = [GOOD, f"report {seen} 0 2.0 0.5 1.5", GOOD]
    assert cells(measured(monkeypatch, reports))[3] == told


def test_one_of_ours_that_answers_otherwise_ends_the_run(monkeypatch):
    with pytest.raises(OtherAnswer, match="a server answered 500 instead of 304"):
        measured(monkeypatch, [GOOD, "report 1000 1 500 2.0 0.5 1.5"], ours=True)
