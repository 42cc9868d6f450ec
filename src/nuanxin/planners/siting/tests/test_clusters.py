"""Clusters: sites alike stand together, and splitting by them says no more than it brings."""

from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.planners.siting import Question, cover_of_points
from nuanxin.planners.siting.clusters import LEAST, MOST, OVERLAP, TRIED, clusters, growth, halving
from nuanxin.planners.siting.gathering import gathered
from nuanxin.planners.siting.question import sides
from nuanxin.planners.siting.relaxed_cover import Case, Relaxed


@pytest.fixture(scope="module")
def program():
    """Return the program of a town whose places are dense, and its root."""
    rng = np.random.default_rng(5)
    places = rng.uniform(0, 10_000, (900, 2))
    cover = cover_of_points(places, places[:400], 1_100.0, planar=True)
    question = Question(cover, rng.integers(1, 90, 900), count=15)
    relaxed = Relaxed(gathered(cover, question.weights, question.states()), sides(question), 2**20)
    root = Case((), ())
    relaxed.solve(root, 9.0)
    root.basis = relaxed.solver.getBasis()
    return relaxed, root, places


def test_clusters_are_near_each_other_and_open_in_part(program):
    relaxed, _, places = program
    found = clusters(relaxed.left, relaxed.shares)
    assert 1 < len(found) <= TRIED and any(len(cluster) > 1 for cluster in found)
    assert np.bincount(np.concatenate(found)).max() <= OVERLAP
    for cluster in found:
        assert LEAST <= relaxed.shares[cluster].sum() <= MOST and (np.diff(cluster) > 0).all()
        stand = places[relaxed.left.columns[cluster]]
        assert np.linalg.norm(stand[:, None] - stand[None], axis=2).max() < 1_800


def test_trying_a_cluster_promises_no_more_than_it_brings_and_leaves_the_case_as_it_was(program):
    relaxed, root, _ = program
    cluster = max(clusters(relaxed.left, relaxed.shares), key=len)
    some, none = relaxed.tried(root, cluster, 9.0, 0)
    assert some > 0 and none > 0
    shut = Case((), tuple(cluster.tolist()))
    relaxed.solve(shut, 9.0)
    assert none <= root.bound - shut.bound + 1
    opened = [Case((one,), ()) for one in cluster.tolist()]
    for case in opened:
        relaxed.solve(case, 9.0)
    assert some <= root.bound - max(case.bound for case in opened) + 1
    again = Case((), ())
    relaxed.solve(again, 9.0)
    assert again.bound == root.bound and relaxed.solver.getNumRow() == relaxed.left.cover.rows + 1


def test_what_is_split_by_is_the_cluster_whose_tree_grows_least(program):
    relaxed, root, _ = program
    relaxed.solve(root, 9.0)
    chosen = halving(relaxed, root, 9.0, root.bound - 900)
    grows = [growth(*relaxed.tried(root, one, 9.0, 0), 900) for one in clusters(relaxed.left, relaxed.shares)]
    assert growth(*relaxed.tried(root, chosen, 9.0, 0), 900) == pytest.approx(min(grows))


@given(st.floats(1, 900), st.floats(1, 900))
def test_growth_is_that_of_a_tree_of_such_splits(some, none):
    rate = growth(some, none, 1e9)
    assert exp(-rate * some) + exp(-rate * none) == pytest.approx(1, abs=1e-6)


def test_a_split_that_settles_both_halves_grows_nothing():
    assert growth(30.0, 40.0, 25.0) == 0.0 < growth(30.0, 20.0, 25.0)
