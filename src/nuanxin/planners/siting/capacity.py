"""Sites that can serve so many and no more 容量限制: most weight served, and least distance travelled.

A row's demand may be shared among sites; weights and capacities are whole, so shares come out whole.
"""

from collections.abc import Callable
from functools import partial
from operator import itemgetter
from time import perf_counter

import numpy as np

from nuanxin.planners.siting.answer import FEASIBLE, INFEASIBLE, OPTIMAL, SOLVER, Result, gap, infeasible
from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.cover import Cover, Refused
from nuanxin.planners.siting.covering import most_covered
from nuanxin.planners.siting.opening import opened_columns, sites_of
from nuanxin.planners.siting.programs import INFINITE, Program, Solved
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Effort, Question, impossible, put, sides
from nuanxin.planners.siting.rationing import Rationing, keeps

STEPS, PLANS = 300, 12
"""Steps that multipliers take, and how many of the plans they wish for are tried."""
LARGEST_PROGRAM = 40_000
"""With more pairs than these the solver answers nothing in a minute; sites are exchanged instead."""


def most_served(question: Question, capacity: Ints, effort: Effort | None = None) -> Result:
    """Return the sites that serve most weight, each at most its ``capacity`` (int64, a candidate each)."""
    put(question)
    _fits(question, capacity)
    effort, started = effort or Effort(), perf_counter()
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    return _served(question, capacity, -np.ones(question.cover.pairs), 0, -1, effort, started)


def least_distance_served(
    question: Question, capacity: Ints, metres: Ints, far_m: int, effort: Effort | None = None
) -> Result:
    """Return the sites to which all demand travels least, none serving more than its ``capacity``.

    ``metres`` (int64) goes beside each pair of the cover; weight that no open site has room for counts
    ``far_m``, at least the longest pair. The value is weight times metres.
    """
    put(question)
    _fits(question, capacity)
    if metres.shape != question.cover.items.shape or (len(metres) and far_m < int(metres.max())):
        raise Refused("every pair has metres, and unserved demand counts at least the longest")
    effort, started = effort or Effort(), perf_counter()
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    whole = int(question.weights.sum()) * far_m
    return _served(question, capacity, (metres - far_m).astype(float), whole, 1, effort, started)


def _served(
    question: Question,
    capacity: Ints,
    costs: np.ndarray,
    whole: int,
    sign: int,
    effort: Effort,
    started: float,
) -> Result:
    """Return the plan that serves at least cost beside ``whole``; where there is none, most are served."""
    begun = most_covered(question, Effort(min(5.0, effort.seconds / 4), effort.seed, proof=False))
    if begun.status == INFEASIBLE:
        return begun
    plan, cost = begun.sites, _cheapest(question, capacity, begun.sites, costs)

    def stopped(part: float = 1.0) -> bool:
        asked = effort.stopped is not None and effort.stopped()
        return asked or perf_counter() - started > effort.seconds * part

    rationing = Rationing(question, capacity, costs)
    for wished in reversed(rationing.raised(cost, STEPS, partial(stopped, 0.5))[-PLANS:]):
        if stopped(0.7):
            break
        plan, cost = min(
            (plan, cost), (wished, _cheapest(question, capacity, wished, costs)), key=itemgetter(1)
        )
    bound = min(cost, int(np.ceil(rationing.bound - 1e-6 * max(1.0, abs(rationing.bound)))))
    if bound < cost and question.cover.pairs > LARGEST_PROGRAM:
        plan, cost = _exchanged(question, rationing, (plan, cost), capacity, costs, effort.seed, stopped)
        bound = min(cost, bound)
    elif bound < cost and not stopped():
        solved, found = _solved(question, capacity, costs, rationing.aside(cost), effort, started)
        other = None if found is None else (found, _cheapest(question, capacity, found, costs))
        plan, cost = min((plan, cost), other or (plan, cost), key=itemgetter(1))
        bound = _bounded(solved, bound, cost)
    value, bound = whole + sign * cost, whole + sign * bound
    status = OPTIMAL if value == bound else FEASIBLE
    parts = (value, bound, gap(value, bound), None, perf_counter() - started, effort.seed)
    return Result(status, plan, *parts, proof=SOLVER)


def _bounded(solved: Solved, bound: int, cost: int) -> int:
    """Return the bound that the solver and the multipliers give together."""
    if solved.proved or not solved.feasible:
        return cost
    return max(bound, min(cost, int(np.ceil(solved.bound - 1e-6)))) if np.isfinite(solved.bound) else bound


