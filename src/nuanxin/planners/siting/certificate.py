"""The certificate 证书: a plan, and whole numbers from which anybody can work out that none is much better.

`check_certificate` stands apart from everything that solves: it reads the question and the certificate
and recomputes the bound by adding, comparing and rounding upwards. It takes nothing on trust, the claim
included. Why the bound holds: in any plan a row with weight ``w`` and multiplier ``m`` is worth at most
``w - m`` and ``m`` for every open site that reaches it; a limit's price times its amount is paid for by
its price times what it allows. What remains is one number a site, and a site that may be open is open if
its number is above 0. Sites set aside could only be open (or shut) in plans no better than this one.

An odd set of rows tightens that. A row counts at most the open sites that reach it, and at most once: half
of both, added up over the set and rounded, says that of ``n`` rows at most ``n // 2`` are covered, and for
each open site that reaches ``k`` of them ``(k + 1) // 2`` more. A set's multiplier is taken from its rows'
weights and given to its sites so.
"""

from dataclasses import dataclass, field, is_dataclass, replace
from hashlib import sha256
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from nuanxin.planners.siting.checking import aside, joined_rows, must, passed, planned
from nuanxin.planners.siting.compiled import Flags, Ints, Places
from nuanxin.planners.siting.dominance import Dominated, outdone
from nuanxin.planners.siting.pairs import Pairs, left_of
from nuanxin.planners.siting.parts import (
    best_sum,
    part_questions,
    share_no_row,
    sites_left,
    won_already,
)
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Question, Sides, impossible, put, sides

FINE = 2**20
"""Prices of limits are whole numbers of this part of a multiplier's unit."""
ROOM = 2.0**61
"""Sums must stay below this: well past it, 64-bit whole numbers would wrap round."""


@dataclass(frozen=True, slots=True)
class OddSets:
    """Sets of rows (or groups of rows) whose roundings tighten a bound: ``rows[starts[s]:starts[s + 1]]``."""

    starts: Ints = field(default_factory=lambda: np.zeros(1, np.int64))
    rows: Places = field(default_factory=lambda: np.zeros(0, np.int32))

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class Stage:
    """Multipliers by row of demand, prices by limit, and the candidates they set aside as open or shut.

    ``sets`` are odd sets of rows, with ``set_multipliers`` of their own.
    """

    multipliers: Ints
    prices: Ints
    opened: Places
    shut: Places
    sets: OddSets = field(default_factory=OddSets)
    set_multipliers: Ints = field(default_factory=lambda: np.zeros(0, np.int64))


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
class Branch:
    """A case of a tree, proved for itself: what more is set aside in it, and a tree of what is left."""

    node: int
    stages: tuple[Stage | Dominated, ...]
    tree: "Tree | Deep | None"


@dataclass(frozen=True, slots=True)
class Deep:
    """A tree, and for some of its leaves (which need no multipliers then) what proves them."""

    tree: Tree
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A stage of a part's question (nothing set aside): what it says holds for any number of sites."""

    part: int
    stage: Stage


@dataclass(frozen=True, slots=True)
class Proof:
    """What a part is worth at most with ``count`` sites: a certificate of its question, without a plan."""

    part: int
    count: int
    certificate: "Certificate"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the stages left, where it falls into parts that share no row of demand (``parts`` says why).

    ``part_of`` (int32, a candidate each) is the part a free candidate is in, from 0; ``lines`` and ``proofs``
    bound the parts for all numbers of sites.
    """

    part_of: Places
    lines: tuple[Line, ...]
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A plan ``sites`` worth ``value``, a ``bound`` no plan exceeds, and what proves it.

    ``inputs`` is the hash of the question; multipliers count in a ``scale``-th of a weight. ``seal`` is
    the hash of all the rest: it finds damage, while what a forger seals anew has still to prove itself.
    """

    inputs: str
    sites: Places
    value: int
    bound: int
    scale: int
    stages: tuple[Stage | Dominated, ...] = ()
    tree: Tree | Deep | Parts | None = None
    seal: str = ""


