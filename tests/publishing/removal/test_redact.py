"""A passage that two persons remove is gone everywhere, and nothing else is different."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from guidance.domain.languages import CODES
from guidance.domain.text.cells import CellId
from guidance.domain.text.digests import is_as_published, text_digest, words_digest
from guidance.domain.text.markup import canonical, plain
from guidance.domain.text.passages import MARK, Blanker
from guidance.domain.translation.freshness import Severity
from guidance.models import (
    Alert,
    ChangeNoteTranslation,
    Contact,
    ContactVersion,
    Edition,
    Event,
    FrozenText,
    GoLiveTick,
    Hide,
    Override,
    Redaction,
    RedactionRequest,
    Release,
    Role,
    Section,
    Submission,
)
from guidance.publishing import (
    FieldEdit,
    NotAllowed,
    Refused,
    WrongState,
    approve,
    ask_redaction,
    comment,
    confirm_redaction,
    hide,
    plan_restore,
    plan_retirement,
    publish,
    raise_severity,
    redaction_places,
    refuse_redaction,
    save_cells,
    send_back,
    submit_contacts,
    take_back_redaction,
    translate_back,
    withdraw,
)
from guidance.publishing.draft.changes import changed_cells, changed_contact_cells
from guidance.publishing.history import record
from guidance.publishing.people.accounts import set_roles
from guidance.publishing.removal.places import WORDS, places_digest
from guidance.queries.guide_frame import guide_frame

NAME = "Zoë Quill"
REASON = "A court ordered it."

# Columns of text that hold no words: names, codes, digests, states, secrets.
NAMES = {
    "Alert": {"made_from*", "provenance*"},
    "BackTranslation": {"text", "language", "text_digest"},
    "ChangeNoteTranslation": {"language"},
    "Check": {"text", "text_digest"},
    "Collision": {"subject", "key", "language", "field"},
    "Comment": {"about"},
    "Contact": {"key", "spoken", "made_from*", "provenance*", "base*", "base_general"},
    "ContactVersion": {"english", "severity"},
    "Edition": {"changes", "previous_digest", "digest"},
    "EditionText": {"language"},
    "Event": {"verb", "actor_name", "subject"},
    "FrozenText": {"digest"},
    "GoLiveTick": {"item"},
    "Letter": {"text", "language", "english"},
    "Guide": {"key", "base_order"},
    "Hide": {"language", "text_digest"},
    "LanguageOffer": {"language"},
    "Override": {"language", "text_digest"},
    "PreviewLink": {"digest"},
    "Receipt": {"node", "missing"},
    "Redaction": {
        "table_name", "row_key", "column_name", "section", "language", "new_digest",
    },
    "RedactionRequest": {"state"},
    "Release": {"guides", "frame", "previous_digest", "digest"},
    "Section": {
        "key", "kind", "contacts", "made_from*", "provenance*", "base*", "base_general",
        "retiring_successor",
    },
    "SeverityRaise": {"text", "severity"},
    "Slug": {"slug"},
    "StaffRole": {"role", "language"},
    "Submission": {"state"},
    "SubmissionCell": {"subject", "key", "aspect", "language", "base", "digest"},
}  # fmt: skip
TEXT = (models.CharField, models.TextField, models.JSONField)


def expanded(names):
    ends = ("", *(f"_{code}" for code in CODES))
    return {
        f"{name.rstrip('*')}{end}" for name in names for end in (ends if "*" in name else ("",))
    }


@pytest.mark.parametrize("model", list(apps.get_app_config("guidance").get_models()))
def test_every_column_of_text_holds_words_or_names(model):
    columns = {field.name for field in model._meta.concrete_fields if isinstance(field, TEXT)}
    words, names = set(WORDS.get(model, ())), expanded(NAMES.get(model.__name__, ()))
    assert not words & names
    assert columns == words | names


def everything():
    """Return every value of every table, as the database has it, and JSON also as it reads."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table == "django_migrations":
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for column, value in zip(cursor.description, row, strict=True):
                    yield table, column[0], str(value)
                    with suppress(TypeError, ValueError):
                        decoded = json.dumps(json.loads(value), ensure_ascii=False)
                        yield table, column[0], decoded


def standing(passage):
    return sorted({(table, column) for table, column, text in everything() if passage in text})


def ask(world, passages=NAME, reason=REASON):
    return ask_redaction(by=world.writer, passages=passages, reason=reason)


def confirm(world, request, by=None):
    seen = places_digest(redaction_places(by=world.approver, request=request))
    return confirm_redaction(by=by or world.approver, request=request, seen=seen)


