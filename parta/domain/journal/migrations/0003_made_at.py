"""When an entry was made: for all there is, the moment it reached the server."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F

import parta.domain.journal.models

MODELS = ["attendanceentry", "homework", "lessonrecord", "mark"]


def up(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Entries so far were made online."""
    for name in MODELS:
        apps.get_model("journal", name).objects.update(made_at=F("entered_at"))


def down(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The column goes away with its values."""


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_work_types")]
    operations = [
        *(
            migrations.AddField(name, "made_at", parta.domain.journal.models.MadeAt("без связи с", null=True))
            for name in MODELS
        ),
        migrations.RunPython(up, down),
        *(migrations.AlterField(name, "made_at", parta.domain.journal.models.MadeAt("без связи с")) for name in MODELS),
    ]
