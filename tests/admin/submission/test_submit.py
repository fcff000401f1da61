"""Submitting and reviewing: what is wrong stands where it is, and nothing typed is lost."""

import re

import pytest

from guidance.admin.words import in_words
from guidance.domain.translation.freshness import Severity
from guidance.models import Submission
from guidance.publishing import raise_severity
from tests.admin.draft.test_desk import SIGNS
from tests.publishing.publication.test_spine import SAFER, SAFER_ES

SUBMIT = "/admin/guides/when-to-call/submit/"
CALM = "section/when-to-call-calm"


def wrong_beside(page, mark):
    """Return what is said to be wrong in the part of a page that holds ``mark``."""
    parts = re.split(r'<div class="card|<fieldset|<h2>|<div class="field"', page)
    part = next(part for part in parts if mark in part)
    found = re.search(r'<ul class="wrong"[^>]*>(.*?)</ul>', part)
    return found[1] if found else ""


def test_everything_wrong_stands_together_and_each_beside_its_field(desk, client):
    desk.write("signs", body=SAFER)
    desk.write("calm", body="")
    page = client.post(SUBMIT, {"cell": [f"{SIGNS}/words/en", f"{CALM}/words/en"]})
    page = page.content.decode()
    assert "needs a text in English" in wrong_beside(page, f'value="{CALM}/words/en"')
    assert wrong_beside(page, f'value="{SIGNS}/words/en"') == ""
    assert "Say what the change" in wrong_beside(page, f'name="severity:{SIGNS}"')
    assert "Write one sentence" in wrong_beside(page, '<textarea id="note"')
    assert page.count('class="error"') == 4


def test_restore_says_what_is_wrong_beside_its_fields(desk, client):
    desk.change(body=SAFER)
    page = client.post("/admin/guides/when-to-call/versions/1/restore/", {}).content.decode()
    assert "Say what the change" in wrong_beside(page, f'name="severity:{SIGNS}"')
    assert "Write one sentence" in wrong_beside(page, '<textarea id="note"')


def test_severity_of_a_change_that_was_then_unticked_is_let_go(desk, client):
    desk.write("signs", body=SAFER)
    desk.write("calm", body="<p>Be calm.</p>")
    data = {
        "cell": f"{CALM}/words/en",
        "note": "A note.",
        f"severity:{SIGNS}": "safety",
        f"severity:{CALM}": "wording",
    }
    assert client.post(SUBMIT, data).status_code == 302
    assert list(Submission.objects.get().severities) == [CALM]


def test_staff_read_headings_where_the_system_has_codes(desk, client):
    desk.write("signs", body=SAFER)
    assert "Call 911 now if: text in English" in client.get(SUBMIT).content.decode()
    submission = desk.submit("safety")
    page = client.get(f"/admin/submissions/{submission.pk}/").content.decode()
    assert "Call 911 now if: text in English" in page
    assert "Submission #" in client.get("/admin/guides/when-to-call/").content.decode()


@pytest.mark.parametrize(
    ("declared", "offered"), [("safety", ["wording", "meaning"]), ("meaning", ["wording"])]
)
def test_only_what_is_lower_is_offered_and_a_lowering_without_reason_stays_typed(
    desk, client, declared, offered
):
    desk.write("signs", body=SAFER)
    submission = desk.submit(declared)
    address = f"/admin/submissions/{submission.pk}/"
    client.force_login(desk.approver)
    page = client.get(address).content.decode()
    choices = re.search(rf'<select[^>]* name="lower:{SIGNS}">(.*?)</select>', page)[1]
    assert re.findall(r'<option value="(\w+)"', choices) == offered
    refused = client.post(address, {"action": "approve", f"lower:{SIGNS}": "wording"})
    assert refused.status_code == 400
    assert '<option value="wording" selected>' in refused.content.decode()
    client.post(
        address, {"action": "approve", f"lower:{SIGNS}": "wording", f"why:{SIGNS}": "A typo."}
    )
    submission.refresh_from_db()
    assert submission.state == "approved"
    assert submission.severities[SIGNS]["declared"] == "wording"


def test_change_of_english_is_previewed_in_every_language_a_translation_in_its_own(desk, client):
    desk.change(body=SAFER)
    desk.write("signs", "es", made_from=desk.english_digest("signs"), body=SAFER_ES)
    submission = desk.submit()
    page = client.get(f"/admin/submissions/{submission.pk}/").content.decode()
    assert re.findall(r"submission=\d+&amp;language=(\w+)", page) == ["es"]
    desk.write("calm", body="<p>Be calm.</p>")
    submission = desk.submit({"calm": "wording"}, cells=[desk.cell("calm")])
    page = client.get(f"/admin/submissions/{submission.pk}/").content.decode()
    languages = re.findall(r"submission=\d+&amp;language=(\w+)", page)
    assert languages == ["en", "es", "so", "hmn", "om", "am", "ar", "vi"]


def test_versions_say_how_much_each_change_mattered(desk, client):
    edition = desk.change(severity="meaning", body=SAFER)
    page = client.get("/admin/guides/when-to-call/history/").content.decode()
    assert "Call 911 now if: meaning</td>" in page
    raise_severity(
        by=desk.approver,
        edition=edition,
        text=SIGNS,
        severity=Severity.SAFETY,
        reason="It mattered more.",
    )
    page = client.get("/admin/guides/when-to-call/history/").content.decode()
    assert "Call 911 now if: meaning, raised to safety</td>" in page


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (f"{SIGNS}/words/es: it changed.", "“Call 911 now if” in Spanish: it changed."),
        (f"({SIGNS}/words/en, {CALM}/general).", "(“Call 911 now if”, “Stay calm”)."),
        ("Contact contact/911 and section/unknown.", "Contact “Emergency” and section/unknown."),
    ],
)
def test_refusals_name_texts_by_their_headings(world, message, said):
    assert in_words(message) == said
