"""All settings of the installation, from the environment and the data folder. School policy lives in the rulebook."""

import os
from pathlib import Path

from config.data_folder import DataFolder
from config.database import database_settings
from parta import __version__
from parta.lib import clock

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = DataFolder.open(Path(os.environ.get("PARTA_DATA", BASE_DIR / "var")))

DEBUG = os.environ.get("PARTA_DEBUG") == "1"
SECRET_KEY = DATA.secret_key()
ALLOWED_HOSTS = os.environ.get("PARTA_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("PARTA_ORIGINS", "").split(",") if origin]
HTTPS = os.environ.get("PARTA_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "parta.domain.access",
    "parta.domain.audit",
    "parta.domain.regulation",
    "parta.domain.school",
    "parta.domain.curriculum",
    "parta.domain.timetable",
    "parta.domain.journal",
    "parta.domain.finals",
    "parta.domain.diary",
    "parta.web",
    "parta.ops",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "parta.web.middleware.Watch",
    "django.middleware.gzip.GZipMiddleware",
    "parta.api.middleware.NoCookies",
    "parta.web.upload_limits.UploadLimits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "parta.web.sessions.Authentication",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "parta.web.middleware.SessionLimits",
    "parta.web.middleware.SignInRequired",
    "parta.web.middleware.DomainErrors",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "parta"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "parta.web.menu.shell",
            ],
            "builtins": ["parta.web.templatetags.parta", "parta.web.templatetags.quick"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                ),
            ],
        },
    },
]

DATABASES = {"default": database_settings(DATA, os.environ.get("PARTA_DATABASE_URL", ""))}

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

CSRF_FAILURE_VIEW = "parta.web.http.csrf_failure"
SESSION_ENGINE = "parta.web.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = int(os.environ.get("PARTA_IDLE_MINUTES", "60")) * 60
SESSION_ABSOLUTE_SECONDS = SESSION_COOKIE_AGE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILES_ROOT = DATA.path / "files"
FILE_BYTES = int(os.environ.get("PARTA_FILE_MB", "10")) * 1024 * 1024
LESSON_BYTES = int(os.environ.get("PARTA_LESSON_FILES_MB", "40")) * 1024 * 1024

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}},
    "files": {
        "BACKEND": "parta.lib.shared_files.SharedFiles",
        "LOCATION": DATA.path / "remembered",
        "KEY_PREFIX": __version__,
        "OPTIONS": {"MAX_ENTRIES": 8000},
    },
}
"""«files» is what all processes share and any of them can make again: see `parta.lib.remembered`."""

LANGUAGE_CODE = "ru"
USE_I18N = True
USE_TZ = True
TIME_ZONE = DATA.time_zone()
clock.configure(zone=TIME_ZONE, file=DATA.clock_file())

STATIC_URL = "/static/"
STATIC_ROOT = DATA.path / "static"
STATICFILES_DIRS = [BASE_DIR / "parta" / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.HashedStaticFiles"},
}

LOGGING_CONFIG = "config.logs.configure"
LOGGING = {"level": os.environ.get("PARTA_LOG_LEVEL", "INFO")}
