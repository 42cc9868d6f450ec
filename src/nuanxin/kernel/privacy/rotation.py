"""Rotation 换钥: every value sealed anew under new keys, while work goes on; cut off anywhere, run again.

Its only state is the values themselves: each tells the key it lies under. What is written meanwhile
is sealed under the new key at once; a row that changes under our hands is left to its writer. Old keys
stay until nothing lies under them, and go by ``retire``.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, models, transaction

from nuanxin.kernel.privacy import master
from nuanxin.kernel.privacy.fields import SealedField, sealed_columns
from nuanxin.kernel.privacy.models import DataKey
from nuanxin.kernel.privacy.ring import INDEX, Ring, forget_ring, fresh_key, key_id, place, rewrap
from nuanxin.plain.masks import normal

Progress = Callable[[str, int, int], None]
"""Called with the column's name, how many of its rows were looked at, and how many there are."""

BATCH = 5_000
Row = tuple[Any, ...]


def begin() -> str:
    """Make a new master key, and under it a new data key of every class; return the master's name."""
    name = master.make()
    with transaction.atomic():
        for key in DataKey.objects.filter(record_class=INDEX):
            rewrap(key)
        for record_class in sorted(set(DataKey.objects.values_list("record_class", flat=True))):
            fresh_key(record_class)
    forget_ring()
    return name


def newest() -> set[int]:
    """Return the ids of the data keys that seal today."""
    return {key.id for key in Ring().newest.values()}


def keys_in_columns() -> set[int]:
    """Return the ids of the data keys that any sealed column lies under."""
    found, quote = set[int](), connection.ops.quote_name
    for model, field in sealed_columns():
        column, table = quote(field.attname), quote(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT substr({column}, 1, 6) FROM {table} WHERE {column} IS NOT NULL")
            found |= {key_id(bytes(head)) for (head,) in cursor.fetchall()}
    return found


def renew_columns(tell: Progress) -> int:
    """Seal every value that lies under an older key anew; return how many did."""
    return sum(_renew_column(model, field, tell) for model, field in sealed_columns())


def _renew_column(model: type[models.Model], field: SealedField, tell: Progress) -> int:
    table, done, renewed = model._meta.db_table, 0, 0
    total, last = model._base_manager.count(), None
    names = ["pk", field.attname, *([field.by] if field.by else []), *([field.index] if field.index else [])]
    while True:
        with transaction.atomic():
            query = model._base_manager.order_by("pk")
            rows = list(
                (query.filter(pk__gt=last) if last is not None else query).values_list(*names)[:BATCH]
            )
            if not rows:
                return renewed
            fresh = list(_renewed(Ring(), field, table, rows))
            _write(model, field, fresh)
        last, done, renewed = rows[-1][0], done + len(rows), renewed + len(fresh)
        tell(f"{table}.{field.column}", done, total)


def _renewed(ring: Ring, field: SealedField, table: str, rows: list[Row]) -> Iterator[Row]:
    """Yield (key, old value, new value, new index or None) of the rows that lie under an older key."""
    classes = {each.name.rpartition(".")[2]: each for each in field.declared}
    for pk, sealed, *rest in rows:
        if sealed is None:
            continue
        personal, before = classes[rest[0]] if field.by else field.declared[0], bytes(sealed)
        if not ring.stale(personal.name, before):
            continue
        where = place(table, field.attname, pk)
        text = ring.unseal(before, where)
        index = None
        if field.index and rest[-1] is not None:
            index = ring.index(personal.kind, normal(personal.kind, text.decode()))
        yield pk, before, ring.seal(personal.name, text, where), index


def _write(model: type[models.Model], field: SealedField, rows: list[Row]) -> None:
    """Write new values over the old ones that are still there."""
    if field.replaced:
        _replace(model, field, rows)
        return
    quote, meta = connection.ops.quote_name, model._meta
    key, column = quote(str(meta.pk.column)), quote(field.attname)
    index = quote(field.index) if field.index else ""
    assigned = f"{column} = %s" + (f", {index} = %s" if index else "")
    statement = f"UPDATE {quote(meta.db_table)} SET {assigned} WHERE {key} = %s AND {column} = %s"
    values = [(new, *([blind] if index else []), pk, old) for pk, old, new, blind in rows]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def _replace(model: type[models.Model], field: SealedField, rows: list[Row]) -> None:
    """Take rows away and put them back renewed, in one transaction: their table refuses to be changed."""
    fresh = {pk: new for pk, _old, new, _index in rows}
    held = list(model._base_manager.select_for_update().filter(pk__in=fresh))
    model._base_manager.filter(pk__in=fresh).delete()
    for row in held:
        setattr(row, field.attname, fresh[row.pk])
    model._base_manager.bulk_create(held)


def unused(used: set[int]) -> list[DataKey]:
    """Return the older data keys that nothing lies under; those of the index go only with all the rest."""
    fresh, old = newest(), DataKey.objects.order_by("id")
    waiting = any(key.id in used for key in old if key.id not in fresh) or _marks_stand()
    return [
        key
        for key in old
        if key.id not in fresh and key.id not in used and not (key.record_class == INDEX and waiting)
    ]


def _marks_stand() -> bool:
    """Return whether any value was erased whose index stays as a mark: it cannot be made anew."""
    return any(
        model._base_manager.filter(**{field.attname: None, f"{field.index}__isnull": False}).exists()
        for model, field in sealed_columns()
        if field.index
    )


def retire(used: set[int]) -> tuple[int, int]:
    """Destroy the older keys that nothing needs; return how many data keys and master keys went.

    ``used`` are the ids of all keys that anything lies under, in columns and in files.
    """
    gone = unused(used)
    with transaction.atomic():
        DataKey.objects.filter(id__in=[key.id for key in gone]).delete()
    needed = {*DataKey.objects.values_list("master", flat=True), master.current()[0]}
    masters = [name for name in master.masters() if name not in needed]
    for name in masters:
        master.destroy(name)
    forget_ring()
    return len(gone), len(masters)
