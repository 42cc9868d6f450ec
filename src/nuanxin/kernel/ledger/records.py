"""Records 记录: facts of the programmes whose entries are a pure function of them.

``keep_records`` is the one way a record is written: matched by its natural key, compared field by
field, inserted or updated in bulk, and posted by difference. What stands in the ledger for a
record is always what ``postings`` says, and ``verify`` proves it.
"""

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from itertools import islice, zip_longest
from operator import itemgetter
from struct import Struct
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.db import models
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.bare import Bare
from nuanxin.kernel.ledger.columns import RowNumber
from nuanxin.kernel.ledger.models import NORMAL, REVERSAL
from nuanxin.kernel.ledger.models import Act as ActRow
from nuanxin.kernel.ledger.pointing import pointing
from nuanxin.kernel.ledger.possible import (
    DoubleKey,
    TooLong,
    ranges_of,
    refuse_out_of_range,
    telling_broken,
)
from nuanxin.kernel.ledger.posting import Posting, difference
from nuanxin.kernel.ledger.precision import Precision, precision_text
from nuanxin.kernel.ledger.statements import Statements
from nuanxin.kernel.ledger.store import Line
from nuanxin.kernel.ledger.typed import line_of

if TYPE_CHECKING:
    from nuanxin.kernel.ledger.acts import Act

BATCH = 5_000
_FIRST_8_BYTES = Struct(">Q")


class Record(Bare):
    """A fact with a natural key, an area, and the act and sheet row that last wrote it.

    ``precision`` names its fields that are not exact, each with its word (``{"on": "month"}``): a thing
    to be said beside the value. Postings take the value as it stands.
    """

    record_kind: ClassVar[int]
    ends: ClassVar[str] = ""
    """The column of the day its matter is over; without one, whom it names is never past their time."""
    kept_by: ClassVar[str] = ""
    """The field that names the organisation that keeps it open, as a keeper's grant goes by."""
    names_kept: ClassVar[str] = "privacy.names_kept"
    """The rule that says how long after that day the names of whom it concerns are kept."""

    id = RowNumber(primary_key=True)
    key = models.CharField(max_length=160, unique=True)
    area = models.BigIntegerField()
    act = models.ForeignKey(ActRow, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    row = models.IntegerField(null=True)
    withdrawn = models.BooleanField(default=False)
    precision = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def postings(self) -> Iterable[Posting]:
        """Return the lines this record asks for; a pure function of its fields."""
        raise NotImplementedError

    def concerns(self) -> tuple[int, int] | None:
        """Return kind and number of the record it is about: the first it points to; None where it is none."""
        for kind, column in pointing(type(self)):
            if (number := getattr(self, column)) is not None:
                return kind, number
        return None

    def due_postings(self) -> list[Posting]:
        """Return what should stand: the postings, or nothing once the record is withdrawn."""
        return [] if self.withdrawn else list(self.postings())


class Before(NamedTuple):
    """What a changed record said before: its number, the act and sheet row that said it, its values.

    ``by_row`` is the sheet row that changed it, None where it is not known any more.
    """

    record: int
    act: int
    row: int | None
    values: dict[str, Any]
    by_row: int | None = None


@dataclass(slots=True)
class Kept:
    """How many records were new, changed, or the same as before.

    ``record_kind`` is the kind of the records, ``spoken`` the numbers of all of them, ``before`` what the
    changed ones said.
    """

    fresh: int = 0
    changed: int = 0
    same: int = 0
    record_kind: int | None = field(default=None, compare=False)
    spoken: "array[int]" = field(default_factory=lambda: array("q"), compare=False, repr=False)
    before: list[Before] = field(default_factory=list, compare=False, repr=False)

    def add(self, other: "Kept") -> None:
        """Count the records of another batch of the same kind too."""
        self.fresh, self.changed = self.fresh + other.fresh, self.changed + other.changed
        self.same, self.record_kind = self.same + other.same, other.record_kind
        self.spoken.extend(other.spoken)
        self.before.extend(other.before)


def surrogate(*parts: str | int) -> int:
    """Return a stable 63-bit id for a thing that is not a person (a plot, a project)."""
    (number,) = _FIRST_8_BYTES.unpack_from(sha256("\x1f".join(map(str, parts)).encode()).digest())
    return int(number) >> 1


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


class _Table(NamedTuple):
    """A record model's table: its columns, the values they take from a record, and its statements.

    ``known`` gives key, number, act and row of records, and then the values that are compared.
    """

    model: type[Record]
    kind: int
    name: str
    fields: frozenset[str]
    columns: tuple[str, ...]
    values: Callable[[Any], tuple[Any, ...]]
    compared: Callable[[Any], tuple[Any, ...]]
    names: tuple[str, ...]
    known: str
    last: str
    update: str
    limits: tuple[tuple[str, int], ...]
    ranges: tuple[tuple[str, int, int], ...]
    typed: tuple[int, ...]
    places: dict[str, int]
    precision: int


_COMPARED_NOT = ("id", "act_id", "row")
_TYPED_NOT = ("key", "withdrawn", "precision")


@cache
def _table(model: type[Record]) -> _Table:
    columns = {field.attname: str(field.column) for field in model._meta.concrete_fields}
    compared = [name for name in columns if name not in _COMPARED_NOT]
    values = [*(name for name in columns if name != "id"), "id"]
    chosen = ", ".join(f'"{columns[name]}"' for name in (*_COMPARED_NOT, *compared))
    assigned = ", ".join(f'"{columns[name]}" = %s' for name in values[:-1])
    table = model._meta.db_table
    return _Table(
        model=model,
        kind=model.record_kind,
        name=table,
        fields=frozenset(field.name for field in model._meta.concrete_fields),
        columns=tuple(columns[name] for name in values),
        values=_as_kept(values),
        compared=_as_kept(compared),
        names=tuple(compared),
        known=f'SELECT "key", {chosen} FROM "{table}" WHERE "key" IN ',
        last=f'SELECT coalesce(max(id), 0) FROM "{table}"',
        update=f'UPDATE "{table}" SET {assigned} WHERE id = %s',
        limits=tuple(
            (field.attname, field.max_length)
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField) and field.max_length
        ),
        ranges=ranges_of(model),
        typed=tuple(at for at, name in enumerate(compared) if name not in _TYPED_NOT),
        places={name: at for at, name in enumerate(compared) if name not in _TYPED_NOT},
        precision=compared.index("precision"),
    )