def remove(world, passages=NAME):
    return confirm(world, ask(world, passages))


def write_everywhere(world):
    """Put the name into every column that may hold words, by operations where there is one."""
    body = f"<ul><li>You hear <strong>Zoë</strong> Quill.</li><li>{NAME} runs.</li></ul>"
    world.write("signs", "en", heading=f"If {NAME}", body=body)
    world.write("signs", "es", body=f"<p>Oye a {NAME}.</p>")
    edit_sources(world)
    first = world.publish(world.submit("safety", note=f"{NAME} is named."))
    hide(by=world.approver, section=world.row("calm"), language="es", reason=f"{NAME} is in it")
    raise_severity(
        by=world.approver,
        edition=world.change("calm", "wording", heading=f"Calm, {NAME}"),
        text="section/when-to-call-calm",
        severity=Severity.SAFETY,
        reason=f"{NAME} said so",
    )
    contact = Contact.objects.get(key="311")
    for cell, name, old, new in (
        (CellId("contact", "311", "words", "en"), "body", contact.body_en, f"<p>Ask {NAME}.</p>"),
        (CellId("contact", "311", "words", "es"), "hours", "", f"Con {NAME}"),
        (CellId("contact", "311", "general"), "hours", "", f"When {NAME} is in"),
        (CellId("contact", "311", "general"), "web", "", "https://a.org/zoë-quill"),
    ):
        save_cells(by=world.writer, edits=[FieldEdit(cell, name, old, new)])
    changed = {"contact/311": Severity.MEANING}
    submission = submit_contacts(
        by=world.writer, note=f"On {NAME}", severities=changed, contacts=[contact]
    )
    approve(by=world.approver, submission=submission)
    publish(by=world.approver, submission=submission)
    world.write("calm", body=f"<p>Draft on {NAME}.</p>")
    sent_back = world.submit({"calm": "meaning"})
    send_back(by=world.approver, submission=sent_back, reason=f"No {NAME}")
    pending = world.submit({"calm": "meaning"}, note=f"Again {NAME}")
    comment(by=world.approver, submission=pending, about="", words=f"Why {NAME}?")
    spanish = world.row("calm")
    translate_back(
        by=world.approver,
        cell=world.cell("calm", "es"),
        read=words_digest(spanish.heading_es, spanish.body_es),
        words=f"{NAME} is calm.",
    )
    Submission.objects.filter(pk=pk(sent_back)).update(
        failure=f"{NAME} failed", urgent_reason=NAME, severities={"x": {"why": NAME}}
    )
    for text in ("<p>One.</p>", f"<p>Two {NAME}.</p>"):
        cell = world.cell("signs")
        save_cells(by=world.writer, edits=[FieldEdit(cell, "body", SIGNS_READ, text)])
    event = record(at=timezone.now(), by=world.writer, verb="x", reason=NAME, why={"in": [NAME]})
    GoLiveTick.objects.create(
        item="courts", person=world.writer, at=event.at, note=NAME, event=event
    )
    ChangeNoteTranslation.objects.create(edition=first, language="es", note=NAME, event=event)
    Override.objects.create(
        section=world.row("calm"), language="es", text_digest="x", at=event.at, reason=NAME,
        event=event,
    )  # fmt: skip
    Alert.objects.create(starts=event.at, ends=event.at + timedelta(1), text_en=NAME, text_so=NAME)
    plan_retirement(by=world.writer, section=world.row("signs"), reason=f"{NAME} wants it")
    QuerySet(Section).filter(key="head-when-to-call").update(heading=NAME)
    return pending


SIGNS_READ = "<p>What nobody has now.</p>"
SIGNS_NOW = "<ul><li>Oye disparos.</li><li>Ve un ataque.</li></ul>"


def pk(row):
    return row.pk


def edit_sources(world):
    source = [{"title": f"Diary of {NAME}", "url": "https://a.org/x", "collected": "2026-11-22"}]
    row = world.row("signs")
    edit = FieldEdit(world.cell("signs", ""), "sources", row.sources, source)
    save_cells(by=world.writer, edits=[edit])


def test_passage_stands_nowhere_in_the_database_afterwards(world):
    write_everywhere(world)
    withdraw(by=world.approver, guide=world.guide, reason=f"{NAME} asked.")
    reached = {place.model for place in redaction_places(by=world.writer, request=ask(world))}
    # Two tables hold nothing here: no section was buried, nothing was removed before.
    assert set(WORDS) - reached == {
        model for model in WORDS if model.__name__ in {"Tombstone", "Redaction"}
    } | ({RedactionRequest} - reached)
    remove(world)
    for request in RedactionRequest.objects.filter(state="waiting"):
        take_back_redaction(by=world.writer, request=request)
    assert standing(NAME) == []
    assert [found for word in ("Quill", "quill") for found in standing(word)] == []
    assert {
        text.pk
        for text in FrozenText.objects.all()
        if not is_as_published(text.json, name=text.pk, redacted=latest(text))
    } == set()


