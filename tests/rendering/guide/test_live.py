"""A guide's live page."""

import dataclasses

import pytest

from guidance import rendering
from guidance.domain.text.content import Kind, Source
from guidance.domain.translation.visibility import Shown
from tests.rendering.builders import (
    PUBLIC_URL,
    RELEASED,
    contact_states,
    guide_frame,
    site_frame,
    small_guide,
    states,
    texts_of,
)
from tests.rendering.conftest import FRAME, TEXTS
from tests.rendering.reading import read

SIGNS = "when-to-call-signs"


def guide_page(language="es", *, site=None, texts=TEXTS, **values):
    return rendering.guide_page(
        language=language,
        text=texts[language],
        english=texts["en"],
        guide=guide_frame(texts, **values),
        site=site or site_frame(texts),
        public_url=PUBLIC_URL,
    )


def with_state(**changed):
    return guide_page(sections=states(TEXTS, **changed))


def test_every_section_is_an_element_with_its_key():
    reader = read(guide_page())
    for section in TEXTS["es"].sections[1:]:
        assert section.heading in reader.with_id(section.key).words


def test_section_carries_its_address_version_and_date():
    words = read(guide_page()).with_id(SIGNS).words
    assert "safety.example.org/s/when-to-call-signs/" in words
    assert "Versión 3, 4 de marzo de 2026" in words


def test_links_to_sections_stay_in_the_language_and_on_the_page():
    page = guide_page("en")
    assert '<a href="#when-to-call-calm">Stay calm</a>' in page.html
    assert '<a href="/en/s/other-part/">more</a>' in page.html


def test_stale_translation_stands_under_its_notice():
    words = read(with_state(when_to_call_signs=Shown("stale", RELEASED))).with_id(SIGNS).words
    assert "El texto en inglés cambió el 4 de marzo de 2026." in words
    assert "Pregunte en español: 612-673-2700." in words
    assert "Oye disparos." in words


def test_withheld_translation_gives_way_to_marked_english():
    page = with_state(when_to_call_signs=Shown("withheld", RELEASED))
    words = read(page).with_id(SIGNS).words
    assert "Esta parte cambió el 4 de marzo de 2026." in words
    assert 'En peligro: llame al 911 y diga "Spanish".' in words
    assert '<div class="words" lang="en" dir="ltr"><ul><li>You hear gunshots.' in page.html
    assert "Oye disparos." not in page.html


def test_withheld_words_leave_the_contacts_numbers_standing():
    page = guide_page(
        sections=states(TEXTS, when_to_call_ask=Shown("withheld", RELEASED)),
        contacts={"es": {"311": Shown("withheld", RELEASED)}},
    )
    part = read(page).with_id("when-to-call-ask").words
    assert "612-673-2700" in part
    assert "612-673-3000" in part
    assert "Answers questions." in part


def test_missing_translation_is_said_to_be_missing():
    words = read(with_state(when_to_call_signs=Shown("missing"))).with_id(SIGNS).words
    assert "Nuestro texto en español no está listo." in words
    assert "You hear gunshots." in words


def test_language_without_a_line_is_given_the_general_number():
    page = guide_page("ar", sections=states(TEXTS, when_to_call_signs=Shown("missing")))
    words = read(page).with_id(SIGNS).words
    assert "للأسئلة: 311 أو 612-673-3000." in words


def test_machine_notice_stands_once_where_a_computer_made_everything():
    assert guide_page().html.count("Una computadora tradujo") == 1


def test_machine_notice_stands_at_each_part_of_a_mixed_page():
    page = guide_page(
        sections=states(TEXTS, when_to_call_signs=Shown("own")),
        contacts={"es": {"911": Shown("own")}},
    )
    assert "Una computadora tradujo partes de esta página." in page.html
    assert "Una computadora tradujo esto." not in read(page).with_id(SIGNS).words
    assert "Una computadora tradujo esto." in read(page).with_id("when-to-call-calm").words


