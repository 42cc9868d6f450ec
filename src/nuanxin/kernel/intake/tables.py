"""Tables 表: one recognised worksheet handed to its action, for a rehearsal or for good."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.books import Page, pages
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.conflicts import Contested, refuse_contested
from nuanxin.kernel.intake.declare import Row, Sheet
from nuanxin.kernel.intake.doubts import Answers, Asked
from nuanxin.kernel.intake.faults import BadRow, CellError, Find, RowsRefused
from nuanxin.kernel.intake.files import StoredFile
from nuanxin.kernel.intake.impossible import heading_of, impossible_rows, refused_rows
from nuanxin.kernel.intake.layouts import kept
from nuanxin.kernel.intake.matching import Match, Unrecognised, recognise
from nuanxin.kernel.intake.office import Office
from nuanxin.kernel.intake.reader import Reading, collector_paused
from nuanxin.kernel.intake.splitting import tables_on
from nuanxin.kernel.intake.veils import Veil
from nuanxin.kernel.intake.weighing import weigh
from nuanxin.kernel.ledger.acts import By, Outcome
from nuanxin.kernel.ledger.possible import DoubleKey, Impossible, TooLong
from nuanxin.kernel.ledger.records import Kept

_SAMPLE = 5


@dataclass(slots=True)
class TableReport:
    """What became of one worksheet, or would.

    ``good`` rows were taken (``taken`` are their numbers), ``bad`` ones not, those ``asked`` about wait;
    ``finds`` refuse nothing; ``outcome`` is the act's (None where no row was good, or where the whole
    table was ``refused``, with the reason); ``sample`` holds the first good rows as they were understood.
    ``areas`` are those of waiting rows that could be read; ``gone`` counts records whose row is gone from
    the sheet; ``taking`` is the number the worksheet is remembered under.
    """

    sheet: Sheet
    part: str
    header_row: int
    good: int
    bad: list[BadRow]
    finds: list[Find]
    outcome: Outcome[Any] | None = None
    refused: str = ""
    sample: list[Row] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    areas: dict[int, int] = field(default_factory=dict)
    gone: int = 0
    taking: int | None = None

    @property
    def waiting(self) -> int:
        """How many rows wait for an answer; one row may be asked about twice."""
        return len({asked.row for asked in self.asked})

    @property
    def recorded(self) -> Kept | None:
        """How many records of a register its act kept; None where it kept none."""
        result = self.outcome.result if self.outcome else None
        return result if isinstance(result, Kept) else None

    @property
    def bad_rows(self) -> int:
        """How many rows were not taken; one row may have several faults."""
        return len({bad.row for bad in self.bad})


def recognised(
    file: StoredFile | Path, sheets: Sequence[Sheet] | None = None, office: Office | None = None
) -> tuple[list[tuple[Page, Match]], list[Unrecognised]]:
    """Tell each worksheet of a file: those that are a sheet of the house, and those that are none.

    What the office has confirmed before is read so (``layouts.kept``), else by its exact names.
    """
    known: list[tuple[Page, Match]] = []
    others: list[Unrecognised] = []
    meant = all_sheets() if sheets is None else sheets
    for page in pages(file.read() if isinstance(file, StoredFile) else file):
        for table, found in _tables(page, meant, office):
            if isinstance(found, Match):
                known.append((table, found))
            else:
                others.append(found)
    return known, others


def unknown_pages(file: StoredFile | Path, office: Office | None) -> list[Page]:
    """Return the tables of a file that somebody has to show first; hidden worksheets are not among them."""
    every = pages(file.read() if isinstance(file, StoredFile) else file)
    told = (each for page in every if not page.hidden for each in _tables(page, all_sheets(), office))
    return [table for table, found in told if not isinstance(found, Match)]


def _tables(
    page: Page, sheets: Sequence[Sheet], office: Office | None
) -> Iterator[tuple[Page, Match | Unrecognised]]:
    """Yield each table of a worksheet with what it is: as its office once said, else by its exact names."""
    if page.hidden:
        yield page, Unrecognised(page.part, _("It is hidden and was not read. Unhide it, or delete it."))
        return
    yield from tables_on(page, lambda each: kept(each, office, sheets) or recognise(each, sheets), sheets)


def worded(others: Sequence[Unrecognised]) -> Iterator[str]:
    """Yield a sentence for each worksheet that is none of the sheets."""
    for other in others:
        yield _("Worksheet %(part)s: %(said)s") % {"part": other.part or "1", "said": other.said}


def hand_in(reading: Reading, by: By, *, rehearse: bool, answers: Answers | None = None) -> TableReport:
    """Give a worksheet's good rows to the sheet's action, in one transaction.

    Rows the checks wonder about, and those that would change what somebody else handed in, wait. Rows the
    action refuses become bad ones, and the others are handed in again. Whatever else the action raises
    (NotAllowed, PeriodClosed) is raised, and nothing of the worksheet is kept. No value of a column that
    names a person stands unmasked in what it says.
    """
    areas = weigh(reading, answers)
    report = TableReport(
        reading.sheet, reading.part, reading.match.header_row, 0, list(reading.bad), reading.finds
    )
    report.asked, report.areas = reading.asked, areas
    rows = reading.rows
    precision = {row.number: row.precision for row in rows if row.precision}
    filled = {row.number: _filled(row) for row in rows}
    by = replace(by, filled=filled, precision=precision, absent=_absent(reading))
    while rows:
        try:
            report.outcome = _given(reading.sheet, rows, by, answers, rehearse=rehearse)
            break
        except Contested as contested:
            report.asked += contested.asked
            gone = {*(asked.row for asked in contested.asked), *contested.left}
            areas |= {row.number: row.values.get("area") or 0 for row in rows if row.number in gone}
            report.finds += [
                Find(number, _("Left as somebody else handed it in.")) for number in contested.left
            ]
        except (RowsRefused, TooLong, Impossible, IntegrityError, DataError) as refused:
            bad = _refused(reading, rows, by, refused)
            gone = {each.row for each in bad}
            report.bad += bad
        except (CellError, DoubleKey) as refused:
            raise Veil(reading.sheet, rows).raised(refused) from None
        rows = [row for row in rows if row.number not in gone]
    report.good, report.sample = len(rows), rows[:_SAMPLE]
    report.taken = [row.number for row in rows]
    report.bad.sort(key=lambda bad: bad.row)
    return report


def _absent(reading: Reading) -> frozenset[str]:
    """Return the declared columns a worksheet does not have."""
    return frozenset(column.field for column in reading.sheet.columns) - {*reading.match.columns}


def _filled(row: Row) -> int:
    """Return how many cells of a row somebody filled."""
    values = list(row.values.values())
    return len(values) - values.count(None)


def _given(
    sheet: Sheet, rows: Sequence[Row], by: By, answers: Answers | None, *, rehearse: bool
) -> Outcome[Any]:
    """Let the action take rows, unless somebody else says otherwise; raises Contested, and keeps nothing."""
    with transaction.atomic(), collector_paused():
        outcome: Outcome[Any] = sheet.into(by, rows, rehearse=rehearse)
        refuse_contested(sheet, rows, by, outcome, answers)
    return outcome


def _kept_at_all(sheet: Sheet, rows: Sequence[Row], by: By) -> bool:
    """Return whether the database would keep rows, whatever else may be said against them."""
    try:
        _given(sheet, rows, by, None, rehearse=True)
    except (IntegrityError, DataError):
        return False
    except (Contested, RowsRefused, TooLong, Impossible):
        return True
    return True


def _refused(
    reading: Reading, rows: Sequence[Row], by: By, refused: ValueError | IntegrityError | DataError
) -> list[BadRow]:
    """Return the rows an action or the database refuses, and why; raises its error where none is named.

    What its words repeat of a person is masked.
    """
    veil, numbers = Veil(reading.sheet, rows), {row.number for row in rows}
    if isinstance(refused, RowsRefused):
        bad = [replace(each, column=heading_of(reading.match, each.column)) for each in refused.rows]
        bad = veil.refused(bad)
    elif isinstance(refused, TooLong):
        bad = _too_long(reading, rows, refused)
    elif isinstance(refused, Impossible):
        bad = impossible_rows(reading.match, refused)
    else:
        bad = refused_rows(rows, lambda some: _kept_at_all(reading.sheet, some, by))
    if not any(each.row in numbers for each in bad):
        raise (veil.raised(refused) if isinstance(refused, ValueError) else refused) from None
    return bad


def _too_long(reading: Reading, rows: Sequence[Row], refused: TooLong) -> list[BadRow]:
    """Name the cells whose text is longer than what is kept, or the rows whose key is."""
    limits = {text: limit for text, limit, _row in refused.found}
    numbers = {row for _text, _limit, row in refused.found}
    found = []
    for row in rows:
        cells = [c for c in reading.sheet.columns if row.values.get(c.field) in limits]
        for column in cells:
            found.append(_shorter(row.number, column.zh, row.values[column.field], limits))
        if not cells and row.number in numbers:
            text = next(text for text, _limit, number in refused.found if number == row.number)
            found.append(_shorter(row.number, "", text, limits))
    return found


def _shorter(row: int, column: str, text: str, limits: dict[str, int]) -> BadRow:
    facts = {"length": len(text), "limit": limits[text]}
    return BadRow(
        row, column, _("It has %(length)d characters; %(limit)d are kept.") % facts, _("Shorten the text.")
    )
