"""Dominance 优势 in a certificate: sites set aside because another would do as well in their place.

Stands with the checker, apart from the solver. Why it holds: in any plan the site set aside gives way to the
one named (or is left out, where it reaches nothing that is still to be won); what it reached is reached
as before, and no limit is used more.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.question import OPEN, SHUT, Sides

NOBODY = -1
"""In place of a site: what is set aside reaches nothing that is still to be won."""


@dataclass(frozen=True, slots=True)
class Dominated:
    """Candidates that are set aside as shut, and ``by`` whom each is outdone (or `NOBODY`)."""

    shut: Places
    by: Places


def outdone(
    told: Dominated, starts: Ints, items: Places, weights: Ints, limits: Sides, states: Places
) -> bool:
    """Return whether each site set aside is outdone by a site that stays: reaches more, uses no more.

    ``starts`` and ``items`` are which candidates reach each row, in compressed rows.
    """
    shut, by, many = told.shut, told.by, len(states)
    if shut.dtype != np.int32 or by.dtype != np.int32 or by.shape != shut.shape:
        return False
    if not ((by >= NOBODY) & (by < many)).all() or np.isin(by, shut).any():
        return False
    some = by != NOBODY
    if (states[by[some]] == SHUT).any():
        return False
    open_before = np.concatenate(([0], np.cumsum(states[items] == OPEN)))
    wanted = (open_before[starts[1:]] == open_before[starts[:-1]]) & (weights > 0)
    named = np.zeros(many, bool)
    named[shut] = named[by[some]] = True
    kept = named[items] & np.repeat(wanted, np.diff(starts))
    begins = np.concatenate(([0], np.cumsum(kept)))[starts]
    pairs = np.ones(int(begins[-1]), np.int64), items[kept], begins
    reached = csr_matrix(pairs, (len(weights), many)).T.tocsr()
    mine, theirs = reached[shut], reached[np.maximum(by, 0)]
    shared = np.asarray(mine.multiply(theirs).sum(axis=1)).ravel() * some
    if (shared != np.asarray(mine.sum(axis=1)).ravel()).any():
        return False
    parts = limits.amounts, limits.items, limits.starts
    used = csr_matrix(parts, (len(limits.limits), many)).T.tocsr()
    more = used[by[some]] - used[shut[some]]
    return bool(more.nnz == 0 or more.data.max() <= 0)
