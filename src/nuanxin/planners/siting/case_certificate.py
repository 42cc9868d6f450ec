"""Certificates of the rarer questions 证书: cases with multipliers, checked apart from the solver.

Two covers, towns, seats and reaching everybody are each turned into numbers (`Numbered`): a plan gains at
most the base and the numbers of its open sites, limits paid for by their prices. Cases split the plans by
one site open or shut; a case sets sites aside that could only be so in plans no better than the one given.
"""

from dataclasses import dataclass, field, replace

import numpy as np

from nuanxin.planners.siting.certificate import seal_of
from nuanxin.planners.siting.checking import must, passed, planned
from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.median_certificate import AGAIN, Nodes, fit_together
from nuanxin.planners.siting.numbered import Numbered, Numbers
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Sides, impossible, put, sides
from nuanxin.planners.siting.staging import ROOM

PRICE = 2**8
"""Prices of limits are whole numbers of this part of a multiplier's unit."""


@dataclass(frozen=True, slots=True)
class CaseCertificate:
    """A plan, a bound that no plan is better than, and the cases that prove it.

    Parameters
    ----------
    inputs : str
        The hash of the question.
    sites : array of int32, shape (sites,)
        The new sites of the plan, ascending.
    value : int
        What the plan is worth (or costs), in the unit of the question.
    bound : int
        What no plan exceeds (for costs: falls below).
    nodes : Nodes
        The cases, with their multipliers.
    shares : array of int64, shape (pairs,)
        Who is served where, where sites take only so many; else of shape (0,).
    seal : str
        The hash of all the rest.
    """

    inputs: str
    sites: Places
    value: int
    bound: int
    nodes: Nodes
    shares: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    seal: str = ""


def sealed_cases(certificate: CaseCertificate) -> CaseCertificate:
    """Return a certificate with its seal."""
    return replace(certificate, seal=seal_of(replace(certificate, seal="")))


def check_cases(numbered: Numbered, certificate: CaseCertificate) -> int:
    """Return the bound that a certificate proves; it takes nothing on trust.

    Parameters
    ----------
    numbered : Numbered
        The question that was asked, as `backed`, `by_town`, `worst_town`, `served_most`, `served_nearest`,
        `distance_limited` or `everybody` give it.
    certificate : CaseCertificate
        That of a result.

    Returns
    -------
    int
        What no plan exceeds (for costs: falls below), in the unit of the question.

    Raises
    ------
    Unproven
        Where it does not prove what it says, or was made for another question.
    Refused
        Where a part of the question is none; the row is named.
    """
    question = numbered.question
    put(question)
    must(certificate.seal == seal_of(replace(certificate, seal="")), "it was changed after it was sealed")
    must(certificate.inputs == numbered.digest(), "it was made for other inputs")
    must(not impossible(question), "no plan keeps to the question")
    opened = planned(question, sides(question), question.states(), certificate.sites)
    gain = numbered.gained(opened, certificate.shares)
    must(numbered.value(gain) == certificate.value, "the plan has another value")
    bound = numbered.value(most_gained(numbered, certificate.nodes, gain))
    must(bound == certificate.bound, f"it proves {bound:,}, not {certificate.bound:,}")
    return bound


def priced(numbered: Numbered, limits: Sides, multipliers: Ints) -> Numbers:
    """Return what multipliers say, the prices of limits among them (the last, in `PRICE` parts) paid."""
    must(multipliers.dtype == np.int64 and int(multipliers.min(initial=0)) >= 0, "multipliers are 0 or more")
    own, prices = multipliers[: numbered.width], multipliers[numbered.width :]
    base, sites = numbered.numbers(own)
    side = np.repeat(np.arange(len(prices)), np.diff(limits.starts))
    paid = prices[side] * limits.amounts.astype(float)
    granted = float(prices.astype(float) @ limits.limits)
    must(max(paid.max(initial=0.0), paid.sum() / PRICE, granted) < ROOM, "a price is too large")
    np.subtract.at(sites, limits.items, prices[side] * limits.amounts // PRICE)
    must(np.abs(sites).sum(dtype=float) + abs(base) < ROOM, "the numbers are too large to be added exactly")
    return Numbers(base + int((-(-(prices * limits.limits) // PRICE)).sum()), sites)


def summed(numbers: Numbers, states: Places) -> int:
    """Return what no plan of a case gains more than: a site that may be open is, if its number is above 0."""
    sites = numbers.sites
    return numbers.base + int(np.where(states == FREE, np.maximum(sites, 0), sites * (states == OPEN)).sum())


def most_gained(numbered: Numbered, nodes: Nodes, gain: int) -> int:
    """Return what no plan gains more than, as the cases show: at least ``gain``, which one does."""
    question, many = numbered.question, len(nodes.splits)
    limits, start = sides(question), question.states()
    fit_together(nodes, numbered.width + len(limits.limits), len(start))
    known, best, seen, todo = dict[int, Numbers](), gain, 0, [(0, start)]
    while todo:
        node, states = todo.pop()
        seen += 1
        must(0 <= node < many and seen <= many, "there is no such case")
        if passed(limits, states):
            continue
        split, aside = int(nodes.splits[node]), slice(*nodes.aside_starts[node : node + 2])
        sites, settled = nodes.aside[aside], nodes.aside_states[aside]
        if split == -1 or len(sites):
            row = int(nodes.priced[node])
            must(row >= 0, "a case has no multipliers")
            known[row] = known.get(row) or priced(numbered, limits, nodes.multipliers[row])
            whole, multipliers = summed(known[row], states), nodes.multipliers[row][: numbered.width]
            lost = known[row].sites[sites] * settled
            must((states[sites] == FREE).all() and _once(sites), "a site is set aside twice")
            must((np.abs(settled) == 1).all(), "a site is set aside as open or shut")
            if len(sites):
                least = whole - np.maximum(0, lost).min()
                must(numbered.most(int(least), multipliers) <= gain, "a site is set aside without reason")
            if split == -1:
                best = max(best, numbered.most(whole, multipliers))
                continue
            states = states.copy()
            states[sites] = settled
        if split == AGAIN:
            todo.append((int(nodes.children[node, 0]), states))
            continue
        must(0 <= split < len(states) and states[split] == FREE, "a case splits by what is settled")
        for child, state in zip(nodes.children[node].tolist(), (OPEN, SHUT), strict=True):
            case = states.copy()
            case[split] = state
            todo.append((child, case))
    return best


def _once(sites: Places) -> bool:
    """Return whether each site stands once."""
    return len(np.unique(sites)) == len(sites)
