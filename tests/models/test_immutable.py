"""What never changes cannot be changed: not in Python, not past it in the database."""

import json

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from guidance.models import (
    Edition,
    Event,
    FrozenText,
    ImmutableError,
    ImmutableModel,
    Redaction,
    Release,
    SubmissionCell,
    triggers,
)
from tests.publishing.publication.test_spine import SAFER
from tests.world import make_world

MUTABLE = {
    "Alert",
    "Contact",
    "Guide",
    "LanguageOffer",
    "Letter",
    "PreviewLink",
    "Receipt",
    "RedactionRequest",
    "Section",
    "Site",
    "StaffRole",
    "Slug",
    "Submission",
}
IMMUTABLE = {
    "BackTranslation",
    "ChangeNoteTranslation",
    "Check",
    "Collision",
    "CollisionSettled",
    "Comment",
    "ContactVersion",
    "Edition",
    "EditionText",
    "Event",
    "FrozenText",
    "GoLiveTick",
    "Hide",
    "Override",
    "Redaction",
    "Release",
    "SeverityRaise",
    "SubmissionCell",
    "Tombstone",
}


def test_every_model_is_on_one_of_the_two_lists():
    models = apps.get_app_config("guidance").get_models()
    immutable = {model.__name__ for model in models if issubclass(model, ImmutableModel)}
    assert immutable == IMMUTABLE
    assert {model.__name__ for model in apps.get_app_config("guidance").get_models()} == (
        MUTABLE | IMMUTABLE
    )


@pytest.mark.parametrize("model", [Edition, Event, Release, FrozenText])
def test_python_refuses_to_change_or_delete_what_is_stored(world, model):
    row = model.objects.first()
    with pytest.raises(ImmutableError):
        row.save()
    with pytest.raises(ImmutableError):
        row.delete()
    with pytest.raises(ImmutableError):
        model.objects.all().delete()
    with pytest.raises(ImmutableError):
        model.objects.update(pk=7)
    with pytest.raises(ImmutableError):
        model.objects.bulk_update([row], [model._meta.concrete_fields[-1].name])


def changeable_tables():
    return [
        (
            model._meta.db_table,
            next(f.column for f in model._meta.concrete_fields if not f.primary_key),
        )
        for model in triggers.immutable_models()
    ]


def attempt(statement):
    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def fill(world):
    """Return every kind of immutable row that operations write now at least one row."""
    world.write("signs", body=SAFER)
    world.publish(world.submit("safety"))
    world.change("calm", "meaning", heading="Be calm")


@pytest.mark.parametrize(
    "table",
    [
        "edition",
        "editiontext",
        "frozentext",
        "event",
        "release",
        "submissioncell",
        "contactversion",
    ],
)
def test_database_refuses_to_change_or_delete_rows(world, table):
    fill(world)
    name = f"guidance_{table}"
    columns = dict(changeable_tables())
    attempt(f'DELETE FROM "{name}"')
    attempt(f'UPDATE "{name}" SET "{columns[name]}" = NULL')


