"""Late entries, corrections, when a work was checked or its results came, openings."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0001_initial"),
        ("journal", "0004_work_type_sets"),
        ("school", "0002_closed_periods"),
        ("timetable", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="attendanceentry",
            name="is_late",
            field=models.BooleanField(default=False, verbose_name="после срока"),
        ),
        migrations.AddField(
            model_name="homework",
            name="is_late",
            field=models.BooleanField(default=False, verbose_name="после срока"),
        ),
        migrations.AddField(
            model_name="lessonrecord",
            name="checked_on",
            field=models.DateField(blank=True, null=True, verbose_name="проверка закончена"),
        ),
        migrations.AddField(
            model_name="lessonrecord",
            name="is_late",
            field=models.BooleanField(default=False, verbose_name="после срока"),
        ),
        migrations.AddField(
            model_name="lessonrecord",
            name="received_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="результаты получены"),
        ),
        migrations.AddField(
            model_name="mark",
            name="corrected_from",
            field=models.CharField(blank=True, max_length=8, verbose_name="было"),
        ),
        migrations.AddField(
            model_name="mark",
            name="correction_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="причина исправления"),
        ),
        migrations.AddField(
            model_name="mark",
            name="is_late",
            field=models.BooleanField(default=False, verbose_name="после срока"),
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="причина")),
                ("opened_at", models.DateTimeField(verbose_name="открыто")),
                ("closes_at", models.DateTimeField(verbose_name="открыто до")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="закрыто раньше")),
                (
                    "course",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="curriculum.course",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="timetable.lesson",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school_class",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="school.schoolclass",
                    ),
                ),
            ],
            options={
                "verbose_name": "открытие",
                "verbose_name_plural": "открытия",
                "ordering": ["-opened_at", "-id"],
                "indexes": [models.Index(fields=["closes_at"], name="opening_closes_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("course__isnull", True), ("lesson__isnull", False), ("school_class__isnull", True)
                            ),
                            models.Q(
                                ("course__isnull", False), ("lesson__isnull", True), ("school_class__isnull", True)
                            ),
                            models.Q(
                                ("course__isnull", True), ("lesson__isnull", True), ("school_class__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="opening_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opened_at"))), name="opening_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="opening_has_a_reason"
                    ),
                ],
            },
        ),
    ]
