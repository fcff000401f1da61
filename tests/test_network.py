import socket

import pytest

BLOCKED = "wanted to connect to"


def test_another_machine_cannot_be_reached():
    with socket.socket() as connection, pytest.raises(Exception, match=BLOCKED):
        connection.connect(("192.0.2.1", 80))


def test_another_machine_cannot_be_reached_by_name():
    with socket.socket() as connection, pytest.raises(Exception, match=BLOCKED):
        connection.connect_ex(("example.org", 80))


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


@pytest.mark.browser
def test_the_browser_cannot_reach_another_machine(page):
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://192.0.2.1/")
