"""Settings, read from the environment.

With nothing set, Amparo runs on one machine: SQLite in WAL mode, files and keys under ``var/``, e-mails into a folder,
jobs in an embedded worker. `DATABASE_URL`, `REDIS_URL`, `EMAIL_HOST` and `CELERY_BROKER_URL` replace those parts by
the real ones. `AMPARO_DEMONSTRATION=1` adds the synthetic people, the stand-in administrations' addresses and the
``/desarrollo/`` pages, which exist nowhere else.
"""

import os
from typing import Any

import dj_database_url

from core.keys import secret_key
from core.settings.outside import *  # noqa: F403 - settings like those below
from core.settings.outside import ELECTRONIC_IDENTITY
from core.settings.place import (  # noqa: F401
    BASE_DIR,
    DATA_DIR,
    DEBUG,
    DEMONSTRATION,
    HTTPS_ONLY,
    KEYS_DIR,
    MAILBOX_DIR,
    SEAL_KEYS_DIR,
    VAULT_DIR,
    flag,
)

SECRET_KEY = os.environ.get("AMPARO_SECRET_KEY") or secret_key(KEYS_DIR)
ALLOWED_HOSTS = os.environ.get("AMPARO_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
# How many proxies of ours add to X-Forwarded-For; the visitor's address is read from there (core.networks).
TRUSTED_PROXIES = int(os.environ.get("AMPARO_TRUSTED_PROXIES") or flag("AMPARO_BEHIND_PROXY"))
PUBLIC_URL = os.environ.get("AMPARO_PUBLIC_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SOURCE_URL = os.environ.get("AMPARO_SOURCE_URL", "")
# The body's code in the common directory (DIR3), written into exported files. The one here is nobody's.
ORGAN_CODE = os.environ.get("AMPARO_ORGAN_CODE", "AMPARO000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "viewflow.workflow",
    "csp",
    "core",
    "rules",
    "receipts",
    "identity",
    "interop",
    "simulator",
    "applications",
    "workflow",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.MachineCallsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.middleware.PrivatePagesMiddleware",
    "core.middleware.PlainErrorsMiddleware",
    "identity.middleware.OfficeDoorMiddleware",
]

ROOT_URLCONF = "core.urls"
WSGI_APPLICATION = "core.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.page_furniture",
            ],
        },
    },
]
FORM_RENDERER = "core.forms.GovukRenderer"

# --- Data -----------------------------------------------------------------------------------------------------------


def _database() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL")
    if not url:
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA_DIR / "amparo.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON",
            },
        }
    database: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60))
    # A lock that does not come within five seconds is told to the person, not waited for.
    database.setdefault("OPTIONS", {})["options"] = "-c lock_timeout=5000"
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Seal of documents: by default a key in a file and PAdES B-B; with a timestamp authority, B-LT ------------------

_TIMESTAMP_URL = os.environ.get("AMPARO_TSA_URL", "")
SEAL: dict[str, Any] = {
    "signer": os.environ.get("AMPARO_SEAL_SIGNER", "file"),  # file, pkcs11 or remote
    "roots": os.environ.get("AMPARO_SEAL_ROOTS", ""),
    "chain": os.environ.get("AMPARO_SEAL_CHAIN", ""),
    "organisation": os.environ.get("AMPARO_SEAL_ORGANISATION", ""),
    "certificate": os.environ.get("AMPARO_SEAL_CERTIFICATE", ""),
    "module": os.environ.get("AMPARO_SEAL_PKCS11_MODULE", ""),
    "token": os.environ.get("AMPARO_SEAL_PKCS11_TOKEN", ""),
    "key_label": os.environ.get("AMPARO_SEAL_PKCS11_KEY", ""),
    "pin_file": os.environ.get("AMPARO_SEAL_PIN_FILE", ""),
    "remote_url": os.environ.get("AMPARO_SEAL_REMOTE_URL", ""),
    "remote_credential": os.environ.get("AMPARO_SEAL_REMOTE_CREDENTIAL", ""),
    "remote_token_file": os.environ.get("AMPARO_SEAL_REMOTE_TOKEN_FILE", ""),
    "timestamp_url": _TIMESTAMP_URL,
    "timestamp_roots": os.environ.get("AMPARO_TSA_ROOTS", ""),
    "level": os.environ.get("AMPARO_SEAL_LEVEL", "B-LT" if _TIMESTAMP_URL else "B-B"),
}

