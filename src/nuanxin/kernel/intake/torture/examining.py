"""Examining 考核: a reader run over a corpus and scored against its truth, cell by cell.

The examiner knows nothing of how the reader works: it looks at what would be posted, what is asked
and what is refused, and holds that against truth.json.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nuanxin.kernel.intake.declare import Row, Sheet
from nuanxin.kernel.intake.faults import FileRefused
from nuanxin.kernel.intake.reader import Reading
from nuanxin.kernel.intake.torture.asking import Looked, read_book
from nuanxin.kernel.intake.torture.comparing import agrees, finds_sum
from nuanxin.kernel.intake.torture.truth import ASKED, EITHER, REFUSED, VALUE

Json = dict[str, Any]
KEPT = 400
"""How many faults of a kind are kept with their places."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where reader and truth differ: what sort of difference, and the place with both sides."""

    sort: str
    file: str
    part: str
    row: int
    field: str
    expected: str
    got: str


@dataclass(slots=True)
class Scores:
    """What an examination counted.

    ``wrong`` values (or rows) would be posted and should not; ``readable`` cells of which ``read`` were
    read; ``unreadable`` ones of which ``held`` were asked about or refused with a remedy; ``tables`` of
    which ``found`` had header and columns right; ``sums`` of which ``told`` were reported. ``inexact``
    cells (约5, 2024年5月) may be asked about; ``inexact_read`` were read at once, with their precision.
    """

    files: int = 0
    wrong: int = 0
    readable: int = 0
    read: int = 0
    unreadable: int = 0
    held: int = 0
    tables: int = 0
    found: int = 0
    sums: int = 0
    told: int = 0
    inexact: int = 0
    inexact_read: int = 0
    crashed: int = 0
    faults: list[Fault] = field(default_factory=list)
    by_sort: Counter[str] = field(default_factory=Counter)

    @property
    def read_share(self) -> float:
        """The share of readable cells that were read."""
        return self.read / self.readable if self.readable else 1.0

    @property
    def held_share(self) -> float:
        """The share of unreadable cells that were asked about or refused."""
        return self.held / self.unreadable if self.unreadable else 1.0

    @property
    def found_share(self) -> float:
        """The share of tables of which header and columns were found without help."""
        return self.found / self.tables if self.tables else 1.0

    @property
    def told_share(self) -> float:
        """The share of wrong typed sums that were reported with both numbers."""
        return self.told / self.sums if self.sums else 1.0

    def fault(self, fault: Fault) -> None:
        """Count a difference and keep its place."""
        self.by_sort[fault.sort] += 1
        if self.by_sort[fault.sort] <= KEPT:
            self.faults.append(fault)


