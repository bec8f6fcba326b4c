"""Late entries are counted by an index of their own."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("curriculum", "0001_initial"),
        ("journal", "0008_absence_reasons"),
        ("school", "0002_closed_periods"),
        ("timetable", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="attendanceentry",
            index=models.Index(condition=models.Q(("is_late", True)), fields=["entered_at"], name="attendance_late"),
        ),
        migrations.AddIndex(
            model_name="homework",
            index=models.Index(condition=models.Q(("is_late", True)), fields=["entered_at"], name="homework_late"),
        ),
        migrations.AddIndex(
            model_name="lessonrecord",
            index=models.Index(condition=models.Q(("is_late", True)), fields=["entered_at"], name="record_late"),
        ),
        migrations.AddIndex(
            model_name="mark",
            index=models.Index(condition=models.Q(("is_late", True)), fields=["entered_at"], name="mark_late"),
        ),
    ]
