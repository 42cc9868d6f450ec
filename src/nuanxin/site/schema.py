"""The schema 库结构: whether the database is as this release of the program wants it."""

from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Step = tuple[str, str]
"""A migration: its app and its name."""


@cache
def known() -> frozenset[Step]:
    """Return every migration this release has; read once, they are files of the program."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def applied() -> set[Step]:
    """Return every migration the database has seen; DatabaseError where it cannot be reached."""
    return set(MigrationRecorder(connection).applied_migrations())


def pending() -> list[Step]:
    """Return what the database lacks; nothing where it is ready for this release."""
    return sorted(known() - applied())


def ahead() -> list[str]:
    """Return what a newer release has done to the database, as ``app.name``."""
    apps = {app for app, _name in known()}
    return sorted(f"{app}.{name}" for app, name in applied() - known() if app in apps)
