"""Checking 验算: what every check of a certificate is made of; stands apart from whatever solves."""

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Ints, Places
from nuanxin.planners.siting.pairs import Pairs, before, spans
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Question, Sides


class Unproven(ValueError):
    """A certificate that does not prove what it says; the message says where it fails."""


def must(true: object, said: str) -> None:
    """Raise Unproven, saying where a certificate fails, unless something is true."""
    if not true:
        raise Unproven(said)


def aside(places: Places, states: Places) -> bool:
    """Return whether places are candidates still free, each once."""
    if len(places) == 0:
        return True
    if int(places.min()) < 0 or int(places.max()) >= len(states):
        return False
    return once(places, len(states)) and bool((states[places] == FREE).all())


def once(places: Places, many: int) -> bool:
    """Return whether each place, of so many, stands once."""
    marked = np.zeros(many, bool)
    marked[places] = True
    return int(np.count_nonzero(marked)) == len(places)


def planned(question: Question, limits: Sides, states: Places, sites: Places) -> Flags:
    """Return which candidates a plan has open, existing ones too, once it is seen to keep to the limits."""
    sites = np.asarray(sites)
    must(sites.ndim == 1 and sites.dtype == np.int32, "sites are a list of int32")
    must(len(sites) == 0 or (sites.min() >= 0 and sites.max() < len(states)), "a site is no candidate")
    opened = np.zeros(len(states), bool)
    opened[sites] = True
    must(np.count_nonzero(opened) == len(sites), "a site stands twice")
    existing = list(question.existing)
    must((states[sites] != SHUT).all() and not any(opened[existing]), "a site may not open")
    must(not passed(limits, opened), "a limit is passed")
    opened[existing] = True
    must(all(opened[list(question.forced)]), "a forced site is not open")
    return opened


def passed(limits: Sides, states: Places | Ints) -> bool:
    """Return whether the candidates open pass a limit."""
    used = np.zeros(len(limits.items) + 1, np.int64)
    np.cumsum(limits.amounts * (states[limits.items] == OPEN), out=used[1:])
    return bool((used[limits.starts[1:]] - used[limits.starts[:-1]] > limits.limits).any())


def joined_rows(weights: Ints, reach: Pairs, groups: Places, states: Places) -> tuple[Pairs, Ints, int]:
    """Return pairs and weights by group, and the weight won; Unproven where rows of a group differ."""
    must(groups.dtype == np.int32 and groups.shape == weights.shape, "groups are by row")
    starts, items = reach.starts, reach.items
    opened, free = (before(states[items] == state) for state in (OPEN, FREE))
    won = opened[starts[1:]] > opened[starts[:-1]]
    lengths = free[starts[1:]] - free[starts[:-1]]
    must((won | (lengths == 0) | (weights == 0) | (groups >= 0))[groups < 0].all(), "a row is left out")
    must(not won[groups >= 0].any(), "a group holds a row that is won")
    members = np.flatnonzero(groups >= 0)
    numbers, first = np.unique(groups[members], return_index=True)
    must((numbers == np.arange(len(numbers))).all(), "groups are numbered from 0")
    leads, followers = members[first], np.setdiff1d(members, members[first], assume_unique=True)
    ends = np.concatenate(([0], np.cumsum(lengths[leads])))
    lead = leads[groups[followers]]
    must((lengths[followers] == lengths[lead]).all(), "rows of a group differ")
    kept = items[states[items] == FREE]
    one, other = (spans(free[starts[rows]], lengths[followers]) for rows in (followers, lead))
    must((kept[one] == kept[other]).all(), "rows of a group differ")
    totals = np.zeros(len(numbers), np.int64)
    np.add.at(totals, groups[members], weights[members])
    joined = Pairs(ends, kept[spans(free[starts[leads]], lengths[leads])], len(states))
    return joined, totals, int(weights[won].sum())
