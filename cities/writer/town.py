"""An invented town plan of Linhe: where its streets and towns lie around the county town, in kilometres."""

from math import cos, radians, sin
from random import Random

from cities.writer.divisions import below, name, spoken
from cities.writer.stations import SEATS

COUNTY = "150802"
EAST, NORTH = SEATS[COUNTY]
KM_A_DEGREE = 111.195
INNER = tuple(town.code for town in below(COUNTY, "town") if town.code[6] == "0")
OUTER = tuple(town.code for town in below(COUNTY, "town") if town.code[6] in "12")
_INNER_KM, _OUTER_KM = 2.1, 7.0


def centres() -> dict[str, tuple[float, float]]:
    """Return where each street and town has its middle: kilometres east and north of the county town."""
    found = {INNER[0]: (0.0, 0.0)}
    for ring, towns, far in ((0, INNER[1:], _INNER_KM), (1, OUTER, _OUTER_KM)):
        for place, town in enumerate(towns):
            turn = radians(360 * place / len(towns) + 17 * ring)
            found[town] = (far * cos(turn), far * sin(turn))
    return found


def degrees(east_km: float, north_km: float) -> tuple[str, str, str]:
    """Return a place as an office types it from a Chinese map: longitude, latitude, whose map."""
    wide = KM_A_DEGREE * cos(radians(NORTH))
    return f"{EAST + east_km / wide:.6f}", f"{NORTH + north_km / KM_A_DEGREE:.6f}", "高德"


def somewhere(rng: Random, town: str) -> tuple[float, float]:
    """Return an invented place in a street or town, in kilometres."""
    east, north = centres()[town]
    spread = 0.7 if town in INNER else 0.9
    return east + rng.gauss(0, spread), north + rng.gauss(0, spread)


def community(rng: Random, town: str) -> str:
    """Return the name of a community or village of a town, as people say it."""
    return spoken(rng.choice([place.name for place in below(town, "village")] or [name(town)]))
