"""Worksheets 表格: rows written as the .xlsx that offices expect of one another.

Merged title, unit line, 序号 from 1, bordered rows under a header that stays on screen and comes again on
every printed page, a total of real formulas, who filled it in and who checks it, where it comes from. A
text is a text cell, whatever it begins with; a number of more digits than a spreadsheet keeps is one too.
Rows are written as they come and never held, however many there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from nuanxin.plain.words import Words

NUMBER, TOTAL, UNIT = Words("序号", "#"), Words("合计", "Total"), Words("单位：", "Unit: ")
FILLED_BY, CHECKED_BY = Words("填报人：", "Prepared by: "), Words("审核人：", "Checked by: ")
PAGE = Words("第 &P 页，共 &N 页", "Page &P of &N")
YES, NO = Words("是", "yes"), Words("否", "no")

DIGITS_KEPT = 15
TOO_MUCH = 1_000_000_000_000_000
MOST_ROWS = 1_000_000
LONGEST_CELL = 32_000
_LOOKED_AT = 300
_NARROWEST, _WIDEST = 6, 42
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the unit of its numbers, decimals at least shown, whether it is summed.

    ``grouped`` numbers have thousands apart; years have not.
    """

    word: str
    unit: str = ""
    places: int = 0
    summed: bool = False
    grouped: bool = True

    def heading(self, language: str) -> str:
        """Return the heading with its unit."""
        if not self.unit or self.unit in self.word:
            return self.word
        return f"{self.word} ({self.unit})" if language.startswith("en") else f"{self.word}（{self.unit}）"


@dataclass(frozen=True, slots=True)
class Form:
    """A worksheet to be written: its name on the tab, title and columns.

    ``numbered`` puts 序号 first, ``filtered`` lets people filter (the total then follows what is shown).
    ``by`` has filled it in, blank where nobody may be named; ``signed``: a line for it and for who
    checks. ``scope`` stands left above the header: whose rows, of which time. ``notes`` stand below:
    source, moment, what is left out. ``total``: a last row adds up the summed columns.
    """

    part: str
    title: str
    columns: Sequence[Column]
    notes: Sequence[str] = ()
    by: str = ""
    scope: str = ""
    numbered: bool = True
    filtered: bool = False
    signed: bool = True
    total: bool = True


class Whole(list[Any]):
    """A row that stands for all rows above it: bold, its numbers formulas where they are their sums."""


