"""Small random questions, and what the best plan is worth by trying every one."""

from itertools import combinations

import numpy as np

from nuanxin.planners.siting import Question, cover_from_lists


def random_question(seed: int) -> Question:
    """Return a question of up to 12 rows and 8 candidates with any of the options."""
    rng = np.random.default_rng(seed)
    rows, sites = int(rng.integers(0, 13)), int(rng.integers(1, 9))
    density = rng.uniform(0.05, 0.6)
    lists = [np.flatnonzero(rng.random(sites) < density).tolist() for _ in range(rows)]
    weights = rng.integers(0, rng.choice([2, 5, 1000]), rows).astype(np.int64)
    order = rng.permutation(sites).tolist()
    existing, forced, forbidden = tuple(order[:1]), tuple(order[1:2]), tuple(order[2:4])
    with_budget = rng.random() < 0.4
    pairs = np.array(list(combinations(range(sites), 2)), np.int32).reshape(-1, 2)
    apart = pairs[rng.random(len(pairs)) < 0.15] if rng.random() < 0.4 else pairs[:0]
    return Question(
        cover_from_lists(lists, sites),
        weights,
        count=int(rng.integers(0, sites + 2)) if not with_budget or rng.random() < 0.3 else None,
        costs=rng.integers(0, 10, sites).astype(np.int64) if with_budget else None,
        budget=int(rng.integers(0, 25)) if with_budget else None,
        existing=existing if rng.random() < 0.3 else (),
        forced=forced if rng.random() < 0.3 else (),
        forbidden=forbidden if rng.random() < 0.3 else (),
        apart=apart,
    )


def loose_question() -> Question:
    """Return a small question that neither fixings nor odd sets settle: its proof takes cases."""
    rng = np.random.default_rng(1)
    lists = [np.flatnonzero(rng.random(50) < 0.08).tolist() for _ in range(150)]
    return Question(cover_from_lists(lists, 50), rng.integers(1, 9, 150), count=8)


def plans(question: Question):
    """Yield every plan that keeps to the limits of a question: the new sites, as a set."""
    sites = question.cover.candidates
    costs = np.zeros(sites, int) if question.costs is None else question.costs
    existing, forced = set(question.existing), set(question.forced) - set(question.existing)
    usable = [j for j in range(sites) if j not in existing]
    most = sites if question.count is None else question.count
    for many in range(min(most, len(usable)) + 1):
        for plan in map(set, combinations(usable, many)):
            opened = plan | existing
            near = any(i in opened and j in opened and {i, j} & plan for i, j in question.apart.tolist())
            dear = question.budget is not None and sum(costs[j] for j in plan) > question.budget
            if forced <= plan and not plan & set(question.forbidden) and not near and not dear:
                yield plan


def worth(question: Question, plan) -> int:
    """Return the weight that a plan and the existing sites cover."""
    opened = set(plan) | set(question.existing)
    return sum(
        int(weight)
        for row, weight in enumerate(question.weights)
        if opened & set(question.cover.row(row).tolist())
    )
