"""The database holds the invariants: each is broken on purpose, past every operation."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from guidance.models import (
    Alert,
    Edition,
    Event,
    Guide,
    Hide,
    Override,
    Redaction,
    Release,
    Section,
    SeverityRaise,
    Site,
    Slug,
    Submission,
    SubmissionCell,
    Tombstone,
)
from tests.publishing.publication.test_spine import SAFER


def copy_of(row, **changes):
    """Return a new row like a stored one but for ``changes``."""
    fields = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key or not field.get_internal_type().endswith("AutoField")
    }
    return type(row)(**{**fields, **changes})


def refused(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 1},
        {"number": 0},
        {"note": ""},
        {"system": False},
        {"system": True},
        {"approver_id": None},
        {"publisher_id": None},
        {"submission_id": None},
        {"same_person": True},
    ],
    ids=str,
)
def test_edition_keeps_its_rules(world, changes):
    edition = world.change(body=SAFER)
    values = {"number": 3, "digest": "e1:other"} | changes
    if values.pop("same_person", False):
        values["approver_id"] = edition.submitter_id
    if changes == {"system": False}:
        values |= {"submitter_id": None, "approver_id": None, "publisher_id": None}
    refused(copy_of(edition, **values))


@pytest.mark.parametrize(
    "changes",
    [
        {"note": ""},
        {"state": "lost"},
        {"state": "approved"},
        {"state": "published"},
        {"state": "sent_back"},
        {"state": "scheduled", "approved": True},
        {"approved_at": True},
        {"published_at": True},
        {"closed_at": True},
        {"reviewed_after_at": True},
        {"own_approval": True},
        {"urgent": True},
    ],
    ids=str,
)
def test_submission_keeps_its_rules(world, changes):
    now = timezone.now()
    values = dict(changes)
    if values.pop("approved", False):
        values |= {"approver": world.approver, "approved_at": now}
    if values.pop("own_approval", False):
        values |= {"approver": world.writer, "approved_at": now}
    values = {
        name: now if name.endswith("_at") and value is True else value
        for name, value in values.items()
    }
    row = Submission(
        **{"guide": world.guide, "note": "x", "submitter": world.writer, "submitted_at": now}
        | values
    )
    refused(row)


def test_one_submission_holds_a_cell(world):
    world.write("signs", body=SAFER)
    first = world.submit("safety")
    second = Submission.objects.create(
        guide=world.guide, note="x", submitter=world.writer, submitted_at=timezone.now()
    )
    cell = first.cells.get()
    refused(copy_of(cell, submission_id=second.pk))
    copy_of(cell, submission_id=second.pk, holds=False).save()
    assert SubmissionCell.objects.count() == 2


@pytest.mark.parametrize("slug", ["about", "s", "ab", "api", "history", "when-to-call"], ids=str)
def test_slug_is_not_reserved_short_or_taken(world, slug):
    other = Guide.objects.create(key="other")
    with pytest.raises(IntegrityError), transaction.atomic():
        Slug.objects.create(slug=slug, guide=other)


def test_rows_that_need_a_reason_or_a_second_person_have_one(world):
    edition = world.change(body=SAFER)
    event = Event.objects.first()
    row = world.row("signs")
    now = timezone.now()
    text = edition.texts.first().text
    beside = {"section": row, "language": "es", "text_digest": "x", "at": now, "event": event}
    raised = {"text": "section/x", "at": now, "event": event}
    for wrong in (
        Slug(slug="second", guide=world.guide, current=True),
        Guide(key="x", withdrawn_at=now),
        Section(key="x", guide=world.guide, kind="nonsense"),
        Section(key="x", guide=world.guide, kind="head"),
        Section(key="x", guide=world.guide, kind="text", live=True, retired_at=now),
        Tombstone(section=row, at=now),
        Hide(reason="", **beside),
        Override(reason="", **beside),
        SeverityRaise(edition=edition, severity="safety", reason="", **raised),
        SeverityRaise(edition=edition, severity="wording", reason="x", **raised),
        SeverityRaise(severity="safety", reason="x", **raised),
        Event(at=now, verb="x", actor_name=""),
        Event(at=now, verb="x", actor_name="somebody"),
        Release(number=0, at=now, event=event, guides={}, digest="x"),
        Release(number=1, at=now, event=event, guides={}, digest="y"),
        Site(pk=2),
        Alert(starts=now, ends=now),
        Redaction(
            frozen_text=text,
            section="x",
            at=now,
            reason="x",
            administrator=world.writer,
            second_person=world.writer,
            new_digest="x",
        ),
    ):
        refused(wrong)
    assert Edition.objects.count() == 2
