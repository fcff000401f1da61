"""The addresses whose answers a release changes: those asked for after a publication."""

import pytest

from guidance.publishing import rename_slug
from guidance.release.making import receipt
from guidance.release.making.receipt import Expected, changed, missing, still_expected
from tests.node import answers


@pytest.mark.django_db
def test_changed_addresses_are_those_whose_answers_differ(node, world):
    first = node.build()
    rename_slug(by=world.writer, guide=world.guide, slug="whom-to-call")
    second = node.build()
    before, after = answers(node.store, first), answers(node.store, second)
    expected = {
        path: Expected(answer.status, answer.file, answer.location)
        for path, answer in after.items()
        if not path.endswith(".html")
        and (
            path not in before
            or (before[path].file, before[path].location) != (answer.file, answer.location)
        )
    }
    assert expected
    assert changed(node.store, first, second) == expected
    assert changed(node.store, second, second) == {}
    assert changed(node.store, None, second).keys() == {
        path for path in after if not path.endswith(".html")
    }


@pytest.mark.django_db
def test_what_nobody_has_seen_is_asked_for_again_as_it_stands_now(node, world):
    root = node.build()
    now = answers(node.store, root)["/es/about/"]
    changes = {"/en/": Expected(200, "new")}
    left = ["/en/", "/es/about/", "/es/gone/"]
    assert still_expected(node.store, root, left, changes) == {
        "/en/": Expected(200, "new"),
        "/es/about/": Expected(200, now.file),
    }
    assert still_expected(node.store, root, [], changes) == changes


def test_a_silent_way_ends_the_round(monkeypatch):
    monkeypatch.setattr(receipt, "_ROUND", -1)
    found = missing("http://127.0.0.1:9", {"/en/": Expected(200, "")})
    assert found == {"/en/": "not asked for yet: something else took too long"}


def test_asking_stands_back_while_the_next_release_is_built():
    found = missing("http://127.0.0.1:9", {"/en/": Expected(200, "")}, busy=lambda: True)
    assert found == {"/en/": "not asked for yet: something else took too long"}
