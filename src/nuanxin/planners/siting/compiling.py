"""Compile the inner loops once, at set-up: ``python -m nuanxin.planners.siting.compiling``.

What is compiled lies beside the code (or in the user's cache where that may not be written), so the first
plan somebody asks for does not wait for it.
"""

import numpy as np

from nuanxin.planners.siting import search
from nuanxin.planners.siting.annealing import anneal, nearby, warmth
from nuanxin.planners.siting.breeding import searched
from nuanxin.planners.siting.cover import cover_from_lists
from nuanxin.planners.siting.covering import most_covered
from nuanxin.planners.siting.distances import least_distance
from nuanxin.planners.siting.everyone import Everyone
from nuanxin.planners.siting.farthest import Farthest
from nuanxin.planners.siting.fewest import fewest_sites
from nuanxin.planners.siting.medians import Medians
from nuanxin.planners.siting.numbered import Capacity
from nuanxin.planners.siting.points import cover_of_points, reach_of_points
from nuanxin.planners.siting.pressing import press
from nuanxin.planners.siting.question import Effort, Question
from nuanxin.planners.siting.rationing import Rationing
from nuanxin.planners.siting.solving import Solve
from nuanxin.planners.siting.streets import reach_by_streets, streets
from nuanxin.planners.siting.surroundings import alike, around
from nuanxin.planners.siting.worst import least_worst


def compile_all() -> None:
    """Answer a small question of every kind, so that every loop is compiled and kept."""
    rng = np.random.default_rng(0)
    points = rng.uniform(0, 1000, (60, 2))
    cover = cover_of_points(points, points, 200.0, planar=True)
    least_worst(Farthest(reach_of_points(points, points, 200.0, planar=True), 20))
    ends = np.arange(59, dtype=np.int32)
    reach_by_streets(streets(60, ends, ends + 1, np.ones(59)), ends, ends, 5.0)
    weights, costs = rng.integers(1, 50, 60), rng.integers(1, 9, 60)
    most_covered(Question(cover, weights, count=6))
    most_covered(Question(cover, weights, costs=costs, budget=20, apart=np.array([[0, 1]], np.int32)))
    _searches(Question(cover, weights, count=6))
    table = rng.integers(1, 1000, (40, 25))
    order = np.argsort(table, axis=1).astype(np.int32)
    costs = np.take_along_axis(table, order, 1).ravel()
    least_distance(Medians(np.arange(41) * 25, order.ravel(), costs, table.max(axis=1), 25, 4))
    room = Capacity((weights + 20).reshape(-1, 1), np.zeros(60, np.int64))
    Rationing(Question(cover, weights, count=6), room, -np.ones(cover.pairs)).raised(0.0, 2, lambda: False)
    lists = cover_from_lists([[0, 1, 2], [1, 2, 3], [0, 3]], 4)
    fewest_sites(Everyone(lists, np.ones(3, np.int64), np.ones(4, np.int64)))


def _searches(question: Question) -> None:
    """Run the searches that small questions have no need of."""
    solve = Solve(question, Effort())
    level = solve.level()
    searched(solve, level, 1)
    search.polish(level.board, level.hand, solve.chance)
    found, chance = level.hand.open.copy(), np.ones(1, np.int64)
    heats = warmth(level.board, found, chance), 0.5
    anneal(level.board, level.hand, nearby(level.board, chance), found, 10, heats, chance)
    around(level.board, 0, 10)
    alike(level.board, found, 2)
    press(level.board, level.hand, level.board.weights.copy(), found, 10, 1, chance)


if __name__ == "__main__":
    compile_all()
