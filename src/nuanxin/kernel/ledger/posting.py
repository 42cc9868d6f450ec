"""Postings 过账: the entries a record should have, as a pure function of the record."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from nuanxin.kernel.ledger.measures import Measure


class Posting(NamedTuple):
    """One line a record asks for, in ledger terms (all whole numbers, ``on`` as yyyymmdd)."""

    measure: int
    area: int
    on: int
    quantity: int
    subject: int | None
    counterpart: int | None
    site: int | None


def posting(
    measure: Measure,
    *,
    area: int,
    on: date,
    quantity: int = 1,
    subject: int | None = None,
    counterpart: int | None = None,
    site: int | None = None,
) -> Posting:
    """Return the line for one fact: ``quantity`` base units of ``measure`` in ``area`` on a day.

    ``area`` is a 12-digit division code; ``subject`` and ``counterpart`` are surrogate ids (never
    names), ``site`` the serial of a place below the village.
    """
    day = on.year * 10_000 + on.month * 100 + on.day
    return Posting(measure.number, area, day, quantity, subject, counterpart, site)


@dataclass(frozen=True, slots=True)
class Difference:
    """What must be reversed and what must be added so that what stands is what should stand."""

    reverse: list[tuple[int, Posting]]
    add: list[Posting]


def difference(standing: Iterable[tuple[int, Posting]], wanted: Iterable[Posting]) -> Difference:
    """Compare standing entries (seq, line) with the wanted lines, as multisets.

    Equal lines stay untouched, so posting the same record twice changes nothing.
    """
    missing = Counter(wanted)
    reverse = []
    for seq, line in standing:
        if missing[line] > 0:
            missing[line] -= 1
        else:
            reverse.append((seq, line))
    return Difference(reverse, list(missing.elements()))
