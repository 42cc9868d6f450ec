"""Matching 认表: which declared sheet a worksheet is, and which of its columns are which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.books import Cells, Page
from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.intake.faults import listed
from nuanxin.kernel.intake.headings import LEVELS, Heading, headings, names_of, normal
from nuanxin.kernel.intake.likeness import ALIKE, likest

HEAD_ROWS = 40
"""A header starts within this many rows of the top."""


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
    def doubtful(self) -> str:
        """A heading left over that may well be a column that was not found; with one nothing is certain."""
        found = {heading.at for heading in self.match.columns.values()}
        lacking = [column for column in self.match.sheet.columns if column.field not in self.match.columns]
        for heading in self.match.headed if lacking else ():
            if heading.at not in found and any(nearness(column, heading)[0] >= ALIKE for column in lacking):
                return heading.text
        return ""

    @property
    def units(self) -> int:
        """How many columns name their unit: a header row of units belongs to the header."""
        return sum(1 for heading in self.match.columns.values() if heading.unit)

    @property
    def weight(self) -> tuple[int, bool]:
        return len(self.match.columns), self.named


def said_of(thing: Column | Sheet) -> str:
    """Return a column's or sheet's name in the language in use."""
    return thing.en if (get_language() or "").startswith("en") else thing.zh


def recognise(page: Page, sheets: Sequence[Sheet]) -> Match | Unrecognised:
    """Tell which sheet a worksheet is, by its header; never by guessing between two."""
    rows = [cells for _number, cells in islice(page.rows(), HEAD_ROWS + LEVELS)]
    guesses = list(_guesses(page, rows, sheets))
    sound = [guess for guess in guesses if guess.sound]
    if not sound:
        return Unrecognised(page.part, _near_miss(guesses))
    top = max(guess.weight for guess in sound)
    best = [guess for guess in sound if guess.weight == top]
    if len({guess.match.sheet.name for guess in best}) > 1:
        names = _(" or ").join(dict.fromkeys(said_of(guess.match.sheet) for guess in best))
        return Unrecognised(
            page.part, _("It could be %(sheets)s. Write the sheet's name into the title.") % {"sheets": names}
        )
    first = min(best, key=lambda guess: (guess.match.first, -guess.units, guess.match.depth))
    if first.doubtful:
        facts = {"sheet": said_of(first.match.sheet), "heading": first.doubtful}
        said = _("It looks like %(sheet)s, but nobody has said yet what %(heading)s means there.") % facts
        return Unrecognised(page.part, said)
    return first.match


def _guesses(page: Page, rows: Sequence[Cells], sheets: Sequence[Sheet]) -> Iterable[_Guess]:
    for first, row in enumerate(rows[:HEAD_ROWS]):
        if sum(1 for cell in row if isinstance(cell, str) and cell.strip()) < 2:
            continue
        above = (cell for cells in rows[:first] for cell in cells)
        lines = tuple(cell for cell in above if isinstance(cell, str) and cell.strip())
        title = normal(" ".join((page.part, *lines)))
        for depth in _depths(page, first, len(rows)):
            headed = tuple(headings(rows, first, depth, page.merges))
            said = {name for heading in headed for name in heading.names}
            for sheet in sheets:
                if len(said & _vocabulary(sheet.columns)) * 2 >= min(len(sheet.columns), 4):
                    yield _guess(sheet, Match(sheet, first, depth, {}, headed, lines), title)


def _depths(page: Page, first: int, height: int) -> list[int]:
    """Return how many rows a header beginning here may have: none that cuts through a merged cell."""
    depths = range(1, min(LEVELS, height - first) + 1)
    tall = [(top, bottom) for (top, _left), (bottom, _right) in page.merges if top >= first and bottom > top]
    return [depth for depth in depths if not any(top < first + depth <= bottom for top, bottom in tall)]


def _guess(sheet: Sheet, match: Match, title: str) -> _Guess:
    found, unclear = _assign(sheet, match.headed)
    lacking = (column for column in sheet.columns if column.required and column.field not in found)
    missing = tuple(map(said_of, lacking))
    match = Match(sheet, match.first, match.depth, found, match.headed, match.lines)
    named = normal(sheet.zh) in title or normal(sheet.en) in title
    return _Guess(match, missing, unclear, named)


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
            unclear.append(said_of(column))
    return found, tuple(dict.fromkeys(unclear))


def _near_miss(guesses: Sequence[_Guess]) -> str:
    """Say what the worksheet is nearest to, and which columns it would need."""
    near = [guess for guess in guesses if len(guess.match.columns) * 2 >= len(guess.match.sheet.columns)]
    if not near:
        return _("No header row of a known sheet was found. Compare its headings with the blank form.")
    guess = max(near, key=lambda guess: (-len(guess.missing), *guess.weight))
    name = said_of(guess.match.sheet)
    if guess.missing:
        return _("It looks like %(sheet)s, but these columns are missing: %(columns)s. Add them.") % {
            "sheet": name,
            "columns": listed(guess.missing),
        }
    return _("It looks like %(sheet)s, but these columns stand there twice: %(columns)s. Rename one.") % {
        "sheet": name,
        "columns": listed(guess.unclear),
    }
