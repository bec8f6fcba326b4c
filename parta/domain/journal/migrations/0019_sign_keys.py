"""A key of the journal for every sign of absence the school has added."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0018_lesson_files_and_notes")]

    operations = [
        migrations.AddField(
            model_name="absencesign",
            name="key",
            field=models.CharField(blank=True, default="", max_length=1, verbose_name="клавиша"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="absencesign",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("key",), name="one_sign_of_a_key"
            ),
        ),
    ]
