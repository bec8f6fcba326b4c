"""People who can sign in, their sessions and dated appointments, and every attempt to sign in."""

from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from parta.domain.access.choices import Role, Scope
from parta.lib import clock, russian


class UserManager(BaseUserManager["User"]):
    """Needed by Django's authentication; people are created by the actions of the rooms."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Logins are compared without regard to case."""
        return self.get(login__iexact=username)


class User(AbstractBaseUser):
    """One person, whatever the number of roles. Without a login the person is known but cannot sign in."""

    login = models.CharField("логин", max_length=60, unique=True, null=True, blank=True)
    last_name = models.CharField("фамилия", max_length=80)
    first_name = models.CharField("имя", max_length=80, blank=True)
    middle_name = models.CharField("отчество", max_length=80, blank=True)
    email = models.EmailField("эл. почта", blank=True)
    phone = models.CharField("телефон", max_length=40, blank=True)
    is_active = models.BooleanField("может входить", default=True)
    is_system = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    signed_out_at = models.DateTimeField(null=True, blank=True)
    search_name = models.CharField(max_length=260, editable=False)
    sort_name = models.CharField(max_length=900, editable=False)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["last_name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "человек"
        verbose_name_plural = "люди"
        ordering = ["sort_name", "id"]
        indexes = [
            models.Index(fields=["search_name"], name="user_search_name"),
            models.Index(fields=["sort_name"], name="user_sort_name"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search and sort columns true to the name."""
        self.search_name = russian.search_form(self.full_name)
        self.sort_name = russian.sort_key(self.full_name)
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "search_name", "sort_name"}
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """«Ковалёв Даниил Сергеевич»."""
        return russian.full_name(self.last_name, self.first_name, self.middle_name)

    @property
    def list_name(self) -> str:
        """«Ковалёв Даниил»."""
        return russian.list_name(self.last_name, self.first_name)

    @property
    def short_name(self) -> str:
        """«Ковалёв Д. С.»."""
        return russian.short_name(self.last_name, self.first_name, self.middle_name)

    @property
    def initials(self) -> str:
        """«КЕ» for the avatar: surname and name."""
        return (self.last_name[:1] + self.first_name[:1]).upper()


class Session(AbstractBaseSession):
    """A browser's session with the person signed in: one statement brings both."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")

    class Meta:
        verbose_name = "вход"
        verbose_name_plural = "входы"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """The store of the settings."""
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store


class Appointment(models.Model):
    """A role given to a person by the head from a date (S3-4.2.2a); ended by a date, never deleted."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField("роль", max_length=20, choices=Role.choices)
    valid_from = models.DateField("с")
    valid_to = models.DateField("по", null=True, blank=True)
    order_number = models.CharField("приказ №", max_length=40, blank=True)
    order_date = models.DateField("от", null=True, blank=True)

    class Meta:
        verbose_name = "назначение"
        verbose_name_plural = "назначения"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(valid_to__isnull=True), name="one_open_appointment"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="appointment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user_id}"


class SignInAttempt(models.Model):
    """One attempt to sign in: the base of the lockout and of the person's own list of sign-ins."""

    login_key = models.CharField(max_length=60)
    address = models.CharField(max_length=60)
    succeeded = models.BooleanField()
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="sign_ins")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "попытка входа"
        verbose_name_plural = "попытки входа"
        indexes = [
            models.Index(fields=["login_key", "at"], name="attempt_login_at"),
            models.Index(fields=["address", "at"], name="attempt_address_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {'+' if self.succeeded else '-'}"


class ApiToken(models.Model):
    """A key by which a program acts for a person. Only its hash is kept: the key itself is shown once."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField("название", max_length=60)
    scopes = models.JSONField("что может")
    hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("сделан")
    expires_at = models.DateTimeField("действует до")
    last_used_at = models.DateTimeField("был в деле", null=True, blank=True)
    revoked_at = models.DateTimeField("отозван", null=True, blank=True)

    class Meta:
        verbose_name = "ключ программы"
        verbose_name_plural = "ключи программ"
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], condition=models.Q(revoked_at__isnull=True), name="one_live_token_per_name"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="token_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.user_id}"

    @property
    def is_signed_out(self) -> bool:
        """Made before the person's sign-ins were all ended (a new password, «Закончить вход»): ended with them."""
        ended = self.user.signed_out_at
        return ended is not None and self.created_at < ended

    @property
    def is_working(self) -> bool:
        """Neither revoked nor over."""
        return self.revoked_at is None and self.expires_at > clock.real_now() and not self.is_signed_out

    @property
    def scope_labels(self) -> list[str]:
        """«читать журнал», «писать в журнал»."""
        return [str(scope.label) for scope in Scope if scope.value in self.scopes]
