"""Headings 表头: what the header rows of a worksheet call each column, over one to three levels."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, TypeVar
from unicodedata import normalize

from nuanxin.kernel.intake.amounts import unit_named
from nuanxin.kernel.intake.books import Span
from nuanxin.plain.units import Unit

_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_UNIT_TAIL = re.compile(r"^(.{2,}?)[/,:、](?:单位:)?([^/,:、()]+)$")
_MUST = "(?:非?必填|选填|必须填写?)项?"
_ADDED = re.compile(rf"[*☆★※▲△#]+|[(\[【〔]{_MUST}[)\]】〕]|[,;、/]?{_MUST}:?")
"""What forms put before or behind a heading to say whether it must be filled in."""
_DAY_WORDS = frozenset("年月日时")
_APART = re.compile(r"[,;、/]")
_UNIT_WORD = re.compile(r"^[^:：]{1,8}[:：]\s*")
_FOREIGN = re.compile(
    r"[千万百亿]*(?:[美欧日港澳韩加]元|美金|卢布|英镑|日圆|图格里克|USD|EUR|RUB|JPY|HKD|GBP)", re.I
)
_TOTAL = re.compile(r"(?:合计|小计|总计|共计|总数|计)(.*)")
_NO_WORD = re.compile(r"[\W_]+")
_UNIT_LINE = re.compile(r"(?<![报位制])(?:计量|金额|数量|货币)?单位\s*:\s*([^\s:]+)")
_UNIT_ALONE = re.compile(r"\s*\(?\s*(?:计量|金额|数量|货币)?单\s*位\s*:")
_REPORTING = re.compile(r"(?:填报|报送|填表|编制|制表)(?:单位|部门|机构|日期|时间|人)?\s*:")
_FORM_LINE = re.compile(
    r"(?:(?:填报|报送|填表|编制|制表|计量|金额|数量|货币)?单位|(?:填报|填表|编制|制表)(?:部门|机构|日期|时间|人))\s*:"
)

_SHORT = 60
Said = TypeVar("Said")

LEVELS = 3
"""Header rows are at most this many deep."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column as headed: where it stands, its text, the names it answers to, its unit if it has one.

    ``names`` are normalised, the most telling first: all levels joined, then the lowest alone.
    """

    at: int
    text: str
    names: tuple[str, ...]
    unit: Unit | None = None


def _known(read: Callable[[str], Said]) -> Callable[[str], Said]:
    """Remember what short texts were read as: the first rows of a sheet are looked at again and again."""
    remembered = lru_cache(4_096)(read)

    @wraps(read)
    def known(text: str) -> Said:
        return remembered(text) if len(text) <= _SHORT else read(text)

    return known


@_known
def normal(text: str) -> str:
    """Return a heading without spaces, line breaks, punctuation, width and case."""
    return _NO_WORD.sub("", normalize("NFKC", text).lower()).replace("必填", "")


@_known
def names_of(text: str) -> tuple[str, ...]:
    """Return the normalised names a text gives: whole, and without what stands in brackets."""
    bare, _unit = split_unit(text)
    return tuple(dict.fromkeys(filter(None, (normal(bare), normal(_BRACKETS.sub("", bare)), normal(text)))))


@_known
def split_unit(text: str) -> tuple[str, Unit | None]:
    """Return a heading's text without its unit, and the unit: 总投资（万元） -> 总投资, 万元."""
    text = _ADDED.sub("", re.sub(r"\s+", "", normalize("NFKC", text)))
    for bracket in reversed(list(_BRACKETS.finditer(text))):
        if unit := _unit_in(bracket[1]):
            return text[: bracket.start()] + text[bracket.end() :], unit
    tail = _UNIT_TAIL.match(text)
    unit = unit_named(tail[2]) if tail else None
    return (tail[1], unit) if tail and unit else (text, None)


def _unit_in(bracketed: str) -> Unit | None:
    """Return the unit that stands in brackets, alone or as the only one beside other words."""
    words = _UNIT_WORD.sub("", bracketed)
    if unit := unit_named(words):
        return unit
    parts = _APART.split(words)
    units = [unit for part in parts if (unit := unit_named(part))]
    return units[0] if len(units) == 1 and _DAY_WORDS.isdisjoint(parts) else None


