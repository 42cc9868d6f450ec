"""The certificate of a plan of least distance 证书: checked like the others, apart from the solver.

Why the bound holds: a row pays its multiplier, or goes to an open site that undercuts it; so no plan costs
less than all multipliers less what its sites undercut them by, and the sites that undercut most are the
worst case. Every number is whole.
"""

from dataclasses import dataclass, replace

import numpy as np

from nuanxin.planners.siting.certificate import seal_of
from nuanxin.planners.siting.checking import must
from nuanxin.planners.siting.compiled import Floats, Ints, Places
from nuanxin.planners.siting.medians import Medians, impossible_medians, put_medians
from nuanxin.planners.siting.pairs import BLOCK, EXACT, FEW
from nuanxin.planners.siting.question import FREE, OPEN, SHUT
from nuanxin.planners.siting.staging import ROOM

AGAIN = -2
"""In place of a candidate to split by: the case goes on as its first child, without what it set aside."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """Cases, the first of which is the whole question.

    Each has ``multipliers[priced[n]]`` (a row of demand each), or none where ``priced`` is -1, and sets
    ``aside[aside_starts[n]:aside_starts[n + 1]]`` aside in the ``aside_states``; then it is settled
    (``splits`` is -1), goes on (`AGAIN`) or splits into two ``children``, in which the candidate is open,
    and shut. Only a case that is settled or sets something aside needs multipliers.
    """

    multipliers: Ints
    priced: Places
    aside_starts: Ints
    aside: Places
    aside_states: Places
    splits: Places
    children: Places


@dataclass(frozen=True, slots=True)
class MedianCertificate:
    """A plan for least distance, a bound no plan costs less than, and what proves it.

    Parameters
    ----------
    inputs : str
        The hash of the question.
    sites : array of int32, shape (sites,)
        The new sites of the plan, ascending.
    value : int
        What the plan costs: weight times metres.
    bound : int
        What no plan costs less than.
    scale : int
        Multipliers count in a ``scale``-th of a cost.
    nodes : Nodes
        The cases, with their multipliers.
    seal : str
        The hash of all the rest.
    """

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
    """Return the bound that a certificate proves; it takes nothing on trust.

    Parameters
    ----------
    question : Medians
        The question that was asked.
    certificate : MedianCertificate
        That of a result of `least_distance`.

    Returns
    -------
    int
        What no plan costs less than: weight times metres.

    Raises
    ------
    Unproven
        Where it does not prove what it says, or was made for another question.
    Refused
        Where a part of the question is none; the row is named.
    """
    put_medians(question)
    seal = seal_of(replace(certificate, seal=""))
    must(certificate.seal == seal, "it was changed after it was sealed")
    must(certificate.inputs == question.digest(), "it was made for other inputs")
    must(not impossible_medians(question), "no plan keeps to the question")
    must(type(certificate.scale) is int and certificate.scale > 0, "the scale is above 0")
    must(_cost(question, certificate.sites) == certificate.value, "the plan has another value")
    must(float(question.far.sum()) * certificate.scale < EXACT, "the scale is too fine")
    _undamaged(question, certificate.nodes, certificate.scale)
    bound = min(certificate.value, _least(question, certificate, certificate.nodes))
    must(bound == certificate.bound, f"it proves {bound:,}, not {certificate.bound:,}")
    return bound


def _undamaged(question: Medians, nodes: Nodes, scale: int) -> None:
    """See that the arrays of a certificate fit together, and its multipliers are 0 to all a row may cost."""
    fit_together(nodes, question.rows, question.candidates)
    rows = nodes.multipliers
    must(rows.min(initial=0) >= 0, "a multiplier is below 0")
    must((rows.max(axis=0, initial=0) <= question.far * scale).all(), "a multiplier is above all costs")


def fit_together(nodes: Nodes, width: int, candidates: int) -> None:
    """See that the arrays of cases fit together, each with ``width`` multipliers or none."""
    many, rows, aside, starts = len(nodes.splits), nodes.multipliers, nodes.aside, nodes.aside_starts
    must(rows.dtype == np.int64 and rows.shape[1:] == (width,), "multipliers are int64, so many a case")
    must(nodes.priced.shape == (many,) and nodes.children.shape == (many, 2), "nodes are damaged")
    must(((nodes.priced >= -1) & (nodes.priced < len(rows))).all(), "there are no such multipliers")
    arrays = (nodes.priced, nodes.splits, nodes.children, starts, aside, nodes.aside_states)
    must(all(array.dtype.kind == "i" for array in arrays), "nodes are whole numbers")
    must(starts.shape == (many + 1,) and aside.shape == nodes.aside_states.shape, "nodes are damaged")
    must(starts[0] == 0 and starts[-1] == len(aside) and (np.diff(starts) >= 0).all(), "nodes are damaged")
    must(((aside >= 0) & (aside < candidates)).all(), "no candidate is set aside")


def _cost(question: Medians, sites: Places) -> int:
    """Return what a plan costs, after seeing that it is one."""
    must(sites.dtype == np.int32 and sites.ndim == 1, "sites are a list of int32")
    told = sites.tolist()
    named = set(told)
    must(len(named) == len(told), "sites stand once")
    must(not told or 0 <= min(told) <= max(told) < question.candidates, "a site is no candidate")
    must(len(told) <= question.count and question.new() <= named, "the count is not kept to")
    must(named.isdisjoint((*question.forbidden, *question.existing)), "a site may not open")
    opened = np.zeros(question.candidates, bool)
    opened[[*told, *question.existing]] = True
    blocks = range(0, len(question.items), BLOCK)
    found = [np.flatnonzero(opened.take(question.items[begin : begin + BLOCK])) + begin for begin in blocks]
    places = np.concatenate([*found, [len(question.items)]])
    first = places[np.searchsorted(places, question.starts[:-1])]
    served = first < question.starts[1:]
    return int(question.costs[first[served]].sum()) + int(question.far[~served].sum())


def _least(question: Medians, certificate: MedianCertificate, nodes: Nodes) -> int:
    """Return the least bound of the settled cases: every plan lies under one of them."""
    scale, value, pairs = certificate.scale, certificate.value, _cheap(question, certificate)
    bound, seen, todo = value, 0, [(0, question.states(), pairs)]
    while todo:
        node, states, pairs = todo.pop()
        seen += 1
        must(0 <= node < len(nodes.splits) and seen <= len(nodes.splits), "there is no such node")
        part = slice(nodes.aside_starts[node], nodes.aside_starts[node + 1])
        aside, into, split = nodes.aside[part], nodes.aside_states[part], int(nodes.splits[node])
        settled = split < 0 and split != AGAIN
        if settled or len(aside):
            must(nodes.priced[node] >= 0, "a case has no multipliers")
            whole, rises = _bound(question, nodes.multipliers[nodes.priced[node]], pairs, states)
        if len(aside):
            once = np.bincount(aside, minlength=len(states)).max() == 1
            must(once and (states[aside] == FREE).all(), "set aside twice")
            must(((into == OPEN) | (into == SHUT)).all(), "set aside as nothing")
            without = whole + rises[np.where(into == OPEN, 1, 0), aside]
            must((-(-without // scale) >= value).all(), "set aside without reason")
        if settled:
            bound = min(bound, -(-whole // scale))
            continue
        case = states.copy()
        case[aside] = into
        if len(aside) * 20 > len(states):
            near = case[pairs[1]] != SHUT
            pairs = (pairs[0][near], pairs[1][near], pairs[2][near])
        if split == AGAIN:
            todo.append((int(nodes.children[node, 0]), case, pairs))
            continue
        must(split < len(states) and case[split] == FREE, "a node splits by what is settled")
        for child, state in zip(nodes.children[node].tolist(), (OPEN, SHUT), strict=True):
            todo.append((child, case.copy(), pairs))
            todo[-1][1][split] = state
    return bound


def _cheap(question: Medians, certificate: MedianCertificate) -> tuple[Ints, Places, Floats]:
    """Return row, candidate and scaled cost of the pairs cheaper than some multiplier of their row."""
    starts, most = question.starts, certificate.nodes.multipliers.max(axis=0, initial=0)
    if len(question.items) < FEW:
        rows = np.repeat(np.arange(question.rows), starts[1:] - starts[:-1])
        places = np.flatnonzero(question.costs < (-(-most // certificate.scale))[rows])
        return (
            rows[places],
            question.items[places],
            (question.costs[places] * certificate.scale).astype(float),
        )
    low, high = starts[:-1].copy(), starts[1:].copy()
    while (low < high).any():
        middle = np.minimum((low + high) // 2, max(0, len(question.costs) - 1))
        below = (low < high) & (question.costs[middle] < -(-most // certificate.scale))
        low, high = np.where(below, middle + 1, low), np.where(below | (low >= high), high, middle)
    lengths = low - starts[:-1]
    rows = np.repeat(np.arange(question.rows), lengths)
    places = np.arange(len(rows)) + np.repeat(starts[:-1] - (np.cumsum(lengths) - lengths), lengths)
    scaled = (question.costs[places] * certificate.scale).astype(float)
    return rows, question.items[places], scaled


def _bound(
    question: Medians, multipliers: Ints, pairs: tuple[Ints, Places, Floats], states: Places
) -> tuple[int, Ints]:
    """Return the scaled bound, and by how much it rises where a free candidate is open (0) or shut (1)."""
    rows, items, costs = pairs
    by = np.minimum(costs - multipliers.astype(float).take(rows), 0.0)
    numbers = np.bincount(items, by, len(states))
    must(-numbers.sum() < ROOM, "the numbers are too large to be added exactly")
    numbers = numbers.astype(np.int64)
    existing = np.zeros(len(states), bool)
    existing[list(question.existing)] = True
    left = question.count - int(((states == OPEN) & ~existing).sum())
    if left < 0:
        return 2**61, np.zeros((2, len(states)), np.int64)
    free = np.sort(np.minimum(numbers[states == FREE], 0))
    whole = int(multipliers.sum()) + int(numbers[states == OPEN].sum()) + int(free[:left].sum())
    last = int(free[left - 1]) if 0 < left <= len(free) else 0
    following = int(free[left]) if left < len(free) else 0
    opened = np.maximum(0, numbers - last) if left else np.full(len(states), 2**61)
    return whole, np.stack((opened, following - numbers))
