"""One row per act. Database triggers refuse update and delete; each row carries the hash of the one before it."""

from django.db import models

from parta.domain.access.models import User


class AuditEntry(models.Model):
    """Who did what to which thing, when, from where, with the values before and after.

    operation: the client-made id of the journal operation that did it; sent again, it is found here and not done twice.
    version: of the subject after the act, where the subject has versions.
    """

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    code = models.CharField(max_length=60)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=60)
    subject_title = models.CharField(max_length=200, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    origin = models.CharField(max_length=80, blank=True)
    operation = models.UUIDField(null=True, unique=True)
    version = models.PositiveIntegerField(null=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "запись журнала действий"
        verbose_name_plural = "журнал действий"
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "sequence"], name="audit_subject"),
            models.Index(fields=["actor", "sequence"], name="audit_actor"),
            models.Index(fields=["person", "sequence"], name="audit_person"),
            models.Index(fields=["at"], name="audit_at"),
            models.Index(fields=["code", "sequence"], name="audit_code"),
        ]

    def __str__(self) -> str:
        return f"№ {self.sequence} {self.code}"
