"""Answers 取数: a figure asked for an area and a period becomes leaves, a value, and its rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from nuanxin.kernel.areas import tree
from nuanxin.kernel.figures.catalogue import figure as figure_of
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.figures.engine import Snapshot, engine
from nuanxin.kernel.figures.leaves import Leaf, leaf
from nuanxin.kernel.figures.shown import Shown, show
from nuanxin.kernel.figures.snapshots import CITY, where
from nuanxin.kernel.ledger.measures import measure
from nuanxin.kernel.ledger.models import Entry
from nuanxin.plain.periods import BEGINNING, Period
from nuanxin.plain.ranges import Range


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: which figure, for which area (12-digit code) and period.

    ``mapped`` reads facts through the area tree of today (可比口径) instead of as recorded. ``apart``
    names a level: then only facts recorded for the area in none of its areas of that level count, so
    that the parts of a split and what lies apart of them make the whole. ``kind`` keeps to one kind
    of entry.
    """

    figure: str
    area: int
    period: Period
    mapped: bool = False
    apart: str = ""
    kind: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An exact value in base units (None: it has no meaning, as a rate on nothing), as of a seq."""

    ask: Ask
    value: Fraction | None
    as_of: int

    def shown(self, language: str, rounding: str = "") -> Shown:
        """Return it as printed in a language."""
        return show(figure_of(self.ask.figure), self.value, language, rounding)


@dataclass(frozen=True, slots=True)
class Part:
    """A figure another one is made of: its role ("numerator", "base", ...) and the question."""

    role: str
    ask: Ask


@dataclass(frozen=True, slots=True)
class Drilled:
    """The entries behind an answer: how many in all, and one page of them.

    Those of cities read besides open in the city: ``elsewhere`` holds the city's name and the seq there.
    """

    total_rows: int
    entries: list[Entry]
    elsewhere: tuple[tuple[str, int], ...] = ()


ROLES = {
    "ratio": ("numerator", "denominator"),
    "share": ("part", "whole"),
    "target": ("value", "target"),
    "compare": ("value",),
}


def parts(ask: Ask) -> list[Part]:
    """Return the figures a figure of figures is made of, with the areas and periods they are asked for."""
    figure = figure_of(ask.figure)
    asked = [
        Part(role, _wider(figure, replace(ask, figure=identity), role))
        for role, identity in zip(ROLES.get(figure.op, ()), figure.parts, strict=True)
    ]
    if figure.op == "compare":
        asked += [
            Part("base", replace(ask, figure=figure.parts[0], period=period))
            for period in _bases(figure, ask)
        ]
    return asked


def _wider(figure: Figure, ask: Ask, role: str) -> Ask:
    """Return a part's question; that of a share's whole for the wider area it is declared for."""
    if role != "whole" or not figure.whole_level:
        return ask
    wide = next((each.code for each in tree.path(ask.area) if each.level == figure.whole_level), None)
    return ask if wide is None else replace(ask, area=wide, apart="")


def _bases(figure: Figure, ask: Ask) -> list[Period]:
    if figure.against == "before":
        return [ask.period.before()]
    found, period = [], ask.period
    for _year in range(figure.years if figure.against == "earlier_years" else 1):
        period = period.year_before()
        found.append(period)
    return found


def leaves_of(ask: Ask) -> tuple[Leaf, ...]:
    """Return the leaves of a figure over measures: one, or sum and count for a mean."""
    figure = figure_of(ask.figure)
    if not figure.measures:
        return ()
    standing = figure.op == "stock" or figure.standing
    period = Period(BEGINNING, ask.period.last) if standing else ask.period
    spans = tuple(_spans(ask))
    numbers = tuple(measure(code).number for code in figure.measures)
    kinds = {"mean": ("sum", "count"), "count": ("count",), "distinct": ("distinct",)}.get(
        figure.op, ("sum",)
    )
    return tuple(leaf(kind, numbers, spans, period, figure.of, ask.kind) for kind in kinds)


def _spans(ask: Ask) -> list[Range]:
    if ask.apart:
        return tree.apart(ask.area, ask.apart, mapped=ask.mapped)
    return tree.spans(ask.area, mapped=ask.mapped)


def all_leaves(ask: Ask) -> Iterator[Leaf]:
    """Yield every leaf behind a question, through its parts."""
    yield from leaves_of(ask)
    for part in parts(ask):
        yield from all_leaves(part.ask)


def evaluate(ask: Ask, values: dict[Leaf, int]) -> Fraction | None:
    """Return a question's exact value in base units from the values of its leaves."""
    figure, own = figure_of(ask.figure), leaves_of(ask)
    if figure.op == "mean":
        return _over(Fraction(values[own[0]]), Fraction(values[own[1]]))
    if own:
        return Fraction(values[own[0]])
    found = [evaluate(part.ask, values) for part in parts(ask)]
    if figure.op == "compare":
        return _compared(figure, found[0], found[1:])
    return _over(found[0], found[1])


