"""What a class teacher confirms: the scheme of the timetable too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0019_sign_keys"),
    ]

    operations = [
        migrations.AlterField(
            model_name="classcheck",
            name="kind",
            field=models.CharField(
                choices=[
                    ("attendance", "посещаемость"),
                    ("personal_data", "данные учеников"),
                    ("timetable", "схема расписания"),
                ],
                max_length=16,
                verbose_name="что проверено",
            ),
        ),
    ]
