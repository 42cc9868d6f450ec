"""Plots 图表: what the chart and the map of an answer draw, as plain numbers with their printed forms.

One plot a figure, so that every axis has one unit and begins at zero.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.codes import level, short
from nuanxin.kernel.areas.shapes import REVIEW_NUMBER
from nuanxin.kernel.figures.tables import BELOW
from nuanxin.web.explore.results import Line, Result
from nuanxin.web.figure_sheets import ground, shade_said
from nuanxin.web.maps import Map, county_map
from nuanxin.web.templatetags.wording import figure_name

MOST_BARS, MOST_LINES = 20, 6


@dataclass(frozen=True, slots=True)
class Series:
    """Values drawn together: name, numbers in the plot's unit (None: unknown), printed, faint or not."""

    name: str
    values: list[float | None]
    printed: list[str]
    faint: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart of one figure: ``lines`` over time or ``bars`` by place, its labels, series and description."""

    kind: str
    name: str
    unit: str
    labels: list[str]
    series: list[Series]
    says: str
    addresses: list[str]

    def plain(self) -> dict[str, Any]:
        """Return it as a script reads it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class CountyMap:
    """A map by county: drawn on the server, and what the live map needs to draw the same."""

    drawn: Map
    legend: list[tuple[int, str]]
    credit: str
    name: str
    unit: str
    live: dict[str, Any]


def plots_of(result: Result) -> list[Plot]:
    """Return the charts of an answer, one a figure; none where there is nothing to compare."""
    question = result.table.question
    if question.step and question.by:
        return [_spread_over_time(result, each) for each in question.figures]
    found = [_plain(result, at, each) for at, each in enumerate(question.figures)]
    return [plot for plot in found if len(plot.labels) > 1]


def _number(result: Result, figure: str, value: Fraction | None) -> float | None:
    return None if value is None else float(value / result.scales[figure].factor)


def _plain(result: Result, at: int, figure: str) -> Plot:
    """Return lines over time, or bars by place or kind, each beside what it is compared with."""
    parts = [line for line in result.lines if line.role == "part"]
    upright = bool(result.table.question.step)
    drawn = parts if upright else parts[:MOST_BARS]
    cells = [line.cells[at] for line in drawn]
    own = Series(
        figure_name(figure),
        [_number(result, figure, each.cell.value) for each in cells],
        [each.value for each in cells],
        faint=False,
    )
    series = [own]
    if result.compared:
        bases = [_number(result, figure, each.cell.base) for each in cells]
        series.append(Series(result.compared, bases, [each.base for each in cells], faint=True))
    labels = [line.name for line in drawn]
    addresses = [each.address for each in cells]
    says = _says(result, figure, labels, own)
    return Plot(
        "lines" if upright else "bars", own.name, result.scales[figure].unit, labels, series, says, addresses
    )


def _spread_over_time(result: Result, figure: str) -> Plot:
    """Return one line over time for each of the largest places."""
    columns = [at for at, each in enumerate(result.columns) if each.figure == figure and not each.whole]
    labels = [result.columns[at].head for at in columns]
    parts = [line for line in result.lines if line.role == "part"][:MOST_LINES]
    series = [_over_time(result, figure, line, columns) for line in parts]
    says = _("Lines over time for %(names)s; the table says the same.") % {
        "names": _(", ").join(each.name for each in series)
    }
    return Plot("lines", figure_name(figure), result.scales[figure].unit, labels, series, says, [])


def _over_time(result: Result, figure: str, line: Line, columns: Sequence[int]) -> Series:
    cells = [line.cells[at] for at in columns]
    values = [_number(result, figure, each.cell.value) for each in cells]
    return Series(line.name, values, [each.value for each in cells], faint=False)


def _says(result: Result, figure: str, labels: Sequence[str], own: Series) -> str:
    known = [(value, at) for at, value in enumerate(own.values) if value is not None]
    if not known:
        return own.name
    top, low = max(known)[1], min(known)[1]
    words = {
        "name": own.name,
        "count": len(known),
        "high": f"{own.printed[top]} {result.scales[figure].unit}",
        "at": labels[top],
        "low": f"{own.printed[low]} {result.scales[figure].unit}",
        "there": labels[low],
    }
    said = _("%(name)s: %(count)s values; the highest %(high)s (%(at)s), the lowest %(low)s (%(there)s).")
    return said % words


def map_of(result: Result) -> CountyMap | None:
    """Return the map of an answer by county; None where its area has no counties or too few have a value."""
    question = result.table.question
    if question.by != "county" or "county" not in BELOW.get(level(question.area), ()):
        return None
    figure, parts = question.figures[0], [line for line in result.lines if line.role == "part"]
    values = {line.scope.area: line.cells[0].cell.value or Fraction() for line in parts}
    printed = {line.scope.area: line.cells[0].value for line in parts}
    drawn = county_map(ground(question.area, get_language() or "zh-hans"), values, printed)
    if drawn is None:
        return None
    scale = result.scales[figure]
    live = {
        "areas": f"{reverse('county_outlines')}?area={short(question.area)}",
        "values": {
            short(line.scope.area): {"step": step, "printed": line.cells[0].value, "address": line.address}
            for line in parts
            for step in [next((c.step for c in drawn.counties if c.code == line.scope.area), 0)]
        },
        "unit": scale.unit,
        "name": figure_name(figure),
        "says": _("Map by county; the table beside it says the same"),
        "nothing": _("nothing recorded"),
    }
    legend = [(shade.step, shade_said(scale, shade)) for shade in drawn.shades]
    credit = _("Map data: Tianditu, review number %(number)s") % {"number": REVIEW_NUMBER}
    return CountyMap(drawn, legend, credit, figure_name(figure), scale.unit, live)
