"""Records 记录: facts of the programmes whose entries are a pure function of them.

``keep_records`` is the one way a record is written: matched by its natural key, compared field by
field, inserted or updated in bulk, and posted by difference. What stands in the ledger for a
record is always what ``postings`` says, and ``verify`` proves it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import islice, zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.db import connection, models
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.bulk import insert_rows
from nuanxin.kernel.ledger.models import NORMAL, REVERSAL
from nuanxin.kernel.ledger.models import Act as ActRow
from nuanxin.kernel.ledger.posting import Posting, difference
from nuanxin.kernel.ledger.store import Line

if TYPE_CHECKING:
    from nuanxin.kernel.ledger.acts import Act

BATCH = 5_000


class DoubleKey(ValueError):
    """Two records handed in together have one key."""


class Record(models.Model):
    """A fact with a natural key, an area, and the act and sheet row that last wrote it."""

    record_kind: ClassVar[int]

    key = models.CharField(max_length=160, unique=True)
    area = models.BigIntegerField()
    act = models.ForeignKey(ActRow, models.PROTECT, related_name="+")
    row = models.IntegerField(null=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        abstract = True

    def postings(self) -> Iterable[Posting]:
        """Return the lines this record asks for; a pure function of its fields."""
        raise NotImplementedError

    def due_postings(self) -> list[Posting]:
        """Return what should stand: the postings, or nothing once the record is withdrawn."""
        return [] if self.withdrawn else list(self.postings())


@dataclass(slots=True)
class Kept:
    """How many records were new, changed, or the same as before."""

    fresh: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: "Kept") -> "Kept":
        """Return both counts together."""
        return Kept(self.fresh + other.fresh, self.changed + other.changed, self.same + other.same)


def surrogate(*parts: str | int) -> int:
    """Return a stable 63-bit id for a thing that is not a person (a plot, a project)."""
    text = "\x1f".join(map(str, parts))
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") >> 1


def record_models() -> dict[int, type[Record]]:
    """Return every record model of the house by its fixed number.

    Raises ValueError where two models claim one number.
    """
    found: dict[int, type[Record]] = {}
    for model in _leaves(Record):
        if found.setdefault(model.record_kind, model) is not model:
            raise ValueError(f"{model.__name__} and {found[model.record_kind].__name__} share a record_kind")
    return found


def _leaves(model: Any) -> Iterator[type[Record]]:
    for sub in model.__subclasses__():
        if not sub._meta.abstract:
            yield sub
        yield from _leaves(sub)


@dataclass(frozen=True, slots=True)
class _Table:
    """A record model's table as SQL and value getters, worked out once a batch."""

    model: type[Record]
    names: list[str]
    compared: Callable[[Any], tuple[Any, ...]]
    values: Callable[[Any], tuple[Any, ...]]
    columns: list[str]
    update: str

    @classmethod
    def of(cls, model: type[Record]) -> "_Table":
        fields = [field for field in model._meta.concrete_fields if field.attname != "id"]
        names = [field.attname for field in fields]
        columns = [str(field.column) for field in fields]
        assigned = ", ".join(f'"{column}" = %s' for column in columns)
        table = f'"{model._meta.db_table}"'
        compared = attrgetter(*(name for name in names if name not in ("act_id", "row")))
        return cls(
            model,
            names,
            compared,
            attrgetter(*names),
            [*columns, "id"],
            f"UPDATE {table} SET {assigned} WHERE id = %s",
        )

    def row(self, record: Record) -> tuple[Any, ...]:
        return (*map(_stored, self.values(record)), record.pk)


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) and connection.vendor == "sqlite" else value


def keep_records(act: "Act", model: type[Record], records: Iterable[Record]) -> Kept:
    """Insert, update or leave records by key, and post the difference; see ``Act.keep``."""
    table, kept, seen = _Table.of(model), Kept(), set[str]()
    empty = not model._default_manager.exists()
    walk = iter(records)
    while batch := list(islice(walk, BATCH)):
        for record in batch:
            if record.key in seen:
                raise DoubleKey(_("two rows have the key %(key)s") % {"key": record.key})
            seen.add(record.key)
        kept += _keep_batch(act, table, batch, empty=empty)
    return kept


