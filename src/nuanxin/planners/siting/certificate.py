"""The certificate 证书: a plan, and whole numbers from which anybody can work out that none is much better.

`check_certificate` stands apart from everything that solves: it reads the question and the certificate
and recomputes the bound by adding, comparing and rounding upwards. It takes nothing on trust, the claim
included. Why the bound holds: in any plan a row with weight ``w`` and multiplier ``m`` is worth at most
``w - m`` and ``m`` for every open site that reaches it; a limit's price times its amount is paid for by
its price times what it allows. What remains is one number a site, and a site that may be open is open if
its number is above 0. Sites set aside could only be open (or shut) in plans no better than this one.
"""

from dataclasses import dataclass, is_dataclass, replace
from hashlib import sha256
from typing import cast

import numpy as np

from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Question, Sides, impossible, put, sides

FINE = 2**20
"""Prices of limits are whole numbers of this part of a multiplier's unit."""
EXACT = 2.0**53
"""Whole numbers below this are added exactly in floating point, which is how numpy sums by group fastest."""
ROOM = 2.0**62
"""Sums must stay below this: past it, 64-bit whole numbers would wrap round."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Multipliers by row of demand, prices by limit, and the candidates they set aside as open or shut."""

    multipliers: Ints
    prices: Ints
    opened: Places
    shut: Places


@dataclass(frozen=True, slots=True)
class Tree:
    """What the stages left, split by cases.

    ``groups`` (a row of demand each) joins rows that the same free candidates reach; below 0 it joins
    none. ``splits`` is for each node the candidate it splits by, or -1 for a leaf; ``children`` the two
    nodes in which that candidate is open, and shut. ``leaves`` is a node's row in ``multipliers`` (by
    group) and ``prices``; a case that passes a limit by what is open in it holds no plan and needs none.
    """

    groups: Places
    splits: Places
    children: Places
    leaves: Places
    multipliers: Ints
    prices: Ints


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
    stages: tuple[Stage, ...] = ()
    tree: Tree | None = None
    seal: str = ""


def sealed(certificate: Certificate) -> Certificate:
    """Return a certificate with its seal."""
    return replace(certificate, seal=seal_of(replace(certificate, seal="")))


def seal_of(part: object) -> str:
    """Return a hash of a certificate, or of a part of one."""
    if isinstance(part, np.ndarray):
        return sha256(f"{part.dtype.str}{part.shape};".encode() + part.tobytes()).hexdigest()
    if is_dataclass(part) and not isinstance(part, type):
        return seal_of(tuple(getattr(part, name) for name in part.__dataclass_fields__))
    if isinstance(part, tuple):
        return sha256("".join(map(seal_of, part)).encode()).hexdigest()
    return sha256(f"{type(part).__name__} {part}".encode()).hexdigest()


class Unproven(ValueError):
    """A certificate that does not prove what it says; the message says where it fails."""


