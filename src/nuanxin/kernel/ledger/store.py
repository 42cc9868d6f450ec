"""The append path: plain SQL, few statements, inside the caller's transaction.

Django model objects cost several times the insert itself (reference: 65 against 13 microseconds a
row), so rows go to the driver as they are (``statements``).
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.lines import ENTRY_FIELDS, genesis, hash_function
from nuanxin.kernel.ledger.models import REVERSAL, SUPPLEMENT, Ledger
from nuanxin.kernel.ledger.posting import Posting
from nuanxin.kernel.ledger.statements import Statements

if TYPE_CHECKING:
    from nuanxin.kernel.ledger.acts import Act


class Last(NamedTuple):
    """Where the ledger ends: identity, last act and its hash, the next seq; whether any month is closed."""

    identity: str
    algorithm: str
    act: int
    hash: bytes | None
    next_seq: int
    closings: bool = False


class Line(NamedTuple):
    """One entry to append: its kind, its posting, what it reverses or corrects, whose it is."""

    kind: int
    posting: Posting
    reverses: int | None
    corrects: int | None
    record_kind: int
    record: int
    row: int | None


class Closed(NamedTuple):
    """A closed month: the measures' hundred, the month (yyyymm), the subtree's codes."""

    programme: int
    month: int
    area: int
    last_area: int


Closings = dict[tuple[int, int], list[Closed]]
"""Closed months by hundred and month."""


class PeriodClosed(Exception):
    """A line falls into a closed month and the act has no reason or no second signer."""


_LAST = """
SELECT l.identity, l.algorithm, a.number, a.hash, a.first_seq + a.entries,
  EXISTS (SELECT 1 FROM ledger_closing)
FROM ledger_ledger l LEFT JOIN ledger_act a ON a.number = (SELECT max(number) FROM ledger_act)
"""

_CLOSED = "SELECT programme, month, area, last_area FROM ledger_closing WHERE programme = %s"

ENTRY_COLUMNS = (*ENTRY_FIELDS, "hash")


class ActLine(NamedTuple):
    """An act as it is inserted: the columns of ``ledger_act``, but for the hash, which comes last."""

    number: int
    verb: str
    actor: int
    asked_by: int | None
    second: int | None
    at: int
    source_id: int | None
    reason: str
    note_hash: bytes | None
    object: str
    first_seq: int
    entries: int
    digest: bytes


ACT_COLUMNS = (*ActLine._fields, "hash")


def last(sql: Statements | None = None) -> Last:
    """Return the end of the ledger, making its identity at the very first act."""
    found = (sql or Statements()).rows(_LAST)
    if not found:
        _found_ledger()
        return last(sql)
    identity, algorithm, number, tail, following, closings = found[0]
    kept = None if tail is None else bytes(tail)
    return Last(identity, algorithm, number or 0, kept, following or 1, bool(closings))


def _found_ledger() -> None:
    """Give the ledger its identity, unless another process just did."""
    with transaction.atomic(), (sql := Statements()).errors:
        sql.alone()
        if not Ledger.objects.exists():
            Ledger.objects.create(identity=str(uuid4()), algorithm="sha256")


def insert_act(sql: Statements, act: ActLine, chained: bytes) -> None:
    """Insert an act under the hash that chains it to the one before."""
    sql.insert("ledger_act", ACT_COLUMNS, [(*act, chained)])


def append(act: "Act", lines: Iterable[Line]) -> None:
    """Give lines their seq and leaf hash and insert them; counts and totals go to the act.

    Raises PeriodClosed before anything is written for the first line that a closed month forbids.
    """
    if act.last.closings:
        lines = list(lines)
        closed = _closings(act.sql, [line.posting for line in lines])
        lines = [_routed(act, line, closed) for line in lines]
    rows = _rows(act, lines)
    if rows:
        act.sql.insert("ledger_entry", ENTRY_COLUMNS, rows)
        act.touched = True


def _rows(act: "Act", lines: Iterable[Line]) -> list[tuple[int | bytes | None, ...]]:
    """Build the rows of entries: this loop is the ledger's hot path, hence its plainness."""
    digest = hash_function(act.last.algorithm)
    seq, number = act.next_seq, act.number
    rows: list[tuple[int | bytes | None, ...]] = []
    leaves, totals, reversed_ = act.leaves, act.totals, 0
    for kind, posting, reverses, corrects, record_kind, record, row in lines:
        measure, area, on, quantity, subject, counterpart, site = posting
        text = (
            f"\x00NX1|{seq}|{number}|{kind}|{measure}|{area}|{on}|{'' if subject is None else subject}"
            f"|{'' if counterpart is None else counterpart}|{'' if site is None else site}|{quantity}"
            f"|{'' if reverses is None else reverses}|{'' if corrects is None else corrects}"
            f"|{record_kind}|{record}|{'' if row is None else row}"
        )
        leaf = digest(text.encode("ascii"))
        where = (measure, area, on, subject, counterpart, site, quantity)
        rows.append((seq, number, kind, *where, reverses, corrects, record_kind, record, row, leaf))
        leaves += leaf
        totals[measure] += quantity
        reversed_ += kind == REVERSAL
        seq += 1
    act.posted += len(rows) - reversed_
    act.reversed += reversed_
    return rows


def _closings(sql: Statements, postings: Sequence[Posting]) -> Closings:
    """Return the closings of the months and hundreds of measures that postings fall into."""
    months = {(each.measure // 100, each.on // 100) for each in postings}
    closed: Closings = {month: [] for month in months}
    for hundreds in {programme for programme, _month in months}:
        for row in sql.rows(_CLOSED, [hundreds]):
            closed.setdefault(row[:2], []).append(Closed(*row))
    return closed


def _routed(act: "Act", line: Line, closed: Closings) -> Line:
    """Let a line into a closed month only as a reversal or a supplement, reasoned and countersigned."""
    area, locks = line.posting.area, closed[line.posting.measure // 100, line.posting.on // 100]
    lock = next((each for each in locks if each.area <= area <= each.last_area), None)
    if lock is None:
        return line
    second = act.by.second
    if not act.by.reason or second is None or second.party == act.by.actor.party:
        raise PeriodClosed(
            _(
                "month %(month)s of area %(area)s is closed: give a reason and a second signer, "
                "and the line will be entered as a supplement"
            )
            % {"month": f"{lock.month // 100}-{lock.month % 100:02}", "area": lock.area}
        )
    return line if line.kind == REVERSAL else line._replace(kind=SUPPLEMENT)


__all__ = ["ActLine", "Closed", "Last", "Line", "PeriodClosed", "append", "genesis", "insert_act", "last"]
