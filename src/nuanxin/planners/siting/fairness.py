"""Backup and fairness 双重覆盖与均衡: demand that two sites reach, and the town that is served worst."""

from time import perf_counter

import numpy as np

from nuanxin.planners.siting.answer import Result, infeasible
from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.cover import Refused
from nuanxin.planners.siting.covering import most_covered
from nuanxin.planners.siting.opening import answered, hearing, opened_columns, sites_of
from nuanxin.planners.siting.programs import Program
from nuanxin.planners.siting.question import Effort, Question, impossible, put

SHARE = 1_000_000
"""Shares of a town's demand are counted in millionths."""


def most_backed(question: Question, second: Ints, effort: Effort | None = None) -> Result:
    """Return the sites that cover most weight, where a second site in reach is worth ``second`` more.

    ``second`` (int64, a row each) is at most the row's weight. The value is the weight covered once plus
    the second weights covered twice (Hogan and ReVelle 1986, BACOP2).
    """
    put(question)
    effort, started = effort or Effort(), perf_counter()
    if second.shape != question.weights.shape or (second < 0).any() or (second > question.weights).any():
        raise Refused("a second cover is worth from 0 to what the first one is")
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    program, many = Program(), question.cover.rows
    sites = opened_columns(program, question)
    once = program.add_columns(-question.weights.astype(float))
    twice = program.add_columns(-second.astype(float))
    rows = np.repeat(np.arange(many), question.cover.counts())
    triples = np.concatenate((rows, np.arange(many), np.arange(many)))
    columns = np.concatenate((sites[question.cover.items], once, twice))
    amounts = np.concatenate((np.full(len(rows), -1.0), np.ones(2 * many)))
    program.add_rows(triples, columns, amounts, -np.inf, 0.0, many)
    first = most_covered(
        question, Effort(effort.seconds / 4, effort.seed, stopped=effort.stopped, proof=False)
    )
    solved = program.solve(effort, started, told=hearing(effort, started, "cases"))
    found = first.sites if solved.values is None else sites_of(question, solved.values, sites)
    if _backed(question, second, first.sites) > _backed(question, second, found):
        found = first.sites
    value = _backed(question, second, found)
    return answered(question, solved, found, value, int(np.floor(-solved.bound + 1e-6)), started, effort)


def _backed(question: Question, second: Ints, plan: Places) -> int:
    times = question.cover.times_covered([*plan.tolist(), *question.existing])
    return int(question.weights[times >= 1].sum() + second[times >= 2].sum())


def fairest(question: Question, towns: Ints, effort: Effort | None = None) -> Result:
    """Return the sites by which the worst-served town has the largest share of its weight covered.

    ``towns`` (int64, a row each, from 0) says whose demand a row is; towns without weight do not count.
    The value is the share in millionths, rounded down; the bound is rounded up.
    """
    put(question)
    effort, started = effort or Effort(), perf_counter()
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    program = Program()
    sites, met = _met(program, question)
    worst = program.add_columns(np.array([-1.0]))
    whole = town_weights(question, towns)
    counted = np.flatnonzero(whole)
    place = np.full(len(whole), -1)
    place[counted] = np.arange(len(counted))
    rows = np.flatnonzero(question.weights)
    triples = np.concatenate((place[towns[rows]], np.arange(len(counted))))
    columns = np.concatenate((met[rows], np.repeat(worst, len(counted))))
    amounts = np.concatenate((question.weights[rows] / whole[towns[rows]], np.full(len(counted), -1.0)))
    program.add_rows(triples, columns, amounts, 0.0, np.inf, len(counted))
    first = most_covered(
        question, Effort(effort.seconds / 4, effort.seed, stopped=effort.stopped, proof=False)
    )
    solved = program.solve(effort, started)
    found = first.sites if solved.values is None else sites_of(question, solved.values, sites)
    value = worst_share(question, towns, found)
    return answered(
        question, solved, found, value, int(np.ceil(-solved.bound * SHARE - 1e-3)), started, effort
    )


def most_covered_fairly(
    question: Question, towns: Ints, least_millionths: int, effort: Effort | None = None
) -> Result:
    """Return the sites that cover most weight of those that leave no town below a share of its own.

    `INFEASIBLE` where no plan does; `fairest` tells what can be had.
    """
    put(question)
    effort, started = effort or Effort(), perf_counter()
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    program = Program()
    sites, met = _met(program, question, worth=True)
    whole = town_weights(question, towns)
    least = -(-whole * least_millionths // SHARE)
    rows = np.flatnonzero(question.weights)
    program.add_rows(
        towns[rows], met[rows], question.weights[rows].astype(float), least.astype(float), np.inf, len(whole)
    )
    begun = fairest(question, towns, Effort(effort.seconds / 4, effort.seed, stopped=effort.stopped))
    if begun.bound < least_millionths:
        return infeasible(
            f"some town stays below {begun.bound / 10_000:.2f} % whatever is opened", effort.seed
        )
    solved = program.solve(effort, started, told=hearing(effort, started, "cases"))
    found = begun.sites if solved.values is None else sites_of(question, solved.values, sites)
    covered = question.cover.times_covered([*found.tolist(), *question.existing]) > 0
    value = int(question.weights[covered].sum())
    return answered(question, solved, found, value, int(np.floor(-solved.bound + 1e-6)), started, effort)


def town_weights(question: Question, towns: Ints) -> Ints:
    """Return the weight of each town."""
    if towns.shape != question.weights.shape or (towns < 0).any():
        raise Refused("every row has a town, numbered from 0")
    whole = np.zeros(int(towns.max(initial=-1)) + 1, np.int64)
    np.add.at(whole, towns, question.weights)
    return whole


def worst_share(question: Question, towns: Ints, plan: Places) -> int:
    """Return the least share of its weight that a town has covered, in millionths, rounded down."""
    covered = question.cover.times_covered([*plan.tolist(), *question.existing]) > 0
    whole, part = town_weights(question, towns), np.zeros(int(towns.max(initial=-1)) + 1, np.int64)
    np.add.at(part, towns[covered], question.weights[covered])
    return int(min((part[whole > 0] * SHARE // whole[whole > 0]).tolist(), default=SHARE))


def _met(program: Program, question: Question, *, worth: bool = False) -> tuple[Ints, Ints]:
    """Add sites and rows of demand, each met only where an open site reaches it; return their columns."""
    sites, many = opened_columns(program, question), question.cover.rows
    met = program.add_columns(-question.weights.astype(float) if worth else np.zeros(many))
    rows = np.repeat(np.arange(many), question.cover.counts())
    triples = np.concatenate((rows, np.arange(many)))
    columns = np.concatenate((sites[question.cover.items], met))
    amounts = np.concatenate((np.full(len(rows), -1.0), np.ones(many)))
    program.add_rows(triples, columns, amounts, -np.inf, 0.0, many)
    return sites, met
