"""The public addresses: what answers, in which language, with which headers and queries."""

import brotli
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guidance.models import Guide, LanguageOffer
from guidance.publishing import plan_retirement, rename_slug, withdraw
from guidance.publishing.site.starter import NewGuide, load
from guidance.release.taking.snapshot import guide_record, site_record
from guidance.serving.on_request import pages
from tests.publishing.publication.test_spine import SAFER
from tests.world import small_guide

pytestmark = pytest.mark.once

NOTICE = {
    "en": "Demonstration. Not published by the City of Minneapolis.",
    "es": "Demostración. No publicada por la Ciudad de Minneapolis.",
    "ar": "عرض تجريبي. لم تنشره بلدية مينيابوليس.",
}


@pytest.fixture
def site(world):
    """The small site with a front page."""
    load(
        guides=[NewGuide(small_guide("front"), "", 0, {"en": "First version."})],
        contacts=[],
        offered=[],
    )
    return world


PAGES = [
    "/{}/",
    "/{}/when-to-call/",
    "/{}/when-to-call/history/",
    "/{}/when-to-call/v1/",
    "/{}/when-to-call/changes/1-2/",
    "/{}/front/history/",
    "/{}/front/v1/",
    "/{}/questions/",
    "/{}/about/",
    "/{}/privacy/",
    "/{}/translations/",
]


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_in_its_language_as_a_demonstration(client, site, address, language):
    site.change(body=SAFER)
    response = client.get(address.format(language))
    html = response.content.decode()
    assert response.status_code == 200
    direction = "rtl" if language == "ar" else "ltr"
    assert f'lang="{language}"' in html[:200] and f'dir="{direction}"' in html[:200]
    assert NOTICE[language] in html
    assert 'name="robots" content="noindex' in html
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Content-Language"] == language


def test_public_answers_set_no_cookie_and_send_nothing_on(client, site):
    for address in [*(page.format("en") for page in PAGES if "2" not in page), "/", "/en/nothing/"]:
        response = client.get(address)
        assert not response.cookies
        assert response["Referrer-Policy"] == "no-referrer"
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy and "script-src" not in policy.replace(
            "script-src 'none'", ""
        )
        assert "Cookie" not in response.get("Vary", "")
        assert "must-revalidate" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("accepts", "expected"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "/es/"),
        ("so,ar;q=0.5", "/ar/"),
        ("fr", "/en/"),
        ("", "/en/"),
        ("*;q=x,,;;" + "a" * 5000, "/en/"),
    ],
)
def test_root_leads_to_the_language_the_browser_asks_for(client, site, accepts, expected):
    response = client.get("/", headers={"accept-language": accepts})
    assert (response.status_code, response["Location"]) == (302, expected)
    assert response["Vary"] == "Accept-Language"


@pytest.mark.parametrize(
    ("address", "language"),
    [
        ("/es/nothing/", "es"),
        ("/ar/when-to-call/v99/", "ar"),
        ("/ar/when-to-call/v999999999/", "ar"),
        ("/es/when-to-call/v0/", "es"),
        ("/es/when-to-call/changes/1-99/", "es"),
        ("/es/when-to-call/changes/1-1/", "es"),
        ("/es/s/nothing/", "es"),
        ("/es/when-to-call/x/", "es"),
        ("/fr/when-to-call/", "en"),
        ("/%00/", "en"),
        ("/en/../../etc/passwd", "en"),
        ("/en/When-To-Call/", "en"),
    ],
)
def test_address_where_nothing_stands_is_404_in_the_readers_language(
    client, site, address, language
):
    response = client.get(address)
    assert response.status_code == 404
    assert response["Content-Language"] == language
    assert "911" in response.content.decode()


@pytest.mark.parametrize(
    ("address", "english"),
    [
        ("/ar/", "/en/"),
        ("/ar/when-to-call/", "/en/when-to-call/"),
        ("/ar/when-to-call/v1/", "/en/when-to-call/v1/"),
        ("/ar/s/when-to-call-signs/", "/en/s/when-to-call-signs/"),
        ("/ar/questions/", "/en/questions/"),
        ('/ar/Nothing "here"/', "/en/Nothing%20%22here%22/"),
    ],
)
def test_switched_off_language_says_so_in_that_language_and_leads_to_the_english(
    client, site, address, english
):
    LanguageOffer.objects.filter(language="ar").update(offered=False)
    response = client.get(address)
    assert (response.status_code, response["Content-Language"]) == (410, "ar")
    page = response.content.decode()
    assert '<html lang="ar" dir="rtl"' in page
    assert f'href="{english}" hreflang="en" lang="en"' in page
    assert 'href="/ar/' not in page


def test_section_address_leads_to_its_place(client, site):
    response = client.get("/es/s/when-to-call-signs/")
    assert (response.status_code, response["Location"]) == (
        302,
        "/es/when-to-call/#when-to-call-signs",
    )
    response = client.get("/s/when-to-call-signs/", headers={"accept-language": "ar"})
    assert response["Location"] == "/ar/s/when-to-call-signs/"


