"""Cases 分情形 of a certificate: what the stages left, split until every case is worth no more.

A tree splits by single candidates and joins rows that have become one. Where a proof is long, a question is
split in two by some of its candidates instead: of these at least one is open, or none is. Each half is a
question with stages of its own. In the first the candidates reach one more row, of a weight that is taken
off its bound again: every plan of that half covers it.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nuanxin.planners.siting.checking import aside, joined_rows, must, passed
from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.dominance import Dominated
from nuanxin.planners.siting.pairs import Pairs
from nuanxin.planners.siting.question import FREE, LARGEST, OPEN, SHUT, Question
from nuanxin.planners.siting.staging import Claimed, OddSets, Stage, bounded, rounded_sets, staged


@dataclass(frozen=True, slots=True)
class Tree:
    """What the stages left, split by cases.

    ``groups`` (a row of demand each) joins rows that the same free candidates reach; below 0 it joins
    none. ``splits`` is for each node the candidate it splits by, or -1 for a leaf; ``children`` the two
    nodes in which that candidate is open, and shut. ``leaves`` is a node's row in ``multipliers`` (by
    group), ``prices`` and ``set_multipliers`` (by odd set of groups, of ``sets``); a case that passes a
    limit by what is open in it holds no plan and needs none.
    """

    groups: Places
    splits: Places
    children: Places
    leaves: Places
    multipliers: Ints
    prices: Ints
    sets: OddSets
    set_multipliers: Ints


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two cases of a split: what more is set aside in it, and what proves what is left."""

    stages: tuple[Stage | Dominated, ...]
    tree: "Tree | Halves | None"


@dataclass(frozen=True, slots=True)
class Halves:
    """What the stages left, split by ``sites`` (int32, ascending): of them one at least is open, or none.

    With more than one site the first half has one row more, of this ``weight``, which they reach.
    """

    sites: Places
    weight: int
    some: Half
    none: Half


def cases_bound(
    question: Question, reach: Pairs, claimed: Claimed, cases: Tree | Halves, states: Places
) -> int:
    """Return the largest bound of the cases: every plan that is left lies in one of them."""
    if isinstance(cases, Tree):
        return _tree_bound(question, reach, claimed, cases, states)
    sites, weight = cases.sites, cases.weight
    must(sites.dtype == np.int32 and len(sites) > 0 and aside(sites, states), "it splits by what is settled")
    must((np.diff(sites) > 0).all(), "sites to split by ascend")
    must(type(weight) is int and 0 <= weight <= LARGEST, "a row's weight is out of bounds")
    first, second = states.copy(), states
    second[sites] = SHUT
    if len(sites) == 1:
        must(weight == 0, "one site needs no row")
        first[sites] = OPEN
        some = _half_bound(question, reach, claimed, cases.some, first)
    else:
        weights = np.append(question.weights, weight)
        reached = reach._replace(
            starts=np.append(reach.starts, reach.starts[-1] + len(sites)),
            items=np.concatenate((reach.items, sites)),
        )
        above = claimed._replace(value=claimed.value + weight)
        asked = replace(question, weights=weights)
        some = _half_bound(asked, reached, above, cases.some, first) - weight
    return max(some, _half_bound(question, reach, claimed, cases.none, second))


def _half_bound(question: Question, reach: Pairs, claimed: Claimed, half: Half, states: Places) -> int:
    """Return the bound of a case of a split; ``states`` is used up."""
    plan = np.zeros(len(states), bool)
    bound, reach = staged(question, reach, claimed, half.stages, states, plan)
    if half.tree is None:
        return bound
    return min(bound, cases_bound(question, reach, claimed, half.tree, states))


def _tree_bound(question: Question, reach: Pairs, claimed: Claimed, tree: Tree, states: Places) -> int:
    """Return the largest bound of a tree's leaves."""
    many = (len(tree.splits),)
    must(tree.splits.shape == tree.leaves.shape == many, "every node splits or is a leaf")
    must(
        tree.children.shape == (*many, 2) and len(tree.multipliers) == len(tree.prices), "the tree is damaged"
    )
    must(len(tree.set_multipliers) == len(tree.prices), "every leaf has multipliers of the sets")
    left = joined_rows(question.weights, reach, tree.groups, states)
    rounded = rounded_sets(left[0], tree.sets)
    bound, seen, todo = claimed.value, 0, [(0, states)]
    while todo:
        node, here = todo.pop()
        seen += 1
        must(0 <= node < len(tree.splits) and seen <= len(tree.splits), "the tree has no such node")
        split = int(tree.splits[node])
        if split >= 0:
            must(split < len(here) and here[split] == FREE, "a node splits by what is settled")
            for child, state in zip(tree.children[node].tolist(), (OPEN, SHUT), strict=True):
                case = here.copy()
                case[split] = state
                todo.append((child, case))
        elif not passed(claimed.limits, here):
            leaf = int(tree.leaves[node])
            bound = max(bound, _leaf_bound(left, claimed, tree, leaf, here, rounded))
    return bound


def _leaf_bound(
    left: tuple[Pairs, Ints, int], claimed: Claimed, tree: Tree, leaf: int, states: Places, rounded: Any
) -> int:
    """Return the bound of a case that has multipliers."""
    must(0 <= leaf < len(tree.multipliers), "a leaf has no multipliers")
    none = tree.groups[:0]
    stage = Stage(
        tree.multipliers[leaf], tree.prices[leaf], none, none, tree.sets, tree.set_multipliers[leaf]
    )
    limits, _, scale = claimed
    return left[2] + bounded(left[0], left[1], limits, scale, stage, states, rounded)[0] // scale
