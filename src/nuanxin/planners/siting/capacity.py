"""Sites that can serve so many and no more 容量限制: most weight served, and least distance travelled.

A row's demand may be shared among sites; weights and capacities are whole, so shares come out whole.
"""

from time import perf_counter

import numpy as np

from nuanxin.planners.siting.answer import Result, infeasible
from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.cover import Cover, Refused
from nuanxin.planners.siting.covering import most_covered
from nuanxin.planners.siting.opening import answered, opened_columns, sites_of
from nuanxin.planners.siting.programs import INFINITE, Program
from nuanxin.planners.siting.question import Effort, Question, impossible, put


def most_served(question: Question, capacity: Ints, effort: Effort | None = None) -> Result:
    """Return the sites that serve most weight, each at most its ``capacity`` (int64, a candidate each)."""
    put(question)
    _fits(question, capacity)
    effort, started = effort or Effort(), perf_counter()
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    program = Program()
    sites = opened_columns(program, question)
    _flows(program, question, capacity, sites, -np.ones(question.cover.pairs))
    solved = program.solve(effort, started)
    found = _begun(question, effort) if solved.values is None else sites_of(question, solved.values, sites)
    value = -_cheapest(question, capacity, found, -np.ones(question.cover.pairs))
    return answered(question, solved, found, value, int(np.floor(-solved.bound + 1e-6)), started, effort)


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
    program, whole = Program(), int(question.weights.sum()) * far_m
    sites = opened_columns(program, question)
    saved = (metres - far_m).astype(float)
    _flows(program, question, capacity, sites, saved)
    solved = program.solve(effort, started)
    found = _begun(question, effort) if solved.values is None else sites_of(question, solved.values, sites)
    value = whole + _cheapest(question, capacity, found, saved)
    return answered(
        question, solved, found, value, whole + int(np.ceil(solved.bound - 1e-6)), started, effort
    )


def _fits(question: Question, capacity: Ints) -> None:
    if capacity.shape != (question.cover.candidates,) or (len(capacity) and int(capacity.min()) < 0):
        raise Refused(f"capacities are 0 or more, one for each of {question.cover.candidates} candidates")


def _begun(question: Question, effort: Effort) -> Places:
    """Return the plan that is there even where the solver finds none: what covers most, were there room."""
    return most_covered(question, Effort(5.0, effort.seed, proof=False)).sites


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
