"""Pictures 示意图: maps of a plan laid out on the server, for print and for readers without scripts.

Longitude is shrunk by the cosine of the middle latitude; over a county that is true enough. Points are
told apart by shape: demand round, stations square, new ones numbered, candidates a small diamond.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, log10, radians, sqrt
from typing import Any

WIDTH, TALLEST, FLATTEST = 720.0, 640.0, 300.0
EDGE = 16.0
SMALLEST, LARGEST = 2.0, 8.0
METRES_A_DEGREE = 111_195.0

Place = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the map: where, how large, its class, what it says, and what is written in it."""

    x: float
    y: float
    r: float
    kind: str
    says: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished map: streets as one path, points from the bottom up, and a bar of so many metres."""

    width: float
    height: float
    streets: str
    dots: list[Mark]
    marks: list[Mark]
    bar: float
    bar_m: int


class Frame:
    """Longitude and latitude to pixels, for a set of places."""

    def __init__(self, places: Sequence[Place]) -> None:
        east = [place["longitude"] for place in places] or [0.0, 0.01]
        north = [place["latitude"] for place in places] or [0.0, 0.01]
        self.shrink = cos(radians((max(north) + min(north)) / 2))
        wide = max((max(east) - min(east)) * self.shrink, 0.005)
        tall = max(max(north) - min(north), 0.005)
        self.scale = min((WIDTH - 2 * EDGE) / wide, (TALLEST - 2 * EDGE) / tall)
        self.height = max(FLATTEST, round(tall * self.scale + 2 * EDGE, 1))
        self.west = (max(east) + min(east)) / 2 - WIDTH / 2 / self.scale / self.shrink
        self.top = (max(north) + min(north)) / 2 + self.height / 2 / self.scale

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a place lies."""
        x = (longitude - self.west) * self.shrink * self.scale
        return round(x, 1), round((self.top - latitude) * self.scale, 1)

    def inside(self, longitude: float, latitude: float) -> bool:
        """Return whether a place lies on the map."""
        x, y = self.at(longitude, latitude)
        return 0 <= x <= WIDTH and 0 <= y <= self.height

    def path(self, lines: Iterable[Sequence[Sequence[float]]]) -> str:
        """Return lines as one path; those wholly off the map are left out."""
        return "".join(
            "M" + "L".join("{:g} {:g}".format(*self.at(*place[:2])) for place in line)
            for line in lines
            if any(self.inside(*place[:2]) for place in line)
        )

    def bar(self) -> tuple[float, int]:
        """Return the length of a bar in pixels and the round number of metres it stands for."""
        metres = WIDTH / 5 / self.scale * METRES_A_DEGREE
        power = 10 ** int(log10(metres))
        round_m = max(factor * power for factor in (1, 2, 5) if factor * power <= metres)
        return round(round_m / METRES_A_DEGREE * self.scale, 1), round_m


def ground_picture(grounds: Mapping[str, Any], candidates: Sequence[Place]) -> Picture:
    """Return the map of what there is to plan with."""
    frame = Frame([*grounds["demand"], *candidates] or grounds["existing"])
    dots = demand_dots(frame, grounds["demand"], lambda _each: "ask")
    marks = [
        *(_mark(frame, each, f"candidate {each['put']}".strip()) for each in candidates),
        *_existing(frame, grounds),
    ]
    return _picture(frame, grounds["lines"], dots, marks)


def plan_picture(shown: Mapping[str, Any]) -> Picture:
    """Return the map of a plan: who is served, by what there was or by what is new."""
    frame = Frame([*shown["demand"], *shown["sites"]])
    dots = demand_dots(frame, shown["demand"], state_of)
    rest = [each for each in shown["candidates"] if not each["chosen"] and _shown(frame, each)]
    marks = [
        *(_mark(frame, each, "candidate") for each in rest),
        *_existing(frame, shown),
        *(_mark(frame, each, "chosen", str(n)) for n, each in enumerate(shown["sites"], 1)),
    ]
    return _picture(frame, shown["lines"], dots, marks)


def pair_picture(one: Mapping[str, Any], compared: Mapping[str, Any]) -> Picture:
    """Return the map of two plans: what both open, and what only one of them does."""
    sites = [*compared["both"], *compared["only_one"], *compared["only_other"]]
    frame = Frame([*one["demand"], *sites])
    marks = [
        *_existing(frame, one),
        *(_mark(frame, each, "chosen both") for each in compared["both"]),
        *(_mark(frame, each, "chosen first", "A") for each in compared["only_one"]),
        *(_mark(frame, each, "chosen second", "B") for each in compared["only_other"]),
    ]
    return _picture(frame, one["lines"], demand_dots(frame, one["demand"], lambda _each: "ask"), marks)


def state_of(demand: Place) -> str:
    """Return whether most of a demand was served already, is served by the plan, or is not."""
    half = sum(demand["weights"]) / 2
    was, now = (sum(demand[when]) for when in ("before", "after"))
    return "was" if was >= half > 0 else "won" if now >= half > 0 else "not"


def demand_dots(frame: Frame, demand: Sequence[Place], state: Any) -> list[Mark]:
    """Return demand as dots, as large as its weight, the heaviest below."""
    most = max((sum(each["weights"]) for each in demand), default=0) or 1
    heaviest_first = sorted(demand, key=lambda each: -sum(each["weights"]))
    return [
        Mark(
            *frame.at(each["longitude"], each["latitude"]),
            round(SMALLEST + (LARGEST - SMALLEST) * sqrt(sum(each["weights"]) / most), 1),
            state(each),
            f"{each['name']} {sum(each['weights']):,}",
        )
        for each in heaviest_first
    ]


def _existing(frame: Frame, told: Mapping[str, Any]) -> list[Mark]:
    """Return the stations in use that lie on the map, and those being fitted out."""
    kinds = {"coming": "existing coming"}
    return [
        _mark(frame, each, kinds.get(each["source"], "existing"))
        for each in told["existing"]
        if _shown(frame, each)
    ]


def _mark(frame: Frame, place: Place, kind: str, text: str = "") -> Mark:
    return Mark(*frame.at(place["longitude"], place["latitude"]), 0, kind, place["name"], text)


def _shown(frame: Frame, place: Place) -> bool:
    return frame.inside(place["longitude"], place["latitude"])


def _picture(frame: Frame, lines: Any, dots: list[Mark], marks: list[Mark]) -> Picture:
    bar, bar_m = frame.bar()
    return Picture(WIDTH, frame.height, frame.path(lines), dots, marks, bar, bar_m)
