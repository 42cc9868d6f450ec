"""Splitting 分表: several tables on one worksheet, side by side or below one another, each for itself."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, repeat, takewhile

from nuanxin.kernel.intake import marks
from nuanxin.kernel.intake.books import Cells, Page
from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.intake.headings import LEVELS, names_of, normal, unit_lines
from nuanxin.kernel.intake.matching import Match, Unrecognised, wanted
from nuanxin.kernel.intake.slots import area_of_lines, years_of_lines

Told = tuple[Page, Match | Unrecognised]
Tell = Callable[[Page], Match | Unrecognised]

_LOOKED_AT, _LINES_ABOVE, _MOST_TABLES = 60, 3, 50
_TELLING = ("day", "quantity", "whole", "yes_no", "choice", "area")
"""Kinds of columns, the most telling first: a heading stands out among their cells."""


def tables_on(page: Page, tell: Tell, sheets: Sequence[Sheet]) -> list[Told]:
    """Return the tables of a worksheet, each with what it was told to be; one where there is but one."""
    found = tell(page)
    beside = [(part, tell(part)) for part in side_by_side(page)]
    if len(beside) > 1 and _each_its_own(found, beside, page):
        return list(chain.from_iterable(below(part, match, tell, sheets) for part, match in beside))
    return below(page, found, tell, sheets)


def _each_its_own(found: Match | Unrecognised, beside: Sequence[Told], page: Page) -> bool:
    """Return whether every part is a table, and the worksheet as a whole is none that spans several.

    One table has each of its columns once: where the parts have more of them, each is its own, although
    the whole can be read too, with one column of the neighbour's.
    """
    if not all(isinstance(match, Match) for _part, match in beside):
        return False
    if isinstance(found, Unrecognised):
        return True
    places = {heading.at + page.left for heading in found.columns.values()}
    starts = [part.left for part, _match in beside]
    spans_several = len({max(start for start in starts if start <= place) for place in places}) > 1
    apart = sum(len(match.columns) for _part, match in beside if isinstance(match, Match))
    return not spans_several or apart > len(found.columns)


def side_by_side(page: Page) -> list[Page]:
    """Return a worksheet's parts between columns that are blank in all of its first rows."""
    used = set[int]()
    for _number, cells in islice(page.rows(), _LOOKED_AT):
        used |= {at for at, cell in enumerate(cells) if not marks.blank(cell)}
    starts = [at for at in sorted(used) if at - 1 not in used]
    ends = [at + 1 for at in sorted(used) if at + 1 not in used]
    spans = [(start, end) for start, end in zip(starts, ends, strict=True) if end - start > 1]
    return [_columns(page, start, end) for start, end in spans] if len(spans) > 1 else []


def _columns(page: Page, start: int, end: int) -> Page:
    merges = [
        ((top, left - start), (bottom, min(right, end - 1) - start))
        for (top, left), (bottom, right) in page.merges
        if start <= left < end
    ]
    return replace(
        page,
        cells=lambda: (cells[start:end] for cells in page.cells()),
        merges=merges,
        left=page.left + start,
    )


def below(page: Page, found: Match | Unrecognised, tell: Tell, sheets: Sequence[Sheet]) -> list[Told]:
    """Split off the tables that begin below the header of the first.

    One that begins with a row of headings nobody has shown yet is split off as well: its rows are none of
    the table above.
    """
    told: list[Told] = []
    while isinstance(found, Match) and len(told) < _MOST_TABLES:
        lower = _next_table(page, found, tell, sheets)
        if lower is None:
            break
        rest, match, start = lower
        told.append((_until(page, start), found))
        page, found = rest, match
    return [*told, (page, found)]


def _next_table(
    page: Page, match: Match, tell: Tell, sheets: Sequence[Sheet]
) -> tuple[Page, Match | Unrecognised, int] | None:
    """Return the next table below, what it is, and the row index where it begins; None for none."""
    for row, starts in _headers(page, match, sheets):
        best: tuple[Match, int] | None = None
        for start in starts:
            found = tell(_from(page, start))
            if not isinstance(found, Match) or found.first > row - start or start + found.header_row <= row:
                continue
            if best is None or len(found.columns) >= len(best[0].columns):
                best = replace(found, first=found.first + start), start
        if best:
            return _blank_until(page, best[1]), *best
        cells = next(islice(page.rows(), row, None))[1]
        if _is_another(cells, match):
            return _blank_until(page, starts[0]), tell(_from(page, starts[0])), starts[0]
    return None