def _as_kept(names: Sequence[str]) -> Callable[[Record], tuple[Any, ...]]:
    """Return what gives a record's columns as the driver takes and gives them."""
    some, at = itemgetter(*names), names.index("precision")

    def values(record: Record) -> tuple[Any, ...]:
        found = some(vars(record))
        return (*found[:at], precision_text(found[at]), *found[at + 1 :])

    return values


def _marks(number: int) -> str:
    return f"({', '.join(['%s'] * number)})"


def keep_records(act: "Act", model: type[Record], records: Iterable[Record]) -> Kept:
    """Insert, update or leave records by key, and post the difference; see ``Act.keep``."""
    table, kept, seen = _table(model), Kept(), set[str]()
    walk = iter(records)
    while batch := list(islice(walk, BATCH)):
        _refuse_doubles(batch, seen)
        if act.by.precision:
            _make_inexact(table, batch, act.by.precision)
        kept.add(_keep_batch(act, table, batch))
    return kept


def _refuse_doubles(batch: Sequence[Record], seen: set[str]) -> None:
    """Note the keys of a batch; raise DoubleKey for the first that was there before."""
    keys = [record.key for record in batch]
    if len(set(keys)) < len(keys) or not seen.isdisjoint(keys):
        for key in keys:
            if key in seen:
                raise DoubleKey(_("two rows have the key %(key)s") % {"key": key})
            seen.add(key)
    seen.update(keys)


def _make_inexact(table: _Table, batch: Sequence[Record], by_row: Mapping[int, Precision]) -> None:
    """Give records what their sheet row says of the precision of the fields they have."""
    for record in batch:
        if record.row is not None and (said := by_row.get(record.row)):
            record.precision = {name: word for name, word in said.items() if name in table.fields}


def _keep_batch(act: "Act", table: _Table, batch: Sequence[Record]) -> Kept:
    rows = act.sql.rows(table.known + _marks(len(batch)), [record.key for record in batch])
    known = {row[0]: row for row in rows}
    fresh, changed, before, spoken = list[Record](), list[Record](), list[Before](), array("q")
    fields, unsaid = dict[int, int](), _unsaid(table, act.by.absent)
    for record in batch:
        row = known.get(record.key)
        if row is not None and unsaid:
            _keep_unsaid(table, record, row[4:], unsaid)
        if row is None:
            fresh.append(record)
            continue
        spoken.append(row[1])
        if row[4:] != (now := table.compared(record)):
            record.pk = row[1]
            changed.append(record)
            fields[row[1]] = sum(row[4 + at] != now[at] for at in table.typed)
            said = dict(zip(table.names, row[4:], strict=True))
            before.append(Before(row[1], row[2], row[3], said, record.row))
    same = len(spoken) - len(changed)
    _fit(table, [*fresh, *changed])
    with telling_broken(act.sql.errors, table.model, [*fresh, *changed]):
        _insert(act, table, fresh)
        _update(act, table, changed)
    for record in changed:
        line = line_of(table.kind, record.pk, record.row)
        act.typed.altered(line, fields[record.pk], record.due_postings())
    spoken.extend(record.id for record in fresh)
    return Kept(len(fresh), len(changed), same, table.kind, spoken, before)


