"""What every kind of page promises, in every language it can be read in."""

import base64
import hashlib
import html
import re

import brotli
import pytest

from guidance.domain.languages import BY_CODE
from tests.rendering.conftest import PAGES
from tests.rendering.reading import read
from tests.rendering.test_catalogues import messages_in_code, messages_in_templates

LANGUAGES = ("en", "es", "ar")
TITLES = {"en": "When to call", "es": "Cuándo llamar", "ar": "متى تتصل"}
HEADERS = 450
"""What the headers of an answer come to, in bytes, uncompressed."""


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


def test_page_says_its_language_and_direction(render, language):
    (root,) = read(render(language)).find("html")
    assert root.attributes == {"lang": language, "dir": BY_CODE[language].direction}


def test_page_is_well_formed(render, language):
    reader = read(render(language))
    ids = [one.attributes["id"] for one in reader.elements if "id" in one.attributes]
    assert reader.unclosed == []
    assert len(ids) == len(set(ids))
    assert len(reader.find("h1")) == 1


def test_links_within_the_page_lead_somewhere(render, language):
    reader = read(render(language))
    ids = {one.attributes.get("id") for one in reader.elements}
    targets = [one.attributes.get("href", "") for one in reader.elements]
    assert {target[1:] for target in targets if target.startswith("#")} <= ids


def test_policy_allows_exactly_the_styles_in_the_page(render, language):
    page = render(language)
    (style,) = re.findall(r"<style>(.*?)</style>", page.html, re.DOTALL)
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (meta,) = read(page).find("meta", **{"http-equiv": "Content-Security-Policy"})
    assert f"style-src 'sha256-{hashed}'" in page.policy
    assert page.policy == f"{meta.attributes['content']}; frame-ancestors 'none'"


def test_page_runs_and_fetches_nothing(render, language):
    page = render(language)
    reader = read(page)
    assert not re.search(r"<script|<img|<iframe|style=|\son\w+=|@import|url\(", page.html)
    assert {one.attributes["rel"] for one in reader.find("link")} <= {
        "alternate",
        "canonical",
        "icon",
    }


def test_911_and_311_can_be_called_from_every_page(render, language):
    links = [one.attributes.get("href") for one in read(render(language)).find("a")]
    assert "tel:911" in links
    assert {"tel:+16126733000", "tel:+16126732700"} & set(links)


def test_languages_stand_at_the_very_top_by_their_own_names(language):
    for name, render_page in PAGES.items():
        if name == "unavailable":
            continue
        links = [
            one for one in read(render_page(language)).find("a") if "hreflang" in one.attributes
        ]
        assert [one.words for one in links[:3]] == ["English", "Español", "العربية"]
        assert [one.attributes["lang"] for one in links[:3]] == ["en", "es", "ar"]
        assert links[2].attributes["dir"] == "rtl"


def test_demonstration_says_so_and_is_not_indexed(render, language):
    page = render(language)
    assert page.noindex
    assert read(page).find("meta", name="robots", content="noindex")
    notice = {
        "en": "Not published by the City of Minneapolis.",
        "es": "por la Ciudad de Minneapolis.",
        "ar": "عرض تجريبي.",
    }
    assert notice[language] in page.html


def test_no_english_stands_unmarked_on_another_languages_page(render):
    ours = {
        message
        for message in messages_in_templates() | messages_in_code()
        if "%(" not in message and "<" not in message and " " in message
    }
    theirs = {
        "When to call",
        "Which number to call",
        "Call 911 now if",
        "You hear gunshots",
        "Stay calm",
        "Ask 311",
        "Help in an emergency",
        "Monday to Friday",
        "Helps with asylum",
        "City of Minneapolis:",
        "Note 3",
        "Said better elsewhere",
        "It was out of date",
        "It is not needed now",
    }
    for code in ("es", "ar"):
        unmarked = read(render(code)).words[code]
        assert [text for text in ours | theirs if text in unmarked] == []


def test_long_numbers_are_isolated_left_to_right(render, language):
    text = html.unescape(render(language).html)
    body = text.split("<body>")[1]
    for number in re.finditer(r"(?<![\d+-])612-\d{3}-\d{4}", re.sub(r'href="[^"]*"', "", body)):
        before = re.sub(r'href="[^"]*"', "", body)[: number.start()]
        assert re.search(r'(<bdi dir="ltr">|<a  ?dir="ltr">)$', before), before[-60:]


def test_page_fits_the_first_answer_with_room_to_spare(render, language):
    content = render(language).html.encode()
    assert len(brotli.compress(content, quality=5)) + HEADERS < 10_500


def test_page_is_the_same_every_time(render, language):
    assert render(language) == render(language)