def sealed(certificate: Certificate) -> Certificate:
    """Return a certificate with its seal."""
    return replace(certificate, seal=seal_of(replace(certificate, seal="")))


def seal_of(part: object) -> str:
    """Return a hash of a certificate, or of a part of one."""
    if isinstance(part, np.ndarray):
        told = sha256(f"{part.dtype.str}{part.shape};".encode())
        told.update(np.ascontiguousarray(part).data)
        return told.hexdigest()
    if is_dataclass(part) and not isinstance(part, type):
        return seal_of(tuple(getattr(part, name) for name in part.__dataclass_fields__))
    if isinstance(part, tuple):
        return sha256("".join(map(seal_of, part)).encode()).hexdigest()
    return sha256(f"{type(part).__name__} {part}".encode()).hexdigest()


def check_certificate(question: Question, certificate: Certificate) -> int:
    """Return the bound that a certificate proves; Unproven where it does not prove its own claim."""
    put(question)
    seal = seal_of(replace(certificate, seal=""))
    must(certificate.seal == seal, "it was changed after it was sealed")
    must(certificate.inputs == question.digest(), "it was made for other inputs")
    must(not impossible(question), "no plan keeps to the question")
    limits, states = sides(question), question.states()
    plan = planned(question, limits, states, certificate.sites)
    bound, worth = _proved(question, certificate, limits, states, plan)
    must(worth == certificate.value, "the plan has another value")
    return bound


def _proved(
    question: Question, certificate: Certificate, limits: Sides, states: Places, plan: Flags
) -> tuple[int, int]:
    """Return the bound that stages and cases prove for plans above the value, and what a plan is worth."""
    must(type(certificate.scale) is type(certificate.value) is int, "value and scale are whole")
    must(0 < certificate.scale < ROOM, "the scale is above 0")
    reach = Pairs(question.cover.starts, question.cover.items, len(states))
    bound, reach = _staged(question, reach, certificate, limits, certificate.stages, states, plan)
    worth = int(question.weights[reach.covered(plan)].sum())
    if isinstance(certificate.tree, Parts):
        bound = min(bound, _parts_bound(question, certificate, certificate.tree, states))
    elif certificate.tree is not None:
        bound = min(bound, _tree_bound(question, reach, limits, certificate, certificate.tree, states))
    must(bound == certificate.bound, f"it proves {bound:,}, not {certificate.bound:,}")
    return bound, worth


