"""Tables 统计表: figures by area, by month or by kind of entry, each beside what it is compared with.

A table is nothing but questions: every cell is an ``Ask``, so that every cell is what ``answer`` says
and opens to its rows. They are asked together, from one snapshot.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from nuanxin.kernel.areas import tree
from nuanxin.kernel.figures.answers import Answer, Ask, answer
from nuanxin.kernel.figures.catalogue import figure as figure_of
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.ledger.models import NORMAL, OPENING, REVERSAL, SUPPLEMENT
from nuanxin.plain.periods import BEGINNING, Period

BELOW = {
    "province": ("prefecture", "county"),
    "prefecture": ("county", "town"),
    "county": ("town", "village"),
    "town": ("village",),
}
"""The levels an area may be split by."""

KIND = "kind"
KINDS = (NORMAL, REVERSAL, SUPPLEMENT, OPENING)
STEPS = ("month", "quarter", "year")
COMPARISONS = ("year_before", "before", "earlier_years", "area")
MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class Question:
    """What a table is asked for.

    ``by`` splits by a level of ``BELOW``, or by ``KIND`` of entry; ``step`` by a stretch of time.
    ``against`` compares every cell with the year before, the span before, the mean of the same span
    of ``years`` earlier years, or with the area ``other``. ``mapped``: as an ``Ask`` says.
    """

    figures: tuple[str, ...]
    area: int
    period: Period
    by: str = ""
    step: str = ""
    against: str = ""
    years: int = 3
    other: int | None = None
    mapped: bool = False

    @property
    def whole(self) -> "Scope":
        """What all lines of a table lie in."""
        return Scope(self.area)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a line speaks of: an area, only what lies ``apart`` of its parts, or one ``kind`` of entry."""

    area: int
    apart: str = ""
    kind: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in base units, its question, and what it is compared with (None: nothing to compare)."""

    ask: Ask
    value: Fraction | None
    bases: tuple[Ask, ...] = ()
    base: Fraction | None = None

    @property
    def change(self) -> Fraction | None:
        """Return (value - base) / base; for a share or rate the difference itself. None without a base."""
        if self.value is None or self.base is None:
            return None
        if figure_of(self.ask.figure).unit == "%":
            return self.value - self.base
        return (self.value - self.base) / self.base if self.base > 0 else None


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by figure, line and column; lines and columns in order, wholes last; as of an entry."""

    question: Question
    scopes: list[Scope]
    periods: list[Period]
    as_of: int
    empty: int = 0
    cells: dict[tuple[str, Scope, Period], Cell] = field(default_factory=dict)

    def cell(self, figure: str, scope: Scope, period: Period) -> Cell:
        """Return the cell of a figure in a line and a column."""
        return self.cells[figure, scope, period]


def adds_over_areas(figure: Figure) -> bool:
    """Return whether the values of parts make the value of the whole."""
    return figure.op in ("sum", "count", "stock")


def adds_over_time(figure: Figure) -> bool:
    """Return whether the values of months make the value of their year."""
    return figure.op in ("sum", "count")


def tabulate(question: Question, as_of: int | None = None) -> Table:
    """Answer a whole table from one snapshot.

    Lines on which every figure is nothing are left out and counted (``empty``). ValueError where
    the period holds more than ``MOST_STEPS`` steps.
    """
    scopes, periods = _scopes(question), _periods(question)
    asks = [
        _ask(question, identity, scope, period)
        for identity in question.figures
        for scope in scopes
        for period in periods
    ]
    compared = {ask: bases_of(question, ask) for ask in asks}
    found = answer([*asks, *(base for bases in compared.values() for base in bases)], as_of)
    cells = {
        (ask.figure, Scope(ask.area, ask.apart, ask.kind), ask.period): _cell(ask, compared[ask], found)
        for ask in asks
    }
    seen = next(iter(found.values())).as_of if found else 0
    kept = [scope for scope in scopes if scope == question.whole or _says(question, cells, scope, periods)]
    return Table(question, kept, periods, seen, len(scopes) - len(kept) - _apart(scopes, kept), cells)


