"""Fewest sites (LSCP 集合覆盖选址), each row of demand reached as often as it asks.

Reduced by domination and taken apart into what hangs together; each part is answered by the solver, and
what it says is shown by cases of the part.
"""

from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from nuanxin.planners.siting.answer import CERTIFICATE, FEASIBLE, OPTIMAL, SOLVER, Result, gap, infeasible
from nuanxin.planners.siting.answering import SOLVING, left_s
from nuanxin.planners.siting.case_certificate import most_gained
from nuanxin.planners.siting.certificate import seal_of
from nuanxin.planners.siting.compiled import Flags, Ints, Places
from nuanxin.planners.siting.cover import Cover, restricted
from nuanxin.planners.siting.dominance import Dominated
from nuanxin.planners.siting.domination import containing, outdone_by
from nuanxin.planners.siting.everyone import (
    NOBODY_OUTDONE,
    Everyone,
    FewestCertificate,
    FewestPart,
    Part,
    put_everyone,
)
from nuanxin.planners.siting.opening import hearing
from nuanxin.planners.siting.programs import Program
from nuanxin.planners.siting.proving import Proving
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Effort, Progress
from nuanxin.planners.siting.reaching import relaxed_reaching


def fewest_sites(question: Everyone, effort: Effort | None = None) -> Result:
    """Return the cheapest sites that reach every row of demand as often as it asks (LSCP).

    Parameters
    ----------
    question : Everyone
        Rows to reach, how often, and what sites cost.
    effort : Effort, optional
        How long to try, from which seed, whom to tell; a minute where None.

    Returns
    -------
    Result
        The least cost found, what no plan costs less than, and a certificate for `check_fewest`; `INFEASIBLE`
        names the first row that cannot be reached.

    Raises
    ------
    Refused
        Where a part is none; the row is named.

    Notes
    -----
    Toregas et al. (1971).
    """
    put_everyone(question)
    effort, started = effort or Effort(), perf_counter()
    states = question.states()
    if both := (set(question.forced) - set(question.existing)) & set(question.forbidden):
        return infeasible(f"candidate {min(both)} is both forced and forbidden", effort.seed)
    usable = question.cover.times_covered(np.flatnonzero(states != SHUT))
    short = np.flatnonzero(usable < question.times)
    if len(short):
        row = int(short[0])
        said = f"row {row} is reached by {usable[row]} candidates and asks for {question.times[row]}"
        return infeasible(said, effort.seed)
    return Fewest(question, effort, started).result()


