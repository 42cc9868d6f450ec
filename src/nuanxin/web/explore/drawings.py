"""Drawings 静态图: a plot laid out on the server, for print, for readers without script and as an SVG file.

Zero baseline, round ticks, names and values written beside what they name. No style sheet is needed:
a saved picture looks the same anywhere.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import ceil

from nuanxin.web.charts import ticks_of
from nuanxin.web.explore.plots import Plot, Series

WIDTH, TALL = 760.0, 320.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 150.0, 18.0, 30.0
NAMES, BAR, GAP = 168.0, 20.0, 10.0
LABEL_ROOM, APART = 74.0, 15.0
WHOLE, BESIDE = (WIDTH, TALL, LABEL_ROOM), (470.0, 230.0, 42.0)
"""How wide and tall lines are laid out, and the room for a label: alone, and where two stand side by side."""
PAINTS = ("#b03a1a", "#544e46", "#c96f49", "#1f1d1a", "#8a8378", "#96300f")
DASHES = ("", "7 4", "2 3", "10 3 2 3", "4 2", "1 3")
FAINT = "#8a8378"

YOf = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Written:
    """A text of the drawing, its place and its alignment."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    paint: str = "#544e46"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line of a series: its path, paint, dashes, and the places of its values."""

    path: str
    paint: str
    dash: str
    dots: list[tuple[float, float, str]]


@dataclass(frozen=True, slots=True)
class Block:
    """A bar from zero: its box, paint, and what it says."""

    x: float
    y: float
    wide: float
    tall: float
    paint: str
    says: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing."""

    width: float
    height: float
    says: str
    grid: list[tuple[float, float, float, float]]
    zero: tuple[float, float, float, float]
    strokes: list[Stroke]
    blocks: list[Block]
    texts: list[Written]


def drawing_of(plot: Plot, room: tuple[float, float, float] = WHOLE) -> Drawing:
    """Lay out a plot; lines in the room there is: writing keeps its size, so it is read in half the width."""
    return _lines(plot, room) if plot.kind == "lines" else _bars(plot)


def paint_of(at: int, series: Series) -> tuple[str, str]:
    """Return the paint and the dashes of a series; what is compared with is faint."""
    return (FAINT, "5 4") if series.faint else (PAINTS[at % len(PAINTS)], DASHES[at % len(DASHES)])


def _known(plot: Plot) -> list[float]:
    return [value for series in plot.series for value in series.values if value is not None]


def _ticks(plot: Plot) -> list[Fraction]:
    known = [Fraction(value).limit_denominator(10**6) for value in _known(plot)] or [Fraction(1)]
    return ticks_of(min(*known, Fraction(0)), max(*known, Fraction(0)))


def _lines(plot: Plot, room: tuple[float, float, float]) -> Drawing:
    (width, tall, label_room), ticks = room, _ticks(plot)
    right = width - RIGHT
    reach = float(ticks[-1] - ticks[0])

    def y_of(value: float) -> float:
        return round(tall - BOTTOM - (value - float(ticks[0])) / reach * (tall - TOP - BOTTOM), 1)

    step = (right - LEFT) / max(1, len(plot.labels) - 1)
    strokes = [_stroke(at, series, plot.labels, step, y_of) for at, series in enumerate(plot.series)]
    heights = [(y_of(float(tick)), _tick(tick)) for tick in ticks]
    texts = [Written(LEFT - 8, y + 4, said, "end") for y, said in heights]
    every = ceil(len(plot.labels) / max(1, int((right - LEFT) / label_room)))
    texts += [
        Written(round(LEFT + step * at, 1), tall - 8, label, "middle")
        for at, label in enumerate(plot.labels)
        if (len(plot.labels) - 1 - at) % every == 0
    ]
    texts += _end_names(plot, strokes)
    zero = y_of(0)
    grid = [(LEFT, y, right, y) for y, _said in heights]
    return Drawing(width, tall, plot.says, grid, (LEFT, zero, right, zero), strokes, [], texts)


def _stroke(at: int, series: Series, labels: Sequence[str], step: float, y_of: YOf) -> Stroke:
    paint, dash = paint_of(at, series)
    path, dots, pen = "", list[tuple[float, float, str]](), "M"
    for n, value in enumerate(series.values):
        if value is None:
            pen = "M"
            continue
        x, y = round(LEFT + step * n, 1), y_of(value)
        path, pen = f"{path}{pen}{x:g} {y:g}", "L"
        dots.append((x, y, f"{series.name} {labels[n]} {series.printed[n]}"))
    return Stroke(path, paint, dash, dots)


def _end_names(plot: Plot, strokes: Sequence[Stroke]) -> list[Written]:
    """Write each line's name and last value beside its end, apart from one another."""
    ends = [
        (stroke.dots[-1], series, stroke)
        for series, stroke in zip(plot.series, strokes, strict=True)
        if stroke.dots
    ]
    written, lowest = list[Written](), TOP - APART
    for (x, y, _says), series, stroke in sorted(ends, key=lambda end: end[0][1]):
        lowest = max(y, lowest + APART)
        last = next(said for said in reversed(series.printed) if said != "—")
        written.append(Written(x + 8, lowest + 4, f"{last} {_shortened(series.name)}", "start", stroke.paint))
    return written


def _shortened(name: str, most: int = 24) -> str:
    """Return a name that fits beside a line's end; a Chinese sign is as broad as two letters."""
    broad = list(accumulate(2 if sign > "\u2e7f" else 1 for sign in name))
    return name if not broad or broad[-1] <= most else f"{name[: bisect_right(broad, most - 2)]}…"


def _bars(plot: Plot) -> Drawing:
    ticks = _ticks(plot)
    pair = len(plot.series) > 1
    tall = BAR + (BAR / 2 if pair else 0)
    height = TOP + len(plot.labels) * (tall + GAP) + BOTTOM
    reach = float(ticks[-1] - ticks[0])

    def x_of(value: float) -> float:
        return round(NAMES + (value - float(ticks[0])) / reach * (WIDTH - NAMES - 110), 1)

    blocks, texts = list[Block](), list[Written]()
    for n, label in enumerate(plot.labels):
        y = TOP + n * (tall + GAP)
        texts.append(Written(NAMES - 8, y + 15, label, "end", PAINTS[3]))
        for at, series in enumerate(plot.series):
            value = series.values[n]
            if value is None:
                continue
            top, thick = (y, BAR) if at == 0 else (y + BAR, BAR / 2)
            paint = "#c96f49" if at == 0 else "#cfc8ba"
            left, right = sorted((x_of(0), x_of(value)))
            blocks.append(
                Block(left, top, right - left, thick, paint, f"{label} {series.name} {series.printed[n]}")
            )
            if at == 0:
                texts.append(Written(right + 6, y + 15, series.printed[n], "start", PAINTS[0]))
    grid = [(x_of(float(tick)), TOP - 6, x_of(float(tick)), height - BOTTOM) for tick in ticks]
    texts += [Written(x_of(float(tick)), height - 10, _tick(tick), "middle") for tick in ticks]
    zero = (x_of(0), TOP - 6, x_of(0), height - BOTTOM)
    return Drawing(WIDTH, height, plot.says, grid, zero, [], blocks, texts)


def _tick(value: Fraction) -> str:
    return f"{float(value):,.10g}"