def unit_lines(lines: Sequence[str]) -> list[Unit]:
    """Return the units named by lines like 单位：万元、个 (填报单位：… names an office, not a unit)."""
    found: list[Unit] = []
    for line in lines:
        for named in _UNIT_LINE.findall(normalize("NFKC", line)):
            found += [unit for part in re.split(r"[、,;/]", named.strip("()")) if (unit := unit_named(part))]
    return found


def foreign_money(texts: Sequence[str]) -> str:
    """Return the money of another country in which a heading or a unit line counts, empty where none does.

    Titles may speak of it (进出口总值折合美元); only brackets, ends of headings and unit lines say units.
    """
    for text in texts:
        bare = _ADDED.sub("", re.sub(r"\s+", "", normalize("NFKC", text)))
        tail = _UNIT_TAIL.match(bare)
        said = [*_BRACKETS.findall(bare), *_UNIT_LINE.findall(bare), *(tail.groups()[1:] if tail else ())]
        for part in said:
            if found := _FOREIGN.fullmatch(_UNIT_WORD.sub("", part)):
                return found[0]
    return ""


def says_the_form(cell: object) -> bool:
    """Return whether a cell is a line of the form (单位：万元, 填报单位：…, 填报日期：…), and no heading."""
    return isinstance(cell, str) and bool(_FORM_LINE.match(normalize("NFKC", cell).strip()))


def headings(rows: Sequence[Sequence[Any]], first: int, depth: int, merges: Sequence[Span]) -> list[Heading]:
    """Read ``depth`` header rows from row index ``first`` on, as one heading a column."""
    width = max((len(row) for row in rows[first : first + depth]), default=0)
    grid = [
        [str(cell) if isinstance(cell, str) else "" for cell in row] + [""] * (width - len(row))
        for row in rows[first : first + depth]
    ]
    _spread(grid, rows, first, merges)
    for level in range(depth - 1):
        _fill_right(grid[level], grid[level + 1])
    found = (_heading(at, levels) for at, levels in enumerate(zip(*grid, strict=True)) if any(levels))
    return [heading for heading in found if heading.names]


def _spread(grid: list[list[str]], rows: Sequence[Sequence[Any]], first: int, merges: Sequence[Span]) -> None:
    """Give every cell of a merged heading the text of its first, also where that stands above the header."""
    for (top, left), (bottom, right) in merges:
        if top < first + len(grid) and bottom >= first and left < len(grid[0]):
            text = rows[top][left] if top < len(rows) and left < len(rows[top]) else ""
            for row in grid[max(top - first, 0) : bottom - first + 1]:
                row[left : right + 1] = [text if isinstance(text, str) else ""] * len(row[left : right + 1])


def _fill_right(upper: list[str], lower: list[str]) -> None:
    """Carry a group's text over its columns where nobody merged them."""
    for at in range(1, len(upper)):
        if not upper[at] and lower[at].strip() and lower[at - 1].strip():
            upper[at] = upper[at - 1]


def _whole_group(parts: Sequence[str]) -> tuple[str, ...]:
    """Return the group's names for its column of sums: 接待人次 over 合计人次, 其中团队."""
    if len(parts) < 2 or not (total := _TOTAL.fullmatch(normal(parts[-1]))):
        return ()
    return names_of(parts[-2]) if normal(parts[-2]).endswith(total[1]) else ()


@_known
def _names_no_column(text: str) -> bool:
    """Return whether a text is of the line above the header, taken in with it: an office or units."""
    wide = normalize("NFKC", text)
    return bool(_REPORTING.search(wide) or _UNIT_ALONE.match(wide))


def _heading(at: int, levels: Sequence[str]) -> Heading:
    parts, unit = list[str](), None
    for text in levels:
        if _names_no_column(text):
            continue
        bare, named = split_unit(text)
        if not named and parts and (alone := unit_named(bare.strip("()"))):
            bare, named = "", alone  # a header row of its own for units
        unit = named or unit
        if normal(bare) and (not parts or normal(bare) != normal(parts[-1])):
            parts.append(bare)
    if not parts:
        return Heading(at, "", ())
    names = (*names_of("".join(parts)), *names_of(parts[-1]), *_whole_group(parts))
    return Heading(at, "·".join(parts), tuple(dict.fromkeys(names)), unit)
