"""Sort keys are compared byte by byte: a PostgreSQL server whose locale skips punctuation would mix names up."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COLUMNS = {"access_user": 900, "curriculum_subject": 500, "school_schoolclass": 200, "school_teachinggroup": 300}


def up(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite compares bytes already."""
    _collate(editor, 'COLLATE "C"')


def down(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The collation of the database again."""
    _collate(editor, 'COLLATE "default"')


def _collate(editor: BaseDatabaseSchemaEditor, collation: str) -> None:
    if editor.connection.vendor != "postgresql":
        return
    for table, length in COLUMNS.items():
        editor.execute(f"ALTER TABLE {table} ALTER COLUMN sort_name TYPE varchar({length}) {collation}")


class Migration(migrations.Migration):
    dependencies = [
        ("ops", "0001_initial"),
        ("access", "0001_initial"),
        ("school", "0001_initial"),
        ("curriculum", "0001_initial"),
    ]
    operations = [migrations.RunPython(up, down)]