def test_every_immutable_table_has_its_triggers(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
            if connection.vendor == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        present = {row[0] for row in cursor.fetchall()}
    expected = {
        f"guidance_{name.lower()}_no_{verb}" for name in IMMUTABLE for verb in ("update", "delete")
    }
    assert expected <= present


@pytest.mark.postgres
@pytest.mark.parametrize("name", sorted(IMMUTABLE))
def test_database_refuses_to_truncate(db, name):
    attempt(f'TRUNCATE "guidance_{name.lower()}" CASCADE')


def test_submission_cell_lets_go_but_never_changes_what_it_says(world):
    fill(world)
    assert SubmissionCell.objects.filter(holds=False).update(holds=False)
    attempt("UPDATE guidance_submissioncell SET digest = 'x'")


def test_missing_trigger_is_a_system_check_that_says_what_to_do(db):
    triggers.remove(connection)
    (message,) = [
        issue for issue in run_checks(databases=["default"]) if issue.id == "guidance.E001"
    ]
    assert "guidance_edition_no_update" in message.msg
    assert "migrate" in message.hint
    call_command("migrate", verbosity=0)
    assert not triggers.missing_triggers(connection)


WITNESS = "A witness asked for it."


def redaction(world, model, pk, column, digest):
    table = model._meta.db_table
    return Redaction(
        table_name=table,
        row_key=str(pk),
        column_name=column,
        frozen_text_id=pk if model is FrozenText else None,
        at=timezone.now(),
        reason=WITNESS,
        administrator=world.writer,
        second_person=world.approver,
        new_digest=digest,
    )


def redact(world, model, column, value):
    """Change a column of the first row as a Redaction names it; give the row's key."""
    pk = model.objects.order_by("pk").first().pk
    digest = triggers.stored_digest(model._meta.get_field(column), value, connection)
    redaction(world, model, pk, column, digest).save()
    model.objects.filter(pk=pk).redact(**{column: value})
    return pk


def first_row(model):
    return model.objects.order_by("pk").first()


def sql_value(value):
    text = value if isinstance(value, str) else json.dumps(value)
    return "'{}'".format(text.replace("'", "''"))


REDACTABLE = {
    (FrozenText, "json"): '{"schema":1}',
    (Event, "reason"): "[…]",
    (Event, "data"): {"why": "[…]"},
    (Edition, "note"): "[…]",
    (SubmissionCell, "value"): {"body": "[…]"},
    (SubmissionCell, "base"): "c1:x",
}


@pytest.mark.parametrize(("model", "column"), REDACTABLE)
def test_column_changes_only_to_what_a_redaction_names(world, model, column):
    fill(world)
    value = REDACTABLE[model, column]
    field = model._meta.get_field(column)
    name = model._meta.db_table
    row = first_row(model)
    key = f"\"{model._meta.pk.column}\" = '{row.pk}'"
    change = f'UPDATE "{name}" SET "{column}" = {sql_value(value)} WHERE {key}'
    attempt(change)
    digest = triggers.stored_digest(field, value, connection)
    other = model.objects.order_by("pk").last()
    assert other.pk != row.pk
    others = [
        redaction(world, model, row.pk, column, "t1:other"),
        redaction(world, model, other.pk, column, digest),
        redaction(world, model, row.pk, "other", digest),
        redaction(world, Release, row.pk, column, digest),
    ]
    for wrong in others:
        with (
            pytest.raises(DatabaseError, match="never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            wrong.save()
            cursor.execute(change)
    # Nothing beside the column may go along with it.
    kept = [
        each.column
        for each in model._meta.concrete_fields
        if each.name not in model.may_redact | model.may_change and not each.null
    ]
    beside = kept[-1]
    with (
        pytest.raises(DatabaseError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        redaction(world, model, row.pk, column, digest).save()
        cursor.execute(change.replace("SET ", f"SET \"{beside}\" = '7', "))
    assert redact(world, model, column, value) == row.pk
    row.refresh_from_db()
    assert getattr(row, column) == value
    attempt(f'UPDATE "{name}" SET "{column}" = \'"x"\' WHERE {key}')


def test_python_removes_nothing_from_columns_without_words(world):
    fill(world)
    with pytest.raises(ImmutableError, match="Nothing is removed from digest of Edition"):
        Edition.objects.all().redact(digest="x")
    with pytest.raises(ImmutableError):
        Release.objects.all().redact(frame="x")


def test_only_the_latest_redaction_of_a_column_counts(world):
    fill(world)
    redact(world, Event, "reason", "First […] and Ann.")
    pk = redact(world, Event, "reason", "First […] and […].")
    attempt(f"UPDATE guidance_event SET reason = 'First […] and Ann.' WHERE id = {pk}")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("model", "column"), REDACTABLE)
def test_redaction_of_an_earlier_transaction_opens_nothing(model, column):
    world = make_world()
    fill(world)
    value = REDACTABLE[model, column]
    digest = triggers.stored_digest(model._meta.get_field(column), value, connection)
    pk = first_row(model).pk
    redaction(world, model, pk, column, digest).save()
    with pytest.raises(DatabaseError, match="never changes"):
        model.objects.filter(pk=pk).redact(**{column: value})
