"""A translator of Somali alone at work: what hurts readers most, first; and no other language."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from guidance.models import Event, Role, Section, StaffRole, Submission
from tests.publishing.publication.test_spine import SAFER
from tests.staff import PASSWORD
from tests.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("translations/", "guides/when-to-call/?language=so", "agencies/", "languages/")


@pytest.fixture
def world(live_server, settings):
    settings.PUBLIC_URL = live_server.url
    world = make_world()
    translator = User.objects.create_user("sahra", password=PASSWORD, is_staff=True)
    StaffRole.objects.create(person=translator, role=Role.TRANSLATOR, language="so")
    world.write(
        "signs",
        "so",
        made_from=world.english_digest("signs"),
        heading="Hadda wac 911 haddii",
        body="<ul><li>Aad maqasho rasaas.</li><li>Aad aragto weerar.</li></ul>",
    )
    world.publish(world.submit())
    world.change(body=SAFER)
    return world


@pytest.fixture
def sahra(page, world, live_server):
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("sahra")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    return page


def test_from_the_list_to_a_submission_of_somali_alone(sahra, world, axe):
    sahra.get_by_role("link", name="Which are behind, and which to do first").click()
    first = sahra.get_by_role("list").locator("li", has_text="hidden until translated").first
    expect(first).to_contain_text("Call 911 now if")
    expect(first).to_contain_text("a safety change")
    axe(sahra)
    first.get_by_role("link", name="Call 911 now if").click()
    section = sahra.get_by_role("region", name="Call 911 now if")
    expect(section).to_contain_text("What changed in the English since this translation")
    expect(section.locator("ins", has_text="see a gun")).to_be_visible()
    section.get_by_label("Heading in Somali").fill("Hadda wac 911 haddii aad")
    section.locator(".ProseMirror li").nth(1).click()
    sahra.keyboard.press("Home")
    sahra.keyboard.press("Shift+End")
    sahra.keyboard.type("Aad aragto qori.")
    section.get_by_label("This translation now says what the English").check()
    sahra.get_by_role("button", name="Save the draft").click()
    expect(sahra.get_by_text("Saved. Readers see it when")).to_be_visible()
    sahra.get_by_role("link", name="Submit changes").first.click()
    sahra.get_by_label("What changed and why").fill("The Somali says what the English says.")
    why = sahra.locator("[name^='why:']")
    for index in range(why.count()):
        why.nth(index).fill("It is so on purpose.")
    sahra.get_by_role("button", name="Submit", exact=True).click()
    row = Submission.objects.latest("pk")
    assert [str(cell) for cell in row.cells.all()] == ["section/when-to-call-signs/words/so"]


def test_no_page_of_theirs_has_a_barrier_and_none_offers_another_language(sahra, world, axe):
    for address in PAGES:
        sahra.goto(f"{sahra.url.partition('/admin/')[0]}/admin/{address}")
        for width in (1280, 390):
            sahra.set_viewport_size({"width": width, "height": 844})
            assert sahra.evaluate("document.documentElement.scrollWidth") <= width, address
            axe(sahra)
    site = sahra.url.partition("/admin/")[0]
    sahra.goto(f"{site}/admin/agencies/")
    offered = sahra.get_by_role("group", name="Languages").locator("label")
    assert [name.strip() for name in offered.all_inner_texts()] == ["Somali"]
    sahra.goto(f"{site}/admin/guides/when-to-call/?language=es")
    expect(sahra.get_by_text("To change it takes the role of translator")).to_be_visible()
    expect(sahra.get_by_role("button", name="Save the draft")).to_have_count(0)


@pytest.mark.parametrize(
    ("address", "form"),
    [
        (
            "guides/when-to-call/?language=es",
            {
                "read:section/when-to-call-calm/words/es:heading": '"Mantenga la calma"',
                "text:section/when-to-call-calm/words/es:heading": "Forged",
            },
        ),
        (
            "guides/when-to-call/hide/",
            {
                "section": "when-to-call-calm",
                "language": "es",
                "action": "hide",
                "reason": "Forged",
            },
        ),
        ("guides/when-to-call/reviewed/", {"section": "when-to-call-calm", "language": "es"}),
        ("guides/when-to-call/back/", {"section": "when-to-call-calm", "language": "es"}),
        ("languages/", {"language": "es", "action": "off", "reason": "Forged"}),
        ("agencies/", {"action": "out", "guide": "when-to-call", "language": "es"}),
    ],
)
def test_forged_request_for_another_language_is_refused_and_noted(sahra, world, address, form):
    site = sahra.url.partition("/admin/")[0]
    sahra.goto(f"{site}/admin/languages/")
    token = sahra.context.cookies(f"{site}/admin/")
    csrf = next(cookie["value"] for cookie in token if cookie["name"] == "csrftoken")
    before = Section.objects.values().order_by("pk")
    rows = list(before)
    answer = sahra.request.post(
        f"{site}/admin/{address}",
        form={**form, "csrfmiddlewaretoken": csrf},
        headers={"Referer": f"{site}/admin/"},
    )
    assert answer.status in {200, 400, 403}
    assert list(before.all()) == rows
    assert Event.objects.filter(verb="was refused", actor_name="sahra").exists()
