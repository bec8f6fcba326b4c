"""When each periodic job last ran: the only state of the worker."""

from django.db import models


class JobRun(models.Model):
    """A periodic job and its last run."""

    name = models.CharField(max_length=60, primary_key=True)
    last_run_at = models.DateTimeField()
    last_line = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "фоновая работа"
        verbose_name_plural = "фоновые работы"

    def __str__(self) -> str:
        return self.name
