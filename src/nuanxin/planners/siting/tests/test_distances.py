"""Least distance: optima are brute force's, bounds are proved apart, published graphs are solved."""

import gzip
import os
from dataclasses import fields, replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from nuanxin.planners.siting import Effort, Medians, Refused, Unproven, check_medians, least_distance
from nuanxin.planners.siting.median_certificate import sealed_medians
from nuanxin.planners.siting.medians import medians_of


def listed(table: np.ndarray, count: int, keep: float = 1.0, seed: int = 0, **rest) -> Medians:
    """Return the question of a table of costs, with a part of the pairs dropped."""
    rng = np.random.default_rng(seed)
    rows, sites = table.shape
    far = (
        table.max(axis=1, initial=0) + rng.integers(0, 3, rows) if keep < 1 else table.max(axis=1, initial=0)
    )
    kept = rng.random(table.shape) < keep
    lists = [sorted(np.flatnonzero(kept[i]), key=lambda j, i=i: (table[i, j], j)) for i in range(rows)]
    starts = np.concatenate(([0], np.cumsum([len(found) for found in lists]))).astype(np.int64)
    items = np.array([j for found in lists for j in found], np.int32)
    costs = np.array([table[i, j] for i, found in enumerate(lists) for j in found], np.int64)
    return Medians(starts, items, costs, far.astype(np.int64), sites, count, **rest)


def cost(question: Medians, opened: set[int]) -> int:
    total = 0
    for row in range(question.rows):
        part = slice(question.starts[row], question.starts[row + 1])
        pairs = zip(question.items[part].tolist(), question.costs[part].tolist(), strict=True)
        total += min([paid for site, paid in pairs if site in opened], default=int(question.far[row]))
    return total


def random_medians(seed: int) -> Medians:
    rng = np.random.default_rng(seed)
    rows, sites = int(rng.integers(0, 12)), int(rng.integers(1, 9))
    table = rng.integers(0, rng.choice([3, 20, 1000]), (rows, sites)) * rng.integers(0, 4, (rows, 1))
    order = rng.permutation(sites).tolist()
    chosen = {
        "existing": tuple(order[:1]) if rng.random() < 0.3 else (),
        "forced": tuple(order[1:2]) if rng.random() < 0.3 else (),
        "forbidden": tuple(order[2:4]) if rng.random() < 0.3 else (),
    }
    keep = float(rng.choice([0.4, 0.8, 1.0]))
    return listed(table, int(rng.integers(0, sites + 2)), keep, seed, **chosen)


def least(question: Medians) -> int | None:
    usable = set(range(question.candidates)) - set(question.existing) - set(question.forbidden)
    costs = [
        cost(question, set(plan) | set(question.existing))
        for many in range(min(question.count, len(usable)) + 1)
        for plan in combinations(sorted(usable), many)
        if question.new() <= set(plan)
    ]
    return min(costs, default=None)


@settings(max_examples=int(os.environ.get("NUANXIN_SITING_CASES", "300")), deadline=None)
@given(st.integers(0, 2**31))
def test_the_optimum_is_brute_forces(seed):
    question = random_medians(seed)
    best, result = least(question), least_distance(question, Effort(seed=seed % 3))
    if best is None:
        assert result.status == "infeasible" and result.reason
        return
    assert (result.status, result.value, result.bound) == ("optimal", best, best)
    assert cost(question, set(result.sites.tolist()) | set(question.existing)) == best
    assert len(result.sites) <= question.count and question.new() <= set(result.sites.tolist())
    assert check_medians(question, result.certificate) == best


@pytest.fixture(scope="module")
def proved():
    """A question whose proof takes many cases, and its certificate."""
    rng = np.random.default_rng(4)
    question = listed(rng.integers(1, 1000, (60, 40)), 6)
    result = least_distance(question)
    assert result.status == "optimal" and check_medians(question, result.certificate) == result.value
    assert len(result.certificate.nodes.splits) > 5
    return question, result.certificate


