"""Preview: what readers of each language would be shown, before anything is published."""

import re

import pytest

from guidance.models import Contact, Guide, Section
from guidance.publishing import FieldEdit, hide, save_cells, withdraw
from tests.publishing.publication.test_spine import SAFER, SAFER_ES

ADDRESS = "/admin/guides/when-to-call/preview/"


def previewed(client, **query):
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    assert "default-src 'none'" in response["Content-Security-Policy"]
    return response.content.decode()


def undated(html):
    """Leave out the minute, in which alone a preview differs from the page published later."""
    return re.sub(r"<time[^>]*>", "<time>", html)


@pytest.mark.parametrize("severity", ["meaning", "safety"])
@pytest.mark.parametrize("language", ["en", "es", "ar", "so"])
def test_preview_of_a_submission_is_the_page_its_publication_makes(
    desk, client, severity, language
):
    desk.write("signs", body=SAFER)
    desk.write("calm", "es", heading="Calma")
    submission = desk.submit(severity)
    before = undated(previewed(client, submission=submission.pk, language=language))
    desk.publish(submission)
    assert before == undated(previewed(client, language=language))
    public = client.get(f"/{language}/when-to-call/")
    if public.status_code == 200:
        assert before == undated(public.content.decode())


def test_lowered_severity_decides_what_the_preview_shows(desk, client):
    desk.write("signs", body=SAFER)
    submission = desk.submit("safety")
    assert "Oye disparos" not in previewed(client, submission=submission.pk, language="es")
    submission.severities["section/when-to-call-signs"]["declared"] = "wording"
    submission.save()
    assert "Oye disparos" in previewed(client, submission=submission.pk, language="es")


def test_translations_of_a_draft_that_nobody_has_declared_are_out_of_date(desk, client):
    desk.write("calm", heading="Stay calm now")
    page = previewed(client, language="es")
    assert "Mantenga la calma" in page
    assert "El texto en inglés cambió" in page


def test_translation_made_with_the_new_english_is_shown_as_current(desk, client):
    desk.write("signs", body=SAFER)
    submission = desk.submit("safety")
    desk.publish(submission)
    desk.write("signs", "es", made_from=desk.english_digest("signs"), body=SAFER_ES)
    page = previewed(client, language="es")
    assert SAFER_ES in page
    assert "El texto en inglés cambió" not in page


def test_hidden_translation_stays_hidden_in_the_preview_of_something_else(desk, client):
    hide(
        by=desk.approver,
        section=Section.objects.get(key="when-to-call-signs"),
        language="es",
        reason="It is wrong.",
        hidden=True,
    )
    desk.write("calm", body="<p>Put safety first, always.</p>")
    assert "Oye disparos" not in previewed(client, language="es")
    assert "La seguridad es lo primero." in previewed(client, language="es")


def test_what_cannot_be_previewed_is_said(desk, client):
    Contact.objects.create(key="nobody", heading_en="Nobody")
    edit = FieldEdit(desk.cell("calm", ""), "contacts", [], ["nobody"])
    save_cells(by=desk.writer, edits=[edit])
    response = client.get(ADDRESS)
    assert response.status_code == 409
    assert "these contacts have to be published: nobody." in response.content.decode()


def test_old_submission_that_no_longer_fits_is_said(desk, client):
    section = Section.objects.create(
        key="new-one", guide=desk.guide, kind="do", position=9, heading_en="New", body_en="<p>N</p>"
    )
    section.sources = desk.row("calm").sources
    section.save()
    submission = desk.submit()
    assert "<p>N</p>" in previewed(client, submission=submission.pk)
    desk.publish(submission)
    response = client.get(ADDRESS, {"submission": submission.pk})
    assert response.status_code == 409
    assert "The published text changed since this was submitted" in response.content.decode()


@pytest.mark.parametrize("language", ["en", "es"])
def test_guide_that_readers_do_not_see_can_be_previewed(desk, client, language):
    withdraw(by=desk.writer, guide=desk.guide, reason="It is being rewritten.")
    assert "911" in previewed(client, language=language)
    guide = Guide.objects.create(key="unpublished", position=9)
    Section.objects.create(key="head-unpublished", guide=guide, kind="head", heading_en="New one")
    response = client.get("/admin/guides/unpublished/preview/", {"language": language})
    assert response.status_code == 200
    assert "New one" in response.content.decode()
