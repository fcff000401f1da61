"""What never changes cannot be changed: not in Python, not past it in the database."""

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from guidance.content import frozen_digest
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
from tests.publishing.test_spine import SAFER

MUTABLE = {
    "Alert",
    "Contact",
    "Guide",
    "LanguageOffer",
    "PreviewLink",
    "Section",
    "Site",
    "StaffRole",
    "Slug",
    "Submission",
}
IMMUTABLE = {
    "ChangeNoteTranslation",
    "Check",
    "Collision",
    "CollisionSettled",
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
    """Give every kind of immutable row that operations write now at least one row."""
    world.write("signs", body=SAFER)
    world.publish(world.submit("safety"))


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


def redaction(world, new):
    text = FrozenText.objects.filter(json__contains="gunshots").first()
    return text, Redaction(
        frozen_text=text,
        section="when-to-call-signs",
        at=timezone.now(),
        reason="A witness asked for it.",
        administrator=world.writer,
        second_person=world.approver,
        new_digest=frozen_digest(new),
    )


def write_json(text, new):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE guidance_frozentext SET json = %s WHERE digest = %s", [new, text.pk])


def test_frozen_text_changes_only_to_what_a_redaction_names(world):
    text, row = redaction(world, '{"schema":1}')
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        write_json(text, '{"schema":1}')
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        row.save()
        write_json(text, '{"schema":2}')
    _, row = redaction(world, '{"schema":1}')
    with transaction.atomic():
        row.save()
        write_json(text, '{"schema":1}')
    attempt("UPDATE guidance_frozentext SET digest = 'x'")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_redaction_of_an_earlier_transaction_opens_nothing():
    from tests.world import make_world

    world = make_world()
    text, row = redaction(world, '{"schema":1}')
    row.save()
    with pytest.raises(DatabaseError, match="never changes"):
        write_json(text, '{"schema":1}')
