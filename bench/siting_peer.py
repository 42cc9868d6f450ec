"""The peer: spopt with its default solver, an extra; without it, ratios are not measured."""

import sys
from time import process_time

import numpy as np

from bench.clock import tree_s
from bench.siting_instances import Floats, Ints


def _missing() -> bool:
    """Say loudly where spopt is not here."""
    try:
        import pulp  # noqa: F401
        import spopt  # noqa: F401
    except ImportError:
        sys.stderr.write("spopt is NOT HERE: ratios against it are not measured (requirements/peers.lock).\n")
        return True
    return False


def peer_cover_s(instance: tuple[Floats, Floats, Ints, float, int]) -> float | None:
    """Return spopt's CPU seconds for an instance of most weight covered, distances given; None without it."""
    if _missing():
        return None
    import pulp
    from spopt.locate import MCLP

    demand, places, weights, radius, count = instance
    far = np.hypot(*(demand[:, None] - places[None]).transpose(2, 0, 1))
    before = tree_s()
    model = MCLP.from_cost_matrix(far, weights, radius, p_facilities=count)
    model.solve(pulp.PULP_CBC_CMD(msg=False))
    return tree_s() - before


def peer_median_s(table: Ints, count: int) -> float | None:
    """Return spopt's CPU seconds for least distance, distances given; None where spopt is missing."""
    if _missing():
        return None
    import pulp
    from spopt.locate import PMedian

    before = process_time(), tree_s()
    model = PMedian.from_cost_matrix(table.astype(float), np.ones(len(table)), p_facilities=count)
    model.solve(pulp.PULP_CBC_CMD(msg=False))
    return tree_s() - before[1]
