"""Review at the desk: what readers will see, comments, what came back, what goes along."""

import re

import pytest
from django.utils.html import strip_tags

from guidance.domain.text.cells import CellId
from guidance.domain.translation.freshness import Severity
from guidance.models import Comment, Contact, SeverityRaise, Submission
from guidance.publishing import (
    FieldEdit,
    approve,
    comment,
    save_cells,
    send_back,
    submit_companion,
    submit_contacts,
    take_back,
    withdraw,
)
from tests.admin.draft.test_desk import SIGNS
from tests.admin.submission.test_preview import previewed
from tests.publishing.publication.test_spine import SAFER, SAFER_ES

SUBMIT = "/admin/guides/when-to-call/submit/"
ENGLISH = f"{SIGNS}/words/en"
SPANISH = f"{SIGNS}/words/es"


def text(response):
    """Return what a page says, in one line."""
    return " ".join(strip_tags(response.content.decode()).split())


def forecast(response):
    """Return the table of what readers will see, as languages with words."""
    page = response.content.decode()
    return dict(re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', page))


def foretold(response):
    """Return what each severity would do, as the form says it beside the choice."""
    choices = response.content.decode().split('type="radio"')[1:]
    return {
        re.search('value="(.*?)"', choice)[1]: dict(
            re.findall(r'<span class="effect">(.*?): (.*?)</span>', choice)
        )
        for choice in choices
    }


@pytest.fixture
def waiting(desk):
    desk.write("signs", body=SAFER)
    return desk.submit("safety")


def address(submission, more=""):
    return f"/admin/submissions/{submission.pk}/{more}"


def translate(desk, submission):
    return submit_companion(
        by=desk.approver,
        submission=submission,
        language="es",
        texts={SIGNS: ("Llame al 911 ahora si", SAFER_ES)},
        note="The Spanish goes with it.",
    )


def test_form_says_what_each_choice_does_for_readers(desk, client):
    desk.write("signs", body=SAFER)
    page = client.get(SUBMIT)
    older = "readers see the older translation, with a notice that it is out of date"
    missing = "readers see the English: there is no translation yet"
    assert foretold(page) == {
        "wording": {"Spanish": "readers see their translation as it is now", "Arabic": missing},
        "meaning": {"Spanish": older, "Arabic": missing},
        "safety": {"Spanish": "readers see the English until it is translated", "Arabic": missing},
    }
    assert "You can wait for translations or publish without them" in text(page)


def test_what_is_unticked_counts_no_longer_once_looked_at_again(desk, client):
    desk.write("signs", body=SAFER)
    english = desk.english_digest("signs")
    desk.write("signs", "es", made_from=english, body="<ul><li>Ve un arma.</li></ul>")
    form = {"action": "look", "cell": [ENGLISH], "note": "Half a note"}
    page = client.post(SUBMIT, form)
    assert foretold(page)["safety"]["Spanish"] == "readers see the English until it is translated"
    assert "Half a note" in page.content.decode()
    assert page.status_code == 200
    assert not Submission.objects.exists()


def test_form_of_a_contact_says_what_readers_will_see_too(desk, client):
    row = Contact.objects.get(key="311")
    cell = CellId("contact", "311", "words", "en")
    save_cells(by=desk.writer, edits=[FieldEdit(cell, "body", row.body_en, "<p>Never.</p>")])
    page = client.get("/admin/contacts/311/submit/")
    assert foretold(page)["safety"]["Spanish"] == "readers see the English until it is translated"


def test_approver_reads_what_readers_will_see_and_an_approved_translation_changes_it(
    desk, client, waiting
):
    page = client.get(address(waiting))
    assert forecast(page)["Spanish"] == "readers see the English until it is translated"
    assert "will show English until translated: Spanish, Arabic." in text(page)
    approve(by=desk.writer, submission=translate(desk, waiting))
    page = client.get(address(waiting))
    assert forecast(page)["Spanish"] == "readers see the new translation, which goes out with this"
    assert "will show English until translated: Arabic." in text(page)
    assert "Ve un arma" in previewed(client, submission=waiting.pk, language="es")


def test_translation_is_written_beside_the_submitted_english(desk, client, waiting):
    form = address(waiting, "translate/?language=es")
    page = client.get(form)
    assert "You see a gun." in text(page)
    assert "Oye disparos." in text(page)
    typed = {f"heading:{SIGNS}": "Llame ya al 911", f"body:{SIGNS}": SAFER_ES, "note": "With it."}
    refused = client.post(form, typed)
    assert refused.status_code == 400
    assert "did not tick that it is ready" in text(refused)
    assert "Llame ya" in refused.content.decode()
    assert "Ve un arma" in refused.content.decode()
    done = client.post(form, {**typed, "ready": SIGNS})
    companion = waiting.companions.get()
    assert done["Location"] == address(companion)
    assert "It goes out with it once it is approved." in text(client.get(address(companion)))
    assert f"#{companion.pk}" in text(client.get(address(waiting)))
    assert "is in submission" in text(client.get(form))
    assert "Ve un arma" in previewed(client, submission=companion.pk, language="es")


def test_translation_that_came_back_is_where_the_next_one_begins(desk, client, waiting):
    translate(desk, waiting)
    send_back(by=desk.approver, submission=waiting, reason="Say which gun.")
    again = desk.submit("safety")
    page = client.get(address(again, "translate/?language=es")).content.decode()
    assert "Ve un arma" in page
    assert "This begins from what came back" in page


@pytest.mark.parametrize("language", ["en", "xx", "../"])
def test_unknown_language_to_translate_into_is_said(desk, client, waiting, language):
    assert client.get(address(waiting, "translate/"), {"language": language}).status_code == 404


def test_what_no_longer_waits_is_not_translated_ahead(desk, client, waiting):
    take_back(by=desk.writer, submission=waiting)
    assert client.get(address(waiting, "translate/"))["Location"] == address(waiting)


def test_comment_stands_beside_its_cell_and_a_refused_one_stays_typed(desk, client, waiting):
    client.force_login(desk.approver)
    form = {"action": "comment", "about": ENGLISH, "place": "cell-1"}
    done = client.post(address(waiting), {**form, "words": "Which <gun>?"})
    assert done["Location"] == address(waiting) + "#cell-1"
    page = client.get(address(waiting)).content.decode()
    card = page.split('id="cell-1"')[1].split('id="whole"')[0]
    assert "Which &lt;gun&gt;?" in card
    refused = client.post(address(waiting), {**form, "words": "x" * 5001})
    assert refused.status_code == 400
    assert "x" * 5001 in refused.content.decode()
    assert "at most 5000" in text(refused)
    assert Comment.objects.count() == 1


def test_author_who_submits_again_sees_what_was_said_at_its_section(desk, client, waiting):
    comment(by=desk.approver, submission=waiting, about=ENGLISH, words="Which gun?")
    comment(by=desk.approver, submission=waiting, words="Nearly there.")
    send_back(by=desk.approver, submission=waiting, reason="Say which gun.")
    assert "Sent back to you" in text(client.get("/admin/"))
    page = client.get("/admin/guides/when-to-call/").content.decode()
    section = page.split('id="when-to-call-signs"')[1].split("<section")[0]
    for said in ("Say which gun.", "Which gun?", "Nearly there.", "Sent back"):
        assert said in section
    other = page.split('id="when-to-call-calm"')[1].split("<section")[0]
    assert "Which gun?" not in other
    again = desk.submit("safety")
    page = text(client.get(address(again)))
    assert "What it follows" in page
    for said in ("Say which gun.", "Which gun?", "Nearly there."):
        assert said in page
    assert "Sent back to you" not in text(client.get("/admin/"))
    assert "Which gun?" not in text(client.get("/admin/guides/when-to-call/"))


def test_reviewer_sees_what_became_of_a_text_since_it_came_back(desk, client, waiting):
    send_back(by=desk.approver, submission=waiting, reason="Say which gun.")
    again = desk.submit("safety")
    assert "This says the same as in submission" in text(client.get(address(again)))
    send_back(by=desk.approver, submission=again, reason="You have changed nothing.")
    desk.write("signs", body=SAFER.replace("a gun", "a handgun"))
    page = client.get(address(desk.submit("safety"))).content.decode()
    since = page.split(f"since #{again.pk} came back")[1].split("</details>")[0]
    assert re.findall(r"</span>([^<]*)</(?:ins|del)>", since) == ["gun", "handgun"]


def test_lists_name_the_contact_that_a_submission_is_of(desk, client):
    edit = FieldEdit(desk.cell("911", "", "contact"), "hours", "", "Always")
    save_cells(by=desk.writer, edits=[edit])
    contacts = [Contact.objects.get(key="911")]
    submission = submit_contacts(by=desk.writer, note="x", severities={}, contacts=contacts)
    name = contacts[0].title
    assert f"#{submission.pk}: {name}" in text(client.get("/admin/"))
    assert f"{name}, submitted by" in text(client.get(address(submission)))


def test_author_submits_again_with_their_note_and_an_answer(desk, client, waiting):
    send_back(by=desk.approver, submission=waiting, reason="Say which gun.")
    page = client.get(address(waiting)).content.decode()
    assert f'href="/admin/guides/when-to-call/?language=en#{SIGNS.split("/")[1]}">Change' in page
    page = client.get(SUBMIT).content.decode()
    assert "Say which gun." in page and f">{waiting.note}</textarea>" in page
    form = {"cell": [ENGLISH], f"severity:{SIGNS}": "safety", "note": "x", "answer": "Any gun."}
    refused = client.post(SUBMIT, form | {"answer": "x" * 5001})
    assert "too long" in text(refused) and Submission.objects.count() == 1
    client.post(SUBMIT, form)
    again = Submission.objects.latest("pk")
    assert [row.words for row in again.comments.all()] == ["Any gun."]


def test_no_reader_sees_a_comment(desk, client, waiting):
    comment(by=desk.approver, submission=waiting, about=ENGLISH, words="Between ourselves.")
    desk.publish(waiting)
    for place in ("", "history/", "v2/", "changes/1-2/"):
        assert "Between ourselves" not in text(client.get(f"/en/when-to-call/{place}"))
    assert "Between ourselves" in text(client.get(address(waiting)))


def test_publishing_what_was_taken_down_takes_a_tick(desk, client, waiting):
    withdraw(by=desk.approver, guide=desk.guide, reason="It is being rewritten.")
    approve(by=desk.approver, submission=waiting)
    page = text(client.get(address(waiting)))
    assert "This guide is taken down. Publishing puts it back on the site." in page
    assert "will put it back" in text(client.get(SUBMIT)) or "nothing to submit" in page
    refused = client.post(address(waiting), {"action": "publish"})
    assert refused.status_code == 400
    assert "tick that you mean that" in text(refused)
    client.post(address(waiting), {"action": "publish", "put_back": "yes"})
    waiting.refresh_from_db()
    assert waiting.state == "published"


def test_note_of_a_version_is_translated_and_readers_see_it_as_their_own(desk, client):
    desk.change(body=SAFER)
    form = "/admin/guides/when-to-call/versions/2/note/?language=es"
    refused = client.post(form, {"note": " "})
    assert refused.status_code == 400
    assert "Write the note" in text(refused)
    assert client.post(form, {"note": "La lista estaba mal."}).status_code == 302
    assert "Also in Spanish" in text(client.get("/admin/guides/when-to-call/history/"))
    page = client.get("/es/when-to-call/history/").content.decode()
    assert "<p>La lista estaba mal.</p>" in page
    assert '<p lang="en" dir="ltr">A note for readers.</p>' not in page
    assert client.get(form.replace("=es", "=en")).status_code == 404


def test_severity_of_a_contact_is_raised_from_its_page(desk, client):
    row = Contact.objects.get(key="911")
    cell = CellId("contact", "911", "words", "en")
    save_cells(by=desk.writer, edits=[FieldEdit(cell, "body", row.body_en, "<p>At once.</p>")])
    submission = submit_contacts(
        by=desk.writer,
        note="Words.",
        severities={"contact/911": Severity.MEANING},
        contacts=[row],
    )
    desk.publish(submission)
    assert "/admin/contacts/911/raise/" in client.get("/admin/contacts/911/").content.decode()
    form = "/admin/contacts/911/raise/"
    assert "Words. (now: meaning)" in text(client.get(form))
    for wrong in ({}, {"severity": "safety", "text": "9"}, {"severity": "safety", "text": "2"}):
        assert client.post(form, wrong).status_code == 400
    done = client.post(form, {"severity": "safety", "text": "2", "reason": "Hurt."})
    assert done.status_code == 302
    assert SeverityRaise.objects.get().contact_version.number == 2
    assert "(now: safety)" in text(client.get(form))
    assert "nothing to raise" in text(client.get("/admin/contacts/311/raise/"))
