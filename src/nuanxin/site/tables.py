"""Every table of an installation, as rows: read in order, compared, and copied into PostgreSQL."""

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connections, models

from nuanxin.kernel.ledger.models import (
    Act,
    Closing,
    Entry,
    Head,
    JournalEvent,
    JournalHead,
    JournalPruning,
    Ledger,
    Segment,
    Source,
    TypedLot,
)
from nuanxin.kernel.parties.models import Erasure, Look

APPENDED: tuple[type[models.Model], ...] = (
    Ledger,
    Source,
    Act,
    Entry,
    TypedLot,
    Closing,
    Segment,
    Head,
    JournalPruning,
    JournalEvent,
    JournalHead,
    Look,
    Erasure,
)
"""The append-only tables, in the order they depend on one another; the words of reasons may be erased."""

BATCH = 20_000
Row = tuple[Any, ...]


def rewritten() -> list[type[models.Model]]:
    """Return all other tables: each after those it points to."""
    left = [each for each in apps.get_models(include_auto_created=True) if each not in APPENDED]
    done: list[type[models.Model]] = []
    while left:
        ready = [each for each in left if not _pointed_to(each) & (set(left) - {each})]
        done += ready
        left = [each for each in left if each not in ready]
    return done


def _pointed_to(model: type[models.Model]) -> set[Any]:
    return {field.remote_field.model for field in model._meta.concrete_fields if field.remote_field}


def empty(alias: str) -> bool:
    """Return whether a database holds nothing but what ``migrate`` writes."""
    held = (each for each in (*APPENDED, *rewritten()) if each not in (ContentType, Permission))
    return not any(each._base_manager.using(alias).exists() for each in held)


def rows(alias: str, model: type[models.Model], after: Any = None, *names: str) -> Iterator[Row]:
    """Yield a table's rows in the order of its key, those after one key perhaps.

    Bytes are bytes; JSON is its text with sorted keys, the same from SQLite and from PostgreSQL.
    """
    query = model._base_manager.using(alias).order_by("pk")
    if after is not None:
        query = query.filter(pk__gt=after)
    wanted = names or tuple(field.attname for field in model._meta.concrete_fields)
    plain = {place: each for place, name in enumerate(wanted) if (each := _plain(model, name))}
    for row in query.values_list(*wanted).iterator(chunk_size=BATCH):
        yield _made_plain(row, plain) if plain else row


def _plain(model: type[models.Model], name: str) -> Callable[[Any], Any] | None:
    """Return what makes a field's values the same on both sides, or None where they are."""
    field = model._meta.get_field(name)
    if isinstance(field, models.BinaryField):
        return lambda value: None if value is None else bytes(value)
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None and field.null else _json(value, field.encoder)
    return None


def _json(value: Any, encoder: type[json.JSONEncoder] | None) -> str:
    return json.dumps(value, cls=encoder, ensure_ascii=False, sort_keys=True)


def _made_plain(row: Row, plain: dict[int, Callable[[Any], Any]]) -> Row:
    cells = list(row)
    for place, made in plain.items():
        cells[place] = made(cells[place])
    return tuple(cells)


def last_key(alias: str, model: type[models.Model]) -> Any:
    """Return the greatest key of a table, or None where it is empty."""
    return model._base_manager.using(alias).aggregate(last=models.Max("pk"))["last"]


def fill(alias: str, model: type[models.Model], lines: Iterable[Row]) -> int:
    """Copy rows into a table of PostgreSQL, in their order; return how many."""
    columns = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields)
    statement, written = f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN', 0
    connection = connections[alias]
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(statement) as copy:
        for line in lines:
            copy.write_row(line)
            written += 1
    return written


def digest(alias: str, model: type[models.Model]) -> tuple[int, str]:
    """Return how many rows a table has, and a digest over all of them in the order of its key.

    Of an entry only the hash enters; verification proves that the hash is that of its row.
    """
    names = ("seq", "hash") if model is Entry else ()
    total, number = sha256(), 0
    for row in rows(alias, model, None, *names):
        total.update(repr(row).encode())
        number += 1
    return number, total.hexdigest()


def reset_sequences(alias: str) -> None:
    """Let every table count on from the greatest key it holds."""
    connection = connections[alias]
    every = [*APPENDED, *rewritten()]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), every):
            cursor.execute(statement)
