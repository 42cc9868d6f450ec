"""Parts 分块 in a certificate: what is left falls into questions that share no row of demand.

Stands with the checker, apart from the solver. Why it holds: a row that is still to be won is reached by
free candidates of one part alone, so what a plan wins is what it wins in each part; the parts share nothing
but the number of sites. With a bound of each part for every number of sites, no plan wins more than the best
sum of them, the numbers together being what may still be opened.
"""

import numpy as np

from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.cover import Cover
from nuanxin.planners.siting.pairs import before
from nuanxin.planners.siting.question import FREE, OPEN, Question


def share_no_row(question: Question, states: Places, part_of: Places) -> bool:
    """Return whether every free candidate is in a part, and every row still to be won in one alone."""
    if part_of.dtype != np.int32 or part_of.shape != states.shape or (part_of[states == FREE] < 0).any():
        return False
    rows, items = _still(question, states)
    lowest = np.full(question.cover.rows, 2**31 - 1, np.int32)
    highest = np.full(question.cover.rows, -1, np.int32)
    np.minimum.at(lowest, rows, part_of[items])
    np.maximum.at(highest, rows, part_of[items])
    return bool((lowest[rows] == highest[rows]).all())


def _still(question: Question, states: Places) -> tuple[Ints, Places]:
    """Return the rows and free candidates of the pairs that are left of rows still to be won."""
    cover = question.cover
    opened = before(states[cover.items] == OPEN)
    wanted = (opened[cover.starts[1:]] == opened[cover.starts[:-1]]) & (question.weights > 0)
    rows = np.repeat(np.arange(cover.rows), cover.counts())
    kept = wanted[rows] & (states[cover.items] == FREE)
    return rows[kept], cover.items[kept]


def won_already(question: Question, states: Places) -> int:
    """Return the weight that what is open covers."""
    cover = question.cover
    opened = before(states[cover.items] == OPEN)
    return int(question.weights[opened[cover.starts[1:]] > opened[cover.starts[:-1]]].sum())


def sites_left(question: Question, states: Places) -> int:
    """Return how many sites may still be opened; below 0 where there are too many."""
    fresh = states == OPEN
    fresh[list(question.existing)] = False
    return min(int((states == FREE).sum()), (question.count or 0) - int(fresh.sum()))


def part_questions(question: Question, states: Places, part_of: Places, count: int) -> list[Question]:
    """Return the question of each part, of its rows and candidates in the order they stand in."""
    rows, items = _still(question, states)
    of, many = part_of[items], int(part_of.max(initial=-1)) + 1
    near = np.asarray(question.apart, np.int32).reshape(-1, 2)
    found = []
    for part in range(many):
        columns = np.flatnonzero((states == FREE) & (part_of == part))
        local = np.full(len(states), -1, np.int32)
        local[columns] = np.arange(len(columns), dtype=np.int32)
        mine, where = np.unique(rows[of == part], return_inverse=True)
        starts = np.concatenate(([0], np.cumsum(np.bincount(where, minlength=len(mine))))).astype(np.int64)
        pairs = local[near]
        cover = Cover(starts, local[items[of == part]], len(columns))
        found.append(Question(cover, question.weights[mine], count, apart=pairs[(pairs >= 0).all(axis=1)]))
    return found


def part_rows(question: Question, states: Places, part_of: Places) -> Places:
    """Return for each row of demand the part that it is in, or -1."""
    rows, items = _still(question, states)
    found = np.full(question.cover.rows, -1, np.int32)
    found[rows] = part_of[items]
    return found


def best_sum(bounds: Ints) -> Ints:
    """Return the best sum of a number of each part's row, for every number of sites together.

    ``bounds`` (int64, parts by 0 to all sites) is what a part is worth at most with so many.
    """
    total = np.zeros(bounds.shape[1], np.int64)
    for row in bounds:
        total = joined(total, row)
    return total


def joined(one: Ints, other: Ints) -> Ints:
    """Return the best sum of two for every number of sites, of which each has some."""
    found: Ints = one + other[0]
    for many in range(1, len(other)):
        np.maximum(found[many:], one[: len(one) - many] + other[many], out=found[many:])
    return found
