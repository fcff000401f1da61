"""The main job: English changes, translations follow, drafts stay where they are."""

import pytest
from django.contrib.auth.models import User

from guidance.domain.text.cells import CellId
from guidance.domain.translation.freshness import Severity
from guidance.models import Collision, Edition, Event, Guide, Release, Section, Submission
from guidance.publishing import (
    FieldEdit,
    Lowered,
    Moved,
    NotAllowed,
    Refused,
    WrongState,
    approve,
    correct_urgently,
    plan_restore,
    publish,
    raise_severity,
    rename_slug,
    resolve_outdated,
    restore,
    save_cells,
    send_back,
    take_back,
    withdraw,
)
from guidance.queries.guide_frame import guide_frame
from guidance.queries.published import published_guide
from tests.world import SIGNS

SAFER = "<ul><li>You hear gunshots.</li><li>You see a gun.</li></ul>"
SAFER_ES = "<ul><li>Oye disparos.</li><li>Ve un arma.</li></ul>"


def shown(world, name="signs", language="es"):
    return guide_frame(world.fresh()).sections[language][f"when-to-call-{name}"]


def test_safety_change_withholds_the_translation_of_that_section_alone(world):
    edition = world.change(body=SAFER)
    assert edition.number == 2
    assert (shown(world).how, shown(world).since) == ("withheld", edition.released)
    assert shown(world, "calm").how == "own"


def test_translation_made_from_the_new_english_is_published_alone_and_shown(world):
    world.change(body=SAFER)
    world.write("calm", heading="A draft nobody submitted")
    world.write("signs", "es", made_from=world.english_digest("signs"), body=SAFER_ES)
    submission = world.submit(cells=[world.cell("signs", "es")])
    assert submission.severities == {}
    edition = world.publish(submission)
    content, _ = published_guide(world.fresh())
    assert shown(world).how == "own"
    assert content.section("when-to-call-signs").words["es"].body == SAFER_ES
    assert content.section("when-to-call-calm").words["en"].heading == "Stay calm"
    assert world.row("calm").heading_en == "A draft nobody submitted"
    assert edition.changes == {}


@pytest.mark.parametrize(("severity", "how"), [("meaning", "stale"), ("safety", "withheld")])
def test_severity_decides_what_readers_of_a_translation_see(world, severity, how):
    world.change(severity=severity, body=SAFER)
    assert shown(world).how == how


def test_wording_change_leaves_the_translation_current(world):
    world.change("calm", "wording", body="<p>Put your safety first.</p>")
    assert shown(world, "calm").how == "own"


def test_english_that_says_the_same_again_makes_the_translation_current_again(world):
    world.change(body=SAFER)
    world.change(body=SIGNS)
    assert shown(world).how == "own"


def test_raising_a_severity_acts_at_once(world):
    edition = world.change("calm", "wording", body="<p>Put your safety first.</p>")
    raise_severity(
        by=world.approver,
        edition=edition,
        text="section/when-to-call-calm",
        severity=Severity.SAFETY,
        reason="People were hurt.",
    )
    assert shown(world, "calm").how == "withheld"
    with pytest.raises(Refused, match="graver"):
        raise_severity(
            by=world.approver,
            edition=edition,
            text="section/when-to-call-calm",
            severity=Severity.MEANING,
            reason="Less.",
        )


def test_every_act_that_readers_see_takes_the_next_release_number(world):
    world.change(body=SAFER)
    rename_slug(by=world.writer, guide=world.guide, slug="whom-to-call")
    withdraw(by=world.approver, guide=world.guide, reason="It is being rewritten.")
    releases = list(Release.objects.all())
    assert [release.number for release in releases] == [1, 2, 3, 4]
    assert [release.previous_digest for release in releases[1:]] == [
        release.digest for release in releases[:-1]
    ]


def test_withdrawn_guide_comes_back_with_the_next_number(world):
    withdraw(by=world.approver, guide=world.guide, reason="It is being rewritten.")
    assert guide_frame(world.fresh()).live is None
    world.write("signs", body=SAFER)
    submission = world.submit("safety")
    with pytest.raises(Refused, match="puts it back on the site"):
        world.publish(submission)
    assert guide_frame(world.fresh()).live is None
    assert publish(by=world.approver, submission=submission, put_back=True)[0].number == 2
    assert guide_frame(world.fresh()).withdrawn is None


def test_urgent_correction_puts_a_withdrawn_guide_back_only_when_that_is_meant(world):
    withdraw(by=world.approver, guide=world.guide, reason="It is being rewritten.")
    values = {
        "by": world.approver,
        "guide": world.guide,
        "key": "when-to-call-signs",
        "heading": "Call 911",
        "body": SAFER,
        "severity": Severity.SAFETY,
        "note": "x",
        "reason": "x",
    }
    with pytest.raises(Refused, match="puts it back on the site"):
        correct_urgently(**values)
    assert not Submission.objects.exists()
    assert correct_urgently(**values, put_back=True).number == 2


