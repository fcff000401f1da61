"""Rows that never change: the database half.

Triggers refuse UPDATE and DELETE of every ``ImmutableModel`` (and TRUNCATE on PostgreSQL), but for
the columns a model lists in ``may_change``. Frozen text has one exception of its own: its JSON may
be replaced by the transaction that inserted the Redaction which names the new JSON's digest.
SQLite drops triggers when a migration rebuilds a table, so they are put back after every migrate.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from guidance.models.immutable import ImmutableModel


def immutable_models() -> list[type[ImmutableModel]]:
    """Give every model whose rows never change."""
    return [
        model
        for model in apps.get_app_config("guidance").get_models()
        if issubclass(model, ImmutableModel)
    ]


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Give the triggers that the tables present in this database lack."""
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


def _statements(vendor: str, tables: set[str]) -> Iterator[str]:
    if vendor == "postgresql":
        yield _POSTGRESQL_REFUSE
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
                    f"EXECUTE FUNCTION {_function(model, event)}()"
                )
            else:
                yield (
                    f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW{when} '
                    f"BEGIN SELECT RAISE(ABORT, '{table} never changes'); END"
                )


def _triggers(model: type[ImmutableModel], vendor: str) -> Iterator[tuple[str, str, str]]:
    """Give name, event and condition of each trigger a table needs."""
    table = model._meta.db_table
    yield f"{table}_no_delete", "DELETE", ""
    yield f"{table}_no_update", "UPDATE", _update_condition(model, vendor)
    if vendor == "postgresql":
        yield f"{table}_no_truncate", "TRUNCATE", ""
        if _is_redaction(model):
            yield f"{table}_transaction", "INSERT", ""


def _update_condition(model: type[ImmutableModel], vendor: str) -> str:
    if _is_frozen_text(model):
        return "" if vendor == "postgresql" else _SQLITE_NOT_REDACTED
    if not model.may_change:
        return ""
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    columns = [
        field.column for field in model._meta.concrete_fields if field.name not in model.may_change
    ]
    return " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in columns)


def _is_frozen_text(model: type[ImmutableModel]) -> bool:
    return model._meta.model_name == "frozentext"


def _is_redaction(model: type[ImmutableModel]) -> bool:
    return model._meta.model_name == "redaction"


def _function(model: type[ImmutableModel], event: str) -> str:
    if event == "UPDATE" and _is_frozen_text(model):
        return "guidance_refuse_but_redaction"
    if event == "INSERT":
        return "guidance_note_transaction"
    return "guidance_refuse"


# SQLite cannot tell which transaction inserted a row. Django gives its connections SHA256, and the
# digest ties the change to the one text that the Redaction names.
_SQLITE_NOT_REDACTED = """NEW."digest" IS NOT OLD."digest" OR NOT EXISTS (
    SELECT 1 FROM "guidance_redaction" AS r
    WHERE r."frozen_text_id" = OLD."digest" AND r."new_digest" = 't1:' || SHA256(NEW."json")
)"""

_POSTGRESQL_REFUSE = """
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
CREATE OR REPLACE FUNCTION guidance_refuse_but_redaction() RETURNS trigger AS $$
BEGIN
    IF NEW.digest IS DISTINCT FROM OLD.digest OR NOT EXISTS (
        SELECT 1 FROM guidance_redaction AS r
        WHERE r.frozen_text_id = OLD.digest
          AND r.new_digest = 't1:' || encode(sha256(convert_to(NEW.json, 'UTF8')), 'hex')
          AND r.transaction = txid_current()
    ) THEN
        RAISE EXCEPTION '% never changes', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$ LANGUAGE plpgsql;
"""