def _unsaid(table: _Table, absent: Iterable[str]) -> list[str]:
    """Return the compared columns that sheet columns feed which a sheet does not have."""
    found = set[str]()
    for name in absent:
        alike = [each for each in table.places if each.startswith(f"{name}_")]
        found |= {name} & {*table.places} or (set(alike) if len(alike) == 1 else set())
    return sorted(found)


def _keep_unsaid(table: _Table, record: Record, known: Sequence[Any], unsaid: Iterable[str]) -> None:
    """Give a record what is known of it where its sheet has no column to say anything."""
    for name in unsaid:
        setattr(record, name, known[table.places[name]])
    said = known[table.precision]
    said = json.loads(said) if isinstance(said, str) else said
    if kept := {name: word for name, word in said.items() if name in unsaid}:
        record.precision = {**record.precision, **kept}


def _fit(table: _Table, records: Sequence[Record]) -> None:
    """Refuse texts and numbers that PostgreSQL would refuse; SQLite would strand them there."""
    refuse_out_of_range(table.ranges, records)
    found = [
        (text, limit, record.row)
        for name, limit in table.limits
        for record in records
        if (text := vars(record)[name]) and len(text) > limit
    ]
    if found:
        raise TooLong(found)


def _insert(act: "Act", table: _Table, records: Sequence[Record]) -> None:
    if not records:
        return
    kind, lines, number = table.kind, list[Line](), act.number
    typed, filled = act.typed, act.typed.filled
    ((last,),) = act.sql.rows(table.last)
    for identity, record in enumerate(records, last + 1):
        vars(record).update(id=identity, act_id=number)  # plain columns: a relation's descriptor costs more
        due, row = record.due_postings(), record.row
        for line in due:
            lines.append(Line(NORMAL, line, None, None, kind, identity, row))
        own = 0 if row in filled else _filled(table, record)
        typed.brought(line_of(kind, identity, row), own, due)
    act.sql.insert(table.name, table.columns, list(map(table.values, records)))
    act.touched = True
    act.post(lines)


def _filled(table: _Table, record: Record) -> int:
    """Return how many fields of a record hold something, beside its key."""
    values = table.compared(record)
    return sum(values[at] not in (None, "") for at in table.typed)


def _update(act: "Act", table: _Table, records: Sequence[Record]) -> None:
    if not records:
        return
    kind = table.kind
    standing = standing_lines(kind, [record.pk for record in records])
    lines: list[Line] = []
    for record in records:
        record.act_id = act.number
        lines += _correction(kind, record, standing.get(record.pk, []))
    act.sql.run_each(table.update, map(table.values, records))
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


def withdraw_records(act: "Act", model: type[Record], records: Iterable[Record]) -> int:
    """Reverse all that stands for records and mark them withdrawn; see ``Act.withdraw``. Return how many."""
    walk, done = iter(records), 0
    while batch := list(islice(walk, BATCH)):
        for record in batch:
            record.withdrawn = True
        _update(act, _table(model), batch)
        done += len(batch)
    return done


def standing_lines(record_kind: int, records: Sequence[int]) -> dict[int, list[tuple[int, Posting]]]:
    """Return what stands for records: unreversed entries as (seq, line), by record."""
    sql, found = Statements(), dict[int, list[tuple[int, Posting]]]()
    for start in range(0, len(records), BATCH):
        some = records[start : start + BATCH]
        for record, seq, *line in sql.rows(_STANDING.format(_marks(len(some))), [record_kind, *some]):
            found.setdefault(record, []).append((seq, Posting(*line)))
    return found


_STANDING = """
SELECT e.record, e.seq, e.measure, e.area, e.occurred, e.quantity, e.subject, e.counterpart, e.site
FROM ledger_entry e
WHERE e.record_kind = %s AND e.record IN {} AND e.kind <> 1
  AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses = e.seq)
ORDER BY e.seq
"""