def tampered(certificate, rng: np.random.Generator):
    """Return the certificate with one thing changed, anywhere."""
    name = str(rng.choice([field.name for field in fields(certificate)]))
    value = getattr(certificate, name)
    if name in ("inputs", "seal"):
        return replace(certificate, **{name: value[::-1]})
    if name in ("value", "bound", "scale"):
        return replace(certificate, **{name: value + int(rng.choice([-5, -1, 1, 1000]))})
    holder = certificate if name == "sites" else value
    part = "sites" if name == "sites" else str(rng.choice([field.name for field in fields(value)]))
    array = getattr(holder, part).copy()
    array.reshape(-1)[int(rng.integers(array.size))] += int(rng.choice([-1, 1, 3, 2**20, -(2**30)]))
    other = replace(holder, **{part: array})
    return other if name == "sites" else replace(certificate, nodes=other)


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 2**31))
def test_whatever_is_changed_is_refused_or_proves_nothing_false(proved, seed):
    question, certificate = proved
    other = tampered(certificate, np.random.default_rng(seed))
    with pytest.raises(Unproven):
        check_medians(question, other)
    try:
        bound = check_medians(question, sealed_medians(other))
    except Unproven:
        return
    assert other.bound == bound == certificate.bound and other.value == certificate.value


def test_without_time_there_is_still_a_plan_and_a_bound():
    table = np.random.default_rng(1).integers(1, 10_000, (120, 90))
    question = listed(table, 9)
    result = least_distance(question, Effort(seconds=0.0))
    assert result.status == "feasible" and len(result.sites) == 9
    assert check_medians(question, result.certificate) == result.bound < result.value


def test_costs_come_from_a_reach():
    starts, items = np.array([0, 2, 3]), np.array([1, 0, 1], np.int32)
    lists = medians_of(starts, items, np.array([30.0, 20.0, 5.4]), np.array([2, 10]), 50.0)
    assert [array.tolist() for array in lists] == [[0, 2, 3], [0, 1, 1], [40, 60, 50], [100, 500]]
    with pytest.raises(Refused, match=r"20\.0 m, less than"):
        medians_of(starts, items, np.array([30.0, 20.0, 5.0]), np.array([2, 10]), 20.0)


def test_lists_that_are_none_are_refused():
    question = listed(np.array([[1, 5], [7, 2]]), 1)
    with pytest.raises(Refused, match="row 1 is not given cheapest first"):
        least_distance(replace(question, costs=question.costs[[0, 1, 3, 2]]))
    with pytest.raises(Refused, match="candidate 5 is none of 2"):
        least_distance(replace(question, forced=(5,)))


PMED = {"pmed1": 5819, "pmed4": 3034, "pmed10": 1255, "pmed16": 8162}


@pytest.mark.skipif("NUANXIN_BENCH_DATA" not in os.environ, reason="NUANXIN_BENCH_DATA names no data")
@pytest.mark.parametrize("name", PMED)
def test_published_graphs_are_proved(name):
    root = Path(os.environ["NUANXIN_BENCH_DATA"])
    (file,) = [*root.glob(f"orlib/{name}.txt.gz"), *root.glob(f"siting/orlib/{name}.txt.gz")]
    numbers = list(map(int, gzip.decompress(file.read_bytes()).split()))
    nodes, edges, count = numbers[:3]
    last = {
        tuple(sorted(edge[:2])): edge[2] for edge in np.reshape(numbers[3 : 3 + 3 * edges], (-1, 3)).tolist()
    }
    ends = np.array(list(last)) - 1
    graph = csr_matrix((list(map(float, last.values())), ends.T), shape=(nodes, nodes))
    question = listed(dijkstra(graph, directed=False).astype(np.int64), count)
    result = least_distance(question)
    assert (result.status, result.value) == ("optimal", PMED[name])
    assert check_medians(question, result.certificate) == PMED[name]
