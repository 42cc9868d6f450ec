"""Settings of the measurements against Django's ORM: the house's, and the peer's database beside it."""

import os

from nuanxin.site import settings
from nuanxin.site.settings import *  # noqa: F403

SQLITE: dict[str, object] = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": os.environ.get("NUANXIN_BENCH_SQLITE", ":memory:"),
    "OPTIONS": {"init_command": "PRAGMA cache_size=-65536; PRAGMA mmap_size=8589934592;"},
}
POSTGRES: dict[str, object] = {
    "ENGINE": "django.db.backends.postgresql",
    "NAME": "postgres",
    "USER": "postgres",
    "HOST": os.environ.get("NUANXIN_BENCH_POSTGRES", ""),
}
DATABASES = {**settings.DATABASES, "sqlite_peer": SQLITE, "postgres_peer": POSTGRES}
