"""Figure sheets 指标页: one figure for one area and period, opened: meaning, value, trend, places, rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.codes import level
from nuanxin.kernel.areas.shapes import REVIEW_NUMBER, county_shapes
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.bulletins.queries import Revised
from nuanxin.kernel.figures.answers import Answer, Ask, Part, answer, drill, formula, parts, split, trend
from nuanxin.kernel.figures.catalogue import figure as figure_of
from nuanxin.kernel.figures.catalogue import hours_of, measures_of, stands
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.figures.shown import Shown
from nuanxin.kernel.figures.suppression import about_persons, open_split, smallest_cell, withheld
from nuanxin.kernel.ledger.models import Entry
from nuanxin.kernel.plans.queries import counted_between
from nuanxin.plain.periods import BEGINNING, Period
from nuanxin.plain.units import UNITS
from nuanxin.web.addresses import figure_address
from nuanxin.web.charts import Point, Trend, trend_chart
from nuanxin.web.figure_list import as_of_today
from nuanxin.web.maps import Ground, Map, Shade, county_map, ground_of
from nuanxin.web.paging import Page, listing
from nuanxin.web.rows import Row, rows_of
from nuanxin.web.scales import Scale, scale_of
from nuanxin.web.templatetags.wording import (
    english,
    figure_name,
    in_language,
    joined_unit,
    language,
    signed,
    span,
)

ROWS_A_PAGE = 50
STEPS = 16
PLACES_AT_ONCE = 14
BELOW = {"province": "county", "prefecture": "county", "county": "town", "town": "village"}


@dataclass(frozen=True, slots=True)
class PartShown:
    """A figure this one is made of: its role in the formula, name, value and where it opens."""

    role: str
    name: str
    span: str
    place: str
    shown: Shown
    address: str


@dataclass(frozen=True, slots=True)
class Place:
    """An area of the split: its name, value and where that opens."""

    name: str
    shown: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A trend with its unit; ``of`` names the figure drawn where it is another one."""

    chart: Trend | None
    unit: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Hours:
    """A figure at each hour of the day: drawn, and each with where it opens."""

    chart: Trend | None
    unit: str
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure by area: unit, areas, map with its legend and credit."""

    unit: str
    places: list[Place]
    map: Map | None
    legend: list[tuple[int, str]]
    credit: str

    @property
    def first(self) -> list[Place]:
        """The areas shown at once."""
        return self.places[:PLACES_AT_ONCE]

    @property
    def further(self) -> list[Place]:
        """The areas shown on asking."""
        return self.places[PLACES_AT_ONCE:]


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """Everything a reader may ask about one figure."""

    ask: Ask
    figure: Figure
    shown: Shown
    withheld: int
    unit: str
    place: str
    span: str
    formula: str
    parts: list[PartShown]
    line: Line
    hours: Hours | None
    spread: Spread | None
    rows: list[Row]
    page: Page
    address: str

    @property
    def ahead(self) -> bool:
        """Whether it is as of a day that has not come: what is said of it is no fact yet."""
        return self.ask.period.last > localdate() and stands(self.figure)

    @property
    def counted(self) -> tuple[date, date] | None:
        """The first and the last day of the counts it rests on; None where it is of every day."""
        return counted_between(measures_of(self.figure), self.ask.area, self.ask.period.last)

    @property
    def today(self) -> str:
        """Where it opens as of today; "" where it does so already, or is over a span."""
        ask = as_of_today(self.ask)
        return figure_address(ask) if ask else ""


@dataclass(frozen=True, slots=True)
class Publication:
    """A figure as a bulletin printed it, and what became of it since."""

    bulletin: Bulletin
    printed: str
    number: str
    unit: str
    changed: bool
    difference: str


def figure_sheet(
    ask: Ask,
    *,
    address: str,
    offset: int = 0,
    as_of: int | None = None,
    fixed: bool = False,
    withhold: bool = True,
) -> FigureSheet:
    """Gather a figure's sheet, with its rows as of an entry; ``address`` is where it stands.

    ``fixed``: value, trend and places are as of that entry too; they are of now otherwise.
    ``withhold``: numbers of too few persons are left out, as on any page that strangers see.
    """
    made_of = parts(ask)
    seen = as_of if fixed else None
    true = answer([ask, *(part.ask for part in made_of)], seen)
    found = {each: _published(one, seen) if withhold else one for each, one in true.items()}
    by_place = _split(ask, seen, withhold=withhold)
    few = withhold and about_persons(figure_of(ask.figure))
    drilled = drill(ask, as_of=as_of, limit=ROWS_A_PAGE, offset=offset)
    codes = {ask.area, *(code for code, _ in by_place), *(part.ask.area for part in made_of)}
    called = names(codes | {entry.area for entry in drilled.entries}, language())
    return FigureSheet(
        ask=ask,
        figure=figure_of(ask.figure),
        shown=found[ask].shown(language()),
        withheld=0 if found[ask] is true[ask] else smallest_cell(),
        unit=unit_name(ask.figure),
        place=called[ask.area],
        span=span(ask.period),
        formula=formula(figure_of(ask.figure), language()),
        parts=_parts(ask, made_of, found, called),
        line=_line(ask, made_of, seen, withhold=withhold),
        hours=_hours(ask, seen, withhold=withhold),
        spread=_spread(ask, called, by_place),
        rows=rows_of(drilled.entries, _coarse(drilled.entries) if few else called, near=not few),
        page=Page(offset, ROWS_A_PAGE, drilled.total_rows, listing(address)),
        address=figure_address(ask) + (f"&as_of={seen}" if seen is not None else ""),
    )


def _coarse(entries: Sequence[Entry]) -> dict[int, str]:
    """Return the county of each area of some entries: rows about persons are shown no nearer to strangers."""
    counties = {entry.area: entry.area // 10**6 * 10**6 for entry in entries}
    called = names(set(counties.values()), language())
    return {area: called[county] for area, county in counties.items()}


def publication(bulletin: Bulletin, both: Revised) -> Publication:
    """Say how a bulletin printed a figure and how far the ledger has moved from it."""
    number, unit = in_language(both.published, "number"), in_language(both.published, "unit")
    moved = signed(both.published.figure, both.difference) if both.difference else ""
    return Publication(bulletin, joined_unit(number, unit), number, unit, both.changed, moved)


def unit_name(identity: str) -> str:
    """Return a figure's unit as the reader's language prints it."""
    unit = UNITS[figure_of(identity).unit]
    return unit.en if english() else unit.label


def _line(ask: Ask, made_of: Sequence[Part], seen: int | None, *, withhold: bool) -> Line:
    """Return a figure's trend; where it has none yet, that of the first figure it is made of."""
    drawn, unit = _trend(ask, seen, withhold=withhold)
    if drawn is None and made_of:
        first = made_of[0].ask
        return Line(*_trend(first, seen, withhold=withhold), figure_name(first.figure))
    return Line(drawn, unit)