@dataclass(slots=True)
class Fewest:
    """One solve of `Everyone`: what is left, the parts it falls into, and what they answered."""

    question: Everyone
    effort: Effort
    started: float
    rows: list[Places] = field(default_factory=list)
    proved: bool = True
    bound: float = 0.0

    def result(self) -> Result:
        """Answer part by part."""
        question, opened = self.question, self.question.states() == OPEN
        rows, sites, asked = self.reduced()
        cost = int(question.costs[sorted(set(question.forced) - set(question.existing))].sum())
        self.bound = float(cost)
        numbers = np.flatnonzero(rows)
        left = restricted(question.cover, rows, sites)
        parts, whole = parts_of(left), np.ones(left.candidates, bool)
        begun = [
            greedy(restricted(left, part, whole), asked[numbers[part]], question.costs) for part in parts
        ]
        best = cost + sum(int(question.costs[each].sum()) for each in begun)
        self.say(best)
        for part, first in zip(parts, begun, strict=True):
            found = self.part(left, numbers, part, asked, first)
            best += int(question.costs[found].sum()) - int(question.costs[first].sum())
            opened |= found
            self.say(best)
        plan = np.setdiff1d(np.flatnonzero(opened), question.existing).astype(np.int32)
        value = int(question.costs[plan].sum())
        return self.told(plan, value)

    def reduced(self) -> tuple[Flags, Flags, Ints]:
        """Return the rows and sites that are left, and how often each row asks for more."""
        question, states = self.question, self.question.states()
        asked = question.times - question.cover.times_covered(np.flatnonzero(states == OPEN))
        rows, sites = asked > 0, states == FREE
        for _turn in range(4):
            before = (rows.sum(), sites.sum())
            rows, sites = self.dominated(rows, sites, asked)
            if before == (rows.sum(), sites.sum()):
                break
        return rows, sites, asked

    def say(self, best: int) -> None:
        """Tell the cheapest plan so far, and the bound."""
        if self.effort.tell is not None:
            seconds = perf_counter() - self.started
            self.effort.tell(Progress("cases", best, min(best, int(self.bound)), seconds))

    def dominated(self, rows: Flags, sites: Flags, asked: Ints) -> tuple[Flags, Flags]:
        """Return the rows and sites that are left when the dominated go."""
        left, numbers = restricted(self.question.cover, rows, sites), np.flatnonzero(rows)
        columns = left.by_candidate()
        out = containing(left.starts, left.items, columns.starts, columns.items, asked[numbers])
        rows = rows.copy()
        rows[numbers[out]] = False
        if (asked[rows] > 1).any():
            return rows, sites
        left = restricted(self.question.cover, rows, sites)
        columns = left.by_candidate()
        every = np.ones(left.candidates, bool)
        by = outdone_by(columns.starts, columns.items, left.starts, left.items, self.question.costs, every)
        return rows, sites & (by == np.arange(len(by)))

    def part(self, left: Cover, numbers: Ints, part: Flags, asked: Ints, begun: Flags) -> Flags:
        """Answer one part, its relaxation first, from a plan of it; return which sites it opens."""
        mine = restricted(left, part, np.ones(left.candidates, bool))
        rows = numbers[part]
        places = np.unique(mine.items)
        local = np.searchsorted(places, mine.items)
        program, pairs = Program(), np.repeat(np.arange(mine.rows), mine.counts())
        columns = program.add_columns(self.question.costs[places].astype(float), whole=True)
        program.add_rows(
            pairs, columns[local], np.ones(len(pairs)), asked[rows].astype(float), np.inf, mine.rows
        )
        self.rows.append(rows.astype(np.int32))
        alone = hearing(self.effort, self.started, "cases", 1, int(self.bound)) if part.all() else None
        part_s = self.effort.seconds * (SOLVING if self.effort.proof else 1.0)
        short = replace(self.effort, seconds=part_s)
        solved = program.solve(short, self.started, begun[places].astype(float), alone)
        self.proved &= solved.proved
        self.bound += max(0.0, np.ceil(solved.bound - 1e-6))
        if solved.values is None:
            return begun
        found = np.zeros(left.candidates, bool)
        found[places[solved.values > 0.5]] = True
        return found

    def told(self, plan: Places, value: int) -> Result:
        """Return the answer, with what the cases of each part prove of it."""
        question, parts, shown = self.question, list[FewestPart](), self.question.forced_cost()
        for rows in self.rows if self.effort.proof else ():
            numbered = question.part(rows)
            mine = np.intersect1d(plan, numbered.sites()).astype(np.int32)
            aside = outdone_in(numbered)
            numbered = question.part(rows, aside.shut) if len(aside.shut) else numbered
            proving = Proving(numbered, relaxed_reaching(numbered), mine)
            proving.grow(partial(left_s, self.effort, self.started))
            parts.append(FewestPart(rows, proving.nodes(), -proving.gain, aside))
            shown -= most_gained(numbered, parts[-1].nodes, proving.gain)
            plan = np.union1d(np.setdiff1d(plan, mine), proving.plan).astype(np.int32)
        value = int(question.costs[plan].sum())
        bound = max(shown, value if self.proved else min(value, int(self.bound)))
        certificate = FewestCertificate(question.digest(), plan, value, shown, tuple(parts))
        certificate = replace(certificate, seal=seal_of(certificate))
        proof = CERTIFICATE if shown == bound else SOLVER
        seconds, seed = perf_counter() - self.started, self.effort.seed
        status = OPTIMAL if bound == value else FEASIBLE
        return Result(status, plan, value, bound, gap(value, bound), certificate, seconds, seed, proof=proof)


def outdone_in(part: Part) -> Dominated:
    """Return the sites of a part that another one outdoes among its rows, if these ask for one each."""
    if (part.times > 1).any():
        return NOBODY_OUTDONE
    cover, free = part.question.cover, part.question.states() == FREE
    columns = cover.by_candidate()
    by = outdone_by(columns.starts, columns.items, cover.starts, cover.items, part.costs, free)
    shut = np.flatnonzero(free & (by != np.arange(len(by)))).astype(np.int32)
    return Dominated(shut, by[shut])


def parts_of(cover: Cover) -> list[Flags]:
    """Return the rows of each part of a cover that hangs together."""
    many = cover.rows
    rows = np.repeat(np.arange(many), cover.counts())
    size = many + cover.candidates
    graph = csr_matrix((np.ones(len(rows)), (rows, many + cover.items)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    return [labels[:many] == label for label in np.unique(labels[:many])]


def greedy(cover: Cover, asked: Ints, costs: Ints) -> Flags:
    """Return sites that reach every row as often as it asks, each time the most helpful for its cost."""
    columns, left = cover.by_candidate(), asked.copy()
    opened = np.zeros(cover.candidates, bool)
    rows = np.repeat(np.arange(cover.candidates), columns.counts())
    while (left > 0).any():
        helps = np.bincount(rows, weights=left[columns.items] > 0, minlength=cover.candidates)
        worth = np.where(opened, -1.0, helps / np.maximum(costs, 1e-6))
        site = int(worth.argmax())
        opened[site] = True
        left[columns.row(site)] -= 1
    return opened
