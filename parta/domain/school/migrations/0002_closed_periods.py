"""A grading period can be closed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("school", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="gradingperiod",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="закрыт"),
        ),
    ]
