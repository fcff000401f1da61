"""The addresses whose answers a release changes: those asked for after a publication."""

import pytest

from guidance.publishing import rename_slug
from guidance.release.receipt import Expected, answers, changed


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
