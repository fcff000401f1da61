"""A page arrives in one network round trip: the whole answer fits a first flight."""

import pytest
from django.core.management import call_command

from tests.node import answers

# A first TCP flight less TLS is 13,000 bytes; 2,500 are kept for what pages are still to carry.
MOST = 13_000 - 2_500


@pytest.mark.django_db
@pytest.mark.once
def test_every_page_fits_the_first_flight(node):
    """Even as it is compressed in haste, right after a publication."""
    call_command("load_starter", verbosity=0)
    root = node.build()
    pages = [path for path in answers(node.store, root) if path.endswith("/")]
    for path in pages:
        answer = node.ask(path, accept_encoding="br")
        headers = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
        size = headers + len(answer.body)
        assert size <= MOST, f"{path}: {size} bytes"
    assert len(pages) > 300