@dataclass(slots=True)
class _Looks:
    """The formats of a workbook, each made once."""

    book: Workbook
    made: dict[tuple[Any, ...], Format] = field(default_factory=dict)

    def __call__(self, **said: Any) -> Format:
        key = tuple(sorted(said.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({**_FONT, **said})
        return self.made[key]


def write_workbook(
    out: Path | BytesIO, sheets: Iterable[tuple[Form, Iterable[Sequence[Any]]]], language: str
) -> None:
    """Write worksheets one after another, each a form and its rows.

    A cell is a text, a whole number, a Decimal, a day, yes or no, or None; a row begins with the first
    column after 序号. ``language`` is that of the fixed words.
    """
    target = str(out) if isinstance(out, Path) else out
    with Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        looks, taken = _Looks(book), set[str]()
        for form, rows in sheets:
            walk = iter(rows)
            for first in _parts(walk):
                sheet = book.add_worksheet(_tab(form.part, taken))
                _Written(sheet, looks, form, language).write(first)


def _parts(walk: Iterator[Sequence[Any]]) -> Iterator[Iterator[Sequence[Any]]]:
    """Yield the rows in parts as long as a worksheet may be; one part where there is no row."""
    yield islice(walk, MOST_ROWS)
    while (row := next(walk, None)) is not None:
        yield islice(chain([row], walk), MOST_ROWS)


def _tab(name: str, taken: set[str]) -> str:
    """Return a name for a tab: 31 signs at most, none that Excel refuses, none twice."""
    bare = "".join("_" if sign in "[]:*?/\\'" else sign for sign in name)[:28] or "1"
    found = next(each for n in range(1, 10_000) if (each := bare if n == 1 else f"{bare}{n}") not in taken)
    taken.add(found)
    return found


class _Written:
    """One worksheet while it is written, from the title down."""

    def __init__(self, sheet: Worksheet, looks: _Looks, form: Form, language: str) -> None:
        self.sheet, self.looks, self.form, self.language = sheet, looks, form, language
        first = [Column(NUMBER.said(language))] if form.numbered else []
        self.columns = [*first, *form.columns]
        self.last = len(self.columns) - 1
        self.offset = len(first)
        self.widths = [wide(column.heading(language)) for column in self.columns]
        self.counted = looks(border=1, align="center", num_format="0")
        self.text = looks(border=1, num_format="@", text_wrap=True)
        self.numbers: dict[tuple[int, int, int], Format] = {}
        self.sums = {at: Decimal() for at, column in enumerate(self.columns) if column.summed}

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write it all."""
        top = self._head()
        row = top
        for number, cells in enumerate(rows, 1):
            row += 1
            if isinstance(cells, Whole):
                self._whole(row, top, cells)
            else:
                self._row(row, number, cells)
        below = self._total(top, row) if self.form.total and self.sums and row > top else row
        self._foot(below + 1)
        self._set_out(top, row)

    def _head(self) -> int:
        """Write title, unit line and header; return the header's row."""
        form, looks = self.form, self.looks
        title = looks(bold=True, font_size=16, align="center")
        self.sheet.set_row(0, 30)
        if self.last:
            self.sheet.merge_range(0, 0, 0, self.last, "", title)
        self.sheet.write_string(0, 0, form.title, title)
        units = list(dict.fromkeys(column.unit for column in form.columns if column.unit))
        line = int(bool(units or form.scope))
        if form.scope:
            self.sheet.write_string(line, 0, _kept(form.scope), looks())
        if units and (self.last or not form.scope):
            said = UNIT.said(self.language) + (", " if self.language.startswith("en") else "、").join(units)
            self.sheet.write_string(line, self.last, said, looks(align="right"))
        header = looks(bold=True, border=1, align="center", text_wrap=True, bg_color="#EFEAE0")
        for at, column in enumerate(self.columns):
            self.sheet.write_string(line + 1, at, column.heading(self.language), header)
        return line + 1

    def _row(self, row: int, number: int, cells: Sequence[Any]) -> None:
        if self.offset:
            self.sheet.write_number(row, 0, number, self.counted)
        for at, value in enumerate(cells, self.offset):
            if type(value) is str and len(value) <= LONGEST_CELL and value.isprintable():
                self.sheet.write_string(row, at, value, self.text)
            else:
                self._cell(row, at, value)
        if number <= _LOOKED_AT:
            for at, value in enumerate(cells, self.offset):
                self.widths[at] = max(self.widths[at], wide(_seen(value, self.columns[at])))

    def _cell(self, row: int, at: int, value: Any, **more: Any) -> None:
        sheet, look = self.sheet, {"border": 1, **more}
        if value is None:
            sheet.write_blank(row, at, None, self.looks(**look))
        elif isinstance(value, bool):
            said = (YES if value else NO).said(self.language)
            sheet.write_string(row, at, said, self.looks(**look, align="center", num_format="@"))
        elif isinstance(value, int | Decimal) and _keeps(value):
            self._number(row, at, value, look)
        elif isinstance(value, date):
            self._day(row, at, value)
        else:
            sheet.write_string(row, at, _kept(str(value)), self.looks(**look, num_format="@", text_wrap=True))

    def _number(self, row: int, at: int, value: int | Decimal, look: dict[str, Any]) -> None:
        column = self.columns[at]
        place = (at, len(look), _places(value))
        found = self.numbers.get(place)
        if found is None:
            found = self.numbers[place] = self.looks(**look, num_format=_pattern(value, column))
        self.sheet.write_number(row, at, float(value), found)
        if at in self.sums:
            self.sums[at] += value

    def _day(self, row: int, at: int, value: date) -> None:
        pattern = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
        told = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        self.sheet.write_datetime(row, at, told, self.looks(border=1, num_format=pattern, align="center"))

    def _whole(self, row: int, top: int, cells: Whole) -> None:
        for at, value in enumerate(cells, self.offset):
            number = isinstance(value, int | Decimal) and not isinstance(value, bool)
            if number and row > top + 1 and self.sums.get(at) == value:
                self._sum(row, at, f"SUM({xl_range(top + 1, at, row - 1, at)})", value)
            else:
                self._cell(row, at, value, bold=True)

    def _sum(self, row: int, at: int, formula: str, value: int | Decimal) -> None:
        """Write a formula with what it comes to."""
        look = self.looks(border=1, bold=True, num_format=_pattern(value, self.columns[at]))
        self.sheet.write_formula(row, at, f"={formula}", look, float(value))
        self.widths[at] = max(self.widths[at], wide(_seen(value, self.columns[at])) + 1)

    def _total(self, top: int, last: int) -> int:
        """Write the total: formulas over the rows, with what they come to."""
        row, look = last + 1, self.looks(border=1, bold=True)
        for at in range(self.last + 1):
            self.sheet.write_blank(row, at, None, look)
        label = self.looks(border=1, bold=True, align="center")
        self.sheet.write_string(row, 0, TOTAL.said(self.language), label)
        opening = "SUBTOTAL(9," if self.form.filtered else "SUM("
        for at, total in self.sums.items():
            self._sum(row, at, f"{opening}{xl_range(top + 1, at, last, at)})", total)
        return row

    def _foot(self, row: int) -> None:
        """Write who filled it in and who checks it, and below where it comes from."""
        form, plain = self.form, self.looks()
        if form.signed:
            self.sheet.write_string(row, 0, _kept(FILLED_BY.said(self.language) + form.by), plain)
            if self.last > 1:
                at = max(self.last // 2, 2)
                self.sheet.write_string(row, min(at, self.last), CHECKED_BY.said(self.language), plain)
            row += 1
        quiet = self.looks(font_size=9, font_color="#6B645A")
        for note in form.notes:
            self.sheet.write_string(row, 0, _kept(note), quiet)
            row += 1

    def _set_out(self, header: int, last: int) -> None:
        """Set widths, what stays on screen, and how it prints: A4 across, as wide as the paper."""
        sheet = self.sheet
        for at, width in enumerate(self.widths):
            sheet.set_column(at, at, min(max(width + 2, _NARROWEST), _WIDEST))
        sheet.freeze_panes(header + 1, self.offset)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, header)
        sheet.center_horizontally()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer(f"&C{PAGE.said(self.language)}")
        if self.form.filtered and last > header:
            sheet.autofilter(header, 0, last, self.last)


def _keeps(value: int | Decimal) -> bool:
    """Return whether a spreadsheet keeps every digit of a number."""
    if isinstance(value, int):
        return -TOO_MUCH < value < TOO_MUCH
    number = value.normalize()
    return bool(max(len(number.as_tuple().digits), number.adjusted() + 1) <= DIGITS_KEPT)


def _places(value: int | Decimal) -> int:
    if isinstance(value, int):
        return 0
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _pattern(value: int | Decimal, column: Column) -> str:
    """Return the number format of a value: the column's decimals, and more where the value has more."""
    places = max(column.places, _places(value)) if _places(value) or column.places else 0
    return ("#,##0" if column.grouped else "0") + (f".{'0' * places}" if places else "")


def _seen(value: Any, column: Column) -> str:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{value:,.{max(column.places, _places(value))}f}"
    return "" if value is None else str(value)


def _kept(text: str) -> str:
    """Return a text as a cell can hold it."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def wide(text: str) -> int:
    """Return how many narrow signs a text is wide, its longest line counted."""
    lines = text[:200].split("\n")
    return max(sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) for line in lines)
