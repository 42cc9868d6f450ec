"""Results 结果: an answered table as readers see it: lines, columns, words, and where every cell opens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanxin.kernel.areas.codes import level, short
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.figures.answers import formula
from nuanxin.kernel.figures.catalogue import figure as figure_of
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.figures.suppression import smallest_cell
from nuanxin.kernel.figures.tables import (
    BELOW,
    KIND,
    Cell,
    Scope,
    Table,
    adds_over_areas,
    adds_over_time,
    tabulate,
)
from nuanxin.kernel.ledger.measures import measure
from nuanxin.plain.periods import Period
from nuanxin.plain.rounding import rounded
from nuanxin.web.addresses import figure_address
from nuanxin.web.explore.asked import Asked
from nuanxin.web.explore.publishing import for_publication
from nuanxin.web.explore.titles import area_name, base_name, kind_name, step_name, title_of
from nuanxin.web.scales import Scale, scale_of
from nuanxin.web.templatetags.wording import english, figure_name, grouped, language, said

MOST_LINES = 120
BESIDE = 4
"""Up to so many columns carry their comparison beside them; more carry it below the value."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its figure, its period, the words at its head, and whether it sums the others up."""

    figure: str
    period: Period
    head: str
    unit: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as printed: value, what it is compared with, the change; and the address of its rows."""

    cell: Cell
    value: str
    base: str
    change: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line: its name, where it leads on, its cells; ``part``, ``apart`` or ``whole``."""

    scope: Scope
    name: str
    role: str
    address: str
    cells: list[Shown]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a figure means: name, definition, formula, unit, source, when its entries count."""

    figure: Figure
    formula: str
    unit: str
    counted: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Result:
    """Everything the page of an answer shows."""

    asked: Asked
    table: Table
    title: str
    first_head: str
    columns: list[Column]
    lines: list[Line]
    scales: dict[str, Scale]
    meanings: list[Meaning]
    notes: list[str]

    @property
    def compared(self) -> str:
        """What the cells are compared with, in words; nothing where they are not."""
        return base_name(self.table.question) if self.table.question.against else ""

    @property
    def beside(self) -> bool:
        """Whether comparisons stand in columns of their own."""
        return bool(self.compared) and len(self.columns) <= BESIDE

    @property
    def heads(self) -> list[tuple[str, str, int]]:
        """The figures over their columns: name, unit, how many columns."""
        wide = (3 if self.beside else 1) * len(self.columns) // len(self.table.question.figures)
        return [(figure_name(each), self.scales[each].unit, wide) for each in self.table.question.figures]

    @property
    def single(self) -> Line | None:
        """The one line of an answer that is neither split nor stepped."""
        return self.lines[0] if len(self.lines) == 1 and not self.table.question.step else None


def result_of(asked: Asked) -> Result:
    """Answer a question and say it in words."""
    table, withheld = tabulate(asked.question, asked.as_of), 0
    if asked.public:
        table, withheld = for_publication(table)
    scales = {each: _scale(table, each) for each in asked.question.figures}
    columns = list(_columns(table, scales))
    lines = _lines(asked, table, columns, scales)
    return Result(
        asked,
        table,
        title_of(asked.question),
        _first_head(table),
        columns,
        lines[-MOST_LINES:] if not asked.question.by else _cut(lines),
        scales,
        [meaning_of(figure_of(each)) for each in asked.question.figures],
        [*_sums(table), *_left_out(table, lines), *_withheld(withheld)],
    )


def _cut(lines: list[Line]) -> list[Line]:
    """Return the largest parts, and all that is no part."""
    parts = [line for line in lines if line.role == "part"]
    return [*parts[:MOST_LINES], *(line for line in lines if line.role != "part")]


def _scale(table: Table, identity: str) -> Scale:
    cells = [cell for (figure, _scope, _period), cell in table.cells.items() if figure == identity]
    values = [value for cell in cells for value in (cell.value, cell.base) if value is not None]
    return scale_of(figure_of(identity), max(values, default=Fraction())).finer(
        [cell.value for cell in cells if cell.value is not None]
    )


def _upright(table: Table) -> bool:
    """Return whether time runs down the lines: there is no split."""
    return bool(table.question.step) and not table.question.by


def _columns(table: Table, scales: dict[str, Scale]) -> Iterator[Column]:
    question = table.question
    periods = [question.period] if _upright(table) else table.periods
    for identity in question.figures:
        for period in periods:
            whole = bool(question.step) and period == question.period and len(periods) > 1
            head = _("whole period") if whole else step_name(period, question.step)
            head = head if question.step and not _upright(table) else figure_name(identity)
            yield Column(identity, period, head, scales[identity].unit, whole)


def _first_head(table: Table) -> str:
    if table.question.by == KIND:
        return _("Kind of entry")
    return _("Period") if _upright(table) else _("Area")


def _lines(asked: Asked, table: Table, columns: list[Column], scales: dict[str, Scale]) -> list[Line]:
    if _upright(table):
        return [_step_line(asked, table, period, columns, scales) for period in table.periods]
    called = names({scope.area for scope in table.scopes}, language())
    lines = [_line(asked, table, scope, called[scope.area], columns, scales) for scope in table.scopes]
    if table.question.by == KIND:
        return lines
    parts = [line for line in lines if line.role == "part"]
    parts.sort(key=lambda line: -(line.cells[len(table.periods) - 1].cell.value or Fraction(-1)))
    return [*parts, *(line for line in lines if line.role != "part")]


def _line(
    asked: Asked, table: Table, scope: Scope, called: str, columns: list[Column], scales: dict[str, Scale]
) -> Line:
    cells = [
        _shown(asked, table.cell(each.figure, scope, each.period), scales[each.figure]) for each in columns
    ]
    if scope.kind is not None:
        return Line(scope, kind_name(scope.kind), "part", "", cells)
    if scope.apart:
        return Line(scope, _("%(area)s, recorded in none of these") % {"area": called}, "apart", "", cells)
    if scope == table.question.whole:
        return Line(scope, _("%(area)s, whole") % {"area": called}, "whole", "", cells)
    return Line(scope, called, "part", _narrower(asked, scope.area), cells)


def _narrower(asked: Asked, area: int) -> str:
    """Return the address of the same question for one of the parts, split by what it is made of."""
    by = next(iter(BELOW.get(level(area), ())), None)
    show = asked.show if asked.show == "chart" else None
    return f"{reverse('explore')}?{asked.query(area=short(area), by=by, show=show)}"


def _step_line(
    asked: Asked, table: Table, period: Period, columns: list[Column], scales: dict[str, Scale]
) -> Line:
    scope, question = table.scopes[0], table.question
    cells = [_shown(asked, table.cell(each.figure, scope, period), scales[each.figure]) for each in columns]
    whole = period == question.period and len(table.periods) > 1
    called = _("whole period") if whole else step_name(period, question.step)
    return Line(scope, called, "whole" if whole else "part", "", cells)


def _shown(asked: Asked, cell: Cell, scale: Scale) -> Shown:
    address = figure_address(cell.ask)
    if asked.as_of is not None:
        address += f"&as_of={asked.as_of}"
    base = scale.said(cell.base) if cell.bases else ""
    return Shown(cell, scale.said(cell.value), base, _change(cell), address)


def _change(cell: Cell) -> str:
    """Print a change with its sign: +12.3%; of shares and rates in points."""
    if not cell.bases:
        return ""
    change = cell.change
    if change is None:
        return "—"
    number = f"{rounded(abs(change) * 100, 1, 'half_up'):,f}"
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    if figure_of(cell.ask.figure).unit == "%":
        return _("%(number)s points") % {"number": f"{sign}{number}"}
    return f"{sign}{number}%"


def meaning_of(figure: Figure) -> Meaning:
    """Return what a figure means, in the reader's language."""
    measures = [measure(code) for code in _measures(figure)]
    return Meaning(
        figure,
        formula(figure, language()),
        scale_of(figure, Fraction()).unit if english() else figure.unit,
        [(said(each), said(each.says)) for each in measures],
    )