REDIS_URL = os.environ.get("REDIS_URL", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "amparo"}
}

# --- Jobs -----------------------------------------------------------------------------------------------------------
# With no broker, `core.worker` runs the jobs from their rows in a thread (`manage.py serve`, `manage.py run_jobs`).
# With one (redis:// or amqp://), Celery does; `core.celery` says on what terms. Figures in seconds.

JOB_LEASE_SECONDS = int(os.environ.get("AMPARO_JOB_LEASE_SECONDS", "120"))  # a job not finished by then is run again
JOB_LIMIT_SECONDS = int(os.environ.get("AMPARO_JOB_LIMIT_SECONDS", "100"))  # a worker's child is ended then; below that
SWEEP_SECONDS = int(os.environ.get("AMPARO_SWEEP_SECONDS", "5"))
SYNTHETIC_HOUSEHOLDS = int(os.environ.get("AMPARO_SYNTHETIC_HOUSEHOLDS", "1000000"))  # of the policy simulator
BROKER_PAUSE_SECONDS = int(os.environ.get("AMPARO_BROKER_PAUSE_SECONDS", "30"))  # after a message could not be sent

CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "")

# A person looks at a doubtful identity within so many working days of the submission: a target, shown to both sides.
IDENTITY_REVIEW_DAYS = 5

# --- Pictures of strangers: opened in processes apart (core.apart), started by each process that needs one -----------
# What one picture may cost. A good one takes about a second and 300 MB.
VISION_PLACES = int(os.environ.get("AMPARO_VISION_PLACES", "1"))  # processes for each web process
VISION_SECONDS = float(os.environ.get("AMPARO_VISION_SECONDS", "20"))
VISION_PROCESSOR_SECONDS = int(os.environ.get("AMPARO_VISION_PROCESSOR_SECONDS", "15"))
VISION_WAIT_SECONDS = float(os.environ.get("AMPARO_VISION_WAIT_SECONDS", "20"))  # for a process to come free
VISION_MEGABYTES = int(os.environ.get("AMPARO_VISION_MEGABYTES", "680"))
# Started when somebody opens the page that asks for a picture, not only when the picture comes.
VISION_AHEAD = flag("AMPARO_VISION_AHEAD", default=True)

# SHA-256 of the tokens of programs that may have documents read (POST /api/v1/identity/readings), with commas between.
READING_TOKENS = tuple(filter(None, os.environ.get("AMPARO_READING_TOKENS", "").split(",")))

# --- Sign-in of staff -----------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/oficina/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "identity.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "identity.forms.SignInForm", "reauthenticate": "identity.forms.PasswordForm"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/oficina/acceso/"
MFA_ADAPTER = "identity.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "identity.forms.SecondFactorForm",
    "reauthenticate": "identity.forms.SecondFactorAgainForm",
    "activate_totp": "identity.forms.ActivateForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Amparo"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES  # attempts are counted by the visitor's address

SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS_ONLY
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS_ONLY
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
STAFF_IDLE_SECONDS = 15 * 60

# --- Browser's guards -----------------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("AMPARO_BEHIND_PROXY") else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        # Signing out sends the form's answer on to the identity provider, which ends its session and comes back.
        "form-action": ["'self'", *filter(None, [ELECTRONIC_IDENTITY["issuer"]])],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}

# --- Language, static files, API ------------------------------------------------------------------------------------

LANGUAGE_CODE = "es"
# The site is in Spanish; the simulator also in the others, for whoever chooses one (docs/decisions/0020).
LANGUAGES = [("es", "Español"), ("ca", "Català"), ("gl", "Galego"), ("eu", "Euskara"), ("en", "English")]
TIME_ZONE = "Europe/Madrid"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# `manage.py serve` collects and compresses the files; before that (tests, development) they are found where they lie.
WHITENOISE_USE_FINDERS = not STATIC_ROOT.exists()
WHITENOISE_MAX_AGE = 3600

DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}
API_CALLS_PER_MINUTE = int(os.environ.get("AMPARO_API_CALLS_PER_MINUTE", "600"))  # of one network address
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Amparo",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "simulator.api.schemas.add_components",
    ],
}

# --- Logs: no personal datum ever goes into one ---------------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("AMPARO_LOG_LEVEL", "WARNING")},
}
