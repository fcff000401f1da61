import logging

import pytest

from guidance_site.logs import WithoutReaders


def logged(message, *args, **extra):
    """Return what is written of a record, None when it is dropped."""
    record = logging.makeLogRecord({"msg": message, "args": args, **extra})
    return record.getMessage() if WithoutReaders().filter(record) else None


def test_an_invalid_request_leaves_no_address():
    assert logged("Invalid request from ip=192.0.2.7: bad header") is None


def test_a_failing_request_leaves_no_path():
    assert "/en/" not in logged("Error handling request %s %s", "GET", "/en/s/at-the-door/")


def test_an_error_of_a_page_names_the_route_alone(rf):
    request = rf.get("/en/s/at-the-door/", REMOTE_ADDR="192.0.2.7")
    message = logged("Internal Server Error: %s", request.path, request=request, status_code=500)
    assert message == "Error 500 at no route"


def test_other_messages_stay_as_they_are():
    assert logged("%s catalogues", 8) == "8 catalogues"


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_not_logged(client, caplog):
    client.get("/en/nothing-is-here/")
    client.get("/", headers={"host": "elsewhere.example"})
    assert caplog.messages == []
