"""A witness's name got into the guidance: two persons remove it, and no page shows it any more."""

import pytest

from tests.browser.test_spine import sign_in

pytestmark = pytest.mark.browser
NAME = "Quill Tanager"


def test_two_persons_remove_a_name_that_was_published(browser, page, site, axe):
    second = browser.new_context().new_page()
    sign_in(page, site, "ana")
    sign_in(second, site, "ben")
    page.goto(f"{site.url}/admin/guides/police/urgent/police-can/")
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(f" {NAME} saw it.")
    page.check("[name=severity][value=meaning]")
    page.fill("#note", "A sentence was missing.")
    page.fill("#reason", "People asked.")
    page.click("text=Publish this at once")
    page.get_by_text("Published: What Minneapolis police can and cannot do, version 2").wait_for()

    page.goto(f"{site.url}/admin/removals/")
    page.fill("#passages", NAME)
    page.fill("#reason", "A witness asked for it.")
    page.click("text=Ask a second person")
    page.get_by_text("nobody confirms their own request").wait_for()

    second.goto(f"{site.url}/admin/")
    second.click("text=Removal #")
    second.get_by_text("Words to be removed").wait_for()
    axe(second)
    second.click("text=I have seen every place")
    second.get_by_text("The words that were asked for are not kept.").wait_for()

    for address in ("", "v2/", "changes/1-2/"):
        for language in ("en", "ar"):
            page.emulate_media(color_scheme="light")
            page.goto(f"{site.url}/{language}/police/{address}")
            assert NAME not in page.content()
            if language == "en":
                assert "A witness asked for it." in page.inner_text("main")
            axe(page)
            page.emulate_media(color_scheme="dark")
            axe(page, only_colours=True)
