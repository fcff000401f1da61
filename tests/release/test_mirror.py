"""The exported site: plain files that say what the application says, whole or not at all."""

import contextlib
import gzip
import http.client
import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import brotli
import pytest
from django.core.management import CommandError, call_command

from guidance.domain.pages.outputs import named
from guidance.models import Guide
from guidance.publishing import plan_retirement, rename_slug, withdraw
from guidance.publishing.site.starter import NewGuide, load
from guidance.release import mirror, registry
from guidance.release.builder import now
from guidance.release.making.pages import PublicSite, Redirect
from tests.node import URL, answers
from tests.publishing.publication.test_spine import SAFER
from tests.world import small_guide

pytestmark = pytest.mark.once


@pytest.fixture
def built(node, world, settings):
    """A site with a guide of three versions that has moved, and one that is withdrawn."""
    load(
        guides=[
            NewGuide(small_guide("front"), "", 0, {"en": "First version."}),
            NewGuide(small_guide("other"), "other-one", 2, {"en": "First version."}),
        ],
        contacts=[],
        offered=[],
    )
    world.change(body=SAFER)
    plan_retirement(by=world.writer, section=world.row("calm"), reason="The law changed.")
    world.publish(world.submit())
    rename_slug(by=world.writer, guide=world.guide, slug="whom-to-call")
    withdraw(by=world.approver, guide=Guide.objects.get(key="other"), reason="It is rewritten.")
    node.world = world
    node.build()
    settings.DATA_DIR = node.store.folder.parent
    return node


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "mirror"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture
def served(built, folder):
    """Export, and give what Python's own web server answers from the folder."""
    call_command("export_site", str(folder), verbosity=0)
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()

        def ask(path):
            connection = http.client.HTTPConnection(*server.server_address, timeout=10)
            with contextlib.closing(connection):
                connection.request("GET", path)
                response = connection.getresponse()
                return response.status, response.read()

        yield ask
        server.shutdown()
        thread.join()


def test_every_address_of_the_registry_says_what_the_application_says(built, served):
    found = answers(built.store, built.live)
    assert {answer.status for answer in found.values()} >= {200, 301, 302, 404, 410, 503}
    for path, answer in found.items():
        status, body = served(path)
        assert status == 200, path
        if answer.location:
            assert f'url={answer.location}"'.encode() in body, path
        elif answer.status in {200, 410}:
            assert body == built.ask(path).body, path
        else:
            assert body == built.store.file(answer.file), path


def test_what_is_made_on_request_is_there_too(built, served):
    public = PublicSite(built.loader.site.snapshot, now(), URL)
    for language in ("en", "es", "ar"):
        below = f"/{language}/whom-to-call/"
        for number in (1, 2, 3):
            page = registry.answer(
                named("version"), public, language=language, slug="whom-to-call", number=number
            )
            assert served(f"{below}v{number}/") == (200, page.html.encode())
        page = registry.answer(
            named("changes"), public, language=language, slug="whom-to-call", first=1, second=2
        )
        assert served(f"{below}changes/1-2/") == (200, page.html.encode())
        assert f"url={below}v1/".encode() in served(f"/{language}/when-to-call/v1/")[1]
        for key in ("when-to-call-signs", "when-to-call-calm", "head-front"):
            found = public.section(language, key)
            body = served(f"/{language}/s/{key}/")[1].decode()
            if isinstance(found, Redirect):
                assert f'url={found.location}"' in body
            else:
                assert body == found.html
        assert f'href="/{language}/"' in served("/")[1].decode()
        assert f'href="/{language}/s/head-front/"' in served("/s/head-front/")[1].decode()


def test_every_link_leads_to_a_file(served, folder):
    links = set()
    for page in folder.rglob("*.html"):
        links |= set(re.findall(r'(?:href="|url=)(/[^"#]*)', page.read_text()))
    assert len(links) > 50
    assert [link for link in links if served(link)[0] != 200] == []


def test_small_forms_say_the_same(served, folder):
    pages = [page for page in folder.rglob("*.html") if page.stat().st_size > 200]
    for page in pages:
        assert (
            brotli.decompress(page.with_name(f"{page.name}.br").read_bytes()) == page.read_bytes()
        )
        assert gzip.decompress(page.with_name(f"{page.name}.gz").read_bytes()) == page.read_bytes()
    assert pages


def test_earlier_export_is_replaced_with_nothing_left_of_it(built, folder):
    call_command("export_site", str(folder), verbosity=0)
    (folder / "stale.html").write_text("old")
    built.world.change(body="<p>Anything else.</p>")
    built.build()
    call_command("export_site", str(folder), verbosity=0)
    assert not (folder / "stale.html").exists()
    assert (folder / "es" / "whom-to-call" / "v4" / "index.html").exists()
    assert [path.name for path in folder.parent.glob("*mirror*")] == ["mirror"]


def test_failure_on_the_way_leaves_the_earlier_export_as_it_was(built, folder, monkeypatch):
    call_command("export_site", str(folder), verbosity=0)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def full(*arguments):
        yield from list(mirror.files(*arguments))[:5]
        raise OSError(28, "No space left on device", "es/about/index.html")

    monkeypatch.setattr("guidance.management.commands.export_site.files", full)
    with pytest.raises(CommandError, match="No space left on device.*Nothing was changed"):
        call_command("export_site", str(folder))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert [path.name for path in folder.parent.glob("*mirror*")] == ["mirror"]


def test_folder_with_other_things_in_it_is_refused(built, folder):
    folder.mkdir()
    (folder / "mine").write_text("keep")
    with pytest.raises(CommandError, match="is not empty, and no earlier export"):
        call_command("export_site", str(folder))
    assert [path.name for path in folder.iterdir()] == ["mine"]
    with pytest.raises(CommandError, match="is a file: name a folder"):
        call_command("export_site", str(folder / "mine"))
    with pytest.raises(CommandError, match="is no folder: make it first"):
        call_command("export_site", str(folder / "nowhere" / "mirror"))


def test_folder_that_cannot_be_written_is_named(built):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_site", "/proc/mirror")


def test_damaged_release_is_not_exported(built, folder):
    for path in (built.store.folder / "files").glob("*/*"):
        path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CommandError, match="is not whole"):
        call_command("export_site", str(folder))
    assert not folder.exists()


def test_export_waits_for_a_release(tmp_path, settings, folder):
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match="no release in .* yet"):
        call_command("export_site", str(folder))
