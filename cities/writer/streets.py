"""The made-up streets of Linhe: a grid that is no grid, with a river and few bridges. No street of it exists.

The county town has a street every three hundred metres or so, the country around it a road every mile;
the river is crossed by the roads alone, and some streets are missing.
"""

import json
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path
from random import Random

from cities.writer.town import EAST, KM_A_DEGREE, NORTH
from nuanxin.plain.coordinates import to_wgs84

SEED = 20240531
BLOCK, TOWN, ROAD, COUNTRY = 0.3, 3.0, 1.2, 9.6
"""Kilometres: a block, half the town, from road to road, half the country."""
MISSING = 0.07
"""The part of the town's streets that are not there."""
ZH = "演示用虚构路网，临河区示意，不是真实道路"
EN = "An invented network around Linhe for demonstration; none of these streets exists"
Node = tuple[int, int]


def write_streets(folder: Path, seed: int = SEED) -> None:
    """Write the network as ``linhe.json``, the same bytes for the same seed."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(f"{seed}:streets")  # noqa: S311
    nodes = _nodes(rng)
    streets = _connected(nodes, [pair for pair in _pairs(nodes) if _there(rng, *pair)])
    used = sorted({node for pair in streets for node in pair})
    number = {node: place for place, node in enumerate(used)}
    table = {
        "zh": ZH,
        "en": EN,
        "made_up": True,
        "nodes": [_degrees(nodes[node]) for node in used],
        "edges": [[number[a], number[b], _metres(rng, nodes[a], nodes[b])] for a, b in streets],
    }
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    (folder / "linhe.json").write_text(text.replace('"edges"', '\n"edges"') + "\n", encoding="utf-8")


def _nodes(rng: Random) -> dict[Node, tuple[float, float]]:
    """Return crossings by column and line, with where they lie in kilometres, a little off the grid."""
    lines = round(COUNTRY / BLOCK)
    roads = round(ROAD / BLOCK)
    town = round(TOWN / BLOCK)
    found = {}
    for x in range(-lines, lines + 1):
        for y in range(-lines, lines + 1):
            inside = abs(x) <= town and abs(y) <= town
            if inside or (x % roads == 0 and y % roads == 0):
                found[x, y] = (x * BLOCK + rng.gauss(0, 0.03), y * BLOCK + rng.gauss(0, 0.03))
    return found


def _pairs(nodes: dict[Node, tuple[float, float]]) -> list[tuple[Node, Node]]:
    """Return crossings that are neighbours along a column or a line."""
    found = []
    for turned in (False, True):
        order = sorted(nodes, key=lambda node: (node[turned], node[not turned]))
        found += [(a, b) for a, b in pairwise(order) if a[turned] == b[turned]]
    return found


def _there(rng: Random, one: Node, other: Node) -> bool:
    """Return whether a street is there: some are missing, and only roads cross the river."""
    roads = round(ROAD / BLOCK)
    road = (one[0] == other[0] and one[0] % roads == 0) or (one[1] == other[1] and one[1] % roads == 0)
    missing = rng.random() < MISSING
    crosses = (_bank(one) > 0) != (_bank(other) > 0)
    return road if crosses else road or not missing


def _bank(node: Node) -> float:
    """Return on which side of the river a crossing lies: it flows north of the middle."""
    return node[1] * BLOCK + 0.12 * node[0] * BLOCK - 1.1


def _connected(
    nodes: dict[Node, tuple[float, float]], streets: list[tuple[Node, Node]]
) -> list[tuple[Node, Node]]:
    """Return the streets that can be reached from the middle."""
    beside: dict[Node, list[Node]] = {node: [] for node in nodes}
    for one, other in streets:
        beside[one].append(other)
        beside[other].append(one)
    seen, ahead = {(0, 0)}, [(0, 0)]
    while ahead:
        for node in beside[ahead.pop()]:
            if node not in seen:
                seen.add(node)
                ahead.append(node)
    return [pair for pair in streets if pair[0] in seen]


def _metres(rng: Random, one: tuple[float, float], other: tuple[float, float]) -> int:
    """Return how long a street is: no street is straight."""
    return round(1000 * hypot(one[0] - other[0], one[1] - other[1]) * rng.uniform(1.0, 1.08))


def _degrees(place: tuple[float, float]) -> list[float]:
    """Return a place in degrees WGS-84; the town plan is drawn on a Chinese map."""
    wide = KM_A_DEGREE * cos(radians(NORTH))
    point = to_wgs84(EAST + place[0] / wide, NORTH + place[1] / KM_A_DEGREE, "gcj02")
    return [round(point.longitude, 6), round(point.latitude, 6)]