def test_reviewed_page_has_no_machine_notice():
    own = {key: Shown("own") for key in states(TEXTS)["es"]}
    contacts = {key: Shown("own") for key in contact_states()["es"]}
    page = guide_page(sections={"es": own}, contacts={"es": contacts})
    assert "Una computadora" not in page.html


def test_english_has_no_notice_whatever_the_frame_says():
    assert 'class="note"' not in guide_page("en").html


def test_retired_section_leaves_an_element_that_says_what_replaced_it():
    page = rendering.guide_page(
        language="en",
        text=TEXTS["en"],
        english=TEXTS["en"],
        guide=FRAME,
        site=site_frame(TEXTS),
        public_url=PUBLIC_URL,
    )
    reader = read(page)
    assert "This part was replaced on March 4, 2026." in reader.with_id("old-part").words
    assert reader.find("a", href="/en/s/when-to-call-calm/")
    assert "It was out of date." in reader.with_id("lost-part").words


def test_contacts_say_who_runs_them():
    words = read(guide_page("en")).with_id("when-to-call-ask").words
    assert "Run by the city." in words
    assert "Independent. Not run by the city." in words


def test_sources_are_named_once_with_the_date_they_were_collected():
    words = read(guide_page("en")).with_id(SIGNS).words
    assert words.count("City of Minneapolis: What to say, collected on November 22, 2026") == 1


def test_source_without_an_address_is_named_without_a_link():
    guide = small_guide()
    general = guide.sections[3].general
    bare = Source("Code of Ordinances, chapter 19", "", general.sources[0].collected)
    section = dataclasses.replace(
        guide.sections[3], general=dataclasses.replace(general, sources=(bare,))
    )
    texts = texts_of(dataclasses.replace(guide, sections=(*guide.sections[:3], section)))
    page = guide_page("es", texts=texts)
    assert '<span lang="en" dir="ltr">Code of Ordinances, chapter 19</span>' in page.html


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.HEAD])
def test_every_kind_but_plain_text_has_a_label_and_a_drawing(kind):
    guide = small_guide()
    section = dataclasses.replace(
        guide.sections[3], general=dataclasses.replace(guide.sections[3].general, kind=kind)
    )
    texts = texts_of(dataclasses.replace(guide, sections=(guide.sections[0], section)))
    page = guide_page("en", texts=texts)
    has_label = '<p class="kind"><svg' in page.html
    has_drawing = f'<symbol id="_{kind}"' in page.html
    assert has_label == has_drawing == (kind is not Kind.TEXT)


def test_live_site_is_indexed_and_says_where_else_it_stands():
    page = guide_page(site=site_frame(TEXTS, demonstration=False))
    reader = read(page)
    alternates = {
        one.attributes["hreflang"]: one.attributes["href"]
        for one in reader.find("link", rel="alternate")
    }
    assert not page.noindex
    assert "Demostración" not in page.html
    assert reader.find("link", rel="canonical", href=f"{PUBLIC_URL}/es/when-to-call/")
    assert alternates == {
        "en": f"{PUBLIC_URL}/en/when-to-call/",
        "es": f"{PUBLIC_URL}/es/when-to-call/",
        "ar": f"{PUBLIC_URL}/ar/when-to-call/",
        "x-default": f"{PUBLIC_URL}/en/when-to-call/",
    }
    assert reader.find("meta", property="og:image", content=f"{PUBLIC_URL}/static/og/es.png")


def test_markup_in_words_is_shown_and_never_run():
    guide = small_guide()
    words = dataclasses.replace(
        guide.sections[3].words["en"],
        heading="<b>Calm</b> & quiet",
        body='<p onclick="x()">Hello<script>x()</script></p>',
    )
    section = dataclasses.replace(guide.sections[3], words={"en": words})
    texts = texts_of(dataclasses.replace(guide, sections=(guide.sections[0], section)))
    page = guide_page("en", texts=texts)
    assert "&lt;b&gt;Calm&lt;/b&gt; &amp; quiet" in page.html
    assert "<p>Hello</p>" in page.html
