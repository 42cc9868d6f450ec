"""The least worst way, of few places by trying every plan and of many by its proof."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import (
    Effort,
    Farthest,
    Reach,
    Unproven,
    check_worst,
    cover_from_lists,
    least_worst,
)
from nuanxin.planners.siting.enough import Enough
from nuanxin.planners.siting.hardest import decided


def reach_of(table, kept):
    """Return the reach of the pairs of a table that are kept."""
    starts = np.concatenate(([0], np.cumsum(kept.sum(axis=1)))).astype(np.int64)
    return Reach(starts, np.nonzero(kept)[1].astype(np.int32), table[kept].astype(float), table.shape[1])


def square(places, seed):
    """Return all distances among places by chance in a square, in whole metres."""
    points = np.random.default_rng(seed).uniform(0, 10_000, (places, 2))
    return np.rint(np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**31))
def test_named_sites_are_kept_to_as_brute_force_does(seed):
    rng = np.random.default_rng(seed)
    rows, sites, count = int(rng.integers(1, 9)), int(rng.integers(2, 8)), int(rng.integers(0, 4))
    table = rng.integers(0, int(rng.choice([3, 40])), (rows, sites))
    kept = rng.random(table.shape) < 0.85
    order = rng.permutation(sites).tolist()
    named = [tuple(order[k : k + 1]) if rng.random() < 0.4 else () for k in range(3)]
    existing, forced, forbidden = named if sites > 2 else ((), (), ())
    usable = [site for site in range(sites) if site not in (*existing, *forbidden)]
    ways = [
        np.where(kept, table, np.inf)[:, [*plan, *existing]].min(axis=1, initial=np.inf).max()
        for many in range(min(count, len(usable)) + 1)
        for plan in combinations(usable, many)
        if set(forced) <= set(plan)
    ]
    asked = Farthest(reach_of(table, kept), count, existing, forced, forbidden)
    result, best = least_worst(asked), min(ways, default=np.inf)
    if best == np.inf:
        assert result.status == "infeasible" and result.reason
        return
    assert (result.status, result.value, result.proof) == ("optimal", best, "certificate")
    assert set(forced) <= set(result.sites.tolist()) and not set(forbidden) & set(result.sites.tolist())
    assert check_worst(asked, result.sites, result.value, result.bound, result.certificate) == best
    for claimed in [each for each in asked.metres().tolist() if each > best][:1]:
        with pytest.raises(Unproven):
            check_worst(asked, result.sites, claimed, claimed, result.certificate)


@pytest.mark.parametrize(("places", "count", "best"), [(400, 8, 2362), (400, 20, 1382), (1000, 10, 2130)])
def test_a_thousand_places_are_proved(places, count, best):
    table = square(places, 1)
    asked = Farthest(reach_of(table, np.ones(table.shape, bool)), count)
    result = least_worst(asked, Effort(600.0))
    assert (result.status, result.value, result.proof) == ("optimal", best, "certificate")
    assert check_worst(asked, result.sites, best, best, result.certificate) == best
    assert len(result.certificate.parts[0].rows) < 200, "few rows decide it"


def test_few_rows_decide_that_so_many_sites_are_enough_or_not():
    near = square(200, 2) <= 2_500
    cover = cover_from_lists([np.flatnonzero(row).tolist() for row in near], 200)
    counts = {count: rows_asked(cover, count) for count in range(1, 16)}
    fewest = [count for count, (none, plan, _) in counts.items() if plan is not None]
    assert fewest == list(range(fewest[0], 16)), "every number is decided, and one more is enough too"
    for none, plan, hard in counts.values():
        assert none == (plan is None) and hard.sum() < 120
        assert none or (cover.times_covered(plan) > 0).all()


def rows_asked(cover, count):
    """Return what is decided of a number of sites, and the rows that were asked."""
    hard = np.zeros(cover.rows, bool)
    return (*decided(Enough(cover, count, np.ones(1, np.int64)), hard, 10**6, Effort(), lambda: False), hard)
