"""Marks 行的性质: what a row below the header is: a fact, a total, a caption, the footer, or no row."""

import re
from collections.abc import Collection, Sequence
from typing import Any
from unicodedata import normalize

from nuanxin.kernel.intake.headings import normal

FACT, TOTAL, CAPTION, FOOTER = range(4)

_A_FACT = FACT, ""
_LOOKED_AT = 4
"""Labels such as 合计 stand in one of the first columns."""

_SUSPECT = frozenset(
    "合小总共累本其填审注说备制复负单联经签报盖统主分附数一二三四五六七八九十第(（【 　\n\u00a0tTsSgGnNpP"
)
_TOTAL = re.compile(
    r"(.{0,12}(合计|小计|总计|共计)|本页累计|累计|(grand|sub)?totals?|sum)(\(.*\)|:.*)?", re.I
)
_PART = re.compile(r"其中(:.*)?")
_FOOTER = re.compile(
    r"(填表|填报|制表|审核|复核|负责|单位负责|经办|联系|统计)(人|人员|日期|时间|电话|单位)(签字|\(签字\)|\(签章\))?[:].*"
    r"|(注|说明|备注|附注|填表说明|填报说明|数据来源|签字|盖章|主管领导|分管领导|notes?|preparedby|checkedby)\d*[:].*",
    re.I | re.S,
)
_TEN = "[一二三四五六七八九十]+"
_CAPTION = re.compile(rf"({_TEN}[、.]|\({_TEN}\)|第{_TEN}[部批类组]).*|.*:")
_SUBTOTAL = re.compile(r".*小计|本页合计|subtotal", re.I)
_NUMBERED = frozenset("甲乙丙丁戊己庚辛")


def mark(cells: Sequence[Any]) -> tuple[int, str]:
    """Return what a row is by the labels in its first cells, and the label."""
    for cell in cells[:_LOOKED_AT]:
        if type(cell) is str and cell and (cell[0] in _SUSPECT or cell[-1] == "计"):
            before = cells[: cells.index(cell)]
            kind, label = _kind(cell, cells, leading=not any(type(c) is str and c for c in before))
            if kind:
                return kind, label
    return _A_FACT


def _kind(cell: str, cells: Sequence[Any], *, leading: bool) -> tuple[int, str]:
    text = re.sub(r"\s+", "", normalize("NFKC", cell))
    if _TOTAL.fullmatch(text):
        counted = any(isinstance(other, int | float) or _digits(other) for other in cells)
        return (TOTAL if counted else CAPTION), text
    if leading and _FOOTER.fullmatch(text):
        return FOOTER, text
    if leading and _PART.fullmatch(text):
        return CAPTION, text
    if _CAPTION.fullmatch(text) and sum(1 for other in cells if not blank(other)) == 1:
        return CAPTION, text
    return FACT, ""


def _digits(cell: Any) -> bool:
    return isinstance(cell, str) and bool(re.match(r"\s*[\d.]", normalize("NFKC", cell)))


def partial(label: str) -> bool:
    """Return whether a total's label says that it sums a part only (小计)."""
    return bool(_SUBTOTAL.match(label))


def blank(cell: Any) -> bool:
    """Return whether a cell holds nothing a reader could see."""
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\u3000\u00a0\u200b\ufeff"))


def empty(cells: Sequence[Any]) -> bool:
    """Return whether a row holds nothing: formatted rows below a table, spaces somebody left."""
    return all(map(blank, cells))


def alone(cells: Sequence[Any]) -> bool:
    """Return whether a row holds one cell only; merged across the table, that is a caption."""
    return sum(1 for cell in cells if not blank(cell)) == 1


def column_numbers(cells: Sequence[Any], columns: int = 0) -> bool:
    """Return whether a row only numbers the columns: 甲 乙 1 2 3; most of them, of so many."""
    said = (cell for cell in cells if not blank(cell))
    texts = [f"{cell:.0f}" if isinstance(cell, float) else str(cell).strip() for cell in said]
    digits = [int(text) for text in texts if text.isdecimal()]
    letters = [text for text in texts if text in _NUMBERED]
    if len(digits) + len(letters) != len(texts) or len(texts) < 2 or len(texts) * 2 <= columns:
        return False
    return (not digits or digits == list(range(digits[0], digits[0] + len(digits)))) and (
        bool(letters) or (len(digits) > 2 and digits[0] == 1)
    )


def repeats(cells: Sequence[Any], headed: Collection[str]) -> bool:
    """Return whether a row is the header again, as it stands on every printed page."""
    texts = [normal(cell) for cell in cells if not blank(cell) and isinstance(cell, str)]
    return len(texts) > 1 and all(text in headed for text in texts)