def _keep_batch(act: "Act", table: _Table, batch: Sequence[Record], *, empty: bool) -> Kept:
    known = {} if empty else _known(table.model, [record.key for record in batch])
    fresh, changed, same = [], [], 0
    for record in batch:
        before = known.get(record.key)
        if before is None:
            fresh.append(record)
        elif table.compared(before) == table.compared(record):
            same += 1
        else:
            record.pk = before.pk
            changed.append(record)
    _insert(act, table, fresh)
    _update(act, table, changed)
    return Kept(len(fresh), len(changed), same)


def _known(model: type[Record], keys: Sequence[str]) -> dict[str, Record]:
    return {record.key: record for record in model._default_manager.filter(key__in=keys)}


def _insert(act: "Act", table: _Table, records: Sequence[Record]) -> None:
    if not records:
        return
    kind, lines, number = table.model.record_kind, list[Line](), act.number
    first = _next_id(table.model)
    for identity, record in enumerate(records, first):
        record.pk, record.act_id = identity, number
        for line in record.due_postings():
            lines.append(Line(NORMAL, line, None, None, kind, identity, record.row))
    insert_rows(table.model._meta.db_table, table.columns, [table.row(record) for record in records])
    act.touched = True
    act.post(lines)


def _next_id(model: type[Record]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT coalesce(max(id), 0) + 1 FROM "{model._meta.db_table}"')
        return cast(int, cursor.fetchone()[0])


def _update(act: "Act", table: _Table, records: Sequence[Record]) -> None:
    if not records:
        return
    kind = table.model.record_kind
    standing = standing_lines(kind, [record.pk for record in records])
    lines: list[Line] = []
    for record in records:
        record.act_id = act.number
        lines += _correction(kind, record, standing.get(record.pk, []))
    with connection.cursor() as cursor:
        cursor.executemany(table.update, [table.row(record) for record in records])
    act.touched = True
    act.post(lines)


def _correction(kind: int, record: Record, standing: list[tuple[int, Posting]]) -> Iterator[Line]:
    """Yield a red line for each standing one that is wrong, and the right one in its place."""
    apart = difference(standing, record.due_postings())
    for red, blue in zip_longest(apart.reverse, apart.add):
        if red is not None:
            seq, line = red
            back = line._replace(quantity=-line.quantity)
            yield Line(REVERSAL, back, seq, None, kind, record.pk, record.row)
        if blue is not None:
            corrects = red[0] if red is not None else None
            yield Line(NORMAL, blue, None, corrects, kind, record.pk, record.row)


def withdraw_record(act: "Act", record: Record) -> None:
    """Reverse all that stands for a record and mark it withdrawn; see ``Act.withdraw``."""
    record.withdrawn = True
    _update(act, _Table.of(type(record)), [record])


def standing_lines(record_kind: int, records: Sequence[int]) -> dict[int, list[tuple[int, Posting]]]:
    """Return what stands for records: unreversed entries as (seq, line), by record."""
    found: dict[int, list[tuple[int, Posting]]] = {}
    for start in range(0, len(records), BATCH):
        some = records[start : start + BATCH]
        with connection.cursor() as cursor:
            cursor.execute(_STANDING.format(", ".join(["%s"] * len(some))), [record_kind, *some])
            for record, seq, *line in cursor.fetchall():
                found.setdefault(record, []).append((seq, Posting(*line)))
    return found


_STANDING = """
SELECT e.record, e.seq, e.measure, e.area, e.occurred, e.quantity, e.subject, e.counterpart, e.site
FROM ledger_entry e
WHERE e.record_kind = %s AND e.record IN ({}) AND e.kind <> 1
  AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses = e.seq)
ORDER BY e.seq
"""
