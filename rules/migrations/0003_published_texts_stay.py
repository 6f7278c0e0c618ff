"""The database itself refuses to change what was signed: a published version, a proposed one's files, a finished trial."""

from typing import Any

from django.db import migrations

_SIGNED = (
    "benefit",
    "title",
    "files",
    "hash",
    "revision",
    "valid_from",
    "based_on_hash",
    "reason",
    "author_id",
    "trial_id",
)
_SIGNATURE = ("proposed_at", "reviewer_id", "review_note", "published_at")

_RULES = {
    # Of a published version only its withdrawal may still be written.
    "rules_textversion_published": (
        "UPDATE",
        "rules_textversion",
        "OLD.published_at IS NOT NULL AND (NEW.state NOT IN ('published', 'withdrawn') OR OLD.state = 'withdrawn' OR {})",
        (*_SIGNED, *_SIGNATURE),
    ),
    # What is signed is what was proposed.
    "rules_textversion_proposed": (
        "UPDATE",
        "rules_textversion",
        "OLD.state = 'proposed' AND NEW.state IN ('proposed', 'published') AND ({})",
        tuple(name for name in _SIGNED if name != "title"),
    ),
    "rules_textversion_stays": ("DELETE", "rules_textversion", "OLD.published_at IS NOT NULL", ()),
    "rules_texttrial_done": ("UPDATE", "rules_texttrial", "OLD.state = 'done'", ()),
    "rules_texttrial_stays": ("DELETE", "rules_texttrial", "OLD.state = 'done'", ()),
}
_WORDS = "what was signed or tried stays as it is"


def _condition(template: str, columns: tuple[str, ...], differs: str) -> str:
    return template.format(" OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in columns)) if columns else template


def create_guards(apps: Any, schema_editor: Any) -> None:
    """Create the triggers of this database."""
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(
            "CREATE FUNCTION rules_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{_WORDS}'; END $$"
        )
    for name, (act, table, template, columns) in _RULES.items():
        if vendor == "sqlite":
            condition = _condition(template, columns, "IS NOT")
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{_WORDS}'); END"
            )
        else:
            condition = _condition(template, columns, "IS DISTINCT FROM")
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW WHEN ({condition}) "
                "EXECUTE FUNCTION rules_refuse()"
            )


def drop_guards(apps: Any, schema_editor: Any) -> None:
    """Drop them."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for name, (_, table, _, _) in _RULES.items():
        schema_editor.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP TRIGGER {name} ON {table}")
    if not sqlite:
        schema_editor.execute("DROP FUNCTION rules_refuse()")


class Migration(migrations.Migration):
    """Runs after the tables exist."""

    dependencies = [("rules", "0002_text_versions")]
    operations = [migrations.RunPython(create_guards, drop_guards)]
