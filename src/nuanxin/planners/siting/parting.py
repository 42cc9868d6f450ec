"""Parting 分块: where what is left falls apart, parts are answered for themselves, and their cases add up.

One tree over all of it would have to close every part within each case of the others. Parts that share no
row of demand share the number of sites alone: what each is worth at most is bounded for every number by its
relaxation, and proved by cases of its own only for the numbers that the best sum of these bounds rests on.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from nuanxin.planners.siting.certificate import Line, Parts, Proof, line_bounds
from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.gathering import UNREACHED, carried_sets
from nuanxin.planners.siting.parts import (
    best_sum,
    joined,
    part_questions,
    part_rows,
    sites_left,
    won_already,
)
from nuanxin.planners.siting.relaxed_cover import Case, Relaxed
from nuanxin.planners.siting.solving import Level, Solve, told

SMALLEST = 0.1
"""The part of the candidates that is left from which a part stands alone; smaller ones are one part."""
MOST_SITES = 1000
"""Sites up to which every number of them is looked at."""
CASES = (60, 600, 2**60)
"""Cases of a part's question at first, where it is asked again, and at last."""


def parts_of(solve: Solve, level: Level) -> Places | None:
    """Return the part that each candidate is in, -1 for what is not free; None where all hangs together."""
    question, left = solve.question, level.left
    if question.budget is not None or not 0 < sites_left(question, solve.states) <= MOST_SITES:
        return None
    side = np.repeat(np.arange(len(level.limits.limits)), np.diff(level.limits.starts))
    if (level.limits.amounts > level.limits.limits[side]).any():
        return None
    many, rows = len(left.columns), np.repeat(np.arange(left.cover.rows), left.cover.counts())
    near = np.repeat(np.arange(many), np.diff(level.board.apart_starts))
    ends = np.concatenate((rows + many, near)), np.concatenate((left.cover.items, level.board.apart))
    links = coo_matrix((np.ones(len(ends[0])), ends), [many + left.cover.rows] * 2)
    labels = connected_components(links, directed=False)[1][:many]
    sizes = np.bincount(labels)
    large = np.flatnonzero(sizes >= max(2, SMALLEST * many))
    if len(large) < 2:
        return None
    numbers = np.full(len(sizes), len(large), np.int32)
    numbers[large] = np.arange(len(large), dtype=np.int32)
    found = np.full(len(solve.states), -1, np.int32)
    found[left.columns] = numbers[labels]
    return found


