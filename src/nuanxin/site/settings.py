"""Django settings: read from the environment, safe by default."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from nuanxin.site.databases import database
from nuanxin.site.logs import logging_settings
from nuanxin.site.secrets import secret_key
from nuanxin.site.sign_in import demanded_of, identity_providers, origins

SOURCE = Path(__file__).resolve().parents[1]
PROJECT = SOURCE.parents[1]
DATA = Path(os.environ.get("NUANXIN_DATA", PROJECT / "var")).resolve()
CITY = Path(os.environ.get("NUANXIN_CITY", PROJECT / "cities" / "demo")).resolve()
BACKUPS = Path(folder).resolve() if (folder := os.environ.get("NUANXIN_BACKUPS")) else None
LOG = os.environ.get("NUANXIN_LOG", "")
KEYS = Path(folder).resolve() if (folder := os.environ.get("NUANXIN_KEYS")) else None
CITIES = Path(store).resolve() if (store := os.environ.get("NUANXIN_CITIES")) else None
NUANXIN: dict[str, Any] = {
    "data": DATA,
    "city": CITY,
    "backups": BACKUPS,
    "log": LOG,
    "engine": os.environ.get("NUANXIN_ENGINE", "duckdb"),
    "spark": os.environ.get("NUANXIN_SPARK", "local[2]"),
    "cities": CITIES,
    "keys": KEYS,
}
NUANXIN_CIPHER = os.environ.get("NUANXIN_CIPHER", "aes-256-gcm")
NUANXIN_FONTS = os.environ.get("NUANXIN_FONTS", "")
NUANXIN_ADDRESS = os.environ.get("NUANXIN_ADDRESS", "")

SECRET_KEY = secret_key(DATA)
DEBUG = os.environ.get("NUANXIN_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("NUANXIN_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
USE_X_FORWARDED_HOST = False
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
HTTPS = os.environ.get("NUANXIN_HTTPS") == "1"  # a proxy in front speaks it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS

KERNEL = [
    "privacy",
    "ledger",
    "areas",
    "parties",
    "access",
    "rules",
    "suggestions",
    "places",
    "intake",
    "work",
    "plans",
    "figures",
    "bulletins",
]
PROGRAMMES = [
    "alliance",
    "stations",
    "volunteers",
    "grid",
    "green_channel",
    "study_tours",
    "senior_university",
    "capital_works",
    "industrial_tourism",
    "power_inspection",
    "sand_control",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
    *(f"nuanxin.kernel.{room}" for room in KERNEL),
    *(f"nuanxin.programmes.{name}" for name in PROGRAMMES),
    "nuanxin.web",
    "nuanxin.web.accounts",
    "nuanxin.web.jobs",
    "nuanxin.web.kit",
    "nuanxin.web.imports",
    "nuanxin.web.later",
    "nuanxin.web.nearby",
    "nuanxin.web.rounds",
    "nuanxin.web.appraisals",
    "nuanxin.web.plans",
    "nuanxin.web.explore",
    "nuanxin.web.forms",
    "nuanxin.web.today",
    "nuanxin.web.work",
    "nuanxin.api",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "nuanxin.site.logs.Requests",
    "nuanxin.site.health.Probes",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "nuanxin.web.kept_pages.KeptPages",
    "csp.middleware.CSPMiddleware",
    "nuanxin.web.headers.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "nuanxin.web.signed.Signed",
    "nuanxin.web.accounts.demanded.Demanded",
    "nuanxin.web.one_look.OneLook",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "nuanxin.site.urls"
WSGI_APPLICATION = "nuanxin.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "nuanxin.web.context.shell",
                "nuanxin.web.accounts.context.entrance",
            ],
        },
    },
]
DATABASES = {"default": database(os.environ.get("NUANXIN_DATABASE", ""), DATA)}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL, LOGIN_REDIRECT_URL = "account_login", "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "nuanxin.web.accounts.adapters.Door"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = False  # the house counts failures itself, for all its processes
ACCOUNT_FORMS = {
    "login": "nuanxin.web.accounts.forms.SignIn",
    "reauthenticate": "nuanxin.web.accounts.forms.ConfirmPassword",
    "change_password": "nuanxin.web.accounts.forms.ChangePassword",
}
MFA_FORMS = {
    "authenticate": "nuanxin.web.accounts.forms.SecondStep",
    "reauthenticate": "nuanxin.web.accounts.forms.ConfirmCode",
    "activate_totp": "nuanxin.web.accounts.forms.SwitchOnApp",
    "add_webauthn": "nuanxin.web.accounts.forms.AddPasskey",
    "edit_webauthn": "nuanxin.web.accounts.forms.RenamePasskey",
}
OIDC_URL = os.environ.get("NUANXIN_OIDC_URL", "")
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = identity_providers(
    OIDC_URL, os.environ.get("NUANXIN_OIDC_ID", ""), os.environ.get("NUANXIN_OIDC_SECRET", "")
)
SOCIALACCOUNT_ADAPTER = "nuanxin.web.accounts.identity.Identity"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "nuanxin.web.accounts.policy.Policy"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username",)},
    },
]
NUANXIN_MFA = demanded_of(os.environ.get("NUANXIN_MFA", "administrators"))
MFA_ADAPTER = "nuanxin.web.accounts.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # browsers allow it on the machine itself alone
SESSION_COOKIE_NAME = "__Host-nuanxin_session" if HTTPS else "nuanxin_session"
CSRF_COOKIE_NAME = "__Host-nuanxin_form" if HTTPS else "nuanxin_form"
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "nuanxin.web.views.errors.forged"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
NUANXIN_IDLE_MINUTES = int(os.environ.get("NUANXIN_IDLE_MINUTES", "20"))
NUANXIN_SESSION_HOURS = int(os.environ.get("NUANXIN_SESSION_HOURS", "12"))

NUANXIN_API_RATE = int(os.environ.get("NUANXIN_API_RATE", "600"))
NUANXIN_API_RATE_PUBLIC = int(os.environ.get("NUANXIN_API_RATE_PUBLIC", "120"))
NUANXIN_WEBHOOKS_INSIDE = os.environ.get("NUANXIN_WEBHOOKS_INSIDE") == "1"

NUANXIN_TIANDITU = os.environ.get("NUANXIN_TIANDITU", "")
TILE_HOSTS = [f"https://t{number}.tianditu.gov.cn" for number in range(8)] if NUANXIN_TIANDITU else []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *TILE_HOSTS],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *origins(OIDC_URL)],
        "frame-ancestors": [NONE],
    }
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "nuanxin_language"
LANGUAGE_COOKIE_AGE = 31_536_000
LOCALE_PATHS = sorted(str(path) for path in SOURCE.glob("*/*/locale"))
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600
WHITENOISE_AUTOREFRESH = DEBUG
LOGGING = logging_settings(LOG, debug=DEBUG)
