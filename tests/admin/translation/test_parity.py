"""A translation that seems to differ from its English takes a reason, or is mended first."""

from guidance.models import Submission
from tests.admin.submission.test_reviewing import SPANISH, SUBMIT, text

ERROR = "<ul><li>Oye disparos.</li></ul>"
WARNING = "<ul><li>Oye 3 disparos.</li><li>Ve un asalto.</li></ul>"


def write(desk, body):
    desk.write("signs", "es", made_from=desk.english_digest("signs"), body=body)


def test_list_that_lost_an_item_is_not_submitted(desk, client):
    write(desk, ERROR)
    page = client.get(SUBMIT)
    assert "The lists have 1 items, in the English 2. This has to be mended." in text(page)
    refused = client.post(SUBMIT, {"cell": SPANISH, "note": "x", f"why:{SPANISH}": "Because."})
    assert refused.status_code == 400
    assert not Submission.objects.exists()


def test_what_may_be_right_takes_a_reason_that_the_approver_reads(desk, client):
    write(desk, WARNING)
    form = {"cell": SPANISH, "note": "x"}
    refused = client.post(SUBMIT, form)
    assert "3 does not stand in the English. Change it, or say why it is right." in text(refused)
    client.post(SUBMIT, form | {f"why:{SPANISH}": "The English means three."})
    submission = Submission.objects.get()
    assert submission.differing == {
        SPANISH: {
            "found": ["3 does not stand in the English."],
            "why": "The English means three.",
        }
    }
    client.force_login(desk.approver)
    page = text(client.get(f"/admin/submissions/{submission.pk}/"))
    assert "3 does not stand in the English." in page
    assert "The English means three." in page


def test_translation_of_older_english_is_not_held_against_the_new(desk, client):
    write(desk, ERROR)
    desk.change(body="<ul><li>You hear gunshots.</li></ul>")
    assert "has to be mended" not in text(client.get(SUBMIT))
