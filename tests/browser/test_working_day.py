"""A working day of everybody who works here, each in a browser of their own, as people use it."""

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from guidance.models import Role, StaffRole
from tests.browser.conftest import watched
from tests.staff import PASSWORD
from tests.world import make_world

pytestmark = pytest.mark.browser

ROLES = {
    "adam": (Role.ADMINISTRATOR, ""),
    "wanda": (Role.WRITER, ""),
    "tariq": (Role.TRANSLATOR, "es"),
    "rita": (Role.REVIEWER, ""),
    "pablo": (Role.PUBLISHER, ""),
    "wim": None,
}
PATIENCE = 60_000
"""Milliseconds until something is taken not to come: how busy the machine is, is not tested."""

SIGNS, CALM = "Call 911 now if", "Stay calm"

FOR_SOME = (
    "Save the draft",
    "Submit changes",
    "Submit",
    "Correct what readers see at once",
    "Take it back",
    "Send it back",
    "Approve exactly this",
    "Publish now",
    "Set these roles",
    "Users",
)
"""Buttons, and links that lead to one, which not everybody may use."""


class Person:
    """A member of staff at their browser."""

    def __init__(self, name: str, page: Page, url: str, axe, seen: set[str]) -> None:
        self.name, self.page, self._axe = name, page, axe
        self._looked_at: set[str] = set()
        self._seen = seen
        page.set_default_timeout(PATIENCE)
        page.goto(f"{url}/admin/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        self.press("Log in")
        self.look()

    def look(self) -> None:
        """Look at a page, the first time: no barrier on a desk or a phone, by day or by night.

        One that somebody else has looked at before is looked at on a phone by night.
        """
        page = self.page
        address = re.sub(r"#.*", "", page.url)
        if address in self._looked_at:
            return
        everything = [(1280, "light", False), (1280, "dark", True), (390, "dark", False)]
        for width, scheme, colours in everything[-1:] if address in self._seen else everything:
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            page.emulate_media(color_scheme=scheme)
            self._axe(page, colours=colours)
        page.set_viewport_size({"width": 1280, "height": 844})
        page.emulate_media(color_scheme="light")
        self._looked_at.add(address)
        self._seen.add(address)

    def home(self) -> None:
        """Go to the first page, as the way back at the top of every page leads there."""
        self.follow("Minneapolis guidance: staff")

    def follow(self, name: str, place: Locator | None = None) -> None:
        """Follow a link, and look at where it leads."""
        with self.page.expect_navigation():
            (place or self.page).get_by_role("link", name=name, exact=True).first.click()
        self.look()

    def press(self, name: str) -> None:
        """Press a button."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).click()

    def fill(self, label: str, text: str) -> None:
        """Fill in what has this label."""
        self.page.get_by_label(label).fill(text)

    def desk(self, language: str = "English") -> None:
        """Open the guide's desk from the first page."""
        self.home()
        self.follow("When to call")
        if language != "English":
            languages = self.page.get_by_role("navigation", name="Language of this desk")
            self.follow(language, languages)

    def section(self, name: str) -> Locator:
        """Return a section of the desk by its heading."""
        return self.page.get_by_role("region", name=name)

    def type(self, text: str, section: str = "") -> None:
        """Type another text over a section's, or over the only one there is."""
        place = self.section(section) if section else self.page
        editor = place.get_by_role("textbox", name="Text", exact=True)
        # Before the editor is there, a plain field of this name is.
        expect(editor).to_have_attribute("contenteditable", "true", timeout=PATIENCE)
        editor.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def write(self, section: str, text: str) -> None:
        """Write a section's text and save it."""
        self.type(text, section)
        self.press("Save the draft")
        self.reads("Saved.")

    def submission(self, number: int) -> None:
        """Open a submission from the first page."""
        self.home()
        self.follow(f"#{number}: When to call")

    def reads(self, text: str) -> None:
        """See a text on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=PATIENCE)

    def sees(self, *names: str) -> None:
        """See these of the buttons and links that are for some, and none of the others."""
        found = {
            name
            for name in FOR_SOME
            for role in ("button", "link")
            if self.page.get_by_role(role, name=name, exact=True).count()
        }
        assert found == set(names), f"{self.name} at {self.page.url}"


@pytest.fixture
def people(django_db_reset_sequences, live_server, settings, browser, axe):
    """Everybody, signed in; wim has no role yet."""
    settings.PUBLIC_URL = live_server.url
    make_world()
    found, seen = {}, set()
    for name, role in ROLES.items():
        person = User.objects.create_user(name, password=PASSWORD, is_staff=True)
        if role:
            StaffRole.objects.create(person=person, role=role[0], language=role[1])
        page = watched(browser.new_context().new_page())
        found[name] = Person(name, page, live_server.url, axe, seen)
    yield found
    for person in found.values():
        assert person.page.complaints == [], person.name
        person.page.context.close()


def test_working_day(people, browser, live_server):
    adam, wanda, wim, tariq, rita, pablo = (
        people[name] for name in ("adam", "wanda", "wim", "tariq", "rita", "pablo")
    )
    everybody_sees_their_own(adam, wanda, wim, tariq, rita, pablo)
    a_role_is_given(adam, wim)
    a_correction_is_sent_back_and_approved(wanda, rita)
    wim.desk()
    wim.write(CALM, "A draft that takes its time.")
    it_is_published_after_something_urgent(pablo, rita)
    a_draft_outlives_what_was_urgent(wim)
    two_texts_meet(wanda, wim)
    an_old_version_is_restored(wanda, rita, pablo)
    reader = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    a_translation_is_hidden(tariq, reader, live_server.url)


def everybody_sees_their_own(adam, wanda, wim, tariq, rita, pablo):
    adam.sees("Users")
    for person in (wanda, wim, tariq, rita, pablo):
        person.sees()
    for person, names in (
        (adam, ()),
        (wim, ()),
        (rita, ()),
        (tariq, ("Submit changes",)),
        (pablo, ("Submit changes", "Correct what readers see at once")),
        (wanda, ("Submit changes", "Save the draft")),
    ):
        person.desk()
        person.sees(*names)
    tariq.desk("Spanish")
    tariq.sees("Submit changes", "Save the draft")
    languages = tariq.page.get_by_role("navigation", name="Language of this desk")
    expect(languages.get_by_role("link")).to_have_text(["English", "Spanish"])


def a_role_is_given(adam, wim):
    wim.home()
    wim.follow("wim")
    wim.sees()
    wim.reads("Only an administrator can change roles.")
    adam.home()
    adam.follow("wim")
    adam.sees("Set these roles")
    adam.page.get_by_role("checkbox", name="Writer").check()
    adam.press("Set these roles")
    adam.reads("The roles are set.")
    adam.home()
    adam.follow("Users")
    wim.desk()
    wim.sees("Submit changes", "Save the draft")


def a_correction_is_sent_back_and_approved(wanda, rita):
    wanda.write(SIGNS, "You see a gun.")
    submit(wanda, SIGNS, "The list of signs was wrong.")
    wanda.sees("Take it back")
    rita.submission(1)
    rita.sees("Approve exactly this", "Send it back")
    rita.fill("What has to change", "Say that one must be away from it.")
    rita.press("Send it back")
    rita.reads("Sent back to its author, with your reasons.")
    wanda.page.reload()
    wanda.reads("Say that one must be away from it.")
    wanda.desk()
    wanda.write(SIGNS, "You see a gun. Get away from it first.")
    submit(wanda, SIGNS, "The list of signs was wrong.")
    rita.submission(2)
    rita.press("Approve exactly this")
    rita.reads("Approved. It can be published now.")
    rita.sees("Send it back")


def submit(person, section, note):
    person.follow("Submit changes")
    question = person.page.get_by_role("group", name=f"{section}: what does this change do")
    expect(question.get_by_role("radio", name="Wording")).to_be_disabled()
    expect(question.get_by_role("radio", checked=True)).to_have_count(0)
    question.get_by_role("radio", name="Safety").check()
    person.fill("What changed and why, in one plain English sentence.", note)
    person.press("Submit")
    person.reads("Submitted. Now another person has to approve it.")
    person.look()


def it_is_published_after_something_urgent(pablo, rita):
    pablo.follow("Correct what readers see at once", pablo.section(CALM))
    pablo.type("Put safety first. Leave if you can.")
    pablo.page.get_by_role("radio", name="Meaning").check()
    pablo.fill("Note for readers: what changed and why", "It said nothing about leaving.")
    pablo.fill("Why this cannot wait (staff see this)", "It happens today.")
    pablo.press("Publish this at once")
    pablo.reads("version 2. Another person is asked")
    pablo.submission(2)
    pablo.sees("Publish now", "Send it back")
    pablo.press("Publish now")
    pablo.reads("Published: When to call, version 3.")
    rita.submission(3)
    rita.reads("It happens today.")
    rita.press("I have reviewed it")
    rita.reads("The flag is taken away.")


def a_draft_outlives_what_was_urgent(wim):
    wim.desk()
    wim.reads("The published text changed since this draft was begun.")
    wim.reads("Put safety first. Leave if you can.")
    wim.look()
    text = wim.section(CALM).get_by_role("textbox", name="Text", exact=True)
    expect(text).to_have_text("A draft that takes its time.")
    wim.press("Keep my draft")
    wim.reads("Done. The draft now rests on the published text.")
    expect(text).to_have_text("A draft that takes its time.")


def two_texts_meet(wanda, wim):
    wanda.desk()
    wanda.type("What Wanda wrote.", CALM)
    wim.write(CALM, "What Wim wrote.")
    wanda.press("Save the draft")
    wanda.reads("Somebody else changed the same text while you were writing.")
    for person in (wanda, wim):
        person.desk()
        met = person.section("Two texts met")
        expect(met.get_by_text("What Wanda wrote.")).to_be_visible()
        expect(met.get_by_text("What Wim wrote.")).to_be_visible()
    wanda.write(CALM, "What both wrote.")
    wanda.press("Keep what stands")
    wanda.reads("Done. Both texts stay in the history.")
    expect(wanda.section("Two texts met")).to_have_count(0)


def an_old_version_is_restored(wanda, rita, pablo):
    wanda.follow("Versions")
    wanda.follow("Restore version 1")
    wanda.reads("It would undo safety corrections")
    for section in (SIGNS, CALM):
        question = wanda.page.get_by_role("group", name=f"{section}: what does this change do")
        question.get_by_role("radio", name="Meaning").check()
    wanda.fill("Note for readers: what changed and why", "The first version was right.")
    wanda.press("Submit this restore")
    wanda.reads("Submitted. Now another person has to approve it.")
    rita.submission(4)
    rita.press("Approve exactly this")
    pablo.submission(4)
    pablo.press("Publish now")
    pablo.reads("Published: When to call, version 4.")
    wanda.desk()
    text = wanda.section(CALM).get_by_role("textbox", name="Text", exact=True)
    expect(text).to_have_text("What both wrote.")


def a_translation_is_hidden(tariq, reader, url):
    reader.goto(f"{url}/es/when-to-call/")
    expect(reader.get_by_text("La seguridad es lo primero.")).to_be_visible()
    tariq.desk("Spanish")
    section = tariq.section(CALM)
    section.get_by_text("Hide it from readers").click()
    section.get_by_label("Why").fill("It says the opposite.")
    tariq.press("Hide it now")
    tariq.reads("Hidden. Readers see the English now.")
    reader.reload()
    expect(reader.get_by_text("La seguridad es lo primero.")).to_have_count(0)
    english = reader.locator("[lang=en]", has_text="Put safety first.").last
    expect(english).to_be_visible()
    reader.context.close()
