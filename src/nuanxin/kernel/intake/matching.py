"""Matching 认表: which declared sheet a worksheet is, and which of its columns are which."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.books import Cells, Page
from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.intake.evidence import Weigher, sampled
from nuanxin.kernel.intake.faults import listed
from nuanxin.kernel.intake.headings import LEVELS, Heading, headings, names_of, normal, says_the_form
from nuanxin.kernel.intake.likeness import ALIKE, likest
from nuanxin.kernel.intake.marks import blank
from nuanxin.kernel.ledger.wording import called

HEAD_ROWS = 40
"""A header starts within this many rows of the top."""

_FIRST_FACTS = 5


@dataclass(frozen=True, slots=True)
class Match:
    """A worksheet told to be a sheet: its header rows (index of the first, and how many).

    ``columns`` holds the heading of each declared field found, ``headed`` all headings of the
    worksheet, ``lines`` the texts above the header, title first.
    """

    sheet: Sheet
    first: int
    depth: int
    columns: dict[str, Heading]
    headed: tuple[Heading, ...]
    lines: tuple[str, ...]

    @property
    def header_row(self) -> int:
        """The row number, as Excel shows it, of the lowest header row."""
        return self.first + self.depth


@dataclass(frozen=True, slots=True)
class Header:
    """Rows that may be a header: index of the first, how many, the headings, and the texts above."""

    first: int
    depth: int
    headed: tuple[Heading, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """A worksheet that is none of the sheets: why, in words, with the remedy."""

    part: str
    said: str


@dataclass(frozen=True, slots=True)
class _Guess:
    match: Match
    missing: tuple[str, ...]
    unclear: tuple[str, ...]
    named: bool

    @property
    def sound(self) -> bool:
        return not self.missing and not self.unclear

    @property
    def units(self) -> int:
        """How many columns name their unit: a header row of units belongs to the header."""
        return sum(1 for heading in self.match.columns.values() if heading.unit)

    @property
    def weight(self) -> tuple[int, bool]:
        return len(self.match.columns), self.named


def recognise(page: Page, sheets: Sequence[Sheet]) -> Match | Unrecognised:
    """Tell which sheet a worksheet is, by its header; never by guessing between two.

    Where another sheet explains more of the headings, though one it needs is missing, nobody knows either.
    """
    rows = top_rows(page)
    return _recognised(page, rows, list(_guesses(page, rows, sheets)))


def _recognised(page: Page, rows: Sequence[Cells], guesses: Sequence[_Guess]) -> Match | Unrecognised:
    sound = [guess for guess in guesses if guess.sound]
    if not sound:
        return Unrecognised(page.part, _near_miss(guesses))
    top = max(guess.weight for guess in sound)
    best = [guess for guess in sound if guess.weight == top]
    best += [] if top[1] else [guess for guess in guesses if guess.weight > top]
    if len({guess.match.sheet.name for guess in best}) > 1:
        names = _(" or ").join(dict.fromkeys(called(guess.match.sheet) for guess in best))
        return Unrecognised(
            page.part, _("It could be %(sheets)s. Write the sheet's name into the title.") % {"sheets": names}
        )
    first = _topmost(best).match
    above = [guess for guess in guesses if _stands_above(guess.match, first, rows)]
    if any(guess.sound for guess in above):
        return _recognised(page, rows, above)  # what has more columns is the next table
    facts = {"sheet": called(first.sheet), "heading": _left_open(first)}
    if facts["heading"]:
        said = _("It looks like %(sheet)s, but nobody has said yet what %(heading)s means there.")
    elif cut_short(page, first):
        said = _("It looks like %(sheet)s, but its header may be longer than what was recognised.")
    else:
        return first
    return Unrecognised(page.part, said % facts)


def _stands_above(one: Match, other: Match, rows: Sequence[Cells]) -> bool:
    """Return whether a header has rows of its own before another begins."""
    between = rows[one.header_row : other.first]
    return any(sum(1 for cell in cells if not blank(cell)) > 2 for cells in between)


def _topmost(best: Sequence[_Guess]) -> _Guess:
    """Return the header that ends first, with the row of units it may have, and no row more than it needs.

    A header that stands there again on every printed page is read where it stands first.
    """
    top = min(best, key=lambda guess: (guess.match.header_row, -guess.match.first)).match
    here = [guess for guess in best if guess.match.first <= top.first]
    return min(here, key=lambda guess: (-guess.units, guess.match.depth))


def _left_open(match: Match) -> str:
    """Return a heading left over that may well be a column not found: with one nothing is certain."""
    found = {heading.at for heading in match.columns.values()}
    lacking = [column for column in match.sheet.columns if column.field not in match.columns]
    for heading in match.headed if lacking else ():
        if heading.at not in found and any(nearness(column, heading)[0] >= ALIKE for column in lacking):
            return heading.text
    return ""


def cut_short(page: Page, match: Match) -> bool:
    """Return whether the row below a header says the headings on: no fact, though facts follow."""
    rows = sampled(page, match.first, match.depth)[:_FIRST_FACTS]
    weighers = [Weigher([row], None) for row in rows]
    kinds = [(one, match.columns[one.field]) for one in match.sheet.columns if one.field in match.columns]
    typed = [(column, heading) for column, heading in kinds if column.kind != "text"]
    read = [sum(weigher.weigh(*pair).read for pair in typed) for weigher in weighers]
    if len(read) < 2 or not typed:
        return False
    said = [heading for _column, heading in kinds if normal(_text(rows[0], heading.at)) in heading.names]
    return bool(said) or (read[0] == 0 and len(typed) > 1 and min(read[1:]) > 0)


def _text(cells: Cells, at: int) -> str:
    return cells[at] if at < len(cells) and isinstance(cells[at], str) else ""


def _guesses(page: Page, rows: Sequence[Cells], sheets: Sequence[Sheet]) -> Iterable[_Guess]:
    every = frozenset[str]().union(*(_vocabulary(sheet.columns) for sheet in sheets))
    for header in headers(page, rows):
        said = every.intersection(name for heading in header.headed for name in heading.names)
        if not said:
            continue
        title = title_of(page, header)
        for sheet in sheets:
            if len(said & _vocabulary(sheet.columns)) * 2 >= min(len(sheet.columns), 4):
                yield _guess(sheet, header, title)


def top_rows(page: Page) -> list[Cells]:
    """Return the rows among which a header is looked for."""
    return [cells for _number, cells in islice(page.rows(), HEAD_ROWS + LEVELS)]


def headers(page: Page, rows: Sequence[Cells]) -> Iterator[Header]:
    """Yield everything near the top of a worksheet that may be its header, the topmost and shortest first."""
    forms = [number for number, row in enumerate(rows) if any(map(says_the_form, row))]
    lines: tuple[str, ...] = ()
    for first, row in enumerate(rows[:HEAD_ROWS]):
        words = tuple(cell for cell in row if isinstance(cell, str) and cell.strip())
        for depth in _depths(page, first, len(rows)) if len(words) > 1 else ():
            if not any(first <= number < first + depth for number in forms):
                yield Header(first, depth, tuple(headings(rows, first, depth, page.merges)), lines)
        lines += words


def header_at(page: Page, rows: Sequence[Cells], first: int, depth: int) -> Header:
    """Return the header of so many rows from a row index on."""
    above = (cell for cells in rows[:first] for cell in cells)
    lines = tuple(cell for cell in above if isinstance(cell, str) and cell.strip())
    return Header(first, depth, tuple(headings(rows, first, depth, page.merges)), lines)


def title_of(page: Page, header: Header) -> str:
    """Return what stands above a header and on the worksheet's tab, as names are compared."""
    return normal(" ".join((page.part, *header.lines)))


