"""Every setting, read from the environment; with no configuration the site works.

`docs/deploy.md` lists the variables. What the site writes (database, uploads,
secret key, collected static files) lies in one folder: var/, or TRACKER_VAR.
"""

import os
from contextlib import suppress
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _
from environs import Env

from tracker.database import configure

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
DEBUG = env.bool("DEBUG", False)
HTTPS = env.bool("HTTPS", False)

VAR = Path(env("TRACKER_VAR", str(BASE_DIR / "var"))).absolute()
VAR.mkdir(mode=0o700, parents=True, exist_ok=True)


def kept_secret(path: Path) -> str:
    """The key in `path`, made on the first run, readable by this user alone."""
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key())
        # Two processes may start together: the first link wins, both read it.
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text()


# The site

SITE_NAME = env("SITE_NAME", "Suivi des engagements")
PUBLISHER = env("PUBLISHER", "")
CONTACT_EMAIL = env("CONTACT_EMAIL", "")
# Where the site is for everybody, such as https://suivi.example.org: the address that
# pages give of themselves to other sites. Without it, the one that the reader asked.
SITE_URL = env("SITE_URL", "").rstrip("/")

SECRET_KEY = env("SECRET_KEY", "") or kept_secret(VAR / "secret_key")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
TEST_RUNNER = "tracker.test_suite.Runner"

INSTALLED_APPS = [
    "commitments",
    "django_filters",
    # Only for the file of htmx that it carries.
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    # WhiteNoise serves the static files of `make dev` too, as in production.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # Listed so that templates/django/forms/ may override how forms are drawn.
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Counts who asks for what, before anything is answered from memory.
    "commitments.api.door.ApiDoor",
    # Keeps pages with the headers that those below it add.
    "tracker.caching.CachePages",
    "tracker.content_security.ContentSecurityPolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # The reader's switch (a cookie), else the browser's preference, else French.
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tracker.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


# Data

DATABASES = {
    "default": configure(
        env.dj_db_url(
            "DATABASE_URL",
            f"sqlite:///{VAR / 'tracker.sqlite3'}",
            # To open a connection takes longer than to answer most requests.
            conn_max_age=60,
            conn_health_checks=True,
            # A pooler that lends connections keeps nothing for whoever comes back.
            disable_server_side_cursors=env.bool("DATABASE_IS_POOLED", False),
        )
    )
}
# Searched there instead of in the database: docs/search.md.
SEARCH_URL = env("SEARCH_URL", "").rstrip("/")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes, since it holds the counters of failed sign-ins.
# `manage.py createcachetable` makes the table.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # It counts attempts to sign in; past so many entries a third is dropped, so
        # few would let somebody who fills it start guessing afresh.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What every page shows alike, in the memory of each process; nothing while
    # somebody writes the site.
    "process": {
        "BACKEND": "django.core.cache.backends."
        + ("dummy.DummyCache" if DEBUG else "locmem.LocMemCache"),
    },
}

# Seconds for which the public pages of a process take the data to be as they were:
# readers by the thousand ask the database once, editors always.
VERSION_KNOWN_FOR = 1

STORAGES = {
    # Evidence: outside every served folder, reached through one view alone.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "media", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "tracker.static_files.BundledStorage",
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
FILE_UPLOAD_PERMISSIONS = 0o600
EVIDENCE_MAX_BYTES = 20 * 1024 * 1024
# What an administrator may upload to import; larger files go by the command.
IMPORT_MAX_BYTES = 2 * 1024**3


# Language and time

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
# In templates, numbers that are not for reading (ids, SVG) need |unlocalize.
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"


# Accounts

AUTH_USER_MODEL = "commitments.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "tracker.accounts.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
# An administrator vouches for the addresses, so none is asked to be confirmed.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
# Nothing is sent to an address that no account has.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# A code typed as its half-minute ends is still good.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Whose address counts as the visitor's, for limits: behind N proxies, the Nth.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)


# E-mail: written to files until a server is given

MAIL_FOLDER = VAR / "mail"
if env("EMAIL_URL", ""):
    vars().update(env.dj_email_url("EMAIL_URL"))
    if not SITE_URL:
        # Links of a mail would lead wherever whoever asked for it says that we are.
        raise ImproperlyConfigured("EMAIL_URL needs SITE_URL: see docs/deploy.md.")
else:
    EMAIL_BACKEND = "tracker.mail_files.EmailBackend"
# Seconds that a mail server has for each answer.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 30)
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", CONTACT_EMAIL or "webmaster@localhost")


# The API (docs/api.md)

# Requests that one address may make in a minute; 0 for as many as it likes.
API_QUOTAS = {
    "read": env.int("API_READS_PER_MINUTE", 600),
    "write": env.int("API_WRITES_PER_MINUTE", 120),
}
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "commitments.api.problems.handled",
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.0",
    "VERSION": "1",
    "SERVERS": [{"url": "/"}],
    "POSTPROCESSING_HOOKS": ["commitments.api.describing.completed"],
    "SORT_OPERATIONS": False,
    "SORT_OPERATION_PARAMETERS": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENABLE_DJANGO_DEPLOY_CHECK": False,
    # They are for whoever reads the code; the description speaks two languages.
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
}


# What browsers are told

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # data: is for the QR code that sets up the second factor.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY = {
    feature: []
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# Subdomains and browsers' preload lists are the domain owner's to promise.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# The header by which the proxy in front says that the visitor came by https,
# such as X-Forwarded-Proto. Set it only if that proxy always overwrites it.
if proxy_header := env("PROXY_SSL_HEADER", ""):
    SECURE_PROXY_SSL_HEADER = (
        "HTTP_" + proxy_header.upper().replace("-", "_"),
        "https",
    )


# Log: one stream, stderr; readers never see it

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
    },
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {
        # Replaces Django's own handlers, which would e-mail errors.
        "django": {"handlers": [], "propagate": True},
        # Robots that ask for hosts we are not; they get a plain 400.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
