"""What stands in front of Django: which form of an answer is sent, and what is passed on."""

import gzip

import brotli
import pytest

from guidance.publishing import rename_slug, withdraw
from guidance.publishing.site.starter import NewGuide, load
from guidance.release.builder import now
from guidance.serving.accept import codings, language
from tests.publishing.publication.test_spine import SAFER
from tests.world import small_guide

pytestmark = pytest.mark.once


@pytest.fixture
def built(node, world):
    """A node with the small site and a front page, live."""
    load(
        guides=[NewGuide(small_guide("front"), "", 0, {"en": "First version."})],
        contacts=[],
        offered=[],
    )
    node.world = world
    node.build()
    return node


def test_page_is_sent_in_the_form_that_is_asked_for(built):
    plain = built.ask("/es/when-to-call/")
    small = built.ask("/es/when-to-call/", accept_encoding="gzip, deflate, br")
    zipped = built.ask("/es/when-to-call/", accept_encoding="gzip")
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "br"
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert brotli.decompress(small.body) == gzip.decompress(zipped.body) == plain.body
    assert len({answer.headers["ETag"] for answer in (plain, small, zipped)}) == 3
    for answer in (plain, small, zipped):
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert answer.headers["Content-Length"] == str(len(answer.body))
    assert built.passed_on == []


@pytest.mark.django_db
def test_ready_page_asks_neither_database_nor_django(built, django_assert_num_queries):
    with django_assert_num_queries(0):
        for path in ("/es/", "/es/when-to-call/history/", "/ar/questions/", "/robots.txt"):
            assert built.ask(path).code == 200
    assert built.passed_on == []


def test_page_that_has_not_changed_is_not_sent_again(built):
    page = built.ask("/es/", accept_encoding="br")
    for condition in (
        page.headers["ETag"],
        f"W/{page.headers['ETag']}",
        f'"other", {page.headers["ETag"]}',
        "*",
    ):
        again = built.ask("/es/", accept_encoding="br", if_none_match=condition)
        assert (again.code, again.body) == (304, b"")
        assert again.headers["ETag"] == page.headers["ETag"]
        assert "Cache-Control" in again.headers and "Vary" in again.headers
    other_form = built.ask("/es/", accept_encoding="gzip", if_none_match=page.headers["ETag"])
    assert other_form.code == 200
    missing = built.ask("/es/nothing/", if_none_match="*")
    assert missing.code == 404


def test_head_says_all_but_the_words(built):
    page, head = built.ask("/es/"), built.ask("/es/", "HEAD")
    assert (head.headers, head.body) == (page.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_ready_page_can_only_be_read(built, method):
    answer = built.ask("/es/", method)
    assert (answer.code, answer.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/es/nothing/", "es"),
        ("/es/nothing", "es"),
        ("/ar/when-to-call/x/", "ar"),
        ("/fr/", "en"),
        ("/es/404.html", "es"),
        ("/es/503.html", "es"),
        ("/en/../../etc/passwd", "en"),
        ("/releases/current/root.json", "en"),
        ("//", "en"),
        ("", "en"),
        ("/%00", "en"),
    ],
)
def test_what_is_not_there_is_404_in_the_language_of_the_address(built, path, language):
    answer = built.ask(path)
    assert (answer.code, answer.headers["Content-Language"]) == (404, language)
    assert b"tel:911" in answer.body
    assert built.passed_on == []


def test_guide_that_was_taken_down_is_410_with_the_reason(built):
    withdraw(by=built.world.approver, guide=built.world.guide, reason="It is being rewritten.")
    built.build()
    answer = built.ask("/es/when-to-call/")
    assert answer.code == 410
    assert b"It is being rewritten." in answer.body
    assert built.ask("/es/when-to-call/history/").code == 200