def _says(
    question: Question,
    cells: dict[tuple[str, Scope, Period], Cell],
    scope: Scope,
    periods: Sequence[Period],
) -> bool:
    cell = (cells[figure, scope, period] for figure in question.figures for period in periods)
    return any(each.value or each.base for each in cell)


def _apart(scopes: Sequence[Scope], kept: Sequence[Scope]) -> int:
    """Return 1 where the line of what lies apart was left out: it is no area with nothing."""
    return sum(1 for scope in scopes if scope.apart and scope not in kept)


def _scopes(question: Question) -> list[Scope]:
    area = question.area
    if question.by == KIND:
        return [*(Scope(area, kind=kind) for kind in KINDS), question.whole]
    if not question.by:
        return [question.whole]
    known = tree.within(area, question.by)
    if question.mapped:
        standing = {each.code for each in known if each.valid_to is None}
        known = [each for each in known if each.code in standing]
    return [*(Scope(each.code) for each in known), Scope(area, apart=question.by), question.whole]


def _periods(question: Question) -> list[Period]:
    if not question.step:
        return [question.period]
    steps = list(steps_of(question.period, question.step))
    standing = all(_stands(figure_of(each)) for each in question.figures)
    open_ended = question.period.first == BEGINNING
    return steps if standing or open_ended or steps == [question.period] else [*steps, question.period]


def _stands(figure: Figure) -> bool:
    return figure.op == "stock" or figure.standing


def steps_of(period: Period, step: str) -> Iterator[Period]:
    """Yield the months, quarters or years of a period, the first and last cut to it.

    A period without a beginning has the steps of its last two years. ValueError for too many.
    """
    first, last = period.first, period.last
    if first == BEGINNING:
        first = date(last.year - (9 if step == "year" else 1), 1, 1)
    months = {"month": 1, "quarter": 3, "year": 12}[step]
    if ((last.year - first.year) * 12 + last.month - first.month) // months >= MOST_STEPS:
        raise ValueError(f"{period} holds more than {MOST_STEPS} steps")
    while first <= last:
        ends = _end(first, months)
        yield Period(first, min(ends, last))
        first = ends + timedelta(days=1)


def _end(day: date, months: int) -> date:
    """Return the last day of the month, quarter or year a day lies in."""
    number = day.year * 12 + (day.month - 1) // months * months + months
    return date(number // 12, number % 12 + 1, 1) - timedelta(days=1)


def _ask(question: Question, identity: str, scope: Scope, period: Period) -> Ask:
    return Ask(identity, scope.area, period, question.mapped, scope.apart, scope.kind)


def bases_of(question: Question, ask: Ask) -> tuple[Ask, ...]:
    """Return the questions a cell is compared with: none, one, or one a year."""
    if question.against == "area" and question.other is not None:
        return (replace(ask, area=question.other),)
    if question.against == "before":
        return (replace(ask, period=_before(ask.period)),)
    found, period = list[Ask](), ask.period
    count = {"year_before": 1, "earlier_years": question.years}.get(question.against, 0)
    for _year in range(count):
        period = period.year_before()
        found.append(replace(ask, period=period))
    return tuple(found)


def _before(period: Period) -> Period:
    """Return the span before; what stands at a day is compared with the end of the month before."""
    if period.first != BEGINNING:
        return period.before()
    return Period(BEGINNING, period.last.replace(day=1) - timedelta(days=1))


def _cell(ask: Ask, bases: tuple[Ask, ...], found: dict[Ask, Answer]) -> Cell:
    known = [value for base in bases if (value := found[base].value) is not None]
    base = sum(known, Fraction()) / len(known) if known and len(known) == len(bases) else None
    return Cell(ask, found[ask].value, bases, base)