def latest(text):
    row = text.redactions.order_by("pk").last()
    return row.new_digest if row else ""


def test_earlier_reasons_and_tombstones_are_reached_too(world):
    plan_retirement(by=world.writer, section=world.row("calm"), reason=f"{NAME} left")
    world.publish(world.submit())
    remove(world)
    assert standing("Quill") == []
    world.change(body="<p>Anna Kvist runs.</p>")
    confirm(world, ask(world, "Anna Kvist", reason="Bo Ekman asked."))
    remove(world, "Bo Ekman")
    assert standing("Ekman") == []


def public_pages(client, world):
    last = Edition.objects.filter(guide=world.guide).count()
    for language in ("en", "es", "ar"):
        base = f"/{language}/when-to-call/"
        pairs = [f"{base}changes/{n}-{n + 1}/" for n in range(1, last)]
        versions = [f"{base}v{n}/" for n in range(1, last + 1)]
        beside = [f"{base}with-english/"] if language != "en" else []
        about = [f"/{language}/questions/", base, f"{base}history/", *beside]
        for address in (*about, *versions, *pairs):
            yield address, client.get(address).content.decode()


def test_no_public_page_shows_it_and_its_place_says_why(world, client):
    write_everywhere(world)
    before = dict(public_pages(client, world))
    assert sum("Quill" in page for page in before.values()) > 20
    remove(world)
    after = dict(public_pages(client, world))
    assert [address for address, page in after.items() if "quill" in page.lower()] == []
    told = "Something was removed from this part on "
    for address in ("", "v2/", "v3/", "changes/1-2/"):
        page = after[f"/en/when-to-call/{address}"]
        assert told in page and f"The reason: <span>{REASON}</span>" in page
    assert told not in after["/en/when-to-call/v1/"]
    assert f"The reason: {REASON}" in strip_tags(after["/es/when-to-call/with-english/"])
    spanish = after["/es/when-to-call/v2/"]
    assert "Se quitó algo de esta parte el " in spanish
    assert f'El motivo (en inglés): <span lang="en" dir="ltr">{REASON}</span>' in spanish


def test_nothing_but_the_passage_is_different(world):
    world.write("signs", "es", body=SIGNS_NOW, made_from=world.english_digest("signs"))
    world.publish(world.submit())
    world.change(body=f"<ul><li>{NAME} runs.</li><li>You hear gunshots.</li></ul>")
    spanish = f"<ul><li>{NAME} corre.</li><li>Oye disparos.</li></ul>"
    world.write("signs", "es", body=spanish, made_from=world.english_digest("signs"))
    world.publish(world.submit())
    frame = guide_frame(world.fresh())
    editions = list(Edition.objects.values("digest", "changes", "previous_digest"))
    texts = dict(FrozenText.objects.values_list("pk", "json"))
    english = world.english_digest("signs")
    remove(world)
    now = guide_frame(world.fresh())
    assert (now.sections, now.contacts, now.versions) == (
        frame.sections,
        frame.contacts,
        frame.versions,
    )
    assert now.sections["es"]["when-to-call-signs"].how == "own"
    assert list(Edition.objects.values("digest", "changes", "previous_digest")) == editions
    for name, text in FrozenText.objects.values_list("pk", "json"):
        assert text == texts[name].replace(NAME, MARK)
    assert world.english_digest("signs") == english
    assert changed_cells(world.fresh()) == []
    assert changed_contact_cells(Contact.objects.all()) == []
    assert Release.objects.order_by("number").last().event.verb == "removed a passage"
    # Work goes on: a translation of the English as it now stands is founded and current.
    world.write("signs", "es", body=SIGNS_NOW, made_from=english)
    world.publish(world.submit())
    state = guide_frame(world.fresh()).sections["es"]["when-to-call-signs"]
    assert (state.how, state.since) == ("own", None)
    # The mark stays in live text, and so does what readers are told about it.
    assert "when-to-call-signs" in guide_frame(world.fresh()).removed["en"]
    assert plan_restore(Edition.objects.get(number=1)).cells