def _trend(ask: Ask, seen: int | None, *, withhold: bool) -> tuple[Trend | None, str]:
    """Return a figure's trend, drawn, and the unit of its axis."""
    figure = figure_of(ask.figure)
    standing = figure.op == "stock" or figure.standing or ask.period.first == BEGINNING
    columns = not standing and not figure.parts
    steps = _known(ask, seen, lead_in=not columns, withhold=withhold)
    scale = scale_of(figure, max((value or Fraction() for _period, value in steps), default=Fraction()))
    points = [Point(_step(period), value, scale.said(value)) for period, value in steps]
    return trend_chart(points, columns=columns, scale=scale.factor), scale.unit


def _hours(ask: Ask, seen: int | None, *, withhold: bool) -> Hours | None:
    """Return a figure by hour of the day; None for one that is not told by hour."""
    asks = {hour: replace(ask, figure=each) for hour, each in hours_of(ask.figure).items()}
    if not asks:
        return None
    true = answer(list(asks.values()), seen)
    found = {each: _published(one, seen) if withhold else one for each, one in true.items()}
    values = [found[each].value for each in asks.values()]
    scale = scale_of(
        figure_of(ask.figure), max((value or Fraction() for value in values), default=Fraction())
    )
    labels = [f"{hour:02}" for hour in asks]
    points = [Point(label, value, scale.said(value)) for label, value in zip(labels, values, strict=True)]
    places = [
        Place(f"{label}:00", str(found[each].shown(language())), figure_address(each))
        for label, each in zip(labels, asks.values(), strict=True)
    ]
    return Hours(trend_chart(points, columns=True, scale=scale.factor, every=6), scale.unit, places)


