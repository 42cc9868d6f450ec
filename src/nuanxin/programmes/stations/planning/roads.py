"""Roads 路段: demand along a line as points of equal distance, its people shared out among them."""

from itertools import pairwise
from math import cos, hypot, radians

Place = tuple[float, float]
METRES_A_DEGREE = 111_195.0
"""Along a meridian of the mean sphere."""


def metres_between(one: Place, other: Place) -> float:
    """Return the metres between two places near each other."""
    east = (other[0] - one[0]) * cos(radians((one[1] + other[1]) / 2))
    return METRES_A_DEGREE * hypot(east, other[1] - one[1])


def along(line: list[Place], step_m: float) -> list[Place]:
    """Return places along a line, its two ends among them, at most ``step_m`` metres apart."""
    lengths = [metres_between(a, b) for a, b in pairwise(line)]
    whole = sum(lengths)
    if whole == 0:
        return line[:1]
    pieces = max(1, -int(-whole // step_m))
    found, leg, gone = [], 0, 0.0
    for piece in range(pieces + 1):
        want = whole * piece / pieces
        while leg < len(lengths) - 1 and gone + lengths[leg] < want:
            gone += lengths[leg]
            leg += 1
        part = min(1.0, (want - gone) / lengths[leg]) if lengths[leg] else 0.0
        (x, y), (to_x, to_y) = line[leg], line[leg + 1]
        found.append((x + (to_x - x) * part, y + (to_y - y) * part))
    return found


def shared(amount: int, among: int) -> list[int]:
    """Return an amount shared out evenly in whole numbers; what is left over goes to the first."""
    each, over = divmod(amount, among)
    return [each + (place < over) for place in range(among)]


def line_of(start: Place, via: str, end: Place | None) -> list[Place]:
    """Return the line of a road: its start, what it passes (``107.39 40.75;…``), its end."""
    between = [tuple(map(float, part.split())) for part in via.split(";") if part]
    return [start, *((x, y) for x, y in between), *([end] if end else [])]
