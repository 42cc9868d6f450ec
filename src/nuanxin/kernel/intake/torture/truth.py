"""Truth 真值: what a generated worksheet means, cell by cell, as plain JSON that others can use too.

The format is told in docs/howto/torture-the-reader.md.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

VALUE, EITHER, ASKED, REFUSED = "value", "either", "asked", "refused"
"""A cell must be read; may be read or asked about; must be asked about; must be refused."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What one cell means.

    ``value`` as JSON: text, whole number of base units, ISO day (or month, or year), 12-digit area
    code, true or false, None where nothing is stated; ``precision`` as in doubts.PRECISIONS; ``also``
    holds other right answers as (value, precision); ``kind`` says what is doubtful.
    """

    outcome: str
    value: Any = None
    precision: str = ""
    also: tuple[tuple[Any, str], ...] = ()
    kind: str = ""

    def as_json(self) -> Json:
        """Return it without what is blank."""
        told: Json = {"is": self.outcome}
        if self.outcome in (VALUE, EITHER):
            told["value"] = self.value
        for name in ("precision", "kind"):
            if said := getattr(self, name):
                told[name] = said
        if self.also:
            told["also"] = [list(other) for other in self.also]
        return told


def value(said: Any, precision: str = "", *also: tuple[Any, str]) -> Told:
    """Return that a cell must be read, as this."""
    return Told(VALUE, said, precision, also)


def either(said: Any, kind: str, precision: str = "", *also: tuple[Any, str]) -> Told:
    """Return that a cell may be read as this, or asked about."""
    return Told(EITHER, said, precision, also, kind)


def asked(kind: str) -> Told:
    """Return that a cell must be asked about: nobody can tell what it means."""
    return Told(ASKED, kind=kind)


def refused(kind: str) -> Told:
    """Return that a cell must be refused: what it meant is lost."""
    return Told(REFUSED, kind=kind)


@dataclass(slots=True)
class RowTruth:
    """What a row is: ``fact`` with its cells, ``none`` (total, caption, footer), or ``asked`` as a whole."""

    outcome: str
    why: str = ""
    cells: dict[str, Told] = field(default_factory=dict)

    def as_json(self) -> Json:
        """Return it without what is blank."""
        told: Json = {"is": self.outcome}
        if self.why:
            told["why"] = self.why
        if self.cells:
            told["cells"] = {name: cell.as_json() for name, cell in self.cells.items()}
        return told


@dataclass(frozen=True, slots=True)
class Sum:
    """A wrong typed sum: its row, field, what it says and what the rows make, in the column's unit."""

    row: int
    field: str
    said: str
    true: str


@dataclass(slots=True)
class TableTruth:
    """A table of a worksheet: the declared sheet, its lowest header row(s), field -> column from 0.

    ``headings`` is ``exact`` where every heading is a declared name, else ``near``; rows and header
    rows count from 1, as Excel shows them.
    """

    sheet: str
    header_rows: list[int] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    headings: str = "exact"
    rows: dict[int, RowTruth] = field(default_factory=dict)
    finds: list[Sum] = field(default_factory=list)

    def as_json(self) -> Json:
        """Return the table as JSON."""
        return {
            "sheet": self.sheet,
            "header_rows": self.header_rows,
            "headings": self.headings,
            "columns": self.columns,
            "rows": {str(number): row.as_json() for number, row in sorted(self.rows.items())},
            "finds": [asdict(found) for found in self.finds],
        }


@dataclass(slots=True)
class PartTruth:
    """A worksheet: its name, whether it is hidden (then no row may be posted), and its tables."""

    part: str
    hidden: bool = False
    tables: list[TableTruth] = field(default_factory=list)

    def as_json(self) -> Json:
        """Return the worksheet as JSON."""
        return {
            "part": self.part,
            "hidden": self.hidden,
            "tables": [table.as_json() for table in self.tables],
        }


@dataclass(slots=True)
class BookTruth:
    """A file: its name, the quirks in it, whether it opens at all, and its worksheets."""

    file: str
    quirks: list[str]
    opens: bool = True
    worksheets: list[PartTruth] = field(default_factory=list)

    def as_json(self) -> Json:
        """Return the file as JSON."""
        parts = [part.as_json() for part in self.worksheets]
        return {"file": self.file, "quirks": self.quirks, "opens": self.opens, "worksheets": parts}
