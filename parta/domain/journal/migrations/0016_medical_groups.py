"""Medical groups for physical education, in a table of their own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0015_absence_signs"),
        ("school", "0004_arrangement_subjects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MedicalGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("basic", "основная"),
                            ("preparatory", "подготовительная"),
                            ("special_a", "специальная А"),
                            ("special_b", "специальная Б"),
                            ("relieved", "освобождение от нагрузки"),
                        ],
                        max_length=12,
                        verbose_name="группа",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="с")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="по")),
                ("document", models.CharField(max_length=120, verbose_name="справка")),
                ("version", models.PositiveIntegerField(default=1)),
                ("entered_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="medical_groups", to="school.student"
                    ),
                ),
            ],
            options={
                "verbose_name": "медицинская группа",
                "verbose_name_plural": "медицинские группы",
                "ordering": ["-first_day", "-id"],
                "indexes": [models.Index(fields=["student", "first_day"], name="medical_student_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day__isnull", True), ("last_day__gte", models.F("first_day")), _connector="OR"
                        ),
                        name="medical_days_in_order",
                    )
                ],
            },
        ),
    ]
