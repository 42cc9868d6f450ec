"""Django settings: read from the environment, safe by default."""

import os
from pathlib import Path
from typing import Any

from nuanxin.site.databases import database
from nuanxin.site.logs import logging_settings
from nuanxin.site.secrets import secret_key

PROJECT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("NUANXIN_DATA", PROJECT / "var")).resolve()
CITY = Path(os.environ.get("NUANXIN_CITY", PROJECT / "cities" / "demo")).resolve()
BACKUPS = Path(folder).resolve() if (folder := os.environ.get("NUANXIN_BACKUPS")) else None
LOG = os.environ.get("NUANXIN_LOG", "")
NUANXIN: dict[str, Any] = {"data": DATA, "city": CITY, "backups": BACKUPS, "log": LOG}
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

KERNEL = ["ledger", "areas", "parties", "access", "rules", "places", "intake", "figures", "bulletins"]
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
    "django.contrib.staticfiles",
    "django_htmx",
    *(f"nuanxin.kernel.{room}" for room in KERNEL),
    *(f"nuanxin.programmes.{name}" for name in PROGRAMMES),
    "nuanxin.web",
]
MIDDLEWARE = [
    "nuanxin.site.logs.Requests",
    "nuanxin.site.health.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
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
                "nuanxin.web.context.shell",
            ],
        },
    },
]
DATABASES = {"default": database(os.environ.get("NUANXIN_DATABASE", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "nuanxin_language"
LANGUAGE_COOKIE_AGE = 31_536_000
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
LOGGING = logging_settings(LOG, debug=DEBUG)
