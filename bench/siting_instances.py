"""Instances of siting: made by a seed, or read from the folder that ``NUANXIN_BENCH_DATA`` names."""

import gzip
import os
from pathlib import Path

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from nuanxin.planners.siting import Medians, Question, cover_of_points

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MAXIMO_EARTH_M = 6_378_100.0


def greeted() -> None:
    """Let HiGHS greet on the error stream, as it does once a process: claims are lines of JSON alone."""
    answers = os.dup(1)
    os.dup2(2, 1)
    highspy.Highs()  # type: ignore[no-untyped-call]
    os.dup2(answers, 1)
    os.close(answers)


def found(name: str) -> Path | None:
    """Return a file of the data by its name, or None where there is none."""
    root = os.environ.get("NUANXIN_BENCH_DATA")
    return next(Path(root).glob(f"**/{name}"), None) if root else None


def square(rows: int, sites: int, count: int, share: float) -> tuple[Floats, Floats, Ints, float, int]:
    """Return demand, candidates, weights, reach and count in a unit square; a disc is ``share`` of it."""
    rng = np.random.default_rng(0)
    demand, places = rng.uniform(0, 1, (rows, 2)), rng.uniform(0, 1, (sites, 2))
    return demand, places, rng.integers(1, 101, rows), float(np.sqrt(share / np.pi)), count


def asked(instance: tuple[Floats, Floats, Ints, float, int]) -> Question:
    """Return the question of an instance; the cover is built here."""
    demand, places, weights, radius, count = instance
    return Question(cover_of_points(demand, places, radius, planar=True), weights, count=count)


def city(name: str, radius_m: float, count: int, *, planar: bool = False) -> Question | None:
    """Return the question of a set with points and demand, or None where it is not here."""
    path = found(f"{name}.txt.gz")
    if path is None:
        return None
    lines = gzip.decompress(path.read_bytes()).decode().splitlines()[1:]
    table = np.array([line.split()[:3] for line in lines if line.strip()], float)
    points = table[:, :2] if planar else table[:, [1, 0]]
    cover = cover_of_points(points, points, radius_m, planar=planar, earth_radius_m=MAXIMO_EARTH_M)
    return Question(cover, table[:, 2].astype(np.int64), count=count)


def medians(table: Ints, count: int) -> Medians:
    """Return the question of least distance of a table of whole distances."""
    rows, sites = table.shape
    order = np.argsort(table, axis=1, kind="stable").astype(np.int32)
    costs = np.take_along_axis(table, order, 1).ravel()
    return Medians(np.arange(rows + 1) * sites, order.ravel(), costs, table.max(axis=1), sites, count)


def graph(name: str) -> tuple[Ints, int] | None:
    """Return an OR-Library graph's distances and count, or None; of an edge given twice the last counts."""
    path = found(f"{name}.txt.gz")
    if path is None:
        return None
    numbers = list(map(int, gzip.decompress(path.read_bytes()).split()))
    nodes, edges, count = numbers[:3]
    triples = np.reshape(numbers[3 : 3 + 3 * edges], (-1, 3)).tolist()
    last = {(min(one, other), max(one, other)): metres for one, other, metres in triples}
    ends = np.array(list(last)) - 1
    table = csr_matrix((np.array(list(last.values()), float), ends.T), shape=(nodes, nodes))
    return dijkstra(table, directed=False).astype(np.int64), count


def optima() -> dict[str, int]:
    """Return the published optima of the OR-Library graphs that are here."""
    path = found("pmedopt.txt")
    lines = path.read_text().split()[2:] if path else []
    return dict(zip(lines[::2], map(int, lines[1::2]), strict=True))


def plane(name: str) -> Ints | None:
    """Return the floored Euclidean distances of a TSPLIB file, or None where it is not here."""
    path = found(f"{name}.tsp.gz")
    if path is None:
        return None
    text = gzip.decompress(path.read_bytes()).decode()
    lines = text.split("NODE_COORD_SECTION")[1].split("EOF")[0].strip().splitlines()
    points = np.array([line.split()[1:3] for line in lines], float)
    far: Ints = np.floor(np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))).astype(np.int64)
    return far