def test_author_cannot_approve_their_own_submission(world):
    world.write("signs", body=SAFER)
    submission = world.submit("safety")
    with pytest.raises(NotAllowed, match="Ask another person"):
        approve(by=world.writer, submission=submission)


def test_what_is_not_approved_cannot_be_published(world):
    world.write("signs", body=SAFER)
    submission = world.submit("safety")
    with pytest.raises(WrongState, match="in review"):
        publish(by=world.approver, submission=submission)
    assert Edition.objects.count() == 1


def test_what_was_submitted_is_published_whatever_is_written_afterwards(world):
    world.write("signs", body=SAFER)
    submission = world.submit("safety")
    world.write("signs", body="<ul><li>Something else.</li></ul>")
    world.publish(submission)
    content, _ = published_guide(world.fresh())
    assert content.section("when-to-call-signs").words["en"].body == SAFER
    assert world.row("signs").body_en == "<ul><li>Something else.</li></ul>"


@pytest.mark.parametrize(
    ("note", "severity", "message"),
    [
        (" ", "safety", "Write one sentence"),
        ("A note.", None, "Say what the change in section/when-to-call-signs does"),
        ("A note.", "wording", "cannot be called “wording”"),
    ],
)
def test_submission_needs_note_and_severity(world, note, severity, message):
    world.write("signs", body=SAFER)
    with pytest.raises(Refused, match=message):
        world.submit(severity, note=note)
    assert not Submission.objects.exists()


def test_approver_may_lower_a_severity_with_a_reason(world):
    world.write("signs", heading="Call 911 right now if")
    submission = world.submit("meaning")
    key = "section/when-to-call-signs"
    with pytest.raises(Refused, match="Say why"):
        approve(
            by=world.approver, submission=submission, lowered={key: Lowered(Severity.WORDING, " ")}
        )
    approve(
        by=world.approver,
        submission=submission,
        lowered={key: Lowered(Severity.WORDING, "Only a word of style.")},
    )
    publish(by=world.approver, submission=submission)
    assert shown(world).how == "own"
    submission.refresh_from_db()
    assert submission.severities[key]["lowered_by"] == "approver"


def test_a_cell_stands_in_one_submission_at_a_time(world):
    world.write("signs", body=SAFER)
    submission = world.submit("safety")
    with pytest.raises(Refused, match=f"already in submission #{submission.pk}"):
        world.submit("safety")
    send_back(by=world.approver, submission=submission, reason="Say which gun.")
    again = world.submit("safety")
    take_back(by=world.writer, submission=again)
    assert world.submit("safety").state == "in_review"


def test_publication_is_refused_whole_when_live_moved_under_one_of_its_cells(world):
    world.write("signs", body=SAFER)
    world.write("calm", body="<p>Stay where you are.</p>")
    both = world.submit({"signs": "safety", "calm": "meaning"})
    approve(by=world.approver, submission=both)
    first = Edition.objects.get(number=1)
    other = Submission.objects.create(
        guide=world.guide, note="x", submitter=world.writer, submitted_at=first.released
    )
    # An urgent correction comes from live, past what other submissions hold.
    from guidance.domain.text.cells import Cell
    from guidance.domain.text.compose import base_of
    from guidance.domain.text.content import Words
    from guidance.publishing.submission.cells import release_cells, store_cells

    live, _ = published_guide(world.fresh())
    release_cells(both)
    urgent = Cell(
        world.cell("signs"),
        Words("Call 911 at once if", SIGNS),
        base_of(world.cell("signs"), live, {}),
    )
    store_cells(other, [urgent])
    other.severities = {"section/when-to-call-signs": {"declared": "meaning"}}
    other.save()
    world.publish(other)
    with pytest.raises(Moved) as refused:
        publish(by=world.approver, submission=both)
    (cell,) = refused.value.cells
    assert cell.id == world.cell("signs")
    assert (cell.submitted.body, cell.live.heading) == (SAFER, "Call 911 at once if")
    assert Edition.objects.count() == 2
    both.refresh_from_db()
    assert both.state == "approved"


def test_two_people_saving_the_same_field_keep_both_texts(world):
    row = world.row("calm")
    read = row.body_en
    cell = world.cell("calm")
    first = FieldEdit(cell, "body", read, "<p>First.</p>")
    second = FieldEdit(cell, "body", read, "<p>Second.</p>")
    assert save_cells(by=world.writer, edits=[first]).saved == [first]
    (collision,) = save_cells(by=world.approver, edits=[second]).collisions
    assert (collision.standing, collision.refused) == ("<p>First.</p>", "<p>Second.</p>")
    assert world.row("calm").body_en == "<p>First.</p>"
    assert Collision.objects.get().by == world.approver


