"""The class teacher's checks of attendance and of the pupils' data."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0016_medical_groups"),
        ("school", "0004_arrangement_subjects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClassCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("attendance", "посещаемость"), ("personal_data", "данные учеников")],
                        max_length=16,
                        verbose_name="что проверено",
                    ),
                ),
                ("day", models.DateField(verbose_name="за какой день")),
                ("checked_at", models.DateTimeField()),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school_class",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="school.schoolclass"
                    ),
                ),
            ],
            options={
                "verbose_name": "проверка класса",
                "verbose_name_plural": "проверки классов",
                "ordering": ["-day", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("school_class", "kind", "day"), name="one_check_a_day")
                ],
            },
        ),
    ]
