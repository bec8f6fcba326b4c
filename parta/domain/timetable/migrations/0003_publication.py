"""A version is a draft until it is published; versions made before this are in force, as they were."""

from datetime import UTC, datetime, time
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def in_force(apps: Any, schema_editor: Any) -> None:
    for row in apps.get_model("timetable", "Timetable").objects.all():
        row.published_at = datetime.combine(row.valid_from, time(), UTC)
        row.save(update_fields=["published_at"])


class Migration(migrations.Migration):
    dependencies = [
        ("timetable", "0002_changes_of_the_day"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="timetable",
            name="published_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="опубликовано"),
        ),
        migrations.AddField(
            model_name="timetable",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="кем",
            ),
        ),
        migrations.RunPython(in_force, migrations.RunPython.noop),
    ]
