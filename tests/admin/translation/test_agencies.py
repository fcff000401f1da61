"""The page that sends texts to agencies and takes their files in."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guidance.admin.translation import agencies
from guidance.domain.xliff.reading import LARGEST
from guidance.domain.xliff.writing import write
from guidance.publishing import send_out
from tests.staff import stored
from tests.world import make_world

pytestmark = pytest.mark.once

ADDRESS = "/admin/agencies/"


@pytest.fixture
def world(db, client):
    world = make_world()
    client.force_login(world.writer)
    return world


def file(world, language="es") -> bytes:
    return write(
        send_out(by=world.writer, guide=world.fresh(), language=language, only_behind=False)
    ).encode()


def packed(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def take_in(client, name: str, content: bytes):
    return client.post(ADDRESS, {"action": "in", "files": SimpleUploadedFile(name, content)})


def test_one_guide_in_one_language_is_a_file_and_more_are_a_zip(world, client):
    form = {"action": "out", "guide": "when-to-call", "language": "es", "what": "all"}
    one = client.post(ADDRESS, form)
    assert one["Content-Disposition"] == 'attachment; filename="when-to-call.es.xlf"'
    assert one.content.startswith(b"<?xml")
    several = client.post(ADDRESS, form | {"language": ["es", "so"]})
    with zipfile.ZipFile(io.BytesIO(several.content)) as archive:
        assert archive.namelist() == ["when-to-call.es.xlf", "when-to-call.so.xlf"]


def test_nothing_chosen_is_said(world, client):
    page = client.post(ADDRESS, {"action": "out"})
    assert page.status_code == 400
    assert "There is nothing to send out" in page.content.decode()
    page = client.post(ADDRESS, {"action": "in"})
    assert "Choose a file first" in page.content.decode()


def test_every_file_of_a_zip_is_taken_in_by_itself(world, client):
    good = file(world).replace(b"La seguridad", b"Su seguridad")
    page = take_in(client, "back.zip", packed(**{"../../etc/x.xlf": good, "b.xlf": b"<html/>"}))
    html = page.content.decode()
    assert page.status_code == 200
    assert "When to call in Spanish" in html
    assert "../../etc/x.xlf" in html
    assert "This is no XLIFF 1.2" in html
    assert "Su seguridad" in world.row("calm").body_es


def zeros() -> bytes:
    """Return a small .zip that unpacks to far more than is taken."""
    return packed(**{f"{number}.xlf": bytes(LARGEST) for number in range(12)})


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("x.zip", b"no zip", "is not a zip file"),
        ("x.xlf", b"\x00\x01", "It is no XML"),
        ("x.zip", zeros(), "too large"),
        ("x.xlf", bytes(LARGEST + 10), "larger than 4 MB"),
        ("x.docx", b"PK", "It is no XML"),
    ],
)
def test_what_cannot_be_read_changes_nothing_and_says_why(world, client, name, content, problem):
    before = stored()
    page = take_in(client, name, content)
    assert page.status_code == 400
    assert problem in page.content.decode()
    assert stored() == before


def test_too_many_files_are_not_looked_at(world, client, monkeypatch):
    monkeypatch.setattr(agencies, "MOST", 2)
    page = take_in(client, "x.zip", packed(a=b"", b=b"", c=b""))
    assert "more than 2 files" in page.content.decode()
