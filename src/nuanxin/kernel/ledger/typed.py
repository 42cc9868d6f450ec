"""Typed fields 填报项: how many cells people filled for what an act wrote, kept with the act.

A line of a sheet (a row number) that brings a new record counts its filled cells; one that changes a
known record counts the fields it changed; one that says what was known already counts nothing. A line
that writes several records counts once. Lines are added up in lots: those of an act that count for the
same measures, areas and months.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from nuanxin.kernel.ledger.posting import Posting
from nuanxin.kernel.ledger.statements import Statements

NO_CELLS: Mapping[int, int] = MappingProxyType({})
"""Nobody has said how many cells the lines have: a record's own filled fields are counted."""

COLUMNS = ("act_id", "lot", "measure", "area", "month", "lines", "fields", "again")


class Cell(NamedTuple):
    """Where a fact counts: measure, area and month (yyyymm)."""

    measure: int
    area: int
    month: int


Cells = frozenset[Cell]


@dataclass(slots=True)
class Typed:
    """What the lines of an open act brought.

    ``fresh`` holds the lines that brought a new record, with the fields typed for it, ``changed`` those
    that changed known ones, with how many fields; ``places`` where the facts of each line count.
    """

    filled: Mapping[int, int] = field(default_factory=lambda: NO_CELLS)
    fresh: dict[int, int] = field(default_factory=dict)
    changed: dict[int, int] = field(default_factory=dict)
    places: dict[int, Cells] = field(default_factory=dict)
    _met: dict[tuple[tuple[int, int, int], ...], Cells] = field(default_factory=dict)
    _alike: dict[Cells, Cells] = field(default_factory=dict)

    @property
    def fields(self) -> int:
        """How many fields were typed so far."""
        return sum(self.fresh.get(line, self.changed.get(line, 0)) for line in self.places)

    def brought(self, line: int, own: int, due: Iterable[Posting]) -> None:
        """Count a line with a new record; ``own`` fields of it are filled where nobody knows of cells."""
        self.fresh[line] = self.filled.get(line) or self.fresh.get(line, 0) + own
        self._count_at(line, due)

    def altered(self, line: int, fields: int, due: Iterable[Posting]) -> None:
        """Count a line that changed so many fields of a known record."""
        self.changed[line] = self.changed.get(line, 0) + fields
        self._count_at(line, due)

    def _count_at(self, line: int, due: Iterable[Posting]) -> None:
        places = tuple([(measure, area, on // 100) for measure, area, on, *_rest in due])
        found = self._met.get(places)
        if found is None:
            found = self._met[places] = self._one_of(frozenset(map(Cell._make, places)))
        before = self.places.get(line)
        self.places[line] = found if before is None else self._one_of(found | before)

    def _one_of(self, cells: Cells) -> Cells:
        """Return the one object kept of equal sets of cells."""
        return self._alike.setdefault(cells, cells)

    def keep(self, sql: Statements, act: int) -> None:
        """Write the lots of an act that is about to be closed."""
        lots: dict[Cells, list[int]] = {}
        for line, places in self.places.items():
            lot = lots.setdefault(places, [0, 0, 0])
            fresh, changed = self.fresh.get(line), self.changed.get(line, 0)
            lot[0] += 1
            lot[1] += changed if fresh is None else fresh
            lot[2] += changed if fresh is None else 0
        rows = [
            (act, number, *cell, *counts)
            for number, (places, counts) in enumerate(lots.items(), 1)
            for cell in sorted(places)
        ]
        if rows:
            sql.insert("ledger_typedlot", COLUMNS, rows)


def line_of(kind: int, identity: int, row: int | None) -> int:
    """Return what tells a line apart within an act: its sheet row, or the record where it has none."""
    return row if row is not None else -((kind << 40) | identity)
