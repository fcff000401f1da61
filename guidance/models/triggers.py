"""Rows that never change: the database half.

Triggers refuse UPDATE and DELETE of every ``ImmutableModel`` (and TRUNCATE on PostgreSQL), but for
the columns a model lists in ``may_change``. Columns in ``may_redact`` have one exception: they may
become what the latest Redaction of them names by its digest, in the transaction that inserted it.
SQLite drops triggers when a migration rebuilds a table, so they are put back after every migrate.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, JSONField

from guidance.domain.text.digests import frozen_digest
from guidance.models.immutable import ImmutableModel


def immutable_models() -> list[type[ImmutableModel]]:
    return [
        model
        for model in apps.get_app_config("guidance").get_models()
        if issubclass(model, ImmutableModel)
    ]


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the triggers that the tables present in this database lack."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
            if connection.vendor == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        present = {row[0] for row in cursor.fetchall()}
    return sorted(
        name
        for model in immutable_models()
        if model._meta.db_table in tables
        for name, _, _ in _triggers(model, connection.vendor)
        if name not in present
    )


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers on every table that is there."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for statement in _statements(connection.vendor, tables):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers. Only for emptying a test database."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in immutable_models():
            if model._meta.db_table in tables:
                for name, _, _ in _triggers(model, connection.vendor):
                    on = (
                        f' ON "{model._meta.db_table}"' if connection.vendor == "postgresql" else ""
                    )
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')


def install_after_migrate(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Put the triggers back; called after every migrate."""
    install(connections[using])


def stored_digest(field: Field, value: Any, connection: BaseDatabaseWrapper) -> str:
    """Return the digest that the triggers work out of a column that holds ``value``."""
    if connection.vendor == "postgresql" and isinstance(field, JSONField):
        with connection.cursor() as cursor:
            # The database writes JSON in its own way.
            cursor.execute("SELECT CAST(CAST(%s AS jsonb) AS text)", [json.dumps(value)])
            return frozen_digest(cursor.fetchone()[0])
    return frozen_digest(field.get_db_prep_save(value, connection))


def _statements(vendor: str, tables: set[str]) -> Iterator[str]:
    if vendor == "postgresql":
        yield _POSTGRESQL_FUNCTIONS
    for model in immutable_models():
        table = model._meta.db_table
        if table not in tables:
            continue
        for name, event, condition in _triggers(model, vendor):
            on = f' ON "{table}"' if vendor == "postgresql" else ""
            yield f'DROP TRIGGER IF EXISTS "{name}"{on}'
            when = f" WHEN ({condition})" if condition else ""
            if vendor == "postgresql":
                each = "STATEMENT" if event == "TRUNCATE" else "ROW"
                yield (
                    f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH {each}{when} '
                    f"EXECUTE FUNCTION {_function(model, event)}"
                )
            else:
                yield (
                    f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW{when} '
                    f"BEGIN SELECT RAISE(ABORT, '{table} never changes'); END"
                )


def _triggers(model: type[ImmutableModel], vendor: str) -> Iterator[tuple[str, str, str]]:
    """Return name, event and condition of each trigger a table needs."""
    table = model._meta.db_table
    yield f"{table}_no_delete", "DELETE", ""
    yield f"{table}_no_update", "UPDATE", _update_condition(model, vendor)
    if vendor == "postgresql":
        yield f"{table}_no_truncate", "TRUNCATE", ""
        if model._meta.model_name == "redaction":
            yield f"{table}_transaction", "INSERT", ""


def _update_condition(model: type[ImmutableModel], vendor: str) -> str:
    """Return when an update is refused, ``''`` for always. A PostgreSQL function decides alone."""
    if vendor == "postgresql" or not (model.may_change or model.may_redact):
        return ""
    return " OR ".join(
        _sqlite_differs(column)
        + (_sqlite_not_redacted(model, column) if name in model.may_redact else "")
        for name, column in _columns(model).items()
        if name not in model.may_change
    )


def _function(model: type[ImmutableModel], event: str) -> str:
    if event == "INSERT":
        return "guidance_note_transaction()"
    if event != "UPDATE" or not (model.may_change or model.may_redact):
        return "guidance_refuse()"
    columns = _columns(model)
    lists = [
        ",".join(columns[name] for name in sorted(names))
        for names in (model.may_change, model.may_redact)
    ]
    arguments = [model._meta.pk.column, *lists]
    return "guidance_refuse_but({})".format(", ".join(f"'{argument}'" for argument in arguments))


def _columns(model: type[ImmutableModel]) -> dict[str, str]:
    """Return the columns of a model's fields, by name."""
    return {field.name: field.column for field in model._meta.concrete_fields if field.column}


def _sqlite_differs(column: str) -> str:
    return f'NEW."{column}" IS NOT OLD."{column}"'


def _sqlite_not_redacted(model: type[ImmutableModel], column: str) -> str:
    """Say that the latest Redaction of this column does not name what it is to become.

    SQLite cannot tell which transaction inserted a row, so the latest counts, for ever. Django
    gives its connections SHA256.
    """
    which = f"""r."table_name" = '{model._meta.db_table}' AND r."column_name" = '{column}'
        AND r."row_key" = CAST(OLD."{model._meta.pk.column}" AS TEXT)"""
    # Every name in it comes from the models.
    return f""" AND NOT EXISTS (SELECT 1 FROM "guidance_redaction" AS r
        WHERE {which} AND r."new_digest" = 't1:' || SHA256(NEW."{column}")
        AND r."id" = (SELECT MAX(r."id") FROM "guidance_redaction" AS r WHERE {which}))"""  # noqa: S608


_POSTGRESQL_FUNCTIONS = """
CREATE OR REPLACE FUNCTION guidance_refuse() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '% never changes', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION guidance_note_transaction() RETURNS trigger AS $$
BEGIN
    NEW.transaction := txid_current();
    RETURN NEW;
END
$$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION guidance_refuse_but() RETURNS trigger AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    changed text;
BEGIN
    FOR changed IN SELECT key FROM jsonb_object_keys(after) AS key LOOP
        IF after -> changed IS NOT DISTINCT FROM before -> changed
            OR changed = ANY (string_to_array(TG_ARGV[1], ','))
        THEN
            CONTINUE;
        END IF;
        IF NOT changed = ANY (string_to_array(TG_ARGV[2], ',')) OR NOT EXISTS (
            SELECT 1 FROM (
                SELECT r.new_digest, r.transaction FROM guidance_redaction AS r
                WHERE r.table_name = TG_TABLE_NAME AND r.column_name = changed
                  AND r.row_key = before ->> TG_ARGV[0]
                ORDER BY r.id DESC LIMIT 1
            ) AS latest
            WHERE latest.transaction = txid_current() AND latest.new_digest
                = 't1:' || encode(sha256(convert_to(after ->> changed, 'UTF8')), 'hex')
        ) THEN
            RAISE EXCEPTION '% never changes', TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END
$$ LANGUAGE plpgsql;
"""
