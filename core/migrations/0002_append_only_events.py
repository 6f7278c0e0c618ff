"""The database itself refuses to change or delete a chained event."""

from typing import Any

from django.db import migrations

_SQLITE = [
    """
    CREATE TRIGGER core_auditevent_keep BEFORE UPDATE ON core_auditevent
    WHEN OLD.position IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
    """,
    """
    CREATE TRIGGER core_auditevent_stay BEFORE DELETE ON core_auditevent
    BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
    """,
]
_POSTGRESQL = [
    """
    CREATE FUNCTION core_auditevent_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'events are append-only'; END $$
    """,
    """
    CREATE TRIGGER core_auditevent_keep BEFORE UPDATE ON core_auditevent
    FOR EACH ROW WHEN (OLD.position IS NOT NULL) EXECUTE FUNCTION core_auditevent_refuse()
    """,
    """
    CREATE TRIGGER core_auditevent_stay BEFORE DELETE ON core_auditevent
    FOR EACH ROW EXECUTE FUNCTION core_auditevent_refuse()
    """,
]


def create_guards(apps: Any, schema_editor: Any) -> None:
    """Create the triggers of this database."""
    for statement in {"sqlite": _SQLITE, "postgresql": _POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_guards(apps: Any, schema_editor: Any) -> None:
    """Drop them."""
    on_table = "" if schema_editor.connection.vendor == "sqlite" else " ON core_auditevent"
    for trigger in ("core_auditevent_keep", "core_auditevent_stay"):
        schema_editor.execute(f"DROP TRIGGER {trigger}{on_table}")
    if on_table:
        schema_editor.execute("DROP FUNCTION core_auditevent_refuse()")


class Migration(migrations.Migration):
    """Runs after the table exists."""

    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(create_guards, drop_guards)]
