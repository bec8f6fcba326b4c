"""Kinds of work every school begins with; the administrator changes names and weights."""

from decimal import Decimal

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KINDS = [
    ("lesson", "Работа на уроке", "", "1", "lesson", False),
    ("test", "Самостоятельная работа", "с/р", "1.5", "written", False),
    ("quiz", "Тест", "тест", "1.5", "lesson", False),
    ("laboratory", "Лабораторная работа", "лаб", "1.5", "written", True),
    ("practical", "Практическая работа", "пр", "1.5", "written", True),
    ("dictation", "Диктант, сочинение, изложение", "дикт", "2", "written", False),
    ("control", "Контрольная работа", "к/р", "2", "control", True),
    ("external", "Внешняя диагностика", "диаг", "2", "external", False),
    ("homework", "Домашняя работа", "д/р", "0.5", "lesson", False),
]


def up(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Add the starting kinds."""
    work_type = apps.get_model("journal", "WorkType")
    for position, (code, name, short, weight, deadline, topic) in enumerate(KINDS):
        work_type.objects.create(
            code=code,
            name=name,
            short_name=short,
            weight=Decimal(weight),
            deadline_class=deadline,
            topic_required=topic,
            position=position,
        )


def down(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Kinds are data: nothing to undo."""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(up, down)]