def _depths(page: Page, first: int, height: int) -> list[int]:
    """Return how many rows a header beginning here may have: none that cuts through a merged cell."""
    depths = range(1, min(LEVELS, height - first) + 1)
    tall = [(top, bottom) for (top, _left), (bottom, _right) in page.merges if top >= first and bottom > top]
    return [depth for depth in depths if not any(top < first + depth <= bottom for top, bottom in tall)]


def _guess(sheet: Sheet, header: Header, title: str) -> _Guess:
    found, unclear = _assign(sheet, header.headed)
    lacking = (column for column in sheet.columns if column.required and column.field not in found)
    missing = tuple(map(called, lacking))
    match = matched(sheet, header, found)
    named = normal(sheet.zh) in title or normal(sheet.en) in title
    return _Guess(match, missing, unclear, named)


def matched(sheet: Sheet, header: Header, columns: dict[str, Heading]) -> Match:
    """Return a header as a sheet's, with the headings of its columns."""
    return Match(sheet, header.first, header.depth, columns, header.headed, header.lines)


def nearness(column: Column, heading: Heading) -> tuple[float, str]:
    """Return how near a heading is to the names a column answers to, from 0 to 1, and the name met."""
    return likest(heading.names, wanted(column))


def wanted(column: Column) -> dict[str, int]:
    """Return the normalised names a column answers to, each with its rank (0 is the best)."""
    return _wanted(column.zh, column.en, column.aliases)