def _known(
    ask: Ask, seen: int | None, *, lead_in: bool, withhold: bool
) -> list[tuple[Period, Fraction | None]]:
    """Return the trend without the blank steps before the first known value, but for one to rise from."""
    steps = trend(ask, STEPS, seen)
    if withhold and about_persons(figure_of(ask.figure)):
        least = smallest_cell()
        steps = [(period, None if value and abs(value) < least else value) for period, value in steps]
    first = next((n for n, (_, value) in enumerate(steps) if value), len(steps))
    return steps[max(0, first - lead_in) :] if first < len(steps) else []


def _published(found: Answer, seen: int | None) -> Answer:
    """Return an answer as it may be published: without its value where too few persons are behind it."""
    return replace(found, value=None) if withheld(found.ask, found.value, seen) else found


def _step(period: Period) -> str:
    """Name a step of a trend as shortly as it stays clear."""
    return f"{period.last:%Y-%m}" if period.first == BEGINNING or "/" in str(period) else str(period)


def _split(ask: Ask, seen: int | None, *, withhold: bool) -> list[tuple[int, Fraction]]:
    below = BELOW.get(level(ask.area)) if not ask.apart and ask.kind is None else None
    if below and withhold:
        return open_split(ask, below, seen)[0]
    return [(code, value) for code, value in split(ask, below, seen) if value] if below else []


def _spread(ask: Ask, called: Mapping[int, str], by_place: Sequence[tuple[int, Fraction]]) -> Spread | None:
    """Return a figure by area with its map; None where there is nothing to compare."""
    if len(by_place) < 2:
        return None
    scale = scale_of(figure_of(ask.figure), by_place[0][1]).finer([value for _code, value in by_place])
    printed = {code: scale.said(value) for code, value in by_place}
    drawn = None
    if BELOW.get(level(ask.area)) == "county":
        drawn = county_map(ground(ask.area, language()), dict(by_place), printed)
    return Spread(
        scale.unit,
        [
            Place(called[code], said, figure_address(Ask(ask.figure, code, ask.period)))
            for code, said in printed.items()
        ],
        drawn,
        [(shade.step, shade_said(scale, shade)) for shade in drawn.shades] if drawn else [],
        _("Map data: Tianditu, review number %(number)s") % {"number": REVIEW_NUMBER},
    )


@lru_cache(maxsize=64)
def ground(area: int, spoken: str) -> Ground | None:
    """Return the empty county map of an area with names in a language; outlines never change."""
    return ground_of(county_shapes(area, spoken))


def shade_said(scale: Scale, shade: Shade) -> str:
    """Say a lightness in words: up to 20, over 20 to 40."""
    said = _("over %(low)s to %(high)s") if shade.above else _("up to %(high)s")
    return said % {"low": scale.bound(shade.above), "high": scale.bound(shade.upto)}


def _parts(
    ask: Ask, made_of: Sequence[Part], found: Mapping[Ask, Answer], called: Mapping[int, str]
) -> list[PartShown]:
    return [
        PartShown(
            role=part.role,
            name=figure_of(part.ask.figure).en if english() else figure_of(part.ask.figure).zh,
            span=span(part.ask.period) if part.ask.period != ask.period else "",
            place=called[part.ask.area] if part.ask.area != ask.area else "",
            shown=found[part.ask].shown(language()),
            address=figure_address(part.ask),
        )
        for part in made_of
    ]