def check_certificate(question: Question, certificate: Certificate) -> int:
    """Return the bound that a certificate proves; Unproven where it does not prove its own claim."""
    put(question)
    _must(certificate.seal == sealed(certificate).seal, "it was changed after it was sealed")
    _must(certificate.inputs == question.digest(), "it was made for other inputs")
    _must(not impossible(question), "no plan keeps to the question")
    _must(type(certificate.scale) is int and 0 < certificate.scale < ROOM, "the scale is above 0")
    limits, states = sides(question), question.states()
    _must(
        _worth(question, limits, states, certificate.sites) == certificate.value, "the plan has another value"
    )
    rows = np.repeat(np.arange(question.cover.rows), question.cover.counts())
    bound = int(question.weights.sum())
    for stage in certificate.stages:
        pairs = (rows, question.cover.items)
        whole, numbers = _bound(pairs, question.weights, limits, certificate.scale, stage, states)
        bound = min(bound, max(certificate.value, whole // certificate.scale))
        _must(_aside(stage.opened, states) and _aside(stage.shut, states), "a candidate is set aside twice")
        for places, lost in ((stage.opened, numbers), (stage.shut, -numbers)):
            without = (whole - lost[places]) // certificate.scale
            _must((without <= certificate.value).all(), "a candidate is set aside without reason")
        states[stage.opened], states[stage.shut] = OPEN, SHUT
    if certificate.tree is not None:
        bound = min(bound, _tree_bound(question, limits, certificate, certificate.tree, states))
    _must(bound == certificate.bound, f"it proves {bound:,}, not {certificate.bound:,}")
    return bound


def _must(true: object, said: str) -> None:
    if not true:
        raise Unproven(said)


def _aside(places: Places, states: Places) -> bool:
    """Return whether places are candidates still free, each once."""
    inside = len(places) == 0 or (int(places.min()) >= 0 and int(places.max()) < len(states))
    return inside and len(np.unique(places)) == len(places) and bool((states[places] == FREE).all())


def _worth(question: Question, limits: Sides, states: Places, sites: Places) -> int:
    """Return what a plan is worth, after seeing that it keeps to the limits."""
    sites = np.asarray(sites)
    _must(sites.ndim == 1 and sites.dtype == np.int32, "sites are a list of int32")
    _must(len(sites) == 0 or (sites.min() >= 0 and sites.max() < len(states)), "a site is no candidate")
    _must(len(np.unique(sites)) == len(sites), "a site stands twice")
    _must(
        (states[sites] != SHUT).all() and not np.isin(sites, question.existing).any(), "a site may not open"
    )
    forced = set(question.forced) - set(question.existing)
    _must(forced <= set(sites.tolist()), "a forced site is not open")
    opened = np.zeros(len(states), np.int64)
    opened[sites] = 1
    _must(not _passed(limits, opened), "a limit is passed")
    opened[list(question.existing)] = 1
    times = np.concatenate(([0], np.cumsum(opened[question.cover.items])))
    return int(question.weights[times[question.cover.starts[1:]] > times[question.cover.starts[:-1]]].sum())


def _passed(limits: Sides, states: Places | Ints) -> bool:
    """Return whether the candidates open pass a limit."""
    used = np.concatenate(([0], np.cumsum(limits.amounts * (states[limits.items] == OPEN))))
    return bool((used[limits.starts[1:]] - used[limits.starts[:-1]] > limits.limits).any())


def _bound(
    pairs: tuple[Ints, Places], weights: Ints, limits: Sides, scale: int, stage: Stage, states: Places
) -> tuple[int, Ints]:
    """Return the bound in ``scale``-ths of a weight, and each candidate's number."""
    rows, items = pairs
    multipliers, prices = stage.multipliers, stage.prices
    _must(multipliers.dtype == np.int64 and multipliers.shape == weights.shape, "multipliers are by row")
    _must(prices.dtype == np.int64 and prices.shape == limits.limits.shape, "prices are by limit")
    _must((multipliers >= 0).all() and (prices >= 0).all(), "a multiplier or price is below 0")
    _must(float(weights.sum()) * scale < EXACT, "the scale is too fine")
    _must((multipliers <= weights * scale).all(), "a multiplier is above its weight")
    side = np.repeat(np.arange(len(prices)), np.diff(limits.starts))
    paid, granted = prices[side].astype(float) * limits.amounts, prices.astype(float) * limits.limits
    most = multipliers.astype(float)[rows].sum() + paid.sum() / FINE + granted.sum() / FINE
    largest = max(paid.max(initial=0.0), granted.max(initial=0.0), float(weights.sum()) * scale + most)
    _must(largest < ROOM, "the numbers are too large to be added exactly")
    numbers = np.bincount(items, multipliers[rows], len(states)).astype(np.int64)
    np.subtract.at(numbers, limits.items, prices[side] * limits.amounts // FINE)
    allowed = -(-(prices * limits.limits) // FINE)
    chosen = np.where(states == FREE, np.maximum(numbers, 0), np.where(states == OPEN, numbers, 0))
    return int((weights * scale - multipliers).sum() + allowed.sum() + chosen.sum()), numbers


def _tree_bound(
    question: Question, limits: Sides, certificate: Certificate, tree: Tree, states: Places
) -> int:
    """Return the largest bound of the leaves: every plan that is left lies under one of them."""
    many = (len(tree.splits),)
    _must(tree.splits.shape == tree.leaves.shape == many, "every node splits or is a leaf")
    _must(
        tree.children.shape == (*many, 2) and len(tree.multipliers) == len(tree.prices), "the tree is damaged"
    )
    rows, items, weights, won = _joined(question, tree.groups, states)
    bound, seen, todo = certificate.value, 0, [(0, states)]
    while todo:
        node, here = todo.pop()
        seen += 1
        _must(0 <= node < len(tree.splits) and seen <= len(tree.splits), "the tree has no such node")
        split = int(tree.splits[node])
        if split >= 0:
            _must(split < len(here) and here[split] == FREE, "a node splits by what is settled")
            for child, state in zip(tree.children[node].tolist(), (OPEN, SHUT), strict=True):
                case = here.copy()
                case[split] = state
                todo.append((child, case))
            continue
        if _passed(limits, here):
            continue
        leaf = int(tree.leaves[node])
        _must(0 <= leaf < len(tree.multipliers), "a leaf has no multipliers")
        stage = Stage(tree.multipliers[leaf], tree.prices[leaf], tree.groups[:0], tree.groups[:0])
        whole, _ = _bound((rows, items), weights, limits, certificate.scale, stage, here)
        bound = max(bound, won + whole // certificate.scale)
    return bound


def _joined(question: Question, groups: Places, states: Places) -> tuple[Ints, Places, Ints, int]:
    """Return pairs and weights by group, and the weight won; Unproven where rows of a group differ."""
    cover, weights = question.cover, question.weights
    _must(groups.dtype == np.int32 and groups.shape == weights.shape, "groups are by row")
    rows = np.repeat(np.arange(cover.rows), cover.counts())
    won = np.zeros(cover.rows, bool)
    won[rows[states[cover.items] == OPEN]] = True
    free = states[cover.items] == FREE
    reached = np.zeros(cover.rows, bool)
    reached[rows[free]] = True
    _must((won | ~reached | (weights == 0) | (groups >= 0))[groups < 0].all(), "a row is left out")
    _must(not won[groups >= 0].any(), "a group holds a row that is won")
    keep = free & (groups[rows] >= 0)
    rows, items = rows[keep], cover.items[keep]
    lengths = np.bincount(rows, minlength=cover.rows)
    starts = np.cumsum(lengths) - lengths
    members = np.flatnonzero(groups >= 0)
    numbers, first = np.unique(groups[members], return_index=True)
    _must((numbers == np.arange(len(numbers))).all(), "groups are numbered from 0")
    lead = members[first][groups[rows]] if len(members) else rows
    _must((lengths[members] == lengths[members[first]][groups[members]]).all(), "rows of a group differ")
    _must(
        (items == items[starts[lead] + np.arange(len(rows)) - starts[rows]]).all(), "rows of a group differ"
    )
    totals = np.zeros(len(numbers), np.int64)
    np.add.at(totals, groups[members], weights[members])
    leads = lead == rows
    return cast("Ints", groups[rows[leads]].astype(np.int64)), items[leads], totals, int(weights[won].sum())
