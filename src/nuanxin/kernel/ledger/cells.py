"""Cells 单元格: which cells of the ledger's tables hold what their column may not.

SQLite keeps whatever it is given; PostgreSQL refuses what is not of the column's type. Only where
verification stumbles are the cells looked at one by one.
"""

from collections.abc import Iterator

from django.db import connection, models
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.findings import Finding
from nuanxin.kernel.ledger.models import (
    Act,
    Closing,
    Entry,
    Head,
    JournalEvent,
    JournalHead,
    JournalPruning,
    Ledger,
    Note,
    Segment,
    Source,
)

TABLES: tuple[type[models.Model], ...] = (
    Ledger,
    Source,
    Entry,
    Act,
    Note,
    Closing,
    Segment,
    Head,
    JournalEvent,
    JournalHead,
    JournalPruning,
)


def odd_cells() -> list[Finding]:
    """Return a finding for every cell that is not of its column's kind, or no text at all."""
    if connection.vendor != "sqlite":
        return []
    return [finding for model in TABLES for finding in _odd(model)]


def _odd(model: type[models.Model]) -> Iterator[Finding]:
    table, key = model._meta.db_table, model._meta.pk.column
    for field in model._meta.concrete_fields:
        kind = _kind(field)
        typed = f"typeof(\"{field.column}\") NOT IN ('{kind}', 'null')"
        missing = "" if field.null else f' OR "{field.column}" IS NULL'
        query = (
            f'SELECT CAST("{key}" AS BLOB), CAST("{field.column}" AS BLOB), {typed}{missing} FROM "{table}"'
        )
        if kind != "text":
            query += f" WHERE {typed}{missing}"
        with connection.cursor() as cursor:
            for at, content, odd in cursor.execute(query):
                if odd or not _readable(content):
                    said = _("the cell %(column)s holds what it may not") % {"column": field.column}
                    yield Finding(_place(model, at), said)


def _kind(field: "models.Field[object, object]") -> str:
    if isinstance(field, models.BinaryField):
        return "blob"
    return "text" if isinstance(field, models.CharField | models.TextField) else "integer"


def _readable(content: bytes | None) -> bool:
    try:
        return content is None or content.decode("utf-8") is not None
    except UnicodeDecodeError:
        return False


def _place(model: type[models.Model], key: bytes) -> str:
    name = model._meta.model_name or ""
    return name if model is Ledger else f"{name} {key.decode('ascii', 'replace')}"