def _staged(
    question: Question,
    reach: Pairs,
    certificate: Certificate,
    limits: Sides,
    stages: tuple[Stage | Dominated, ...],
    states: Places,
    plan: Flags,
) -> tuple[int, Pairs]:
    """Return the bound that stages prove, and the pairs still needed; ``states`` become what they leave."""
    bound = int(question.weights.sum())
    for stage in stages:
        must(aside(stage.shut, states), "a candidate is set aside twice")
        if isinstance(stage, Dominated):
            fair = outdone(stage, reach.starts, reach.items, question.weights, limits, states)
            must(fair, "a candidate is set aside for none that is better")
            states[stage.shut] = SHUT
            continue
        whole, numbers = _bound(reach, question.weights, limits, certificate.scale, stage, states)
        bound = min(bound, max(certificate.value, whole // certificate.scale))
        must(aside(stage.opened, states), "a candidate is set aside twice")
        for places, lost in ((stage.opened, numbers), (stage.shut, -numbers)):
            without = (whole - lost[places]) // certificate.scale
            must((without <= certificate.value).all(), "a candidate is set aside without reason")
        states[stage.opened], states[stage.shut] = OPEN, SHUT
        reach = left_of(reach, (states != SHUT) | plan, len(stage.shut))
    return bound, reach


def _parts_bound(question: Question, certificate: Certificate, parts: Parts, states: Places) -> int:
    """Return the best sum of what lines and proofs leave each part, for all its numbers of sites."""
    must(question.count is not None and sites_left(question, states) >= 0, "no number of sites is left")
    must(share_no_row(question, states, parts.part_of), "parts share a row")
    must(parts.part_of.max(initial=-1) < len(parts.lines), "a part has no line")
    most = sites_left(question, states)
    questions = part_questions(question, states, parts.part_of, most)
    bounds = np.repeat([[int(part.weights.sum())] for part in questions], most + 1, axis=1)
    for line in parts.lines:
        must(0 <= line.part < len(questions), "there is no such part")
        bounds[line.part] = np.minimum(
            bounds[line.part], line_bounds(questions[line.part], line.stage, certificate.scale)
        )
    for proof in parts.proofs:
        must(0 <= proof.part < len(questions) and 0 <= proof.count <= most, "there is no such part")
        part = replace(questions[proof.part], count=proof.count)
        shut = np.zeros(part.cover.candidates, bool)
        bound, _ = _proved(part, proof.certificate, sides(part), part.states(), shut)
        few = bounds[proof.part, : proof.count + 1]
        np.minimum(few, max(0, bound), out=few)
    return max(certificate.value, won_already(question, states) + int(best_sum(bounds)[most]))


def line_bounds(question: Question, stage: Stage, scale: int) -> Ints:
    """Return the bound in weights that multipliers and prices give a part, for 0 sites to its count."""
    limits = sides(question)
    reach = Pairs(question.cover.starts, question.cover.items, question.cover.candidates)
    whole, _ = _bound(reach, question.weights, limits, scale, stage, question.states())
    granted = -(-(stage.prices[0] * np.arange(limits.limits[0] + 1)) // FINE)
    bounds: Ints = (whole - granted[-1] + granted) // scale
    return bounds


def _bound(
    reach: Pairs, weights: Ints, limits: Sides, scale: int, stage: Stage, states: Places, rounded: Any = None
) -> tuple[int, Ints]:
    """Return the bound in ``scale``-ths of a weight, and each candidate's number."""
    multipliers, prices = stage.multipliers, stage.prices
    must(multipliers.dtype == np.int64 and multipliers.shape == weights.shape, "multipliers are by row")
    must(prices.dtype == np.int64 and prices.shape == limits.limits.shape, "prices are by limit")
    must(float(weights.sum()) * scale < ROOM, "the scale is too fine")
    least = min(multipliers.min(initial=0), prices.min(initial=0))
    must(least >= 0, "a multiplier or price is below 0")
    kept = weights * scale - multipliers
    must(kept.min(initial=0) >= 0, "a multiplier is above its weight")
    side = np.repeat(np.arange(len(prices)), np.diff(limits.starts))
    paid, granted = prices[side] * limits.amounts.astype(float), prices * limits.limits.astype(float)
    largest = max(paid.max(initial=0.0), granted.max(initial=0.0), (paid.sum() + granted.sum()) / FINE)
    must(largest < ROOM, "the numbers are too large to be added exactly")
    numbers = reach.by_candidate(multipliers)
    np.subtract.at(numbers, limits.items, prices[side] * limits.amounts // FINE)
    allowed = int((-(-(prices * limits.limits) // FINE)).sum())
    if len(stage.sets.starts) != 1:
        members, halves = rounded or _rounded(reach, stage.sets)
        amounts = stage.set_multipliers
        must(amounts.dtype == np.int64 and amounts.shape == (len(stage.sets),), "multipliers are by set")
        most = (float(halves.sum()) + len(stage.sets.rows)) * float(amounts.max())
        must((amounts >= 0).all() and most < ROOM, "a set's multiplier is out of bounds")
        numbers += halves.T @ amounts
        kept = np.maximum(kept - members.T @ amounts, 0)
        allowed += int(np.diff(stage.sets.starts) // 2 @ amounts)
    must(np.abs(numbers).sum(dtype=float) < ROOM, "the numbers are too large to be added exactly")
    chosen = np.where(states == FREE, np.maximum(numbers, 0), np.where(states == OPEN, numbers, 0))
    return int(kept.sum()) + allowed + int(chosen.sum()), numbers


def _rounded(reach: Pairs, sets: OddSets) -> tuple[Any, Any]:
    """Return which rows stand in each set, and half of how many each candidate reaches, rounded up."""
    starts, rows, many = sets.starts, sets.rows, len(reach.starts) - 1
    must(len(starts), "sets of rows are damaged")
    whole = starts.dtype == np.int64 and rows.dtype == np.int32 and starts[0] == 0 and starts[-1] == len(rows)
    must(whole and (np.diff(starts) > 0).all(), "sets of rows are damaged")
    must(int(rows.min(initial=0)) >= 0 and int(rows.max(initial=-1)) < many, "a set names no row")
    must(np.isin(np.flatnonzero(np.diff(rows) <= 0) + 1, starts).all(), "rows of a set ascend")
    named, places = np.unique(rows, return_inverse=True)
    part = reach.only(named.astype(np.int64))
    halves = _table(starts, places.astype(np.int32), len(named)) @ _table(
        part.starts, part.items, reach.candidates
    )
    halves.data = (halves.data + 1) // 2
    return _table(starts, rows, many), halves


def _table(starts: Ints, items: Places, columns: int) -> Any:
    """Return compressed rows as a sparse table of ones."""
    return csr_matrix((np.ones(len(items), np.int64), items, starts), (len(starts) - 1, columns))


def _tree_bound(
    question: Question,
    reach: Pairs,
    limits: Sides,
    certificate: Certificate,
    deep: Tree | Deep,
    states: Places,
) -> int:
    """Return the largest bound of the leaves: every plan that is left lies under one of them."""
    tree, own = (deep.tree, deep.branches) if isinstance(deep, Deep) else (deep, ())
    branches = {branch.node: branch for branch in own}
    must(len(branches) == len(own), "two branches prove the same case")
    many = (len(tree.splits),)
    must(tree.splits.shape == tree.leaves.shape == many, "every node splits or is a leaf")
    must(
        tree.children.shape == (*many, 2) and len(tree.multipliers) == len(tree.prices), "the tree is damaged"
    )
    must(len(tree.set_multipliers) == len(tree.prices), "every leaf has multipliers of the sets")
    left = joined_rows(question.weights, reach, tree.groups, states)
    rounded = _rounded(left[0], tree.sets)
    bound, seen, todo = certificate.value, 0, [(0, states)]
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
        elif node in branches:
            one = branches.pop(node)
            bound = max(bound, _branch_bound(question, reach, limits, certificate, one, here))
        elif not passed(limits, here):
            leaf = int(tree.leaves[node])
            bound = max(bound, _leaf_bound(left, limits, certificate.scale, tree, leaf, here, rounded))
    must(not branches, "a branch belongs to no leaf")
    return bound


def _leaf_bound(
    left: tuple[Pairs, Ints, int],
    limits: Sides,
    scale: int,
    tree: Tree,
    leaf: int,
    states: Places,
    rounded: Any,
) -> int:
    """Return the bound of a case that has multipliers."""
    must(0 <= leaf < len(tree.multipliers), "a leaf has no multipliers")
    none = tree.groups[:0]
    stage = Stage(
        tree.multipliers[leaf], tree.prices[leaf], none, none, tree.sets, tree.set_multipliers[leaf]
    )
    return left[2] + _bound(left[0], left[1], limits, scale, stage, states, rounded)[0] // scale


def _branch_bound(
    question: Question, reach: Pairs, limits: Sides, certificate: Certificate, branch: Branch, states: Places
) -> int:
    """Return the bound of a case that is proved for itself; ``states`` is used up."""
    plan = np.zeros(len(states), bool)
    bound, reach = _staged(question, reach, certificate, limits, branch.stages, states, plan)
    if branch.tree is None:
        return bound
    return min(bound, _tree_bound(question, reach, limits, certificate, branch.tree, states))
