"""Signs of absence become a dictionary of the school: four are built in, the administrator adds others."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

BUILT_IN = [
    ("н", "не был", "пропуск, причина не указана", True, False, False),
    ("б", "болел", "пропуск по болезни", True, True, True),
    ("у", "уважительная причина", "пропуск по уважительной причине", True, True, False),
    ("оп", "опоздал", "опоздание", False, False, False),
]


def up(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Add the signs every school has."""
    sign = apps.get_model("journal", "AbsenceSign")
    for position, (code, name, words, missed, excused, health) in enumerate(BUILT_IN):
        sign.objects.create(
            code=code, name=name, words=words, missed=missed, excused=excused, health=health,
            is_built_in=True, position=position,
        )  # fmt: skip


def down(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The table goes with its rows."""


class Migration(migrations.Migration):
    dependencies = [("journal", "0014_homework_students")]
    operations = [
        migrations.CreateModel(
            name="AbsenceSign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=4, unique=True, verbose_name="знак")),
                ("name", models.CharField(max_length=60, verbose_name="что значит")),
                ("words", models.CharField(max_length=80, verbose_name="словами для семьи")),
                ("missed", models.BooleanField(default=True, verbose_name="урок пропущен")),
                ("excused", models.BooleanField(default=True, verbose_name="причина уважительная")),
                ("health", models.BooleanField(default=False, verbose_name="говорит о здоровье")),
                ("is_built_in", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True, verbose_name="используется")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("version", models.PositiveIntegerField(default=1)),
            ],
            options={
                "verbose_name": "знак отсутствия",
                "verbose_name_plural": "знаки отсутствия",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(excused=False) | models.Q(missed=True), name="excused_sign_is_missed"
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="absencereason",
            name="code",
            field=models.CharField(max_length=4, verbose_name="причина"),
        ),
        migrations.AlterField(
            model_name="attendanceentry",
            name="code",
            field=models.CharField(blank=True, max_length=4),
        ),
        migrations.RunPython(up, down),
    ]
