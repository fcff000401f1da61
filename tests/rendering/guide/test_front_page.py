"""The front page: danger and question first."""

from guidance import rendering
from guidance.domain.text.content import GuideContent, Kind
from guidance.domain.translation.visibility import Shown
from tests.rendering.builders import (
    PUBLIC_URL,
    RELEASED,
    guide_frame,
    section,
    site_frame,
    states,
    texts_of,
    words,
)
from tests.rendering.conftest import FRONT, SITE, TEXTS
from tests.rendering.reading import read


def front_page(language="en", texts=FRONT, site=SITE, **values):
    return rendering.guide_page(
        language=language,
        text=texts[language],
        english=texts["en"],
        guide=guide_frame(texts, **values),
        site=site,
        public_url=PUBLIC_URL,
    )


def test_danger_stands_before_question_and_both_before_everything_else():
    reader = read(front_page())
    keys = [one.attributes.get("id") for one in reader.find("section")]
    assert keys == ["front-signs", "front-ask", "front-calm"]


def test_911_is_a_plain_link_to_the_phone_and_311_to_the_long_number():
    reader = read(front_page())
    (call,) = reader.find("a", href="tel:911")
    assert call.inside[-1] == "front-signs"
    assert call.words.strip() == "Call 911"
    assert reader.find("a", href="tel:+16126733000")[0].words.strip() == "311 or 612-673-3000"


def test_language_with_a_line_of_its_own_is_offered_that_line():
    (call,) = read(front_page("es")).find("a", href="tel:+16126732700")
    assert "En español" in call.words


def test_who_cannot_speak_is_told_to_text():
    page = front_page()
    assert "text 911</a>. No answer? Call." in page.html
    assert "Called by mistake? Stay on the line and say so." in page.html


def test_hours_stand_with_what_to_do_outside_them():
    page = front_page("ar")
    assert '<span lang="en" dir="ltr">Monday to Friday, 7 a.m. to 7 p.m.</span>' in page.html
    assert "هل الخط مغلق؟" in page.html


def test_guides_are_listed_with_title_and_summary():
    page = front_page("es")
    assert '<a href="/es/when-to-call/"><b>Cuándo llamar</b></a>' in page.html
    assert "A qué número llamar." in page.html


def test_title_that_is_not_translated_is_marked_as_english():
    guide = GuideContent("other", (section("head-other", Kind.HEAD, words("Other|<p>Sum.</p>")),))
    page = front_page("es", site=site_frame(TEXTS, texts_of(guide)))
    assert '<b lang="en" dir="ltr">Other</b>' in page.html


def test_withheld_danger_keeps_the_call_link():
    page = front_page("es", sections=states(FRONT, front_signs=Shown("withheld", RELEASED)))
    reader = read(page)
    assert reader.find("a", href="tel:911")
    assert 'diga "Spanish"' in reader.with_id("front-signs").words


def test_front_page_without_a_danger_section_keeps_the_strip():
    guide = GuideContent("front", (section("head-front", Kind.HEAD, words("Start|<p>Sum.</p>")),))
    page = front_page(texts=texts_of(guide))
    assert read(page).find("a", href="tel:911")


def test_languages_lead_to_the_front_page_and_the_bare_address_is_the_default():
    reader = read(front_page())
    (default,) = reader.find("link", hreflang="x-default")
    assert default.attributes["href"] == f"{PUBLIC_URL}/"
    assert reader.find("a", href="/ar/", hreflang="ar")


def test_pages_below_the_front_page_have_an_address():
    assert read(front_page(slug="")).find("a", href="/en/front/history/")