_WORDS: dict[int, tuple[tuple[Column, ...], frozenset[str]]] = {}


def _vocabulary(columns: tuple[Column, ...]) -> frozenset[str]:
    """Return every normalised name the columns of a sheet answer to, worked out once a sheet."""
    known = _WORDS.get(id(columns))
    if known is None or known[0] is not columns:
        names = (name for column in columns for name in wanted(column))
        known = _WORDS[id(columns)] = columns, frozenset(names)
    return known[1]


@lru_cache(maxsize=4096)
def _wanted(zh: str, en: str, aliases: tuple[str, ...]) -> dict[str, int]:
    """Return the normalised names a column answers to, each with its rank (0 is the best)."""
    names = [name for text in (zh, en, *aliases) for name in names_of(text)]
    return {name: rank for rank, name in reversed(list(enumerate(names)))}


def _assign(sheet: Sheet, headed: Sequence[Heading]) -> tuple[dict[str, Heading], tuple[str, ...]]:
    """Give each declared column its best heading, each heading once; tell where two fit equally."""
    pairs: list[tuple[int, int, Column, Heading]] = []
    for column in sheet.columns:
        known = wanted(column)
        for heading in headed:
            ranks = [known[name] * 8 + place for place, name in enumerate(heading.names) if name in known]
            if ranks:
                pairs.append((min(ranks), len(pairs), column, heading))
    found: dict[str, Heading] = {}
    taken: dict[int, int] = {}
    unclear: list[str] = []
    for rank, _order, column, heading in sorted(pairs, key=lambda pair: pair[:2]):
        if heading.at in taken:
            continue
        if column.field not in found:
            found[column.field], taken[heading.at] = heading, rank
        elif taken[found[column.field].at] == rank:
            unclear.append(called(column))
    return found, tuple(dict.fromkeys(unclear))


def _near_miss(guesses: Sequence[_Guess]) -> str:
    """Say what the worksheet is nearest to, and which columns it would need."""
    near = [guess for guess in guesses if len(guess.match.columns) * 2 >= len(guess.match.sheet.columns)]
    if not near:
        return _("No header row of a known sheet was found. Compare its headings with the blank form.")
    guess = max(near, key=lambda guess: (-len(guess.missing), *guess.weight))
    name = called(guess.match.sheet)
    if guess.missing:
        return _("It looks like %(sheet)s, but these columns are missing: %(columns)s.") % {
            "sheet": name,
            "columns": listed(guess.missing),
        }
    return _("It looks like %(sheet)s, but these columns stand there twice: %(columns)s. Rename one.") % {
        "sheet": name,
        "columns": listed(guess.unclear),
    }