def _over(above: Fraction | None, below: Fraction | None) -> Fraction | None:
    return above / below if above is not None and below else None


def _compared(figure: Figure, value: Fraction | None, bases: Sequence[Fraction | None]) -> Fraction | None:
    """Return (value - base) / base, or base - value for a fall; None without a positive base."""
    known = [base for base in bases if base is not None]
    if value is None or len(known) < len(bases):
        return None
    base = sum(known, Fraction()) / len(known)
    if figure.how == "fall":
        return base - value
    return (value - base) / base if base > 0 else None


def answer(
    asks: Iterable[Ask], as_of: int | None = None, snapshot: Snapshot | None = None
) -> dict[Ask, Answer]:
    """Answer questions together from one snapshot of the ledger: all sums in one statement.

    Raises KeyError for a figure or measure nobody declares.
    """
    asked = list(dict.fromkeys(asks))
    seen = snapshot or engine().snapshot(as_of)
    values = engine().aggregate(seen, [each for ask in asked for each in all_leaves(ask)])
    return {ask: Answer(ask, evaluate(ask, values), seen.as_of) for ask in asked}


def drill(ask: Ask, as_of: int | None = None, limit: int | None = 50, offset: int = 0) -> Drilled:
    """Return the entries behind a figure over measures, newest day first.

    A figure of figures has no rows of its own: drill its ``parts``. The rows sum to the figure.
    """
    own = leaves_of(ask)
    if not own:
        return Drilled(0, [])
    total, seqs = engine().rows(engine().snapshot(as_of), own[0], limit, offset)
    here = [seq for seq in seqs if seq < CITY]
    return Drilled(total, entries_in_order(here), tuple(where(seq) for seq in seqs if seq >= CITY))


def drill_many(asks: Iterable[Ask], as_of: int | None, limit: int) -> dict[Ask, Drilled]:
    """Return the newest entries behind many figures, read together; see ``drill``.

    Unlike it, a figure of figures shows the entries of the figures it is made of.
    """
    seen = engine().snapshot(as_of)
    wanted = {ask: _first_leaves(ask) for ask in asks}
    rows = engine().newest_rows(seen, [leaf for own in wanted.values() for leaf in own], limit)
    entries = {
        each.seq: each
        for each in entries_in_order(
            sorted({seq for _t, seqs in rows.values() for seq in seqs if seq < CITY})
        )
    }
    return {
        ask: Drilled(
            sum(rows[leaf][0] for leaf in own),
            [entries[seq] for leaf in own for seq in rows[leaf][1] if seq in entries],
            tuple(where(seq) for leaf in own for seq in rows[leaf][1] if seq >= CITY),
        )
        for ask, own in wanted.items()
    }


def _first_leaves(ask: Ask) -> list[Leaf]:
    """Return the first leaf of each figure over measures behind a question, each once."""
    own = leaves_of(ask)
    if own:
        return [own[0]]
    return list(dict.fromkeys(leaf for part in parts(ask) for leaf in _first_leaves(part.ask)))