def examine(folder: Path, sheets: Sequence[Sheet]) -> Scores:
    """Read every workbook of a corpus and return the scores."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    scores = Scores()
    for book in truth["files"]:
        examine_book(folder / book["file"], book, sheets, scores)
    return scores


def examine_book(path: Path, book: Json, sheets: Sequence[Sheet], scores: Scores) -> None:
    """Read one workbook and add to the scores."""
    scores.files += 1
    try:
        looked = read_book(path, sheets)
    except FileRefused as refused:
        _refused(path, book, refused, scores)
        return
    except Exception as crash:  # an examiner goes on with the next file, and tells
        scores.crashed += 1
        scores.fault(Fault("crash", path.name, "", 0, "", "a reading or a refusal", repr(crash)[:300]))
        looked = []
    if not book["opens"] and looked:
        scores.wrong += 1
        scores.fault(Fault("wrong", path.name, "", 0, "", "the file refused", "it was read"))
        return
    texts_only = len(book["worksheets"]) == 1 or not looked or not looked[0].part
    for number, part in enumerate(book["worksheets"]):
        readings = [one for one in looked if one.part == part["part"] or (texts_only and number == 0)]
        _examine_part(path.name, part, readings, scores)


def _refused(path: Path, book: Json, refused: FileRefused, scores: Scores) -> None:
    """A file that cannot be opened must be refused with a remedy; any other counts as not found."""
    if not book["opens"]:
        scores.unreadable += 1
        scores.held += bool(refused.remedy)
        return
    for part in book["worksheets"]:
        _examine_part(path.name, part, [], scores, str(refused))


def _examine_part(file: str, part: Json, looked: Sequence[Looked], scores: Scores, why: str = "") -> None:
    if part["hidden"]:
        for one in looked:
            for row in one.reading.rows if one.reading and not one.proposed else ():
                scores.wrong += 1
                scores.fault(Fault("wrong", file, part["part"], row.number, "", "hidden sheet", "row taken"))
        return
    whys = why or "; ".join(one.said for one in looked if one.said)
    chosen = _readings_of(part["tables"], looked)
    taken = [one for one in chosen if one]
    for table, taker in zip(part["tables"], chosen, strict=True):
        shared = taker is not None and chosen.count(taker) > 1
        pieces = [one for one in looked if one not in chosen and _goes_on(one, table)] if taker else []
        taken += pieces
        _examine_table(_Table(file, part["part"], table, taker, shared, pieces), scores, whys)
    numbers = {int(number) for table in part["tables"] for number in table["rows"]}
    for one in looked:
        for row in one.reading.rows if one.reading and not one.proposed else ():
            if row.number not in numbers or one not in taken:
                scores.wrong += 1
                told = "no such row" if row.number not in numbers else "another sheet"
                got = f"{one.reading.sheet.name if one.reading else ''} {row.values}"[:200]
                scores.fault(Fault("wrong", file, part["part"], row.number, "", told, got))


def _readings_of(tables: Sequence[Json], looked: Sequence[Looked]) -> list[Looked | None]:
    """Give each table the reading that took it; tables side by side cannot share one, stacked ones may."""
    chosen: list[Looked | None] = [None] * len(tables)
    pairs = [
        (
            len(one.columns.items() & table["columns"].items()),
            one.header_row in table["header_rows"],
            _rows_met(one, table),
            -at,
            at,
            one,
        )
        for at, table in enumerate(tables)
        for one in looked
        if one.reading and one.reading.sheet.name == table["sheet"]
    ]
    for *_likeness, at, one in sorted(pairs, key=lambda pair: pair[:4], reverse=True):
        rows = set(tables[at]["rows"])
        beside = any(other is one and rows & set(tables[k]["rows"]) for k, other in enumerate(chosen))
        if chosen[at] is None and not beside:
            chosen[at] = one
    return chosen


def _goes_on(one: Looked, table: Json) -> bool:
    """Return whether a reading holds more rows of a table, read on under its heading said again."""
    if one.reading is None or one.proposed or one.reading.sheet.name != table["sheet"]:
        return False
    return one.columns == table["columns"] and _rows_met(one, table) > 0


def _rows_met(one: Looked, table: Json) -> int:
    """Count the rows of a table that a reading says anything about."""
    return len(one.rows_seen & {int(number) for number in table["rows"]})


@dataclass(frozen=True, slots=True)
class _Table:
    """A table under examination: its truth, the reading that took it (``shared`` with another), and pieces.

    A heading said again may part a table: then each piece is read on its own, and none is read twice.
    """

    file: str
    part: str
    truth: Json
    one: Looked | None
    shared: bool
    pieces: Sequence[Looked]

    def taker(self, row: int) -> Looked | None:
        """Return the reading that took a row."""
        return next((piece for piece in self.pieces if row in piece.rows_seen), self.one)


def _examine_table(each: _Table, scores: Scores, why: str) -> None:
    scores.tables += 1
    table, one = each.truth, each.one
    if one is None or one.reading is None:
        place = Fault(
            "not found",
            each.file,
            each.part,
            table["header_rows"][-1],
            table["sheet"],
            _told(table),
            why[:300],
        )
        scores.fault(place)
        scores.readable += _readable(table)
        return
    if one.columns == table["columns"] and (one.header_row in table["header_rows"] or each.shared):
        scores.found += 1
    else:
        got = f"header {one.header_row} {one.columns}"
        scores.fault(Fault("header", each.file, each.part, one.header_row, table["sheet"], _told(table), got))
        if one.proposed:  # a person corrects a proposal before anything is read
            scores.readable += _readable(table)
            return
    for number, row in table["rows"].items():
        taker = each.taker(int(number)) or one
        met = next((each for each in (taker.reading or one.reading).rows if each.number == int(number)), None)
        _examine_row(_Place(each.file, each.part, int(number)), row, met, taker, scores)
    readings = [piece.reading for piece in (one, *each.pieces) if piece.reading]
    _examine_sums(each.file, each.part, table, readings, scores)


def _readable(table: Json) -> int:
    """Count the cells of a table that must be read."""
    rows = table["rows"].values()
    return sum(cell["is"] == VALUE for row in rows for cell in row.get("cells", {}).values())


def _told(table: Json) -> str:
    return f"header {table['header_rows']} {table['headings']} {table['columns']}"


@dataclass(frozen=True, slots=True)
class _Place:
    file: str
    part: str
    row: int

    def fault(self, sort: str, name: str, expected: object, got: object) -> Fault:
        return Fault(sort, self.file, self.part, self.row, name, str(expected)[:300], str(got)[:300])


def _examine_row(place: _Place, truth: Json, row: Row | None, one: Looked, scores: Scores) -> None:
    if truth["is"] != "fact":
        if row is not None:
            scores.wrong += 1
            scores.fault(place.fault("wrong", "", f"{truth['is']}: {truth.get('why', '')}", row.values))
        elif truth["is"] == ASKED:
            scores.unreadable += 1
            scores.held += 1
        return
    told = truth["cells"]
    cells = {name: cell for name, cell in told.items() if name in one.columns or _by_caption(row, name)}
    if row is None:
        _examine_waiting(place, cells, one, scores)
        return
    for name in told.keys() - cells.keys():
        _column_missed(place, name, told[name], scores)
    precision = getattr(row, "precision", None) or {}
    for name, cell in cells.items():
        got = row.values.get(name), precision.get(name, "")
        _examine_cell(place, name, cell, got, scores)


def _by_caption(row: Row | None, name: str) -> bool:
    """Return whether a row has a value of a field that no column of the sheet holds: a caption told it."""
    return row is not None and row.values.get(name) is not None


def _column_missed(place: _Place, name: str, cell: Json, scores: Scores) -> None:
    """A column nobody found is not read; it posts nothing, which the score of headers tells too."""
    if cell["is"] == VALUE and cell.get("value") is not None:
        scores.readable += 1
        scores.fault(place.fault("column missed", name, cell, "the column was not found"))


def _examine_cell(place: _Place, name: str, cell: Json, got: tuple[Any, str], scores: Scores) -> None:
    """Judge a cell of a row that would be posted."""
    if cell["is"] in (ASKED, REFUSED):
        scores.unreadable += 1
        scores.wrong += 1
        scores.fault(place.fault("wrong", name, f"{cell['is']}: {cell.get('kind', '')}", got))
        return
    right = any(agrees(value, precision, *got) for value, precision in answers(cell))
    if cell["is"] == VALUE:
        scores.readable += 1
        scores.read += right
    elif cell.get("precision"):
        scores.inexact += 1
        scores.inexact_read += right
    if not right:
        scores.wrong += 1
        scores.fault(place.fault("wrong", name, cell, got))


def answers(cell: Json) -> Iterator[tuple[Any, str]]:
    """Yield every right answer of a cell: value and precision."""
    yield cell.get("value"), cell.get("precision", "")
    yield from cell.get("also", ())


def _examine_waiting(place: _Place, cells: Json, one: Looked, scores: Scores) -> None:
    """Judge the cells of a row that would not be posted: only doubtful ones may hold it back."""
    doubtful = {name for name, cell in cells.items() if cell["is"] != VALUE}
    named = one.named(place.row)
    for name, cell in cells.items():
        if cell["is"] in (ASKED, REFUSED):
            scores.unreadable += 1
            held = bool(named)  # the row waits, and somebody is told why and what to do
            scores.held += held
            if not held:
                scores.fault(place.fault("silent", name, cell, "the row is gone without a word"))
        elif cell["is"] == EITHER and cell.get("precision"):
            scores.inexact += 1
        elif cell["is"] == VALUE and (not doubtful or name in named):
            scores.readable += 1
            scores.fault(place.fault("not read", name, cell, named.get(name) or named or "no word"))
    if not named and all(cell["is"] != VALUE for cell in cells.values()):
        scores.fault(place.fault("silent", "", "a word", "none"))


def _examine_sums(file: str, part: str, table: Json, readings: Sequence[Reading], scores: Scores) -> None:
    for said in table["finds"]:
        scores.sums += 1
        finds = [find for reading in readings for find in reading.finds]
        told = any(find.row == said["row"] and finds_sum(find.said, said) for find in finds)
        scores.told += told
        if not told:
            got = [find.said for find in finds]
            scores.fault(Fault("sum", file, part, said["row"], said["field"], str(said), str(got)[:300]))
