"""nginx in front, really started: it answers as the application does, and goes on without it."""

import shutil
import subprocess
from dataclasses import dataclass, field

import pytest
from django.core.management import CommandError, call_command

from guidance.publishing import rename_slug, withdraw
from guidance.publishing.site.starter import NewGuide, load
from guidance.serving.front import Front
from guidance.serving.nginx import Place, configuration
from tests.node import answers
from tests.publishing.publication.test_spine import SAFER
from tests.serving.behind import application, ask, free_port, nginx
from tests.world import small_guide

pytestmark = pytest.mark.once

# What tells of the connection and the server, not of the answer.
_OF_THE_WAY = {"Server", "Date", "Connection"}
_CODINGS = ("", "br", "gzip")


@dataclass
class Behind:
    """A node, nginx before it, and what has reached the application."""

    node: object
    port: int
    application: int
    seen: list = field(default_factory=list)

    def ask(self, path, method="GET", **headers):
        return ask(self.port, path, method, **headers)

    def direct(self, path, method="GET", **headers):
        """Ask the application itself, as nginx passes on."""
        return ask(self.application, path, method, Host=f"127.0.0.1:{self.port}", **headers)

    def settings(self) -> Place:
        return Place(
            public_url=f"http://127.0.0.1:{self.port}",
            hosts=["127.0.0.1", "localhost", "127.0.0.1", "[::1]"],
            application=f"127.0.0.1:{self.application}",
            releases=self.node.store.folder,
            extra=[],
            certificate="",
            key="",
            error_log="stderr",
        )


@pytest.fixture
def behind(node, world):
    """A site with a front page, a moved, a withdrawn and two usual guides; nothing is started."""
    load(
        guides=[
            NewGuide(small_guide("front"), "", 0, {"en": "First version."}),
            NewGuide(small_guide("other"), "other-one", 2, {"en": "First version."}),
            NewGuide(small_guide("third"), "third-one", 3, {"en": "First version."}),
        ],
        contacts=[],
        offered=[],
    )
    rename_slug(by=world.writer, guide=world.guide, slug="whom-to-call")
    node.world = world
    node.build()
    return Behind(node, free_port(), free_port())


@pytest.fixture
def started(behind, tmp_path):
    """The same with the application and nginx running."""
    front = Front(
        loader=behind.node.loader, django=lambda: _django, hosts=[f"127.0.0.1:{behind.port}"]
    )
    text = configuration(behind.node.store, behind.node.live, behind.settings())
    with application(behind.application, front) as seen, nginx(tmp_path, text, behind.port):
        behind.seen = seen
        yield behind


def _django(request, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{request['REQUEST_METHOD']} {request['PATH_INFO']}".encode()]


def _of_the_answer(headers):
    return {name: value for name, value in headers.items() if name not in _OF_THE_WAY}


def test_every_address_is_answered_as_by_the_application(started):
    withdraw(
        by=started.node.world.approver,
        guide=type(started.node.world.guide).objects.get(key="other"),
        reason="It is being rewritten.",
    )
    started.node.build()
    found = answers(started.node.store, started.node.live)
    assert {answer.status for answer in found.values()} >= {200, 301, 302, 404, 410}
    by_nginx = 0
    for path, answer in found.items():
        for coding in _CODINGS:
            status, headers, body = started.direct(path, Accept_Encoding=coding)
            started.seen.clear()
            got_status, got_headers, got = started.ask(path, Accept_Encoding=coding)
            assert (got_status, got) == (status, body), path
            assert _of_the_answer(got_headers) == _of_the_answer(headers), path
            ready = answer.status == 200 and status == 200
            assert bool(started.seen) is not ready, path
            by_nginx += ready
            if "ETag" in headers and status == 200:
                again = started.ask(path, Accept_Encoding=coding, If_None_Match=headers["ETag"])
                same = started.direct(path, Accept_Encoding=coding, If_None_Match=headers["ETag"])
                assert (again[0], again[2]) == (same[0], same[2]) == (304, b"")
                # The test's server adds a length; nginx says again what a browser takes over.
                told = _of_the_answer(same[1]).items() - {("Content-Length", "0")}
                assert told <= _of_the_answer(again[1]).items()
        head = started.ask(path, "HEAD")
        assert head[0] == started.direct(path, "HEAD")[0] and head[2] == b""
        assert _of_the_answer(head[1]) == _of_the_answer(started.direct(path, "HEAD")[1]), path
    assert by_nginx > 100


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/admin/"),
        ("POST", "/admin/login/"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
        ("POST", "/es/about/"),
        ("GET", "/es/about"),
        ("GET", "/es/nothing/"),
        ("GET", "/es/503.html"),
        ("GET", "/=away"),
        ("GET", "/root.json"),
        ("GET", "/es//about/"),
        ("GET", "/static/x.css"),
        ("GET", "/es/when-to-call/v1/"),
        ("GET", "/es/s/when-to-call-signs/"),
    ],
)
def test_what_is_no_ready_page_is_the_applications_to_answer(started, method, path):
    status, headers, body = started.ask(path, method)
    assert [request["PATH_INFO"] for request in started.seen] == [path]
    expected = started.direct(path, method)
    if path != "/readyz":
        assert body == expected[2]
    assert (status, _of_the_answer(headers).keys()) == (
        expected[0],
        expected[1].keys() - _OF_THE_WAY,
    )