class Parting:
    """The parts of a question, what each is worth at least and at most with every number of sites."""

    def __init__(self, solve: Solve, part_of: Places, run: Callable[[Solve], None]) -> None:
        self.solve, self.part_of, self.run = solve, part_of, run
        question, states = solve.question, solve.states
        self.most, self.won = sites_left(question, states), won_already(question, states)
        self.questions = part_questions(question, states, part_of, self.most)
        weights = [[int(part.weights.sum())] for part in self.questions]
        self.highest = np.repeat(np.array(weights, np.int64), self.most + 1, axis=1)
        self.lowest = np.zeros_like(self.highest)
        many = len(self.questions)
        self.plans = [[np.zeros(0, np.int32)] * (self.most + 1) for _ in range(many)]
        self.columns = [np.flatnonzero(part_of == part).astype(np.int32) for part in range(many)]
        self.lines, self.proofs = list[Line](), dict[tuple[int, int], Proof]()
        self.relaxed, self.levels = list[Relaxed](), list[Level]()
        self.asked = dict[tuple[int, int], int]()

    def begin(self, level: Level, relaxed: Relaxed) -> None:
        """Relax each part with the odd sets that the whole has; keep what its best plan opens in it."""
        solve, rows = self.solve, part_rows(self.solve.question, self.solve.states, self.part_of)
        for part, question in enumerate(self.questions):
            mine = Solve(question, solve.part_effort()).level()
            groups = np.full(len(rows), UNREACHED, np.int32)
            groups[rows == part] = mine.left.groups
            program = Relaxed(mine.left, mine.limits, solve.scale, solve.effort.stopped, solve.steps)
            program.add(carried_sets(level.left, relaxed.sets, replace(mine.left, groups=groups)))
            self.levels.append(mine)
            self.relaxed.append(program)
            plan = np.flatnonzero(np.isin(self.columns[part], solve.sites)).astype(np.int32)
            self.keep(part, plan)
            self.line(part, len(plan))

    def keep(self, part: int, plan: Places) -> None:
        """Keep a plan of a part, wherever it is the best for a number of sites."""
        question = self.questions[part]
        worth = int(question.weights[question.cover.times_covered(plan) > 0].sum())
        for count in range(len(plan), self.most + 1):
            if worth <= self.lowest[part, count]:
                break
            self.lowest[part, count], self.plans[part][count] = worth, plan

    def line(self, part: int, count: int) -> bool:
        """Bound a part, for every number of sites, by its relaxation with so many; False if time ran out."""
        relaxed, level, question = self.relaxed[part], self.levels[part], self.questions[part]
        relaxed.allow(count)
        case = Case((), ())
        if relaxed.solve(case, self.solve.left_s()) is None or case.priced is None:
            return False
        none = level.left.columns[:0]
        stage = told(level.left, question.weights, self.solve.scale, case.priced, none, none)
        self.lines.append(Line(part, stage))
        bounds = line_bounds(question, stage, self.solve.scale)
        self.highest[part] = np.minimum(self.highest[part], bounds)
        self.asked[part, count] = 0
        return True

    def prove(self, part: int, count: int, needed: int) -> None:
        """Prove that a part with so many sites is worth no more than ``needed``, or than its best plan."""
        turn = self.asked[part, count]
        mine = Solve(replace(self.questions[part], count=count), self.solve.part_effort())
        mine.most_cases, mine.merging, mine.chance = CASES[turn], turn + 1 < len(CASES), self.solve.chance
        mine.begun = self.levels[part].left, self.relaxed[part].sets
        mine.sites = self.plans[part][count]
        mine.value = floor = max(needed, int(self.lowest[part, count]))
        self.run(mine)
        self.asked[part, count] = turn + 1
        if mine.value > floor:
            self.keep(part, mine.sites)
        bound = min(mine.bound, int(self.highest[part, count]))
        if mine.bound < self.highest[part, count]:
            self.proofs[part, count] = Proof(part, count, mine.claim("", mine.sites[:0]))
        self.highest[part, : count + 1] = np.minimum(self.highest[part, : count + 1], bound)

    def whole(self) -> int:
        """Return what no plan of the whole exceeds, by what the parts are worth at most."""
        return self.won + int(best_sum(self.highest)[self.most])

    def improve(self) -> None:
        """Take the best sum of the parts' plans for a plan of the whole, where it is better."""
        counts = best_counts(self.lowest)
        value = self.won + sum(int(row[count]) for row, count in zip(self.lowest, counts, strict=True))
        if value > self.solve.value:
            chosen = [self.columns[part][self.plans[part][count]] for part, count in enumerate(counts)]
            self.solve.open_free(np.concatenate(chosen), value)

    def step(self) -> bool:
        """Lower the bound of the best sum in one of its parts; False where nothing more can be done."""
        counts = best_counts(self.highest)
        for part, count in enumerate(counts):
            if (part, count) not in self.asked:
                return self.line(part, count)
        loose = [
            int(self.highest[part, count] - self.lowest[part, count]) for part, count in enumerate(counts)
        ]
        order = [
            (self.asked[part, count], -loose[part], part)
            for part, count in enumerate(counts)
            if loose[part] and self.asked[part, count] < len(CASES)
        ]
        if not order:
            return False
        part = min(order)[2]
        others = best_sum(np.delete(self.highest, part, axis=0))[self.most - counts[part]]
        self.prove(part, counts[part], self.solve.value - self.won - int(others))
        self.improve()
        return True


def parted(
    solve: Solve, level: Level, relaxed: Relaxed, part_of: Places, run: Callable[[Solve], None]
) -> None:
    """Prove part by part what the stages left, as far as time goes."""
    parting, before = Parting(solve, part_of, run), solve.bound
    parting.begin(level, relaxed)
    parting.improve()
    while not solve.done() and parting.step():
        solve.bound = min(before, max(solve.value, parting.whole()))
        solve.tell("cases")
    if parting.whole() < before:
        solve.bound = max(solve.value, parting.whole())
        solve.tree = Parts(part_of, tuple(parting.lines), tuple(parting.proofs.values()))


def best_counts(bounds: Ints) -> list[int]:
    """Return for each part how many sites it has in the best sum of ``bounds`` (parts by 0 to all)."""
    totals = [np.zeros(bounds.shape[1], np.int64)]
    for row in bounds[:-1]:
        totals.append(joined(totals[-1], row))
    left, counts = bounds.shape[1] - 1, list[int]()
    for row, rest in zip(bounds[::-1], totals[::-1], strict=True):
        counts.append(int((rest[left::-1] + row[: left + 1]).argmax()))
        left -= counts[-1]
    return counts[::-1]
