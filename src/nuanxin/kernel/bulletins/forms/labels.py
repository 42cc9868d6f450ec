"""Labels 栏目: what stands around a cell of a form: the row's words, the column's heads, unit, span, area."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize

from nuanxin.kernel.areas.tree import find
from nuanxin.kernel.bulletins.forms.grid import Cell, Grid
from nuanxin.kernel.intake.amounts import unit_named
from nuanxin.kernel.intake.headings import split_unit, unit_lines
from nuanxin.plain.units import Unit

_SPANS: tuple[tuple[str, str], ...] = (
    (r"(上年|去年).*累计|累计.*(上年|去年)", "cumulative_year_before"),
    (r"上年同期|去年同期|上年同月|sameperiodlastyear", "year_before"),
    (r"累计|1月至|年初至|1-本月|1—本月|cumulative|yeartodate", "cumulative"),
    (r"近12个月|近十二个月|近一年|twelvemonths", "twelve_months"),
    (r"上一季度|上季度|lastquarter", "quarter"),
    (r"截至|期末|年末|月末|季末|asof|attheend", "up_to"),
    (r"上期|上月|periodbefore", "before"),
    (r"^(全年|年度)|wholeyear", "year"),
    (r"本年(度)?$", "cumulative"),
    (r"本期|本月|本季|当月|当期|thisperiod|thismonth", "form"),
)
_MONTH = re.compile(r"(1[0-2]|[1-9])月(?:份)?")
_NO_LABEL = re.compile(r"[甲乙丙丁戊己庚辛壬癸]|[0-9]{1,3}|序号|编码|代码|栏次|—|-|/")
_WORDS = {
    "office": re.compile(r"(填报|报送|编制|报表)(单位|部门|机构)[:：]?\s*|reportingoffice"),
    "day": re.compile(r"(填报|报出|报送|填表)(日期|时间)[:：]?\s*"),
    "person": re.compile(r"(填报|填表|制表|经办)人[:：]?\s*"),
    "period": re.compile(r"(报告期|所属期|报告期别|统计期)[:：]?\s*"),
}


@dataclass(frozen=True, slots=True)
class Labels:
    """What stands around a cell: words of its row (nearest first) and of its column (lowest first).

    ``area`` is named in its row or column, ``span`` by its column or row ("" where neither says), ``unit``
    likewise; ``text`` where it asks for words.
    """

    cell: Cell
    row: tuple[str, ...]
    column: tuple[str, ...]
    area: int | None = None
    span: str = ""
    unit: Unit | None = None
    text: str = ""


def labelled(grid: Grid, within: int) -> list[Labels]:
    """Return the blank cells of a worksheet that its labels ask something of; areas lie ``within`` one."""
    found = [_worded(grid, cell) for cell in grid.cells() if cell.kind == "blank"]
    head = _first_blank_row(grid)
    if head:
        units = unit_lines([each.text for line in grid.lines[: head - 1] for each in line])
        asked = [cell for cell in grid.cells() if cell.kind == "blank" and cell.bordered and cell.row >= head]
        found += [_around(grid, cell, head, within, units) for cell in asked]
    return [each for each in found if each is not None]


def _first_blank_row(grid: Grid) -> int:
    """Return the first row of the table's body: one with a label and a bordered blank cell."""
    for line in grid.lines:
        blanks = [each for each in line if each.kind == "blank" and each.bordered]
        if blanks and any(each.kind == "text" and each.column < blanks[0].column for each in line):
            return line[0].row
    return 0


def _worded(grid: Grid, cell: Cell) -> Labels | None:
    """Return a cell that asks for the office, the day, the person: blank, behind such a label."""
    if cell.bordered:
        return None
    before = [each for each in grid.lines[cell.row - 1] if each.last_column == cell.column - 1]
    if before and before[0].kind == "text":
        said = _plain(before[0].text)
        for text, pattern in _WORDS.items():
            if pattern.fullmatch(said):
                return Labels(cell, (before[0].text.strip(),), (), text=text)
    return None


def _around(grid: Grid, cell: Cell, head: int, within: int, units: Sequence[Unit]) -> Labels | None:
    left = [
        each
        for each in _rows_of(grid, cell.row)
        if each.kind == "text"
        and each.last_column < cell.column
        and not _NO_LABEL.fullmatch(_plain(each.text))
    ]
    above = [
        each
        for line in grid.lines[: head - 1]
        for each in line
        if each.kind == "text" and each.bordered and each.column <= cell.column <= each.last_column
        and not _NO_LABEL.fullmatch(_plain(each.text))
    ]  # fmt: skip
    if not left:
        return None
    row = [each.text.strip() for each in reversed(left)]
    column = [each.text.strip() for each in reversed(above)]
    area, rest = _area(row, within)
    rest = [each for each in rest if unit_named(each) is None and each != "%" and not says_only_when(each)]
    return Labels(
        cell, tuple(rest), tuple(column), area, _span([*column, *row]), _unit(column, row, units, cell)
    )


def _rows_of(grid: Grid, row: int) -> list[Cell]:
    """Return the cells that reach into a row, those merged down into it too, left to right."""
    lines = grid.lines[max(0, row - 60) : row]
    return sorted(
        (each for line in lines for each in line if each.row <= row <= each.last_row),
        key=lambda each: each.column,
    )


def _plain(text: str) -> str:
    return "".join(normalize("NFKC", text).split()).lower()


def _area(row: Sequence[str], within: int) -> tuple[int | None, list[str]]:
    """Return the area a row names, if one and no other, and the words that are left."""
    for each in row:
        found = find(each, within=within, level="town") if 2 <= len(each) <= 20 else []
        if len(found) == 1:
            return found[0].code, [other for other in row if other is not each]
    return None, list(row)


def _span(words: Sequence[str]) -> str:
    for each in map(_plain, words):
        if found := _MONTH.fullmatch(each):
            return f"month_{found[1]}"
        bare = _plain(split_unit(each)[0])
        if fixed := _fixed(bare):
            return fixed
        for pattern, span in _SPANS:
            if re.search(pattern, bare):
                return span
    return ""


def _fixed(text: str) -> str:
    """Return the span of a stretch of time that stays whatever the form's period: 到2030年, 2023年."""
    if found := re.fullmatch(r"(?:到|至|by|to)(20\d\d)(?:年底?|年末)?", text):
        return f"=..{found[1]}-12-31"
    found = re.fullmatch(r"(20\d\d)年(?:度|全年)?", text)
    return f"={found[1]}" if found else ""


def says_only_when(text: str) -> bool:
    """Return whether a word says a stretch of time and nothing else."""
    said = _plain(text)
    return bool(_span([text])) and len(said) <= 7


def _unit(column: Sequence[str], row: Sequence[str], units: Sequence[Unit], cell: Cell) -> Unit | None:
    for each in (*row, *column):
        unit = unit_named(each.strip()) or split_unit(each)[1]
        if unit is not None:
            return unit
    if "%" in row or cell.percent:
        return unit_named("%")
    return units[0] if len(units) == 1 else None
