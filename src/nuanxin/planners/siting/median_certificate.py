"""The certificate of a plan of least distance 证书: checked like the others, apart from the solver.

Why the bound holds: a row pays its multiplier, or goes to an open site that undercuts it; so no plan costs
less than all multipliers less what its sites undercut them by, and the sites that undercut most are the
worst case. Every number is whole.
"""

from dataclasses import dataclass, replace

import numpy as np

from nuanxin.planners.siting.certificate import ROOM, Unproven, seal_of
from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.medians import Medians, impossible_medians, put_medians
from nuanxin.planners.siting.question import FREE, OPEN, SHUT

AGAIN = -2
"""In place of a candidate to split by: the case goes on as its first child, without what it set aside."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """Cases, the first of which is the whole question.

    Each has ``multipliers`` (a row of demand each), sets ``aside[aside_starts[n]:aside_starts[n + 1]]``
    aside in the ``aside_states``; then it is settled (``splits`` is -1), goes on (`AGAIN`) or splits into
    two ``children``, in which it is open, and shut.
    """

    multipliers: Ints
    aside_starts: Ints
    aside: Places
    aside_states: Places
    splits: Places
    children: Places


@dataclass(frozen=True, slots=True)
class MedianCertificate:
    """A plan ``sites`` that costs ``value``, a ``bound`` no plan costs less than, and what proves it."""

    inputs: str
    sites: Places
    value: int
    bound: int
    scale: int
    nodes: Nodes
    seal: str = ""


def sealed_medians(certificate: MedianCertificate) -> MedianCertificate:
    """Return a certificate with its seal."""
    return replace(certificate, seal=seal_of(replace(certificate, seal="")))


def check_medians(question: Medians, certificate: MedianCertificate) -> int:
    """Return the bound that a certificate proves; Unproven where it does not prove its own claim."""
    put_medians(question)
    _must(certificate.seal == sealed_medians(certificate).seal, "it was changed after it was sealed")
    _must(certificate.inputs == question.digest(), "it was made for other inputs")
    _must(not impossible_medians(question), "no plan keeps to the question")
    _must(type(certificate.scale) is int and certificate.scale > 0, "the scale is above 0")
    _must(_cost(question, certificate.sites) == certificate.value, "the plan has another value")
    _must(float(question.far.sum()) * certificate.scale < ROOM, "the scale is too fine")
    nodes = certificate.nodes
    many = len(nodes.splits)
    _must(nodes.multipliers.dtype == np.int64 and nodes.multipliers.shape == (many, question.rows), "by row")
    _must(nodes.children.shape == (many, 2) and nodes.aside_starts.shape == (many + 1,), "nodes are damaged")
    _must(nodes.aside.shape == nodes.aside_states.shape, "nodes are damaged")
    starts, aside = nodes.aside_starts, nodes.aside
    _must(starts[0] == 0 and starts[-1] == len(aside) and (np.diff(starts) >= 0).all(), "nodes are damaged")
    _must(((aside >= 0) & (aside < question.candidates)).all(), "no candidate is set aside")
    _must((nodes.multipliers >= 0).all(), "a multiplier is below 0")
    _must((nodes.multipliers <= question.far * certificate.scale).all(), "a multiplier is above all costs")
    bound = min(certificate.value, _least(question, certificate, nodes))
    _must(bound == certificate.bound, f"it proves {bound:,}, not {certificate.bound:,}")
    return bound


def _must(true: object, said: str) -> None:
    if not true:
        raise Unproven(said)


def _cost(question: Medians, sites: Places) -> int:
    """Return what a plan costs, after seeing that it is one."""
    _must(
        sites.dtype == np.int32 and sites.ndim == 1 and len(np.unique(sites)) == len(sites),
        "sites stand once",
    )
    _must(len(sites) == 0 or 0 <= sites.min() <= sites.max() < question.candidates, "a site is no candidate")
    _must(len(sites) <= question.count and question.new() <= set(sites.tolist()), "the count is not kept to")
    _must(not set(sites.tolist()) & {*question.forbidden, *question.existing}, "a site may not open")
    opened = np.zeros(question.candidates, bool)
    opened[[*sites.tolist(), *question.existing]] = True
    rows = np.repeat(np.arange(question.rows), np.diff(question.starts))
    found = question.far.copy()
    np.minimum.at(found, rows[opened[question.items]], question.costs[opened[question.items]])
    return int(found.sum())


def _least(question: Medians, certificate: MedianCertificate, nodes: Nodes) -> int:
    """Return the least bound of the settled cases: every plan lies under one of them."""
    rows = np.repeat(np.arange(question.rows), np.diff(question.starts))
    costs = question.costs * certificate.scale
    some = costs < nodes.multipliers.max(axis=0, initial=0)[rows]
    pairs = (rows[some], question.items[some], costs[some])
    bound, seen, todo = certificate.value, 0, [(0, question.states(), pairs)]
    while todo:
        node, states, pairs = todo.pop()
        seen += 1
        _must(0 <= node < len(nodes.splits) and seen <= len(nodes.splits), "there is no such node")
        whole, numbers, last, following = _bound(question, nodes.multipliers[node], pairs, states)
        here = -(-whole // certificate.scale)
        part = slice(nodes.aside_starts[node], nodes.aside_starts[node + 1])
        aside, into = nodes.aside[part], nodes.aside_states[part]
        _must(len(np.unique(aside)) == len(aside) and (states[aside] == FREE).all(), "set aside twice")
        _must(((into == OPEN) | (into == SHUT)).all(), "set aside as nothing")
        change = np.where(into == SHUT, np.maximum(0, numbers[aside] - last), following - numbers[aside])
        _must(
            (-(-(whole + change) // certificate.scale) >= certificate.value).all(), "set aside without reason"
        )
        split = int(nodes.splits[node])
        if split < 0 and split != AGAIN:
            bound = min(bound, here if not len(aside) else min(here, certificate.value))
            continue
        states = states.copy()
        states[aside] = into
        if len(aside) * 20 > len(states):
            near = states[pairs[1]] != SHUT
            pairs = (pairs[0][near], pairs[1][near], pairs[2][near])
        if split == AGAIN:
            todo.append((int(nodes.children[node, 0]), states, pairs))
            continue
        _must(split < len(states) and states[split] == FREE, "a node splits by what is settled")
        for child, state in zip(nodes.children[node].tolist(), (OPEN, SHUT), strict=True):
            case = states.copy()
            case[split] = state
            todo.append((child, case, pairs))
    return bound


def _bound(
    question: Medians, multipliers: Ints, pairs: tuple[Ints, Places, Ints], states: Places
) -> tuple[int, Ints, int, int]:
    """Return the scaled bound, what each site undercuts by, and that of the last taken and the next site."""
    rows, items, costs = pairs
    by = costs - multipliers[rows]
    under = by < 0
    numbers = np.zeros(len(states), np.int64)
    np.add.at(numbers, items[under], by[under])
    existing = np.zeros(len(states), bool)
    existing[list(question.existing)] = True
    left = question.count - int(((states == OPEN) & ~existing).sum())
    if left < 0:
        return 2**61, numbers, 0, 0
    free = np.sort(np.minimum(numbers[states == FREE], 0))
    whole = int(multipliers.sum()) + int(numbers[states == OPEN].sum()) + int(free[:left].sum())
    last = int(free[left - 1]) if 0 < left <= len(free) else 0
    following = int(free[left]) if left < len(free) else 0
    return whole, numbers, last if left else -(2**61), following
