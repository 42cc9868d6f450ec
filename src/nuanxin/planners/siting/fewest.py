"""Fewest sites (LSCP 集合覆盖选址), each row of demand reached as often as it asks.

Reduced by domination and taken apart into what hangs together; the duals of the relaxation are a
certificate wherever rounding them up reaches the plan, else the solver proves the rest.
"""

from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from nuanxin.planners.siting.answer import CERTIFICATE, FEASIBLE, OPTIMAL, SOLVER, Result, gap, infeasible
from nuanxin.planners.siting.certificate import Unproven, seal_of
from nuanxin.planners.siting.compiled import Flags, Ints, Places
from nuanxin.planners.siting.cover import Cover, Refused, checked
from nuanxin.planners.siting.domination import containing, outdone_by, restricted
from nuanxin.planners.siting.opening import hearing
from nuanxin.planners.siting.programs import Program
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Effort, Progress

FINEST = 2**30


@dataclass(frozen=True, slots=True)
class Everyone:
    """Reach every row of demand ``times`` (int64, a row each; 2 is backup) at least cost.

    ``costs`` (int64, a candidate each) are 1 where sites are counted. Sites are as in `Question`.
    """

    cover: Cover
    times: Ints
    costs: Ints
    existing: tuple[int, ...] = ()
    forced: tuple[int, ...] = ()
    forbidden: tuple[int, ...] = ()

    def digest(self) -> str:
        """Return a hash of all inputs."""
        arrays = (self.cover.starts, self.cover.items, self.times, self.costs)
        return seal_of((*arrays, self.cover.candidates, self.existing, self.forced, self.forbidden))

    def states(self) -> Places:
        """Return for each candidate whether it is open, shut or free."""
        found = np.full(self.cover.candidates, FREE, np.int32)
        found[list(self.forbidden)] = SHUT
        found[[*self.existing, *self.forced]] = OPEN
        return found


@dataclass(frozen=True, slots=True)
class FewestCertificate:
    """A plan, and ``multipliers`` by row (in ``scale``-ths of a cost) that prove ``bound``."""

    inputs: str
    sites: Places
    value: int
    bound: int
    scale: int
    multipliers: Ints
    seal: str = ""


def check_fewest(question: Everyone, certificate: FewestCertificate) -> int:
    """Return the least cost that a certificate proves; Unproven where it does not prove its claim.

    Whatever is open, a row's multiplier is paid ``times`` over by sites that reach it; a site that could
    be paid more than it costs gives the rest back, as it is opened once.
    """
    if certificate.seal != seal_of(replace(certificate, seal="")) or certificate.inputs != question.digest():
        raise Unproven("it was changed, or made for other inputs")
    states, cover, scale = question.states(), question.cover, certificate.scale
    plan = {*certificate.sites.tolist(), *question.existing}
    new = plan - set(question.existing)
    if (cover.times_covered(sorted(plan)) < question.times).any() or not set(question.forced) <= plan:
        raise Unproven("the plan leaves something out")
    if new & set(question.forbidden) or int(question.costs[sorted(new)].sum()) != certificate.value:
        raise Unproven("the plan has another cost")
    if certificate.multipliers.shape != question.times.shape or (certificate.multipliers < 0).any():
        raise Unproven("multipliers are 0 or more, one a row")
    paid = np.zeros(cover.candidates, np.int64)
    rows = np.repeat(np.arange(cover.rows), cover.counts())
    np.add.at(paid, cover.items, certificate.multipliers[rows])
    costs = question.costs.copy()
    costs[list(question.existing)] = 0
    left = costs * scale - paid
    least = np.where(states == OPEN, left, np.where(states == SHUT, 0, np.minimum(left, 0)))
    whole = int((certificate.multipliers * question.times).sum()) + int(least.sum())
    if min(certificate.value, -(-whole // scale)) != certificate.bound:
        raise Unproven(f"it proves {-(-whole // scale)}, not {certificate.bound}")
    return certificate.bound


def fewest_sites(question: Everyone, effort: Effort | None = None) -> Result:
    """Return the cheapest sites that reach every row of demand as often as it asks.

    `INFEASIBLE` names the first row that cannot be reached. Toregas et al. (1971).
    """
    checked(question.cover)
    if question.times.shape != (question.cover.rows,) or question.costs.shape != (question.cover.candidates,):
        raise Refused("times are one a row, costs one a candidate")
    if (question.times < 0).any() or (question.costs < 0).any():
        raise Refused("times and costs are 0 or more")
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
    multipliers: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    proved: bool = True
    bound: float = 0.0

    def result(self) -> Result:
        """Answer part by part."""
        question, states = self.question, self.question.states()
        self.multipliers = np.zeros(question.cover.rows, np.int64)
        opened = states == OPEN
        asked = question.times - question.cover.times_covered(np.flatnonzero(opened))
        rows, sites = asked > 0, states == FREE
        for _turn in range(4):
            before = (rows.sum(), sites.sum())
            rows, sites = self.dominated(rows, sites, asked)
            if before == (rows.sum(), sites.sum()):
                break
        cost = int(question.costs[sorted(set(question.forced) - set(question.existing))].sum())
        self.bound = float(cost)
        numbers = np.flatnonzero(rows)
        left = restricted(question.cover, rows, sites)
        parts, whole = _parts(left), np.ones(left.candidates, bool)
        begun = [
            _greedy(restricted(left, part, whole), asked[numbers[part]], question.costs) for part in parts
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
        self.multipliers[rows] = program.duals(FINEST)
        alone = hearing(self.effort, self.started, "cases", 1, int(self.bound)) if part.all() else None
        solved = program.solve(self.effort, self.started, begun[places].astype(float), alone)
        self.proved &= solved.proved
        self.bound += np.ceil(solved.bound - 1e-6)
        if solved.values is None:
            return begun
        found = np.zeros(left.candidates, bool)
        found[places[solved.values > 0.5]] = True
        return found

    def told(self, plan: Places, value: int) -> Result:
        """Return the answer, with what the multipliers prove of it."""
        question = self.question
        certificate = FewestCertificate(question.digest(), plan, value, 0, FINEST, self.multipliers)
        states, rows = question.states(), np.repeat(np.arange(question.cover.rows), question.cover.counts())
        paid = np.zeros(question.cover.candidates, np.int64)
        np.add.at(paid, question.cover.items, self.multipliers[rows])
        costs = question.costs.copy()
        costs[list(question.existing)] = 0
        rest = costs * FINEST - paid
        least = np.where(states == OPEN, rest, np.where(states == SHUT, 0, np.minimum(rest, 0)))
        shown = -(-(int((self.multipliers * question.times).sum()) + int(least.sum())) // FINEST)
        certificate = replace(certificate, bound=min(shown, value))
        certificate = replace(certificate, seal=seal_of(certificate))
        bound = value if self.proved else max(certificate.bound, min(value, int(self.bound)))
        proof = CERTIFICATE if certificate.bound == bound else SOLVER
        seconds, seed = perf_counter() - self.started, self.effort.seed
        status = OPTIMAL if bound == value else FEASIBLE
        return Result(status, plan, value, bound, gap(value, bound), certificate, seconds, seed, proof=proof)


def _parts(cover: Cover) -> list[Flags]:
    """Return the rows of each part of a cover that hangs together."""
    many = cover.rows
    rows = np.repeat(np.arange(many), cover.counts())
    size = many + cover.candidates
    graph = csr_matrix((np.ones(len(rows)), (rows, many + cover.items)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    return [labels[:many] == label for label in np.unique(labels[:many])]


def _greedy(cover: Cover, asked: Ints, costs: Ints) -> Flags:
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