def _exchanged(
    question: Question,
    rationing: Rationing,
    best: tuple[Places, int],
    capacity: Ints,
    costs: np.ndarray,
    seed: int,
    stopped: Callable[[], bool],
) -> tuple[Places, int]:
    """Exchange a site for one that the multipliers think well of, while there is time; keep what helps."""
    rng, limits, states = np.random.default_rng(seed), sides(question), rationing.states
    order = np.argsort(rationing.worth, kind="stable")
    for site in order[states[order] == FREE].tolist():
        more = np.union1d(best[0], [site]).astype(np.int32)
        if len(more) > len(best[0]) and keeps(limits, more, len(states)):
            best = (more, best[1])
    best = (best[0], _cheapest(question, capacity, best[0], costs))
    while not stopped():
        plan = best[0]
        goes = plan[states[plan] == FREE]
        comes = order[(states[order] == FREE) & ~np.isin(order, plan)]
        if not len(goes) or not len(comes):
            return best
        other = comes[int(len(comes) * rng.random() ** 3)]
        trial = np.sort(np.append(plan[plan != rng.choice(goes)], other)).astype(np.int32)
        if keeps(limits, trial, len(states)):
            best = min(best, (trial, _cheapest(question, capacity, trial, costs)), key=itemgetter(1))
    return best


def _solved(
    question: Question, capacity: Ints, costs: np.ndarray, states: Places, effort: Effort, started: float
) -> tuple[Solved, Places | None]:
    """Let the solver answer what the multipliers left of a question; return also the plan it found."""
    program = Program()
    sites = opened_columns(program, question)
    for state, limit in ((SHUT, 0.0), (OPEN, 1.0)):
        settled = np.flatnonzero((states == state) & (question.states() == FREE))
        program.add_rows(
            np.arange(len(settled)), sites[settled], np.ones(len(settled)), limit, limit, len(settled)
        )
    _flows(program, question, capacity, sites, costs)
    solved = program.solve(effort, started)
    return solved, None if solved.values is None else sites_of(question, solved.values, sites)


def _fits(question: Question, capacity: Ints) -> None:
    if capacity.shape != (question.cover.candidates,) or (len(capacity) and int(capacity.min()) < 0):
        raise Refused(f"capacities are 0 or more, one for each of {question.cover.candidates} candidates")


def _flows(program: Program, question: Question, capacity: Ints, sites: Ints, costs: np.ndarray) -> None:
    """Add what each pair carries, at these costs: no row more than its weight, no site than its capacity."""
    cover, weights = question.cover, question.weights
    rows = np.repeat(np.arange(cover.rows), cover.counts())
    most = np.minimum(weights[rows], capacity[cover.items]).astype(float)
    flows = program.add_columns(costs, 0.0, INFINITE)
    program.add_rows(rows, flows, np.ones(len(flows)), -np.inf, weights.astype(float), cover.rows)
    many = cover.candidates
    triples = np.concatenate((cover.items.astype(np.int64), np.arange(many)))
    amounts = np.concatenate((np.ones(len(flows)), -capacity.astype(float)))
    program.add_rows(triples, np.concatenate((flows, sites)), amounts, -np.inf, 0.0, many)
    pairs = np.arange(len(flows))
    program.add_rows(
        np.concatenate((pairs, pairs)),
        np.concatenate((flows, sites[cover.items])),
        np.concatenate((np.ones(len(flows)), -most)),
        -np.inf,
        0.0,
        len(flows),
    )


def _cheapest(question: Question, capacity: Ints, plan: Places, costs: np.ndarray) -> int:
    """Return the least cost of serving from a plan, worked out apart with all sites fixed."""
    cover = question.cover
    opened = np.zeros(cover.candidates, bool)
    opened[[*plan.tolist(), *question.existing]] = True
    kept = opened[cover.items]
    rows = np.repeat(np.arange(cover.rows), cover.counts())[kept]
    if not len(rows):
        return 0
    left = Cover(
        np.searchsorted(rows, np.arange(cover.rows + 1)).astype(np.int64), cover.items[kept], len(opened)
    )
    program = Program()
    flows = program.add_columns(costs[kept], 0.0, INFINITE)
    program.add_rows(rows, flows, np.ones(len(rows)), -np.inf, question.weights.astype(float), cover.rows)
    program.add_rows(
        left.items.astype(np.int64), flows, np.ones(len(rows)), -np.inf, capacity.astype(float), len(opened)
    )
    solved = program.solve(Effort(), perf_counter())
    return round(solved.bound)