def _measures(figure: Figure) -> list[str]:
    """Return the codes a figure comes down to, its parts' among them, once each."""
    below = [code for part in figure.parts for code in _measures(figure_of(part))]
    return list(dict.fromkeys([*figure.measures, *below]))


def _sums(table: Table) -> Iterator[str]:
    """Say where parts do not add up to their whole, and why."""
    question = table.question
    for figure in map(figure_of, question.figures):
        over_areas = bool(question.by) and not adds_over_areas(figure)
        over_time = bool(question.step) and not adds_over_time(figure)
        if not (over_areas or over_time):
            continue
        words = {"name": said(figure)}
        if figure.op == "distinct":
            yield (
                _(
                    "%(name)s: the same one may count in several lines or columns, and once in their whole; "
                    "so the parts do not add up to it."
                )
                % words
            )
        elif figure.op == "stock":
            yield _("%(name)s: every column says what stands at its end; columns are not added up.") % words
        else:
            yield _("%(name)s: a ratio; the whole is reckoned from its own parts, not added up.") % words


def _withheld(count: int) -> Iterator[str]:
    if count:
        words = {"n": smallest_cell(), "count": count}
        yield (
            _(
                "%(count)s numbers are withheld (—): fewer than %(n)s persons or households, "
                "or what would betray them."
            )
            % words
        )


def _left_out(table: Table, lines: Sequence[Line]) -> Iterator[str]:
    if table.empty and table.question.by != KIND:
        yield ngettext(
            "%(n)s area with nothing recorded is not listed.",
            "%(n)s areas with nothing recorded are not listed.",
            table.empty,
        ) % {"n": table.empty}
    parts = sum(1 for line in lines if line.role == "part")
    if parts > MOST_LINES and table.question.by:
        words = {"shown": grouped(MOST_LINES), "all": grouped(parts)}
        yield _("The %(shown)s largest of %(all)s areas are shown.") % words
    if table.question.against == "area" and table.question.other:
        yield _("Compared with %(area)s.") % {"area": area_name(table.question.other)}