def test_two_people_saving_different_cells_are_both_saved(world):
    row = world.row("calm")
    english = FieldEdit(world.cell("calm"), "body", row.body_en, "<p>First.</p>")
    spanish = FieldEdit(world.cell("calm", "es"), "heading", row.heading_es, "Calma")
    save_cells(by=world.writer, edits=[english])
    assert save_cells(by=world.approver, edits=[spanish]).collisions == []
    assert (world.row("calm").body_en, world.row("calm").heading_es) == ("<p>First.</p>", "Calma")


def test_saving_the_same_text_again_changes_nothing(world):
    row = world.row("calm")
    again = FieldEdit(
        world.cell("calm"), "body", row.body_en, "<p>\n Put safety\u00a0first.</p><p></p>"
    )
    assert save_cells(by=world.writer, edits=[again]).unchanged == [again]
    assert not Event.objects.filter(verb="saved").exists()


def test_script_in_a_text_is_gone_when_it_is_saved(world):
    world.write(
        "calm", body='<p onclick="x()">Go<script>alert(1)</script><a href="javascript:x">on</a></p>'
    )
    assert world.row("calm").body_en == "<p>Goon</p>"


@pytest.mark.parametrize(
    ("cell", "field", "text"),
    [
        (CellId("section", "no-such", "words", "en"), "body", "x"),
        (CellId("section", "when-to-call-calm", "words", "xx"), "body", "x"),
        (CellId("section", "when-to-call-calm", "words", "en"), "made_from", "x"),
        (CellId("section", "when-to-call-calm", "general"), "kind", "head"),
        (CellId("section", "when-to-call-calm", "general"), "contacts", ["nobody"]),
        (CellId("section", "when-to-call-calm", "general"), "sources", [{"title": "x"}]),
        (CellId("contact", "911", "general"), "web", "javascript:x"),
    ],
)
def test_what_cannot_stand_in_a_field_is_refused(world, cell, field, text):
    with pytest.raises(Refused):
        save_cells(by=world.writer, edits=[FieldEdit(cell, field, "", text)])


def test_only_active_staff_may_act(world):
    reader = User.objects.create_user("reader")
    world.writer.is_active = False
    for person in (reader, world.writer):
        with pytest.raises(NotAllowed):
            save_cells(by=person, edits=[])


def test_working_text_that_live_overtook_is_kept_and_marked(world):
    world.write("calm", body="<p>My draft.</p>")
    content, _ = published_guide(world.fresh())
    plan = plan_restore(Edition.objects.get(number=1))
    assert plan.cells == ()
    # Another's text goes live through a submission that was made before mine was written.
    mine = world.row("calm")
    Section.objects.filter(pk=mine.pk).update(body_en="<p>Theirs.</p>")
    theirs = world.submit({"calm": "meaning"})
    Section.objects.filter(pk=mine.pk).update(body_en="<p>My draft.</p>")
    world.publish(theirs)
    assert world.row("calm").body_en == "<p>My draft.</p>"
    with pytest.raises(Refused, match="published text changed since"):
        world.submit({"calm": "meaning"})
    content, _ = published_guide(world.fresh())
    from guidance.domain.text.compose import base_of

    cell = world.cell("calm")
    resolve_outdated(
        by=world.writer, cell=cell, keep_mine=True, live_digest=base_of(cell, content, {})
    )
    assert world.publish(world.submit({"calm": "meaning"})).number == 3


def test_restoring_is_a_submission_that_names_what_it_undoes(world):
    world.change(body=SAFER)
    first = Edition.objects.get(number=1)
    plan = plan_restore(first)
    assert [change.severity for change in plan.undoes] == [Severity.SAFETY]
    with pytest.raises(Refused, match="Say what the change"):
        restore(by=world.writer, edition=first, note="Back.", severities={})
    submission = restore(
        by=world.writer,
        edition=first,
        note="Back.",
        severities={"section/when-to-call-signs": Severity.MEANING},
    )
    world.publish(submission)
    content, _ = published_guide(world.fresh())
    assert content.section("when-to-call-signs").words["en"].body == SIGNS
    assert world.row("signs").body_en == SIGNS
    assert shown(world).how == "own"


def test_renamed_address_is_never_given_to_another_guide(world):
    rename_slug(by=world.writer, guide=world.guide, slug="whom-to-call")
    other = Guide.objects.create(key="other")
    for slug, message in [
        ("when-to-call", "another guide"),
        ("about", "kept for a page"),
        ("ab", "three letters"),
        ("Call me", "lower-case"),
    ]:
        with pytest.raises(Refused, match=message):
            rename_slug(by=world.writer, guide=other, slug=slug)
    rename_slug(by=world.writer, guide=world.guide, slug="when-to-call")


def test_no_change_needed_is_the_same_words_made_from_the_new_english(world):
    world.change(severity="meaning", body=SAFER)
    assert shown(world).how == "stale"
    same = world.row("signs").body_es
    world.write("signs", "es", made_from=world.english_digest("signs"), body=same)
    world.publish(world.submit(cells=[world.cell("signs", "es")]))
    assert shown(world).how == "own"
    content, _ = published_guide(world.fresh())
    assert content.section("when-to-call-signs").words["es"].body == same
