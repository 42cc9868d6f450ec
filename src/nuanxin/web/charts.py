"""Charts 图: a trend as geometry, worked out on the server; a template draws it as SVG.

The baseline is always zero, the last value is written beside its point, the axis carries as few
numbers as tell the scale. No axis is cut, so a rise looks as large as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor, log10

WIDTH, HEIGHT = 440.0, 176.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 62.0, 20.0, 24.0


@dataclass(frozen=True, slots=True)
class Point:
    """A value to draw: what its step is called, the value (None: unknown), how it is printed."""

    label: str
    value: Fraction | None
    printed: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A horizontal line of the chart at height ``y``, with its number."""

    y: float
    text: str
    zero: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A drawn value: its centre ``x``, ``y``, and as a column its ``left``, ``top`` and ``height``."""

    x: float
    y: float
    left: float
    top: float
    height: float
    point: Point


@dataclass(frozen=True, slots=True)
class Trend:
    """A finished chart: a line (``path``) or columns (``marks``), ticks, and the ends of the axis.

    ``told`` is the mark whose value is written, ``named`` are those whose step is.
    """

    width: float
    height: float
    columns: bool
    column_width: float
    path: str
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    first: Mark
    last: Mark
    told: Mark
    named: tuple[Mark, ...]

    @property
    def axis(self) -> tuple[float, float, float]:
        """Where the scale's numbers end, and the left and right end of the drawing ground."""
        return LEFT - 6, LEFT, self.width - RIGHT

    @property
    def foot(self) -> float:
        """The height at which the steps' names stand."""
        return self.height - 6


def trend_chart(
    points: Sequence[Point], *, columns: bool, scale: Fraction = Fraction(1), every: int = 0
) -> Trend | None:
    """Lay out a trend; None where fewer than two values are known (nothing to compare).

    With ``every`` it goes round, as a day does: each so-manieth step is named, and the highest value told.

    ``columns`` for amounts of a span, a line for what stands at a day. ``scale``: base units in
    one unit of the axis.
    """
    known = [point for point in points if point.value is not None]
    if len(known) < 2:
        return None
    values = [point.value / scale for point in known if point.value is not None]
    ticks = ticks_of(min(*values, Fraction(0)), max(*values, Fraction(0)))
    step = (WIDTH - LEFT - RIGHT) / (len(points) if columns else len(points) - 1)
    wide = round(step * 0.68, 1)
    marks = tuple(
        _mark(point, LEFT + step * (index + (0.5 if columns else 0)), wide, scale, ticks)
        for index, point in enumerate(points)
        if point.value is not None
    )
    path = "" if columns else "M" + "L".join(f"{mark.x:.1f} {mark.y:.1f}" for mark in marks)
    lines = tuple(Tick(_height(tick, ticks), _number(tick), tick == 0) for tick in ticks)
    told = max(marks, key=lambda mark: mark.point.value or 0) if every else marks[-1]
    named = (*marks[::every], marks[-1]) if every else (marks[0], marks[-1])
    return Trend(WIDTH, HEIGHT, columns, wide, path, marks, lines, marks[0], marks[-1], told, named)


def _mark(point: Point, x: float, wide: float, scale: Fraction, ticks: Sequence[Fraction]) -> Mark:
    y, zero = _height((point.value or Fraction(0)) / scale, ticks), _height(Fraction(0), ticks)
    left, top, tall = round(x - wide / 2, 1), round(min(y, zero), 1), round(abs(zero - y), 1)
    return Mark(round(x, 1), round(y, 1), left, top, tall, point)


def _height(value: Fraction, ticks: Sequence[Fraction]) -> float:
    reach = ticks[-1] - ticks[0]
    return round(HEIGHT - BOTTOM - float((value - ticks[0]) / reach) * (HEIGHT - TOP - BOTTOM), 1)


def ticks_of(low: Fraction, high: Fraction) -> list[Fraction]:
    """Return two to five round numbers, zero among them, that enclose the values."""
    step = nice_step((high - low) / 2 or Fraction(1))
    first = floor(low / step)
    last = -floor(-high / step)
    return [step * number for number in range(first, max(last, first + 1) + 1)]


def nice_step(rough: Fraction) -> Fraction:
    """Return the smallest of 1, 2, 5 times a power of ten that is not below ``rough``."""
    power = Fraction(10) ** floor(log10(rough))
    for factor in (1, 2, 5, 10):
        if power * factor >= rough:
            return power * factor
    return power * 10


def _number(value: Fraction) -> str:
    return f"{float(value):,.10g}" if value.denominator != 1 else f"{int(value):,}"
