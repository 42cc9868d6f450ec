"""Clusters 簇: sites near to each other of which a relaxation opens about half a site.

To shut one site of many like it brings little: the next one takes its place. To shut a whole cluster brings
much, and so does opening one of it at least: both halves of such a split are bounded much lower.
"""

from math import exp

import numpy as np
from scipy.sparse import csr_matrix

from nuanxin.planners.siting.branching import LOOSE
from nuanxin.planners.siting.compiled import Floats, Ints
from nuanxin.planners.siting.gathering import Gathered
from nuanxin.planners.siting.relaxed_cover import Case, Relaxed

CENTRES, TRIED = 60, 8
"""Sites open in part (most first) around which clusters are made, and clusters that are tried."""
ALIKE = 2.0, 0.8, 0.65, 0.5
"""What two sites both reach, of what the one that reaches more does, to be in a cluster; none but itself."""
LEAST, IDEAL, MOST = 0.12, 0.45, 0.8
"""How far clusters that are tried are open, together."""
OVERLAP = 2
"""Clusters, of those tried, in which a site may be."""


def halving(relaxed: Relaxed, case: Case, seconds: float, value: int) -> Ints:
    """Return the columns to split a case by: one at least will be open, or none; empty if none is in part.

    Some steps of the solver are taken for both halves of each cluster. The best one makes the tree grow least
    while what is open between plan and bound is closed (Le Bodic and Nemhauser 2017).
    """
    shares = relaxed.shares.copy()
    best, least = np.zeros(0, np.int64), np.inf
    for cluster in clusters(relaxed.left, shares):
        grows = growth(*relaxed.tried(case, cluster, seconds, value), case.bound - value)
        if grows < least:
            best, least = cluster, grows
    return best


def clusters(left: Gathered, shares: Floats) -> list[Ints]:
    """Return clusters to try, those first of which nearest to `IDEAL` of a site is open."""
    loose = np.flatnonzero(np.minimum(shares, 1 - shares) > LOOSE)
    centres = loose[np.argsort(-shares[loose], kind="stable")][:CENTRES]
    likeness, found = _likeness(left, centres), dict[bytes, tuple[float, Ints]]()
    for place, centre in enumerate(centres.tolist()):
        for alike in ALIKE:
            cluster = np.union1d(np.flatnonzero(likeness[place] >= alike), [centre])
            share = float(shares[cluster].sum())
            if share > MOST:
                break
            if share >= LEAST:
                found.setdefault(cluster.tobytes(), (abs(share - IDEAL), cluster))
    if not found and len(loose):
        return [loose[np.argsort(-np.minimum(shares[loose], 1 - shares[loose]), kind="stable")[:1]]]
    used, chosen = np.zeros(len(shares), np.int64), list[Ints]()
    for _, cluster in sorted(found.values(), key=lambda one: one[0]):
        if used[cluster].max() < OVERLAP and len(chosen) < TRIED:
            used[cluster] += 1
            chosen.append(cluster)
    return chosen


def _likeness(left: Gathered, centres: Ints) -> Floats:
    """Return how much centres (rows) reach of what sites (columns) do, and they of what the centres do."""
    cover = left.cover
    pairs = np.ones(len(cover.items)), cover.items, cover.starts
    sites = csr_matrix(pairs, (cover.rows, len(left.columns))).T.tocsr()
    weighed = sites[centres].multiply(left.weights.astype(float)).tocsr()
    worth = sites @ left.weights.astype(float)
    found: Floats = (weighed @ sites.T).toarray() / np.maximum(worth[centres][:, None], worth[None, :])
    return found


def growth(some: float, none: float, open_: float) -> float:
    """Return how fast a tree grows whose splits lower the bound by these two, for a weight that is closed.

    A tree that closes a gap g so has about exp(growth * g) leaves.
    """
    some, none = max(1.0, some), max(1.0, none)
    if min(some, none) >= open_:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        grows = exp(-middle * some) + exp(-middle * none) > 1.0
        low, high = (middle, high) if grows else (low, middle)
    return high