def test_drafts_and_submissions_go_on_without_it(world):
    world.change(body=f"<p>{NAME} runs.</p>")
    world.write("signs", "en", body=f"<p>{NAME} runs and shouts.</p>")
    submission = world.submit("meaning")
    cells = list(submission.cells.values("subject", "key", "aspect", "language"))
    world.write("calm", "en", body=f"<p>Be calm, {NAME}, and wait.</p>")
    world.write("signs", "en", heading="My own draft")
    remove(world)
    assert list(submission.cells.values("subject", "key", "aspect", "language")) == cells
    assert [str(each.cell.id) for each in changed_cells(world.fresh()) if each.is_outdated] == []
    edition = world.publish(submission)
    assert MARK in edition.texts.get(language="en").text.json
    assert world.row("calm").body_en == f"<p>Be calm, {MARK}, and wait.</p>"
    assert world.row("signs").heading_en == "My own draft"


def test_translation_submitted_with_its_english_stays_made_from_it(world):
    world.write("signs", "en", body=f"<p>{NAME} runs.</p>")
    first = world.submit("meaning")
    cell = Submission.objects.get(pk=first.pk).cells.get(language="en")
    send_back(by=world.approver, submission=first, reason="x")
    made_from = text_digest("call_911", cell.value["heading"], cell.value["body"], ("911",))
    world.write("signs", "es", body=f"<p>{NAME} corre.</p>", made_from=made_from)
    submission = world.submit("meaning")
    remove(world)
    world.publish(submission)
    assert guide_frame(world.fresh()).sections["es"]["when-to-call-signs"].how == "own"


def test_hidden_translation_stays_hidden(world):
    made_from = world.english_digest("signs")
    spanish = f"<ul><li>{NAME} corre.</li><li>Oye disparos.</li></ul>"
    world.write("signs", "es", body=spanish, made_from=made_from)
    world.publish(world.submit())
    hide(by=world.approver, section=world.row("signs"), language="es", reason="x")
    remove(world)
    assert guide_frame(world.fresh()).sections["es"]["when-to-call-signs"].how == "withheld"
    assert Hide.objects.get().text_digest


def test_contact_keeps_its_history(world):
    contact = Contact.objects.get(key="911")
    cell = CellId("contact", "911", "words", "en")
    body = f"<p>{NAME} answers.</p>"
    save_cells(by=world.writer, edits=[FieldEdit(cell, "body", contact.body_en, body)])
    submit = {"by": world.writer, "note": "x", "contacts": [contact]}
    submission = submit_contacts(severities={"contact/911": Severity.MEANING}, **submit)
    approve(by=world.approver, submission=submission)
    publish(by=world.approver, submission=submission)
    english = ContactVersion.objects.get(number=2, contact=contact).english
    remove(world)
    cell = CellId("contact", "911", "general")
    save_cells(by=world.writer, edits=[FieldEdit(cell, "hours", "", "Day and night")])
    submission = submit_contacts(severities={}, **submit)
    approve(by=world.approver, submission=submission)
    publish(by=world.approver, submission=submission)
    assert ContactVersion.objects.get(number=3, contact=contact).english == english
    assert "911" not in standing("Quill")


def test_one_person_is_never_enough(world):
    world.change(body=f"<p>{NAME} runs.</p>")
    request = ask(world)
    for act in (
        lambda: confirm(world, request, by=world.writer),
        lambda: refuse_redaction(by=world.writer, request=request, reason="x"),
    ):
        with pytest.raises(NotAllowed, match="second person"):
            act()
    with pytest.raises(NotAllowed, match="Only the person who asked"):
        take_back_redaction(by=world.approver, request=request)
    with pytest.raises(IntegrityError), transaction.atomic():
        RedactionRequest.objects.filter(pk=request.pk).update(
            state="carried_out", passages="", closed_by=world.writer, closed_at=timezone.now()
        )
    assert not Redaction.objects.exists()
    assert standing("Quill")


def test_who_asked_must_still_be_an_administrator(world):
    world.change(body=f"<p>{NAME} runs.</p>")
    person = User.objects.create_user("somebody", is_staff=True)
    set_roles(by=world.approver, person=person, roles=[(Role.ADMINISTRATOR, "")])
    request = ask_redaction(by=person, passages=NAME, reason=REASON)
    set_roles(by=world.approver, person=person, roles=[])
    with pytest.raises(WrongState, match="may no longer ask"):
        confirm(world, request)


