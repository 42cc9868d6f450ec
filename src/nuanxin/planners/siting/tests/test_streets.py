"""A real street network (Jinan, OpenStreetMap) is planned on; demand on it is made by a seed."""

import os
import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from nuanxin.planners.siting import (
    CYCLING_M_S,
    WALKING_M_S,
    Question,
    check_certificate,
    most_covered,
    reach_by_streets,
    streets,
)

FILE = "jinan_road_network.zip"


def lines_of(shapes: bytes):
    """Yield the points of each line of a shapefile."""
    place = 100
    while place < len(shapes):
        (words,) = struct.unpack_from(">i", shapes, place + 4)
        parts, points = struct.unpack_from("<ii", shapes, place + 44)
        yield np.frombuffer(shapes, "<f8", 2 * points, place + 52 + 4 * parts).reshape(-1, 2)
        place += 8 + 2 * words


@pytest.fixture(scope="module")
def jinan():
    """The network: crossings told apart by their coordinates, lengths along the lines."""
    folder = os.environ.get("NUANXIN_BENCH_DATA")
    found = next(Path(folder).glob(f"**/{FILE}"), None) if folder else None
    if found is None:
        pytest.skip(f"NUANXIN_BENCH_DATA names no folder with {FILE}")
    with zipfile.ZipFile(found) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("edges.shp")]
        lines = list(lines_of(archive.read(name)))
    scale = np.array([6_371_000 * np.cos(np.radians(36.8)), 6_371_000])
    metres = [float(np.hypot(*(np.diff(np.radians(line), axis=0) * scale).T).sum()) for line in lines]
    ends = np.round(np.array([(line[0], line[-1]) for line in lines]), 6)
    nodes, places = np.unique(ends.reshape(-1, 2), axis=0, return_inverse=True)
    tails, heads = places.reshape(-1, 2).T
    return nodes, tails, heads, np.array(metres)


def test_stations_are_planned_on_jinans_streets(jinan):
    nodes, tails, heads, metres = jinan
    assert 10_000 < len(nodes) < 30_000
    network = streets(len(nodes), tails, heads, metres)
    rng = np.random.default_rng(3)
    demand, places = np.arange(len(nodes)), rng.choice(len(nodes), 400, replace=False)
    weights = rng.integers(1, 50, len(nodes))
    walking = reach_by_streets(network, demand, places, 600.0, speed_m_s=WALKING_M_S)
    cycling = reach_by_streets(network, demand, places, 300.0, speed_m_s=CYCLING_M_S)
    table = csr_matrix((len(nodes), len(nodes))).tolil()
    order = np.argsort(-metres)
    table[tails[order], heads[order]] = metres[order]
    far = dijkstra(csr_matrix(table), directed=False, indices=places[:5], limit=600 * WALKING_M_S)
    cover = walking.within(600.0)
    near = np.array([np.isin(np.arange(5), cover.row(row)) for row in range(0, len(nodes), 97)])
    assert (np.isfinite(far[:, ::97]) == near.T).all() and near.any()
    assert cycling.within(300.0).pairs > cover.pairs
    question = Question(cover, weights, count=25)
    result = most_covered(question)
    assert result.status == "optimal" and len(result.sites) == 25
    assert check_certificate(question, result.certificate) == result.value
