"""Physical education is a flag of the subject; at first it follows the name."""

from typing import Any

from django.db import migrations, models

from parta.domain.curriculum.rules.physical import is_physical_by_name


def by_name(apps: Any, schema_editor: Any) -> None:
    subject = apps.get_model("curriculum", "Subject")
    ids = [pk for pk, name in subject.objects.values_list("pk", "name") if is_physical_by_name(name)]
    subject.objects.filter(pk__in=ids).update(is_physical_education=True)


class Migration(migrations.Migration):
    dependencies = [("curriculum", "0002_plan_stages")]

    operations = [
        migrations.AddField(
            model_name="subject",
            name="is_physical_education",
            field=models.BooleanField(default=False, verbose_name="физкультура"),
        ),
        migrations.RunPython(by_name, migrations.RunPython.noop),
    ]
