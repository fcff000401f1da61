"""What all tests of the staff's side share."""

import pytest


@pytest.fixture
def desk(world, client):
    """The small site, with the writer signed in."""
    client.force_login(world.writer)
    return world
