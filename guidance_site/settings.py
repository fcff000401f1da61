"""Settings: one file; what differs between installations comes from the environment.

Every variable read here has its heading in docs/settings.md. A value that cannot be used stops the
program with one message: which variable, what is wrong with it, and an example.
"""

from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ
from csp.constants import NONCE, NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

from guidance.domain import languages
from guidance_site import public_url

BASE_DIR = Path(__file__).resolve().parent.parent
_env = environ.Env()


def _text(name: str, default: str = "") -> str:
    """Read a variable; one that is set but empty counts as not set."""
    return _env.str(name, default="").strip() or default


def _refuse(name: str, problem: str, example: str) -> NoReturn:
    raise ImproperlyConfigured(f"{name} {problem}. Example: {name}={example}")


# --- Where things are

DATA_DIR = BASE_DIR / _text("DATA_DIR", "var")
"""The one folder that is written to."""

HOST = _text("HOST", "127.0.0.1")
PORT = _text("PORT", "8000")
if not PORT.isdecimal():
    _refuse("PORT", f"is {PORT!r}, which is no number", "8000")
try:
    PUBLIC_URL = public_url.parse(
        _text("PUBLIC_URL", f"http://{public_url.host_with_port(HOST, PORT)}")
    )
except ValueError as _error:
    _refuse("PUBLIC_URL", str(_error), "https://safety.example.org")
PURGE_COMMAND = _text("PURGE_COMMAND")
_PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname or ""
_ENCRYPTED = PUBLIC_URL.startswith("https://")
_LOOPBACK = public_url.is_loopback(_PUBLIC_HOST)

# --- E-mail

EMAIL_URL = _text("EMAIL_URL")
"""The mail server; empty: no e-mail is sent."""
_EXAMPLE_MAIL = "smtp+tls://user:password@mail.example.org:587"
if EMAIL_URL:
    if urlsplit(EMAIL_URL).scheme not in {"smtp", "smtp+tls", "smtp+ssl"}:
        _refuse("EMAIL_URL", "is not the address of a mail server", _EXAMPLE_MAIL)
    globals().update(_env.email_url_config(EMAIL_URL))
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
DEFAULT_FROM_EMAIL = _text("EMAIL_FROM", f"guidance@{_PUBLIC_HOST}")

# --- Security

DEBUG = False

_SHORTEST_SECRET = 50
SECRET_KEY = _text("SECRET_KEY")
if not SECRET_KEY:
    _refuse(
        "SECRET_KEY",
        "is not set; `make run` makes one by itself and keeps it in DATA_DIR, and for a single "
        "command `scripts/python.sh scripts/manage.py COMMAND` passes that one on",
        "$(python3 -c 'import secrets; print(secrets.token_urlsafe(64))')",
    )
if len(SECRET_KEY) < _SHORTEST_SECRET:
    _refuse(
        "SECRET_KEY",
        f"has {len(SECRET_KEY)} characters, too few to be safe: at least {_SHORTEST_SECRET}",
        "$(python3 -c 'import secrets; print(secrets.token_urlsafe(64))')",
    )

ALLOWED_HOSTS = [f"[{_PUBLIC_HOST}]" if ":" in _PUBLIC_HOST else _PUBLIC_HOST]
if _LOOPBACK:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

SECURE_SSL_REDIRECT = _ENCRYPTED
# The health answers are asked for by programs beside the server, without encryption.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _ENCRYPTED else 0
# Public pages, which hold no form that Django guards, set the stricter no-referrer themselves.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _ENCRYPTED
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Signing in changes the token of every form that is open: what was typed in one is shown again.
CSRF_FAILURE_VIEW = "guidance.admin.staff_site.csrf_failure"
# The other storage would set a cookie for every path, the public's too.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

if _ENCRYPTED:
    # This site speaks for its own name alone: whether the names below it (W005) or the whole
    # domain in browsers' lists (W021) take encryption only is for the domain's owner to decide.
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
elif _LOOPBACK:
    # Plain http that never leaves this machine: no encryption to insist on (W004, W008), and a
    # cookie marked for encryption only would not come back (W012, W016). Plain http anywhere else
    # is an error of our own, guidance_site.E001.
    SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # The nonce is for the import map of the staff's editor, which has to stand in the page.
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# A desk sends all fields of a guide at once: some fifteen for each section.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

# --- The application

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, which it changes
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_prose_editor",
    "csp",
    "guidance.apps.GuidanceConfig",
    "guidance_site.apps.SiteConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "guidance_site.urls"
WSGI_APPLICATION = "guidance_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]

# --- The database


def _database(url: str) -> dict[str, Any]:
    """Turn DATABASE_URL into Django's settings of one database."""
    example = "postgres://user:password@127.0.0.1:5432/guidance"
    if url.startswith(("postgres://", "postgresql://", "sqlite:///")):
        try:
            config = _env.db_url_config(url)
        except ValueError:
            # The error names the password when a special character in it is not written as %40.
            _refuse("DATABASE_URL", "cannot be read: is its port a number?", example)
        if config["NAME"] not in {"", ":memory:"}:
            if url.startswith("sqlite"):
                return _sqlite(BASE_DIR / config["NAME"])
            # A new connection for every page costs three to four times the page itself.
            return config | {
                "CONN_MAX_AGE": 60,
                "CONN_HEALTH_CHECKS": True,
                "OPTIONS": _PATIENCE | config.get("OPTIONS", {}),
            }
    _refuse("DATABASE_URL", "names neither a PostgreSQL database nor a file of SQLite", example)


# A server or a network that is gone without a word is given up after some seconds, not after hours:
# until then its connections hold the few places of the staff's side.
_PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Writers wait for each other from the start of a transaction and readers wait for nobody.
        # WAL without IMMEDIATE ends in "database is locked".
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA recursive_triggers=ON",
            "timeout": 20,
        },
        # A file, as in use: in memory, threads would share one connection and its transaction.
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
    }


_DATABASE_URL = _text("DATABASE_URL")
DATABASES = {
    "default": _database(_DATABASE_URL) if _DATABASE_URL else _sqlite(DATA_DIR / "db.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Languages and time

# Django leaves out some of our languages, and refuses to activate what is not in this list.
for _language in languages.LANGUAGES:
    LANG_INFO.setdefault(
        _language.code,
        {
            "bidi": _language.direction == "rtl",
            "code": _language.code,
            "name": _language.english_name,
            "name_local": _language.own_name,
        },
    )
LANGUAGES = [(language.code, language.own_name) for language in languages.LANGUAGES]
LANGUAGE_CODE = languages.SOURCE
# Compiled from locale/ by `manage.py compile_catalogues`.
LOCALE_PATHS = [DATA_DIR / "locale"]

MODELTRANSLATION_DEFAULT_LANGUAGE = languages.SOURCE
MODELTRANSLATION_LANGUAGES = languages.CODES
# A missing translation is missing: never another language's text in its place.
MODELTRANSLATION_ENABLE_FALLBACKS = False
MODELTRANSLATION_FALLBACK_LANGUAGES = ()

USE_TZ = True
TIME_ZONE = "America/Chicago"

# --- Static files

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Logging

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_readers": {"()": "guidance_site.logs.WithoutReaders"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["without_readers"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own set-up writes to the console in other ways: everything goes to the root.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # Below an error is what the asker did wrong: a page that is not there, a forged form.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
