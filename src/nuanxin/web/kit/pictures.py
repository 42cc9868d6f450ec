"""Pictures 图: the records a question means, by month as a chart and by county as a map."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, QuerySet, Sum, Value
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.codes import full, short
from nuanxin.kernel.areas.shapes import REVIEW_NUMBER, county_shapes
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.pages import Page
from nuanxin.web.charts import Point, Trend, trend_chart
from nuanxin.web.kit.asked import Asked
from nuanxin.web.kit.cells import heading, unit_of
from nuanxin.web.kit.finding import narrowed
from nuanxin.web.maps import Ground, Map, county_map, ground_of
from nuanxin.web.templatetags.wording import language

MONTHS = 36
COUNTY = 10**6


@dataclass(frozen=True, slots=True)
class Months:
    """What is drawn by month: its name and unit, the chart (None: too little to draw), the numbers."""

    of: str
    unit: str
    chart: Trend | None
    lines: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Counties:
    """What is drawn by county: name, unit, map (None: fewer than two), legend, numbers with addresses.

    ``home`` is the area the map shows.
    """

    of: str
    unit: str
    map: Map | None
    legend: list[tuple[int, str]]
    lines: list[tuple[str, str, str]]
    credit: str
    home: int


def months(page: Page, actor: Actor, asked: Asked) -> Months:
    """Add the records up by month of their day, the last ``MONTHS`` of them, gaps filled."""
    by_day = (
        narrowed(page, actor, asked).order_by().values_list(page.day).annotate(amount_found=_amount(page))
    )
    sums: dict[str, Any] = {}
    for day, amount in by_day.exclude(**{page.day: None}):
        month = day.isoformat()[:7]
        sums[month] = sums.get(month, 0) + (amount or 0)
    name, unit, factor = _measured(page)
    steps = _every_month(sorted(sums)[-MONTHS:])
    values = {step: Fraction(sums.get(step) or 0) for step in steps}
    printed = {step: _print(value / factor) for step, value in values.items()}
    points = [Point(step, values[step], printed[step]) for step in steps]
    chart = trend_chart(points, columns=True, scale=factor)
    return Months(name, unit, chart, [(step, printed[step]) for step in reversed(steps)])


def _every_month(known: list[str]) -> list[str]:
    """Return the months from the first to the last, at most ``MONTHS``, those without a record too."""
    if not known:
        return []
    first, last = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (known[0], known[-1]))
    return [f"{at // 12:04}-{at % 12 + 1:02}" for at in range(max(first, last - MONTHS + 1), last + 1)]


def counties(page: Page, actor: Actor, asked: Asked) -> Counties:
    """Add the records up by county; a county opens the list narrowed to it."""
    name, unit, factor = _measured(page)
    sums = county_sums(narrowed(page, actor, asked), page)
    called = names(sums, language())
    values = {code: Fraction(value) / factor for code, value in sums.items()}
    printed = {code: _print(value) for code, value in values.items()}
    home = _home(sums)
    ground = _ground(home, language()) if sums else None
    drawn = county_map(ground, values, printed)
    highest = sorted(values, key=lambda code: -values[code])
    return Counties(
        name,
        unit,
        drawn,
        [(shade.step, _shade(shade.above, shade.upto)) for shade in drawn.shades] if drawn else [],
        [
            (called[code], printed[code], asked.query(area=short(code), ranges=(), view="table"))
            for code in highest
        ],
        _("Map data: Tianditu, review number %(number)s") % {"number": REVIEW_NUMBER},
        home,
    )


def county_sums(query: QuerySet[Record], page: Page) -> dict[int, int]:
    """Return the amount of each county that has any, by its 12-digit code."""
    by_county = query.order_by().annotate(in_county=F("area") / Value(COUNTY)).values_list("in_county")
    return {
        code * COUNTY: amount for code, amount in by_county.annotate(amount_found=_amount(page)) if amount
    }


def shapes(actor: Actor, page: Page, asked: Asked) -> dict[str, Any]:
    """Return the counties of the map as GeoJSON, each with its value."""
    found = counties(page, actor, asked)
    drawn = {county.code: county for county in found.map.counties} if found.map else {}
    features = [
        {
            "type": "Feature",
            "geometry": geometry,
            "properties": {"code": short(code), "name": called, "value": drawn[code].printed or "0"},
        }
        for code, called, geometry in (county_shapes(found.home, language()) if drawn else [])
        if code in drawn
    ]
    return {"type": "FeatureCollection", "features": features, "credit": found.credit}


def _measured(page: Page) -> tuple[str, str, Fraction]:
    """Return what a page's pictures add up: its name, unit, and base units in one."""
    if not page.measure:
        return _("records"), "", Fraction(1)
    head = heading(page, page.measure)
    return head.word, head.unit, unit_of(page.column(page.measure))[1]


def _amount(page: Page) -> Any:
    return Sum(page.measure) if page.measure else Count("pk")


def _print(value: Fraction) -> str:
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.2f}"


def _home(codes: Any) -> int:
    """Return the area a map shows: the one prefecture of its counties, or the region."""
    prefectures = {code // 10**8 for code in codes}
    provinces = {code // 10**10 for code in codes}
    return prefectures.pop() * 10**8 if len(prefectures) == 1 else full(str(min(provinces, default=15)))


@lru_cache(maxsize=64)
def _ground(area: int, spoken: str) -> Ground | None:
    return ground_of(county_shapes(area, spoken))


def _shade(above: Fraction, upto: Fraction) -> str:
    said = _("over %(low)s to %(high)s") if above else _("up to %(high)s")
    return said % {"low": _print(above), "high": _print(upto)}