def test_retired_section_leads_to_its_successor_or_says_that_it_went(client, site):
    plan_retirement(by=site.writer, section=site.row("calm"), successor="when-to-call-signs")
    site.publish(site.submit())
    assert client.get("/es/s/when-to-call-calm/")["Location"].endswith("#when-to-call-signs")
    assert 'id="when-to-call-calm"' in client.get("/es/when-to-call/").content.decode()
    plan_retirement(by=site.writer, section=site.row("signs"), reason="The law changed.")
    site.publish(site.submit())
    for key in ("signs", "calm"):
        response = client.get(f"/es/s/when-to-call-{key}/")
        assert response.status_code == 410
        assert "The law changed." in response.content.decode()


def test_old_address_redirects_for_ever_with_all_that_stands_below_it(client, site):
    rename_slug(by=site.writer, guide=site.guide, slug="whom-to-call")
    for rest in ("", "history/", "v1/"):
        response = client.get(f"/es/when-to-call/{rest}")
        assert (response.status_code, response["Location"]) == (301, f"/es/whom-to-call/{rest}")
        assert client.get(response["Location"]).status_code == 200


def test_withdrawn_guide_is_410_with_its_reason_and_keeps_its_versions(client, site):
    withdraw(by=site.approver, guide=site.guide, reason="It is being rewritten.")
    response = client.get("/es/when-to-call/")
    assert response.status_code == 410
    assert "It is being rewritten." in response.content.decode()
    assert client.get("/es/when-to-call/history/").status_code == 200
    assert client.get("/es/when-to-call/v1/").status_code == 200
    assert "when-to-call" not in client.get("/es/").content.decode()


def test_safety_change_shows_notice_and_marked_english_at_once(client, site):
    before = client.get("/es/when-to-call/").content.decode()
    assert "Oye disparos." in before
    site.change(body=SAFER)
    html = client.get("/es/when-to-call/").content.decode()
    assert "Oye disparos." not in html
    start = html.index("You see a gun.")
    assert html.rindex('lang="en" dir="ltr"', 0, start) > html.rindex("<section", 0, start)
    assert "La seguridad es lo primero." in html
    old = client.get("/es/when-to-call/v1/").content.decode()
    assert "Oye disparos." in old
    assert "No siga" in old


def test_versions_are_word_for_word(client, site):
    site.change(body=SAFER)
    assert "You witness an assault." in client.get("/en/when-to-call/v1/").content.decode()
    assert "You see a gun." in client.get("/en/when-to-call/v2/").content.decode()
    changes = client.get("/en/when-to-call/changes/1-2/").content.decode()
    assert "<del" in changes and "<ins" in changes
    assert client.get("/en/when-to-call/changes/2-1/")["Location"].endswith("changes/1-2/")


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_public_pages_can_only_be_read(client, site, method):
    response = getattr(client, method)("/en/when-to-call/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_host_that_is_not_ours_is_refused_in_plain_words(client, site):
    response = client.get("/en/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "cannot be understood" in response.content.decode()


def test_number_of_queries_for_a_release_does_not_grow_with_the_number_of_guides(site):
    def count() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as of_site:
            site_record(timezone.now())
        guide = (
            Guide.objects.select_related("live_edition")
            .prefetch_related("slugs")
            .get(pk=site.guide.pk)
        )
        with CaptureQueriesContext(connection) as of_guide:
            guide_record(guide)
        return len(of_site), len(of_guide)

    few = count()
    load(
        guides=[
            NewGuide(small_guide(f"guide-{n}"), f"guide-{n}", n, {"en": "First version."})
            for n in range(3, 8)
        ],
        contacts=[],
        offered=[],
    )
    assert count() == few == (11, 15)


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_without_a_release_readers_still_get_the_numbers_to_call(client, monkeypatch, language):
    monkeypatch.setattr(pages, "public_site", lambda: None)
    response = client.get(f"/{language}/when-to-call/")
    html = response.content.decode()
    assert response.status_code == 503
    assert response["Content-Language"] == language
    assert 'href="tel:911"' in html
    assert "612-673-3000" in html


def test_old_version_travels_compressed_and_only_once(client, site):
    address = "/es/when-to-call/v1/"
    plain = client.get(address)
    small = client.get(address, headers={"accept-encoding": "gzip, br"})
    assert small["Content-Encoding"] == "br"
    assert "Accept-Encoding" in small["Vary"]
    assert brotli.decompress(small.content) == plain.content
    again = client.get(address, headers={"accept-encoding": "br", "if-none-match": small["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Content-Security-Policy"] == small["Content-Security-Policy"]
    assert again["Referrer-Policy"] == "no-referrer"
    assert plain["ETag"] != small["ETag"]
