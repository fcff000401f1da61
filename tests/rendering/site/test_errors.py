"""Pages for what cannot be shown."""

from guidance import rendering
from guidance.queries import catalogues
from tests.rendering.builders import PUBLIC_URL
from tests.rendering.conftest import PAGES, SITE
from tests.rendering.reading import read

STATUSES = {
    "not found": 404,
    "gone": 410,
    "section gone": 410,
    "language off": 410,
    "unavailable": 503,
}


def test_each_has_its_status_and_stays_out_of_indexes():
    for name, status in STATUSES.items():
        page = PAGES[name]("es")
        assert (page.status, page.noindex, page.language) == (status, True, "es")


def test_language_whose_words_are_not_ready_is_answered_in_english(monkeypatch):
    monkeypatch.setattr(catalogues, "gettext", str)
    page = rendering.not_found_page(language="so", site=SITE, public_url=PUBLIC_URL)
    assert page.language == "en"
    assert read(page).find("html", lang="en")


def test_switched_off_language_leads_to_the_english_of_the_page():
    page = PAGES["language off"]("es")
    (link,) = read(page).find("a", href="/en/when-to-call/", hreflang="en")
    assert link.attributes["lang"] == "en"
    assert "no se ofrece en español" in page.html


def test_withdrawn_guide_gives_its_reason():
    assert '<p lang="en" dir="ltr">It is not needed now.</p>' in PAGES["gone"]("es").html


def test_pages_without_a_frame_promise_no_way_on_that_would_fail():
    page = rendering.not_found_page(language="en", site=None, public_url=PUBLIC_URL)
    assert "/en/questions/" not in page.html
    assert "tel:911" in page.html


def test_unavailable_page_knows_what_it_was_told_of_the_demonstration():
    page = rendering.unavailable_page(language="en", public_url=PUBLIC_URL, demonstration=False)
    assert "Demonstration" not in page.html
