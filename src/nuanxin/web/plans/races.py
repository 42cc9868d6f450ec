"""Races 夹逼: the best value and the bound of a run over time, as they close on each other; drawn as SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nuanxin.web.charts import Tick, ticks_of

WIDTH, HEIGHT = 460.0, 200.0
LEFT, RIGHT, TOP, BOTTOM = 66.0, 76.0, 14.0, 26.0
APART = 17.0

Points = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a run stands: the best value, the bound, their distance in hundredths; None: none yet."""

    value: int | None
    bound: int | None
    seconds: float
    gap_percent: float | None


@dataclass(frozen=True, slots=True)
class Race:
    """A finished drawing: two step lines, the ground between them, ticks, where the ends are named."""

    width: float
    height: float
    value: str
    bound: str
    between: str
    ticks: list[Tick]
    left: float
    right: float
    foot: float
    value_y: float
    bound_y: float
    last: Standing


def standing(points: Points) -> Standing | None:
    """Return how a run stands; None before anything was found."""
    known = [point for point in points if point["value"] or point["bound"]]
    if not known:
        return None
    last = known[-1]
    value, bound = (int(last[name]) or None for name in ("value", "bound"))
    gap = abs(bound - value) * 100 / abs(value) if value and bound else None
    return Standing(value, bound, float(points[-1]["seconds"]), gap)


def race_of(points: Points) -> Race | None:
    """Lay a run out; None where there is nothing to draw yet."""
    known = [point for point in points if point["value"] and point["bound"]]
    last = standing(points)
    if len(known) < 2 or last is None:
        return None
    first, seconds = float(known[0]["seconds"]), float(known[-1]["seconds"])
    reach = max(seconds - first, 0.001)
    ticks = ticks_of(Fraction(0), Fraction(max(max(point["value"], point["bound"]) for point in known)))

    def x_of(point: Mapping[str, Any]) -> float:
        return LEFT + (float(point["seconds"]) - first) / reach * (WIDTH - LEFT - RIGHT)

    def y_of(value: float) -> float:
        return HEIGHT - BOTTOM - value / float(ticks[-1]) * (HEIGHT - TOP - BOTTOM)

    lines = {name: [(x_of(point), y_of(point[name])) for point in known] for name in ("value", "bound")}
    value, bound = (_steps(lines[name]) for name in ("value", "bound"))
    ends = _parted(lines["value"][-1][1], lines["bound"][-1][1])
    return Race(
        WIDTH,
        HEIGHT,
        _path(value),
        _path(bound),
        f"{_path(value)}L{_path(bound[::-1])[1:]}Z",
        [Tick(y_of(float(tick)), f"{int(tick):,}", tick == 0) for tick in ticks],
        LEFT,
        WIDTH - RIGHT,
        HEIGHT - 6,
        *ends,
        last,
    )


def _steps(line: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a line that holds each value until the next one."""
    found = [line[0]]
    for x, y in line[1:]:
        if y != found[-1][1]:
            found.append((x, found[-1][1]))
        found.append((x, y))
    return found


def _path(line: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line)


def _parted(value: float, bound: float) -> tuple[float, float]:
    """Return the heights for the names of two ends, so far apart that both can be read."""
    if abs(value - bound) >= APART:
        return value + 4, bound + 4
    middle, up = (value + bound) / 2, 1 if value >= bound else -1
    return middle + 4 + up * APART / 2, middle + 4 - up * APART / 2
