"""Every kind of page in every language: axe, small screens, keyboard, links."""

import pytest
from django.contrib.auth.models import User

from guidance.models import Guide
from guidance.starter import OFFERED

pytestmark = pytest.mark.browser

KINDS = [
    "",
    "when-to-call/",
    "police/",
    "police/history/",
    "police/v1/",
    "police/with-english/",
    "questions/",
    "about/",
    "privacy/",
    "translations/",
    "nothing/",
    "s/nothing/",
]
DESKS = [
    "",
    "history/",
    "guides/police/",
    "guides/police/?language=ar",
    "guides/police/submit/",
    "guides/police/look/?language=ar",
    "guides/police/compare/?from=1&to=draft&language=ar",
    "removals/",
    "translations/",
    "translations/?language=ar",
    "languages/",
    "agencies/",
    "guides/police/history/",
    "guides/police/settings/",
    "guides/police/versions/1/restore/",
    "guides/police/versions/1/note/?language=ar",
    "guides/police/urgent/police-can/",
    "accounts/1/roles/",
    "contacts/311/",
    "contacts/311/raise/",
    "contacts/311/urgent/",
    "contacts/311/?language=es",
    "auth/user/",
    "password_change/",
]


@pytest.mark.parametrize("language", OFFERED)
def test_no_kind_of_page_has_a_barrier(page, site, axe, language):
    # All languages have the same colours.
    colours = language in {"en", "ar"}
    for address in KINDS:
        page.emulate_media(color_scheme="light")
        page.goto(f"{site.url}/{language}/{address}")
        axe(page, colours=colours)
        if colours:
            page.emulate_media(color_scheme="dark")
            axe(page, only_colours=True)
    expected = [text for text in page.complaints if "nothing/" in text and "404" in text]
    assert len(expected) == len(page.complaints)
    page.complaints.clear()


def test_no_desk_has_a_barrier(page, site, axe):
    page.goto(f"{site.url}/admin/")
    axe(page)
    page.fill("#id_username", "ana")
    page.fill("#id_password", "a long password")
    page.click("text=Log in")
    account = User.objects.get(username="ana").pk
    for address in DESKS:
        page.emulate_media(color_scheme="light")
        page.goto(f"{site.url}/admin/{address.replace('accounts/1/', f'accounts/{account}/')}")
        axe(page)
        page.emulate_media(color_scheme="dark")
        axe(page, only_colours=True)


@pytest.mark.parametrize("language", OFFERED)
def test_nothing_scrolls_sideways(page, site, language):
    slugs = ["" if guide.key == "front" else f"{guide.key}/" for guide in Guide.objects.all()]
    for slug in [*slugs, "translations/", "questions/"]:
        page.goto(f"{site.url}/{language}/{slug}")
        for width in (320, 360, 640, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            scroll = page.evaluate("document.documentElement.scrollWidth")
            assert scroll <= width, f"{page.url} at {width}"


@pytest.mark.parametrize("language", OFFERED)
def test_first_screen_of_a_phone_says_when_to_call(page, site, language):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{site.url}/{language}/")
    call = page.locator("a[href='tel:911']").first
    box = call.bounding_box()
    assert box["y"] + box["height"] <= 640
    assert box["height"] >= 48
    for sign in page.locator("#danger-now li").all():
        place = sign.bounding_box()
        assert place["y"] + place["height"] <= 640
    question = page.locator("#a-question a[href^='tel:']").first.bounding_box()
    assert question["y"] + question["height"] <= 640
    others = page.locator("a, button, summary, input")
    for other in others.all():
        place = other.bounding_box()
        if place is None or place == box:
            continue
        apart_y = max(
            place["y"] - box["y"] - box["height"], box["y"] - place["y"] - place["height"]
        )
        apart_x = max(place["x"] - box["x"] - box["width"], box["x"] - place["x"] - place["width"])
        assert max(apart_x, apart_y) >= 24, other.inner_text()


def test_all_languages_stand_at_the_top_by_their_own_names(page, site):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{site.url}/en/police/")
    for code, name in (("es", "Español"), ("ar", "العربية")):
        link = page.locator(f"a[hreflang={code}][lang={code}]", has_text=name).first
        assert link.bounding_box()["y"] < 100
        assert link.get_attribute("href").endswith(f"/{code}/police/")


def test_page_can_be_walked_by_keyboard_and_focus_is_seen(page, site):
    page.goto(f"{site.url}/en/police/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    reached = []
    for _ in range(60):
        shown = page.evaluate(
            """() => {const a = document.activeElement, s = getComputedStyle(a);
            return a === document.body ? null :
                [a.textContent.trim(), s.outlineStyle !== 'none' || s.boxShadow !== 'none']}"""
        )
        if shown is None:
            break
        reached.append(shown[0])
        assert shown[1], f"no focus to be seen on {shown[0]}"
        page.keyboard.press("Tab")
    assert any("911" in text for text in reached)
    assert len(set(reached)) > 20
