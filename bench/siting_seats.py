"""Claims: plans in which sites take only so many are proved too, and their certificates checked apart.

Points are made in a square; a site reaches an eighth of it and has seats for a part of what its share of
all demand would be. Seconds are CPU seconds of one process on one thread.
"""

from collections.abc import Callable, Iterator
from functools import partial
from time import process_time
from typing import Any

import numpy as np

from bench.claim import Claim
from bench.siting_cover import PACKAGES, until
from bench.siting_instances import greeted
from bench.sizes import FULL, sizes, target
from nuanxin.planners.siting import (
    CaseCertificate,
    Question,
    Result,
    check_cases,
    least_distance_served,
    most_served,
    reach_of_points,
    served_most,
    served_nearest,
)
from nuanxin.planners.siting.compiling import compile_all

NAME = "siting"
SIDE_M, FAR_M = 10_000.0, 3_000


def claims() -> Iterator[Claim]:
    """Solve one made question by what is served and by how far all go, and check both."""
    greeted()
    compile_all()
    rows, sites, count = (1_000, 100, 10) if sizes() is FULL else (300, 40, 6)
    question, seats, metres = made(rows, sites, count)
    told = f"{rows:,} x {sites}, p = {count}, with seats"
    most = partial(most_served, question, seats, until(60))
    near = partial(least_distance_served, question, seats, metres, FAR_M, until(60))
    for name, solve, asked in (
        ("most served", most, served_most(question, seats)),
        ("least way", near, served_nearest(question, seats, metres, FAR_M)),
    ):
        result, spent_s = timed(solve)
        begun = process_time()
        if not isinstance(result.certificate, CaseCertificate):
            raise RuntimeError(result.reason)
        bound = check_cases(asked, result.certificate)
        check_s = process_time() - begun
        gap = 100 * abs(bound - result.value) / max(1, result.value)
        facts: dict[str, Any] = {"cpu_s": spent_s, "packages": PACKAGES}
        yield Claim(f"{told}: {name}, gap proved", gap, "%", target("<= 1"), **facts)
        share = check_s / spent_s
        yield Claim(f"{told}: {name}, check", share, "of the solve", target("< 0.05"), **facts)


def made(rows: int, sites: int, count: int) -> tuple[Question, np.ndarray, np.ndarray]:
    """Return a question of random points, the seats of each site and the metres of each pair."""
    rng = np.random.default_rng(0)
    places, offered = rng.uniform(0, SIDE_M, (rows, 2)), rng.uniform(0, SIDE_M, (sites, 2))
    near = reach_of_points(places, offered, SIDE_M / 5, planar=True)
    weights = rng.integers(1, 100, rows)
    share = int(weights.sum()) // count
    seats = rng.integers(share // 2, share * 13 // 10, sites)
    question = Question(near.within(SIDE_M), weights, count=count)
    return question, seats, np.rint(near.metres).astype(np.int64)


def timed(solve: Callable[[], Result]) -> tuple[Result, float]:
    """Return an answer and its CPU seconds."""
    begun = process_time()
    return solve(), process_time() - begun
