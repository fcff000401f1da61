"""Review in a browser: a comment, what comes back, a translation that goes out along with it."""

import pytest

from guidance.models import Edition
from tests.browser.test_spine import sign_in, write

pytestmark = pytest.mark.browser
SIGNS = "section/call-911-signs"


def submit_safety(page, site, axe):
    page.goto(f"{site.url}/admin/guides/when-to-call/submit/")
    page.check(f"[value=safety][name='severity:{SIGNS}']")
    page.fill("#note", "The list of signs was wrong.")
    choice = page.locator("label", has=page.locator(f"[value=safety][name='severity:{SIGNS}']"))
    assert "readers see the English until it is translated" in choice.inner_text()
    axe(page)
    page.click("button:text-is('Submit')")
    page.get_by_text("Another person has to approve this").wait_for()
    return page.url


def no_wider_than_a_phone(page):
    size = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, page.url
    page.set_viewport_size(size)


def test_what_is_sent_back_comes_again_and_goes_out_with_its_translation(browser, page, site, axe):
    second = browser.new_context().new_page()
    sign_in(page, site, "ana")
    sign_in(second, site, "ben")
    page.goto(f"{site.url}/admin/guides/when-to-call/")
    write(page, "call-911-signs", "You see a weapon.")
    second.goto(submit_safety(page, site, axe))
    second.locator("#cell-1 >> text=Comment on this").click()
    second.fill("#words-cell-1", "Which weapon?")
    second.click("#cell-1 >> button:text('Comment')")
    second.locator("#cell-1 .said", has_text="Which weapon?").wait_for()
    axe(second)
    no_wider_than_a_phone(second)
    second.fill("#reason", "Say which weapon.")
    second.click("text=Send it back")

    page.goto(f"{site.url}/admin/")
    page.locator("#sent-back").wait_for()
    axe(page)
    page.goto(f"{site.url}/admin/guides/when-to-call/")
    assert "Which weapon?" in page.locator("#call-911-signs").inner_text()
    axe(page)
    write(page, "call-911-signs", "You see a gun.")
    address = submit_safety(page, site, axe)
    assert "Say which weapon." in page.inner_text("#content")

    second.goto(address)
    second.locator("[aria-label='Translate this before it goes out'] >> text=Spanish").click()
    second.fill(f"[name='heading:{SIGNS}']", "Llame al 911 ahora si")
    second.locator(".ProseMirror").click()
    second.keyboard.press("Control+A")
    second.keyboard.type("Usted ve un arma.")
    axe(second)
    no_wider_than_a_phone(second)
    second.check("[name=ready]")
    second.click("text=Submit the translation")
    second.get_by_text("It goes out with it once it is approved").wait_for()

    page.goto(second.url)
    page.click("text=Approve exactly this")
    second.goto(address)
    axe(second)
    second.click("text=Approve exactly this")
    second.click("text=Publish now")
    assert "version 2" in second.locator(".messagelist").inner_text()
    page.goto(f"{site.url}/es/when-to-call/#call-911-signs")
    assert "Usted ve un arma." in page.inner_text("#call-911-signs")
    assert Edition.objects.filter(guide__key="when-to-call").count() == 2
