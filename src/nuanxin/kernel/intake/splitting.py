"""Splitting 分表: several tables on one worksheet, side by side or below one another, each for itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, repeat

from nuanxin.kernel.intake import marks
from nuanxin.kernel.intake.books import Cells, Page
from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.intake.headings import normal
from nuanxin.kernel.intake.matching import Match, Unrecognised, wanted

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
        return list(chain.from_iterable(_below(part, match, tell, sheets) for part, match in beside))
    return _below(page, found, tell, sheets)


def _each_its_own(found: Match | Unrecognised, beside: Sequence[Told], page: Page) -> bool:
    """Return whether every part is a table, and the worksheet as a whole is none that spans several."""
    if not all(isinstance(match, Match) for _part, match in beside):
        return False
    if isinstance(found, Unrecognised):
        return True
    places = {heading.at + page.left for heading in found.columns.values()}
    starts = [part.left for part, _match in beside]
    return len({max(start for start in starts if start <= place) for place in places}) == 1


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


def _below(page: Page, found: Match | Unrecognised, tell: Tell, sheets: Sequence[Sheet]) -> list[Told]:
    """Split off the tables that begin below the header of the first."""
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
) -> tuple[Page, Match, int] | None:
    """Return the next table below, its match, and the row index where it begins; None where there is none."""
    for start in _headers(page, match, sheets):
        found = tell(_from(page, start))
        if isinstance(found, Match) and found.first <= _LINES_ABOVE:
            lower = _blank_until(page, start)
            return lower, replace(found, first=found.first + start), start
    return None


def _headers(page: Page, match: Match, sheets: Sequence[Sheet]) -> Iterator[int]:
    """Yield the row indexes where another table may begin: the lines above a row of headings and that row."""
    telling = _telling(match)
    if telling is None:
        return
    names = {name for sheet in sheets for column in sheet.columns for name in wanted(column)}
    own = islice(page.rows(), match.first, match.header_row)
    headed = {(at, normal(str(cell))) for _number, cells in own for at, cell in enumerate(cells)}
    plain: dict[str, bool] = {}
    sparse = 0
    for number, cells in islice(page.rows(), match.header_row, None):
        cell = cells[telling] if telling < len(cells) else ""
        if type(cell) is not str or cell[:1].isdigit():
            sparse = 0
            continue
        if cell not in plain:
            plain[cell] = len(cell) > 40 or (cell != "" and normal(cell) not in names)
        if not plain[cell] and _is_header(cells, names, headed):
            yield number - 1 - min(sparse, _LINES_ABOVE)
        sparse = sparse + 1 if sum(1 for each in cells if not marks.blank(each)) <= 2 else 0


def _telling(match: Match) -> int | None:
    """Return the place of the column in which a heading stands out most."""
    kinds: dict[str, Column] = {column.field: column for column in match.sheet.columns}
    found = [(kinds[name].kind, heading.at) for name, heading in match.columns.items()]
    ranked = sorted((_TELLING.index(kind), at) for kind, at in found if kind in _TELLING)
    return ranked[0][1] if ranked else None


def _is_header(cells: Cells, names: set[str], headed: set[tuple[int, str]]) -> bool:
    """Return whether most of a row's cells are names of columns, and it is not the header said again."""
    texts = [
        (at, normal(cell) if isinstance(cell, str) else "")
        for at, cell in enumerate(cells)
        if not marks.blank(cell)
    ]
    known = sum(1 for _at, text in texts if text in names or text.split("万")[0] in names)
    return known >= 2 and known * 2 >= len(texts) and not headed.issuperset(texts)


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