def test_moved_address_and_forgotten_slash_lead_on(built):
    rename_slug(by=built.world.writer, guide=built.world.guide, slug="whom-to-call")
    built.build()
    for path, location in (
        ("/es/when-to-call/", "/es/whom-to-call/"),
        ("/es/whom-to-call", "/es/whom-to-call/"),
        ("/es", "/es/"),
        ("/es/front/", "/es/"),
    ):
        answer = built.ask(path)
        assert (answer.code, answer.headers["Location"], answer.body) == (301, location, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin",
        "/s/when-to-call-signs/",
        "/es/s/when-to-call-signs/",
        "/es/when-to-call/v1/",
        "/es/when-to-call/changes/1-2/",
    ],
)
def test_what_no_release_holds_is_passed_on(built, path):
    assert built.ask(path).body == b"django"


def test_host_that_is_not_ours_is_left_to_django_to_refuse(built):
    assert built.ask("/es/", host="evil.example").body == b"django"


def test_root_leads_to_the_language_that_is_asked_for(built):
    answer = built.ask("/", accept_language="fr, ar;q=0.5, es;q=0.8")
    assert (answer.code, answer.headers["Location"]) == (302, "/es/")
    assert answer.headers["Vary"] == "Accept-Language"


def test_new_release_takes_the_place_of_the_old_at_once_and_whole(built):
    old = built.ask("/es/when-to-call/")
    same = built.ask("/es/about/")
    built.world.change(body=SAFER)
    built.build()
    new = built.ask("/es/when-to-call/")
    assert old.headers["ETag"] != new.headers["ETag"]
    assert "Oye disparos." in old.body.decode()
    assert "Oye disparos." not in new.body.decode()
    assert built.ask("/es/about/").headers["ETag"] == same.headers["ETag"]


@pytest.mark.parametrize("harm", ["root", "tree", "dangling"])
def test_damaged_release_is_not_loaded_and_the_builder_is_told(built, harm):
    before = built.ask("/es/").headers["ETag"]
    built.world.change(body=SAFER)
    old = built.live
    root = built.builder.newest(old, now())
    if harm == "root":
        (built.store.folder / root.folder / "root.json").write_text("{")
    elif harm == "tree":
        (built.store.folder / "trees" / f"{root.trees['es']}.json").write_text("[]")
    built.store.go_live("9-nothing-0" if harm == "dangling" else root.folder)
    built.loader.look()
    assert built.ask("/es/").headers["ETag"] == before
    assert (built.store.folder / "damaged").exists()
    assert built.loader.damage


def test_file_that_is_cut_off_is_never_sent(built):
    path = next((built.store.folder / "files").glob("*/*.br5"))
    for path in (built.store.folder / "files").glob("*/*"):
        path.write_bytes(path.read_bytes()[:-1])
    assert built.ask("/es/privacy/", accept_encoding="br").body == b"django"
    assert (built.store.folder / "damaged").exists()


def test_readiness_says_which_release_is_served(built):
    answer = built.ask("/readyz")
    assert answer.code == 200
    assert b'"release": 2' in answer.body and b'"build": "build1"' in answer.body
    assert built.ask("/healthz").body == b"ok\n"


def test_without_a_release_it_is_not_ready(node):
    assert node.ask("/readyz").code == 503
    assert node.ask("/healthz").code == 200
    assert node.ask("/es/").body == b"django"


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", ("",)),
        ("br", ("br", "")),
        ("gzip, deflate, br", ("br", "gzip", "")),
        ("gzip;q=1.0, br;q=0.5", ("gzip", "br", "")),
        ("*", ("br", "gzip", "")),
        ("identity;q=0", ()),
        ("identity;q=0, gzip", ("gzip",)),
        ("br;q=0, gzip", ("gzip", "")),
        ("BR ; Q=0.3", ("br", "")),
        ("br;q=nan, gzip;q=x,,;;", ("",)),
        ("identity, br;q=0.1", ("", "br")),
        ("gzip," * 2000, ("",)),
    ],
)
def test_codings_are_chosen_by_their_weights(header, wanted):
    assert codings(header) == wanted


@pytest.mark.parametrize(
    ("header", "wanted"),
    [("es-MX,es;q=0.9,en;q=0.8", "es"), ("en;q=0.1,ar", "ar"), ("", "en"), ("es;q=0,fr", "en")],
)
def test_language_is_chosen_by_its_weight(header, wanted):
    assert language(header, ("en", "es", "ar")) == wanted
