"""Writing at the desk while other things happen: pauses, another writer, a session that ends."""

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session

from guidance.models import Collision, Event, Section
from tests.browser.test_spine import sign_in

pytestmark = pytest.mark.browser

DESK = "/admin/guides/when-to-call/"
SAVED = re.compile(r"Saved at \d+:\d\d [ap]\.m\.")


def write(page, text, section="call-911-signs"):
    """Replace a section's text by typing, and press nothing."""
    page.locator(f"#{section} .ProseMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


@pytest.fixture
def page(page):
    """A page whose clock can be moved on."""
    page.clock.install()
    return page


def pause(page):
    """Let as much time pass as the desk waits before it saves by itself."""
    page.clock.fast_forward(6_000)


def says(page, text):
    page.locator("#save-state", has_text=text).wait_for(timeout=15_000)


def body(section="call-911-signs"):
    return Section.objects.get(key=section).body_en


def another(browser, site, name):
    """Another person's browser, in which refusals are part of the story."""
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.clock.install()
    sign_in(page, site, name)
    return page


def test_what_is_typed_is_saved_after_a_pause_and_again_and_meets_nobody(page, site, axe):
    sign_in(page, site, "ana")
    page.goto(f"{site.url}{DESK}")
    write(page, "You see a gun.")
    says(page, "Not saved yet")
    pause(page)
    says(page, SAVED)
    assert body() == "<p>You see a gun.</p>"
    page.keyboard.type(" Or a knife.")
    says(page, "Not saved yet")
    pause(page)
    says(page, SAVED)
    assert body() == "<p>You see a gun. Or a knife.</p>"
    assert Event.objects.filter(verb="saved").count() == 2
    axe(page)
    # The button agrees, and the page opens where the person was.
    page.click("text=Save the draft")
    page.locator(".messagelist", has_text="Saved. Readers see it").wait_for()
    assert page.url.endswith("#call-911-signs")
    assert page.locator("#call-911-signs").evaluate("n => n.getBoundingClientRect().top") < 300
    assert page.locator(".messagelist").evaluate("n => n.getBoundingClientRect().top") >= 0
    axe(page)
    assert not Collision.objects.exists()


def test_button_pressed_while_a_save_is_on_its_way_does_not_meet_oneself(page, site):
    sign_in(page, site, "ana")
    page.goto(f"{site.url}{DESK}")
    page.route("**/when-to-call/", lambda route: (page.wait_for_timeout(700), route.continue_()))
    write(page, "First.")
    with page.expect_request(lambda request: request.method == "POST", timeout=15_000):
        pause(page)
    page.keyboard.type(" Second.")
    page.click("text=Save the draft")
    page.locator(".messagelist", has_text="Saved.").wait_for()
    assert body() == "<p>First. Second.</p>"
    assert not Collision.objects.exists()


def test_leaving_the_page_saves_what_no_pause_has_saved(page, site):
    sign_in(page, site, "ana")
    page.goto(f"{site.url}{DESK}")
    write(page, "On the way out.")
    page.click("text=Submit changes")
    page.wait_for_url("**/submit/")
    assert "On the way out." in page.content()
    assert body() == "<p>On the way out.</p>"


def test_two_people_see_both_texts_at_once_and_neither_loses_a_word(browser, page, site, axe):
    ben = another(browser, site, "ben")
    sign_in(page, site, "ana")
    for each in (page, ben):
        each.goto(f"{site.url}{DESK}")
    write(page, "Ana saw a gun.")
    pause(page)
    says(page, SAVED)
    write(ben, "Ben saw a knife.")
    pause(ben)
    says(ben, "Somebody else changed the same text")
    met = ben.locator("#call-911-signs .met")
    assert "Ana saw a gun." in met.inner_text() and "Ben saw a knife." in met.inner_text()
    assert "Ben saw a knife." in ben.locator("#call-911-signs .ProseMirror").inner_text()
    axe(ben)
    assert ben.evaluate("document.documentElement.scrollWidth") <= 390
    assert body() == "<p>Ana saw a gun.</p>"
    assert Collision.objects.get().refused == "<p>Ben saw a knife.</p>"
    # While he has not chosen, nothing of hers is replaced, whatever he types.
    ben.locator("#call-911-signs .ProseMirror").click()
    ben.keyboard.press("Control+End")
    ben.keyboard.type(" Two.")
    pause(ben)
    says(ben, "Somebody else changed the same text")
    assert body() == "<p>Ana saw a gun.</p>"
    ben.click("text=Put mine in place of theirs")
    says(ben, SAVED)
    assert body() == "<p>Ben saw a knife. Two.</p>"
    # She goes on without having seen his: now she is asked, and takes his.
    write(page, "Ana again.")
    pause(page)
    says(page, "Somebody else changed the same text")
    page.click("text=Take theirs")
    says(page, SAVED)
    assert page.locator("#call-911-signs .ProseMirror").inner_text() == "Ben saw a knife. Two."
    assert body() == "<p>Ben saw a knife. Two.</p>"
    assert set(Collision.objects.values_list("refused", flat=True)) == {
        "<p>Ben saw a knife.</p>",
        "<p>Ana again.</p>",
    }


def test_what_is_wrong_stands_at_its_field_and_the_rest_is_saved(page, site, axe):
    sign_in(page, site, "ana")
    page.goto(f"{site.url}{DESK}")
    page.click("#call-911-signs >> text=Kind, contacts and sources")
    sources = page.locator("#call-911-signs textarea[name$='general:sources']")
    sources.fill("only a title")
    page.click("#call-911-signs >> text=Kind, contacts and sources")
    write(page, "You see a gun.")
    pause(page)
    says(page, "Not all is saved")
    assert sources.is_visible()
    assert "three parts" in page.locator("#call-911-signs .complaint").inner_text()
    axe(page)
    assert body() == "<p>You see a gun.</p>"
    sources.fill("City | https://www.minneapolismn.gov/ | 2026-11-22")
    pause(page)
    says(page, SAVED)
    assert page.locator(".complaint").count() == 0


def test_session_that_ends_while_writing_is_said_and_saved_after_signing_in(browser, site, axe):
    page = another(browser, site, "ana")
    page.goto(f"{site.url}{DESK}")
    Session.objects.all().delete()
    write(page, "Written while signed out.")
    pause(page)
    says(page, "You were signed out. Nothing is lost")
    axe(page)
    with page.context.expect_page() as opened:
        page.click("#save-state a")
    tab = opened.value
    tab.fill("#id_username", "ana")
    tab.fill("#id_password", "a long password")
    tab.click("text=Log in")
    tab.get_by_text("Close this tab").wait_for()
    axe(tab)
    tab.close()
    page.bring_to_front()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    says(page, SAVED)
    assert body() == "<p>Written while signed out.</p>"


def test_another_person_signing_in_saves_nothing_unasked(browser, site):
    page = another(browser, site, "ana")
    page.goto(f"{site.url}{DESK}")
    Session.objects.all().delete()
    tab = page.context.new_page()
    sign_in(tab, site, "ben")
    before = body()
    write(page, "Ana wrote this.")
    pause(page)
    says(page, "you are signed in as ben now")
    assert body() == before
    page.click("text=Save the draft")
    page.locator(".messagelist", has_text="Saved.").wait_for()
    assert Event.objects.get(verb="saved").actor_name == "ben"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_button_pressed_after_the_session_ended_brings_everything_back(browser, site, axe, scripts):
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    sign_in(page, site, "ana")
    page.goto(f"{site.url}{DESK}")
    heading = page.locator("#call-911-signs input[name^='text:'][name$=':heading']")
    heading.fill("Written “while” signed out & more")
    Session.objects.all().delete()
    page.click("text=Save the draft")
    page.get_by_text("You were signed out while you were writing.").wait_for()
    if scripts:
        axe(page)
    page.fill("#id_username", "ana")
    page.fill("#id_password", "a long password")
    page.click("text=Log in")
    page.get_by_text("what you wrote stands here again").wait_for()
    if scripts:
        axe(page)
    assert heading.input_value() == "Written “while” signed out & more"
    if scripts:  # Nothing is saved by itself until somebody types again.
        page.evaluate("window.dispatchEvent(new Event('pagehide'))")
        page.wait_for_timeout(500)
    row = Section.objects.get(key="call-911-signs")
    assert row.heading_en != heading.input_value()
    page.click("text=Save the draft")
    page.locator(".messagelist", has_text="Saved.").wait_for()
    row.refresh_from_db()
    assert row.heading_en == "Written “while” signed out & more"
    assert Event.objects.filter(actor_id=User.objects.get(username="ana").pk).count() == 1
    assert page.url.endswith("#call-911-signs")
    context.close()


def test_what_came_back_can_be_thrown_away_unsaved(browser, site):
    page = another(browser, site, "ana")
    page.goto(f"{site.url}{DESK}")
    before = body()
    Session.objects.all().delete()
    write(page, "A mistake.")
    page.click("text=Save the draft")
    page.fill("#id_username", "ana")
    page.fill("#id_password", "a long password")
    page.click("text=Log in")
    page.click("text=Throw it away")
    page.locator("#call-911-signs .ProseMirror").wait_for()
    assert "A mistake." not in page.content()
    assert body() == before