def entries_in_order(seqs: Sequence[int]) -> list[Entry]:
    """Return entries with their acts and sources, in the order of the seqs given."""
    found: dict[int, Entry] = {}
    for start in range(0, len(seqs), 5_000):
        some = seqs[start : start + 5_000]
        found.update(Entry.objects.select_related("act__source").in_bulk(some))
    return [found[seq] for seq in seqs]


def trend(ask: Ask, steps: int = 16, as_of: int | None = None) -> list[tuple[Period, Fraction | None]]:
    """Return the figure for this period and the ones before it, oldest first.

    A stock is asked at month ends; a month or quarter at the months or quarters before it; any
    other span month by month up to its last day.
    """
    figure, last = figure_of(ask.figure), ask.period
    if figure.op == "stock" or figure.standing or ask.period.first == BEGINNING:
        last = Period(BEGINNING, ask.period.last)
    elif len(str(ask.period)) > len("2024-05"):
        last = Period(ask.period.last.replace(day=1), ask.period.last)
    asks = [replace(ask, period=period) for period in _back(last, steps)]
    answers = answer(asks, as_of)
    return [(each.period, answers[each].value) for each in asks]


def _back(last: Period, steps: int) -> list[Period]:
    found = [last]
    while len(found) < steps:
        newest = found[-1]
        if newest.first == BEGINNING:
            month = Period.parse(f"{newest.last:%Y-%m}").before()
            found.append(Period(BEGINNING, month.last))
        else:
            found.append(
                Period.parse(f"{newest.first:%Y-%m}").before() if not _regular(newest) else newest.before()
            )
    return found[::-1]


def _regular(period: Period) -> bool:
    return "/" not in str(period)


def split(ask: Ask, level: str, as_of: int | None = None) -> list[tuple[int, Fraction]]:
    """Return a figure over measures by areas of a level ("county", "town"), largest first.

    Sums, stocks and distinct counts; a mean is split as sum over count. Facts keep the code of
    their day, so a split speaks of areas as recorded.
    """
    own = leaves_of(ask)
    if not own:
        return []
    size = 10 ** {"prefecture": 8, "county": 6, "town": 3, "village": 0}[level]
    seen = engine().snapshot(as_of)
    found = [engine().grouped(seen, each, f"area // {size} * {size}") for each in own]
    if len(found) == 1:
        values = {area: Fraction(value) for area, value in found[0].items()}
    else:
        values = {area: Fraction(found[0][area], found[1][area]) for area in found[0] if found[1].get(area)}
    return sorted(values.items(), key=lambda item: (-item[1], item[0]))


def formula(figure: Figure, language: str) -> str:
    """Return what a figure computes as one line of words, for people who ask how."""
    names = [measure(code) for code in figure.measures]
    said = (
        "、".join(each.zh for each in names)
        if not language.startswith("en")
        else ", ".join(each.en for each in names)
    )
    inner = [figure_of(identity) for identity in figure.parts]
    called = [each.en if language.startswith("en") else each.zh for each in inner]
    return _FORMULAS[figure.op][language.startswith("en")].format(*called, of=said, years=figure.years)


_FORMULAS = {
    "sum": ("期间内{of}之和", "sum of {of} over the period"),
    "count": ("期间内{of}的笔数，冲销相抵", "number of entries of {of}, net of reversals"),
    "distinct": ("{of}，同一对象只计一次", "{of}, each party counted once"),
    "stock": ("截至期末{of}的累计", "balance of {of} at the period's end"),
    "mean": ("{of}之和除以笔数", "sum of {of} over its number of entries"),
    "ratio": ("{0} ÷ {1}", "{0} / {1}"),
    "share": ("{0} ÷ {1}", "{0} / {1}"),
    "target": ("{0} ÷ {1}", "{0} / {1}"),
    "compare": ("{0}与对比期之比", "{0} against the period compared"),
}
