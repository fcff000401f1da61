"""The desk as a browser sends it: whole forms, Enter keys, a phone's width."""

import pytest
from django.contrib.auth.models import User

from guidance.models import Collision, Section
from tests.browser.test_pages import DESKS
from tests.browser.test_spine import sign_in, write

pytestmark = pytest.mark.browser


def test_two_people_with_the_whole_desk_open_lose_nothing(browser, page, site):
    second = browser.new_context().new_page()
    sign_in(page, site, "ana")
    sign_in(second, site, "ben")
    for desk in (page, second):
        desk.goto(f"{site.url}/admin/guides/when-to-call/")
    write(page, "call-911-signs", "Ana saw a gun.")
    write(second, "call-911-how", "Ben says where.")
    assert not Collision.objects.exists()
    bodies = dict(Section.objects.values_list("key", "body_en"))
    assert bodies["call-911-signs"] == "<p>Ana saw a gun.</p>"
    assert bodies["call-911-how"] == "<p>Ben says where.</p>"
    editor = page.locator("#call-911-how .ProseMirror")
    editor.fill("Ana says where too.")
    page.click("text=Save the draft")
    page.get_by_text("Two texts met").last.wait_for()
    assert "Ana says where too." in Collision.objects.get().refused
    assert Section.objects.get(key="call-911-how").body_en == "<p>Ben says where.</p>"


def test_enter_in_the_reason_retires_and_moves_nothing(page, site):
    sign_in(page, site, "ana")
    order = list(Section.objects.order_by("position").values_list("key", flat=True))
    page.goto(f"{site.url}/admin/guides/when-to-call/")
    page.click("#call-911-how >> text=Move or retire this section")
    page.fill("#reason-call-911-how", "It stands elsewhere.")
    page.press("#reason-call-911-how", "Enter")
    page.locator("#call-911-how", has_text="goes with the next submission").wait_for()
    assert list(Section.objects.order_by("position").values_list("key", flat=True)) == order


def test_no_desk_scrolls_sideways_on_a_phone(page, site):
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, site, "ana")
    account = User.objects.get(username="ana").pk
    for address in DESKS:
        page.goto(f"{site.url}/admin/{address.replace('accounts/1/', f'accounts/{account}/')}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address


def test_light_and_dark_are_as_the_device_is_set(page, site):
    """Django's own third way, a switch, would mix its colours with ours."""
    sign_in(page, site, "ana")
    assert page.locator(".theme-toggle").count() == 0
    page.evaluate("localStorage.setItem('theme', 'dark')")
    page.goto(f"{site.url}/admin/guides/police/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(243, 246, 245)"