def test_no_file_of_the_store_is_sent_under_its_own_name(started):
    folder = started.node.store.current / "es"
    for path in [*folder.glob("*=*"), *(folder / "about").iterdir()]:
        started.seen.clear()
        assert started.ask(f"/es/{path.relative_to(folder)}")[0] == 404
        assert started.seen


def test_new_release_is_sent_from_the_next_request_on(started):
    before = started.ask("/es/whom-to-call/")
    started.node.world.change(body=SAFER)
    started.node.build()
    after = started.ask("/es/whom-to-call/", If_None_Match=before[1]["ETag"])
    assert after[0] == 200 and "Oye disparos." not in after[2].decode()
    assert not started.seen


def test_pages_with_other_headers_are_left_to_the_application(started, monkeypatch):
    monkeypatch.setattr("guidance.release.making.headers.CACHE_CONTROL", "no-store")
    monkeypatch.setattr("guidance.release.making.headers.COMMON", [("Cache-Control", "no-store")])
    started.node.builder.forget()
    started.node.builder.build = "build2"
    started.node.build()
    for path in ("/es/about/", "/es/", "/robots.txt"):
        started.seen.clear()
        assert started.ask(path)[0] == 200
        assert started.seen, path


def test_without_the_application_ready_pages_go_on_and_the_rest_says_so(behind, tmp_path):
    text = configuration(behind.node.store, behind.node.live, behind.settings())
    ready = answers(behind.node.store, behind.node.live)
    with nginx(tmp_path, text, behind.port):
        for path, answer in ready.items():
            status, headers, body = behind.ask(path)
            if answer.status == 200:
                assert (status, body) == (200, behind.node.store.file(answer.file)), path
                continue
            language = answer.language or path.split("/")[1]
            assert (status, headers["Content-Language"]) == (503, language), path
            assert b"tel:911" in body
        for path, method, language in (
            ("/es/when-to-call/v1/", "GET", "es"),
            ("/ar/nothing/?x=/es/", "GET", "ar"),
            ("/es", "HEAD", "es"),
            ("/hmn/about/", "GET", "en"),
            ("/admin/", "POST", "en"),
            ("/", "GET", "en"),
            ("/=away", "GET", None),
        ):
            status, headers, body = behind.ask(path, method, Accept_Encoding="br")
            assert status in {502, 503} if language is None else status == 503
            if language:
                page = ready[f"/{language}/503.html"]
                assert headers["Content-Language"] == language
                assert headers["Content-Security-Policy"] == page.policy
                assert headers["Content-Encoding"] == "br"
                small = behind.node.store.file(page.file, page.coded["br"])
                assert body == (b"" if method == "HEAD" else small)


def test_names_that_are_not_ours_are_refused(started):
    assert started.ask("/es/", Host="evil.example")[0] == 400
    assert started.seen == []


def test_nothing_says_who_asked_for_what(started, tmp_path):
    started.ask("/es/about/")
    started.ask("/es/secret-reading/")
    (request,) = started.seen
    assert "HTTP_X_FORWARDED_FOR" not in request and "HTTP_X_REAL_IP" not in request
    written = list(tmp_path.rglob("*.log"))
    assert written and all("secret-reading" not in path.read_text() for path in written)


def test_the_scheme_is_passed_on_and_not_taken_from_readers(started):
    started.ask("/es/nothing/", X_Forwarded_Proto="https", X_Forwarded_Ssl="on")
    assert started.seen[0]["HTTP_X_FORWARDED_PROTO"] == "http"
    assert "HTTP_X_FORWARDED_SSL" not in started.seen[0]


def test_encrypted_site_sends_the_same_headers(behind, tmp_path, settings, capsys):
    settings.PUBLIC_URL = f"https://localhost:{behind.port}"
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.SECURE_HSTS_SECONDS = 1000
    settings.DATA_DIR = behind.node.store.folder.parent
    settings.PORT = str(behind.application)
    certificate, key = tmp_path / "certificate", tmp_path / "key"
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed. On Debian: apt-get install openssl")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
            *("-subj", "/CN=localhost", "-out", certificate, "-keyout", key),
        ],
        check=True,
        capture_output=True,
    )
    options = [f"--certificate={certificate}", f"--key={key}", "--error-log=stderr"]
    call_command("nginx_configuration", *options)
    with (
        application(behind.application, _django) as seen,
        nginx(tmp_path, capsys.readouterr().out, behind.port),
    ):
        ask(behind.port, "/admin/", encrypted=True, Host=f"localhost:{behind.port}")
        assert seen[0]["HTTP_X_FORWARDED_PROTO"] == "https"
        assert seen[0]["HTTP_HOST"] == f"localhost:{behind.port}"
        status, headers, _ = ask(
            behind.port, "/es/about/", encrypted=True, Host=f"localhost:{behind.port}"
        )
    assert (status, headers["Strict-Transport-Security"]) == (200, "max-age=1000")


def test_configuration_waits_for_a_release(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match="no release in .* yet. Make one: manage.py watch"):
        call_command("nginx_configuration")


def test_configuration_needs_an_address_of_its_own(behind, settings):
    settings.DATA_DIR = behind.node.store.folder.parent
    with pytest.raises(CommandError, match="nginx needs an address of its own"):
        call_command("nginx_configuration")
