"""Ways 写法: how a fact may be written into a cell, each with what the cell then means.

A way takes the desk, the column and the clean fact, and returns the drawn cell with its truth, or
None where it does not apply. Ways are named; the names are the quirks of a corpus.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.torture.canvas import BLANK, DAY, ERROR, NUMBER, TEXT, UNCACHED, Cell
from nuanxin.kernel.intake.torture.desk import Amount, Desk
from nuanxin.kernel.intake.torture.places import Place, places, spoken
from nuanxin.kernel.intake.torture.truth import Told, either, refused, value

Written = tuple[Cell, Told]
Write = Callable[[Desk, Column, Any], Written | None]
NUMBERS = ("whole", "quantity")
ANY = ("text", "whole", "quantity", "day", "area", "yes_no", "choice")


@dataclass(frozen=True, slots=True)
class Way:
    """A named way to write cells of some kinds; ``needs`` what the format must be able to hold."""

    name: str
    kinds: tuple[str, ...]
    write: Write
    needs: frozenset[str] = frozenset()


WAYS: dict[str, Way] = {}


def way(name: str, *kinds: str, needs: str = "") -> Callable[[Write], Write]:
    """Register a way under its name."""

    def registered(write: Write) -> Write:
        WAYS[name] = Way(name, kinds, write, frozenset(needs.split()))
        return write

    return registered


def meant(column: Column, said: Any) -> Any:
    """Return a clean fact as truth has it: base units, ISO day, code of the area or the choice."""
    match said:
        case Amount():
            return said.base
        case date():
            return said.isoformat()
        case Place():
            return said.code
        case str() if column.kind == "choice":
            return (column.choices or {})[said]
        case _:
            return said


def exact(column: Column, said: Any, cell: Cell) -> Written:
    """Return a cell that means exactly the fact."""
    return cell, value(meant(column, said))


def decimal(number: Decimal) -> str:
    """Return a number without exponent and idle zeros."""
    return f"{number.normalize():f}"


def number_cell(number: Decimal, form: str = "") -> Cell:
    """Return a number as a spreadsheet holds it."""
    return Cell(float(number), NUMBER, form=form)


def plain(desk: Desk, column: Column, said: Any) -> Written:
    """Write a fact without any quirk, as most cells are."""
    match said:
        case Amount():
            return exact(column, said, number_cell(said.number))
        case date() if desk.typed and desk.random.random() < 0.5:
            return exact(column, said, Cell(said, DAY, form=desk.random.choice(DAY_FORMS)))
        case date():
            return exact(column, said, Cell(f"{said.year}.{said.month}.{said.day}"))
        case Place():
            return exact(column, said, Cell(spoken(desk.random, said, desk.home, wide=False)))
        case bool():
            return exact(column, said, Cell("是" if said else "否"))
        case _:
            return exact(column, said, Cell(str(said)))


DAY_FORMS = ("yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"', "m/d/yy")


@way("nothing_stated", *ANY)
def _nothing(desk: Desk, column: Column, _said: Any) -> Written | None:
    """A blank, 未统计, / or —: nothing is stated, which is neither zero nor a word."""
    if column.field in desk.sheet.key:
        return None
    blank = desk.random.choice(("", "", "/", "—", "——", "-"))
    cell = Cell("", BLANK) if blank == "" else Cell(blank)
    return cell, refused("nothing stated") if column.required else value(column.blank)


@way("error_cell", *ANY, needs="error")
def _error(desk: Desk, column: Column, _said: Any) -> Written | None:
    if column.field in desk.sheet.key:
        return None
    return Cell(desk.random.choice(("#REF!", "#N/A", "#DIV/0!", "#VALUE!")), ERROR), refused("error cell")


@way("error_text", *ANY)
def _error_text(desk: Desk, column: Column, _said: Any) -> Written | None:
    """An error pasted as text: it stays what it is."""
    if column.field in desk.sheet.key:
        return None
    return Cell(desk.random.choice(("#REF!", "#N/A", "#DIV/0!", "#NAME?"))), refused("error text")


@way("uncached_formula", *ANY, needs="uncached")
def _uncached(desk: Desk, column: Column, _said: Any) -> Written | None:
    """A formula nobody has calculated: the cell only looks blank."""
    if column.field in desk.sheet.key:
        return None
    return Cell("", UNCACHED, formula='=INDIRECT("[1]Sheet1!A1")'), refused("formula without a value")


@way("same_as_above", *ANY)
def _same(desk: Desk, column: Column, said: Any) -> Written | None:
    """同上 or 〃: the row above, where that was the same."""
    if desk.above(column.field) != said or column.field in desk.sheet.key[:1]:
        return None
    return Cell(desk.random.choice(("同上", "〃", '"'[:0] or "同上"))), either(
        meant(column, said), "same as above"
    )


@way("invisible_signs", "text", "choice", "area", "yes_no", "day")
def _invisible(desk: Desk, column: Column, said: Any) -> Written | None:
    """Unbreakable spaces, zero-width signs and line ends around a text: the text is what one sees."""
    cell, told = plain(desk, column, said)
    if cell.kind != TEXT:
        return None
    before, after = desk.random.choice(
        (("", "\u00a0"), ("\u3000", ""), ("", "\u200b"), ("\ufeff", " "), ("", "\n"))
    )
    return Cell(f"{before}{cell.value}{after}"), told


@way("inner_blanks", "text", "choice", "area")
def _blanks(desk: Desk, column: Column, said: Any) -> Written | None:
    """张 三, 临河 区: blanks set in for looks."""
    cell, told = plain(desk, column, said)
    text = str(cell.value)
    chinese = [
        at
        for at in range(1, len(text))
        if "\u4e00" <= text[at - 1] <= "\u9fff" and "\u4e00" <= text[at] <= "\u9fff"
    ]
    if cell.kind != TEXT or not chinese:
        return None
    at = desk.random.choice(chinese)
    return Cell(text[:at] + desk.random.choice((" ", "\u3000", "  ")) + text[at:]), told


@way("area_with_wider", "area")
def _wider(desk: Desk, column: Column, said: Any) -> Written | None:
    return exact(column, said, Cell(spoken(desk.random, said, desk.home, wide=True)))


@way("area_code", "area")
def _code(desk: Desk, column: Column, said: Any) -> Written | None:
    short = desk.random.choice((said.short, str(said.code)))
    return exact(column, said, Cell(short) if desk.random.random() < 0.5 else Cell(float(short), NUMBER))


@way("area_twins", "area")
def _twins(desk: Desk, column: Column, _said: Any) -> Written | None:
    """Several areas bear the name and nothing else in the table says which."""
    others = [other for other in desk.sheet.columns if other.kind == "area"]
    names = places().twins[column.level]
    if desk.home or len(others) > 1 or not names:
        return None
    return Cell(desk.random.choice(names)), Told("asked", kind="several areas")


@way("area_unknown", "area")
def _unknown(desk: Desk, column: Column, _said: Any) -> Written | None:
    return Cell(desk.random.choice(("无此名地", "待定片区", "全域", "外省某地"))), refused("unknown area")


@way("choice_unknown", "choice")
def _no_word(desk: Desk, column: Column, _said: Any) -> Written | None:
    return Cell(desk.random.choice(("详见附件", "甲类", "未分类"))), refused("unknown word")


@way("check_marks", "yes_no")
def _marks(desk: Desk, column: Column, said: Any) -> Written | None:
    yes, no = ("√", "✓", "☑", "有", "Y", "●", "1", "是"), ("×", "✗", "无", "N", "○", "0", "否")
    text = desk.random.choice(yes if said else no)
    if text.isdigit() and desk.typed and desk.random.random() < 0.7:
        return exact(column, said, Cell(float(text), NUMBER))
    return exact(column, said, Cell(text))


@way("neither_yes_nor_no", "yes_no")
def _neither(desk: Desk, column: Column, _said: Any) -> Written | None:
    return Cell(desk.random.choice(("部分", "待核实", "?", "是/否"))), refused("neither yes nor no")