def test_nothing_is_removed_that_the_second_person_did_not_see(world):
    world.change(body=f"<p>{NAME} runs.</p>")
    request = ask(world)
    seen = places_digest(redaction_places(by=world.approver, request=request))
    world.write("calm", "en", body=f"<p>{NAME} again.</p>")
    with pytest.raises(Refused, match="The places have changed"):
        confirm_redaction(by=world.approver, request=request, seen=seen)
    assert not Redaction.objects.exists()


@pytest.mark.parametrize("end", ["carried out", "refused", "taken back"])
def test_closed_request_keeps_no_passage(world, end):
    world.change(body=f"<p>{NAME} runs.</p>")
    request = ask(world)
    if end == "refused":
        with pytest.raises(Refused, match="holds what is to be removed"):
            refuse_redaction(by=world.approver, request=request, reason=f"{NAME}? No.")
        refuse_redaction(by=world.approver, request=request, reason="It may stay.")
    elif end == "taken back":
        take_back_redaction(by=world.writer, request=request)
    else:
        confirm(world, request)
    request.refresh_from_db()
    assert request.passages == "" and request.get_state_display().lower() == end
    assert {table for table, _ in standing("Quill")} <= {
        "guidance_section",
        "guidance_frozentext",
        "guidance_submissioncell",
    }
    with pytest.raises(WrongState, match="closed already"):
        confirm(world, request)
    assert not Event.objects.filter(reason__contains="Quill").exists()


@pytest.mark.parametrize(
    ("passages", "reason", "message"),
    [
        ("", REASON, "Write the words"),
        (" \n \n", REASON, "Write the words"),
        ("ab", REASON, "Line 1 is too short"),
        (f"{NAME}\n...", REASON, "Line 2 is too short"),
        (MARK, REASON, "Line 1 is too short"),
        ("x" * 501, REASON, "Line 1 is too long"),
        ("\n".join(["abc"] * 21), REASON, "These are 21 passages"),
        (NAME, " ", "Say why"),
        (NAME, "zoë quill asked for it", "holds what is to be removed"),
    ],
)
def test_bad_requests_are_refused_in_words(world, passages, reason, message):
    with pytest.raises(Refused, match=message):
        ask(world, passages, reason)
    assert not RedactionRequest.objects.exists()


def test_words_that_stand_nowhere_are_said_to(world):
    request = ask(world)
    with pytest.raises(Refused, match="stand nowhere"):
        confirm(world, request)


def test_half_done_is_undone(world, monkeypatch):
    world.change(body=f"<p>{NAME} runs.</p>")
    request = ask(world)
    monkeypatch.setattr("guidance.publishing.removal.redact.take_release", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        confirm(world, request)
    assert standing("Quill") and not Redaction.objects.exists()


def test_names_and_codes_are_never_touched(world):
    world.change(body="<p>Read the section when-to-call-signs for safety.</p>")
    names = {
        field: list(Section.objects.values_list(field, flat=True)) for field in ("key", "kind")
    }
    remove(world, "when-to-call-signs\nsafety\ncall_911\nsection")
    for field, before in names.items():
        assert list(Section.objects.values_list(field, flat=True)) == before
    edition = Edition.objects.order_by("number").last()
    assert edition.changes["section/when-to-call-signs"]["severity"] == "safety"
    assert world.row("signs").body_en == f"<p>Read the {MARK} {MARK} for {MARK}.</p>"
    assert guide_frame(world.fresh()).live == 2


SOME = st.text(st.sampled_from("ab &/"), max_size=12)


@given(SOME, SOME)
def test_blanked_bodies_keep_all_other_words(before, after):
    body = canonical(f"<p>{before}|Zoë <em>Qu</em>ill|{after}</p>")
    blanked = Blanker([NAME]).body(body)
    assert blanked == canonical(blanked)
    assert plain(blanked) == plain(body).replace(NAME, MARK)


@pytest.mark.parametrize(
    ("passage", "body", "blanked"),
    [
        ("612-555-0100", '<p><a href="tel:+16125550100">Call</a> me</p>', "<p>Call me</p>"),
        ("Ann Lee", '<p><a href="https://a.org/ann-lee">Here</a></p>', "<p>Here</p>"),
        ("Ann Lee", "<p>Ann<br>Lee</p>", "<p>[…]</p>"),
        ("Ann & Lee", "<ul><li>To <strong>Ann &amp; Lee</strong></li></ul>",
         "<ul><li>To <strong>[…]</strong></li></ul>"),
        ("Ann Lee", "<p>Anna Leek</p>", "<p>Anna Leek</p>"),
    ],
)  # fmt: skip
def test_bodies_are_blanked_through_marks_and_links(passage, body, blanked):
    assert Blanker([passage]).body(body) == blanked
