"""Which database an installation stands on: one SQLite file, or PostgreSQL named by a URL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = ("postgresql", "postgres")


class DatabaseFaulty(ValueError):
    """A database URL cannot be read; the message says what it must look like."""


def database(url: str, data: Path) -> dict[str, Any]:
    """Return Django's settings of a database: a PostgreSQL URL, or nothing for SQLite in ``data``.

    ``postgresql://user:password@host:port/name``; what follows ``?`` goes to libpq
    (``sslmode=verify-full``, or ``host=/run/postgresql`` for a socket). Raises DatabaseFaulty.
    """
    return _postgresql(url) if url else sqlite(data / "nuanxin.sqlite3")


def sqlite(path: Path) -> dict[str, Any]:
    """Return the settings of a SQLite file: WAL, flushed at every commit, writers in turn; erased is gone."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
            "PRAGMA secure_delete=ON;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise DatabaseFaulty(f"NUANXIN_DATABASE: {error}") from error
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in SCHEMES or not name or "/" in name:
        raise DatabaseFaulty("a database is named as postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