def _headers(page: Page, match: Match, sheets: Sequence[Sheet]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the row indexes of headings, each with those where its table may begin.

    The header said again is the next page's, unless the lines above it speak of another area or unit.

    It begins with the lines above it, or, where there are lines above those, with upper levels of headings.
    """
    telling = _telling(match)
    if telling is None:
        return
    names = {name for sheet in sheets for column in sheet.columns for name in wanted(column)}
    names |= {name for heading in match.headed for name in heading.names}
    own = islice(page.rows(), max(match.header_row - LEVELS, 0), match.header_row)
    headed = {(at, normal(str(cell))) for _number, cells in own for at, cell in enumerate(cells)}
    headed |= {(heading.at, name) for heading in match.headed for name in heading.names}
    plain: dict[str, bool] = {}
    above: deque[Cells] = deque(maxlen=_LINES_ABOVE + LEVELS - 1)
    for number, cells in islice(page.rows(), match.header_row, None):
        cell = cells[telling] if telling < len(cells) else ""
        if type(cell) is not str or cell[:1].isdigit():
            above.clear()
            continue
        if cell not in plain:
            plain[cell] = len(cell) > 40 or (cell != "" and names.isdisjoint(names_of(cell)))
        if not plain[cell] and _is_header(cells, names):
            lines = list(takewhile(_is_line, reversed(above)))
            if not _said_again(cells, headed) or _speak_of_another(lines, match):
                yield number - 1, _starts(number - 1, above)
        above.append(cells)


def _starts(row: int, above: Sequence[Cells]) -> tuple[int, ...]:
    """Return where a table with headings in a row may begin, the lowest first."""
    lines = len(list(takewhile(_is_line, reversed(above))))
    words = list(takewhile(lambda cells: _is_line(cells) or _says_words(cells), reversed(above)))
    while words and not _is_line(words[-1]):
        words.pop()  # what has no line above it may be a fact in words
    return tuple(dict.fromkeys((row - min(lines, _LINES_ABOVE), row - len(words))))


def _is_line(cells: Cells) -> bool:
    """Return whether a row may be a line above a header: blank, a title, a unit; no sum, no fact."""
    said = [cell for cell in cells if not marks.blank(cell)]
    return (
        len(said) <= 2 and all(isinstance(cell, str) for cell in said) and marks.mark(cells)[0] != marks.TOTAL
    )


def _says_words(cells: Cells) -> bool:
    """Return whether a row holds words alone, as an upper level of headings does."""
    said = [cell for cell in cells if not marks.blank(cell)]
    return len(said) > 2 and all(isinstance(cell, str) and not cell.strip()[:1].isdigit() for cell in said)


def _is_another(cells: Cells, match: Match) -> bool:
    """Return whether a row says most of a table's own headings again, in other places."""
    own = {name for heading in match.columns.values() for name in heading.names}
    said = {name for cell in cells if isinstance(cell, str) for name in names_of(cell)}
    return len(own & said) >= max(len(match.columns) * 2 // 3, 2)


def _telling(match: Match) -> int | None:
    """Return the place of the column in which a heading stands out most."""
    kinds: dict[str, Column] = {column.field: column for column in match.sheet.columns}
    found = [(kinds[name].kind, heading.at) for name, heading in match.columns.items()]
    ranked = sorted((_TELLING.index(kind), at) for kind, at in found if kind in _TELLING)
    return ranked[0][1] if ranked else None


def _is_header(cells: Cells, names: set[str]) -> bool:
    """Return whether most of a row's cells are names of columns."""
    said = [cell for cell in cells if not marks.blank(cell)]
    known = sum(1 for cell in said if isinstance(cell, str) and not names.isdisjoint(names_of(cell)))
    return known >= 2 and known * 2 >= len(said)


def _said_again(cells: Cells, headed: set[tuple[int, str]]) -> bool:
    """Return whether a row is the header once more, as on every printed page."""
    said = [(at, normal(str(cell))) for at, cell in enumerate(cells) if not marks.blank(cell)]
    return headed.issuperset(said)


def _speak_of_another(rows: Sequence[Cells], match: Match) -> bool:
    """Return whether lines above a header said again name another area, unit or year than the first."""
    lines = [cell for cells in reversed(rows) for cell in cells if isinstance(cell, str) and cell.strip()]
    for told in (unit_lines, area_of_lines, years_of_lines):
        said = told(lines)
        if said and said != told(match.lines):
            return True
    return False


def _from(page: Page, start: int) -> Page:
    merges = [
        ((top - start, left), (bottom - start, right))
        for (top, left), (bottom, right) in page.merges
        if top >= start
    ]
    return replace(page, cells=lambda: islice(page.cells(), start, None), merges=merges)


def _blank_until(page: Page, start: int) -> Page:
    merges = [span for span in page.merges if span[0][0] >= start]
    blank: Callable[[], Iterator[Cells]] = lambda: (list[object]() for _none in repeat(None, start))  # noqa: E731
    return replace(page, cells=lambda: chain(blank(), islice(page.cells(), start, None)), merges=merges)


def _until(page: Page, end: int) -> Page:
    merges = [
        ((top, left), (min(bottom, end - 1), right))
        for (top, left), (bottom, right) in page.merges
        if top < end
    ]
    return replace(page, cells=lambda: islice(page.cells(), end), merges=merges, height=min(page.height, end))
