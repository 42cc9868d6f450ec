"""Backup and fairness 双重覆盖与均衡: demand that two sites reach, and the town that is served worst."""

from dataclasses import replace
from functools import partial
from time import perf_counter

import numpy as np

from nuanxin.planners.siting.answer import Result, infeasible
from nuanxin.planners.siting.answering import answer, at_most, no_plan, solved_whole
from nuanxin.planners.siting.compiled import Floats, Ints, Places
from nuanxin.planners.siting.cover import Refused
from nuanxin.planners.siting.inputs import at_least, ints, places, whole
from nuanxin.planners.siting.numbered import SHARE, Backed, ByTown, WorstTown
from nuanxin.planners.siting.opening import hearing, opened_columns
from nuanxin.planners.siting.programs import Program
from nuanxin.planners.siting.proving import relaxed_by
from nuanxin.planners.siting.question import Effort, Question, impossible, put
from nuanxin.planners.siting.staging import ROOM

SURE = 1e-6
"""How far above a whole number a solver's bound may lie by its own tolerance."""
MISSED = 2.0
"""What missing one of a town's share costs in a relaxation, of all weight: no plan is worth that."""


def most_backed(question: Question, second: Ints, effort: Effort | None = None) -> Result:
    """Return the sites that cover most weight, where a second site in reach is worth more (backup cover).

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    second : array of int64, shape (rows,)
        What a second cover of each row is worth beside the first, at most its weight.
    effort : Effort, optional
        How long to try, from which seed, whom to tell; a minute where None.

    Returns
    -------
    Result
        The weight covered once plus the second weights covered twice, what no plan exceeds, and a certificate
        for `check_cases` of `backed`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.

    Notes
    -----
    Hogan and ReVelle (1986), BACOP2.
    """
    effort, started = effort or Effort(), perf_counter()
    numbered = backed(question, second)
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    program, many = Program(), question.cover.rows
    sites = opened_columns(program, question)
    once = program.add_columns(-question.weights.astype(float))
    twice = program.add_columns(-numbered.second.astype(float))
    rows = np.repeat(np.arange(many), question.cover.counts())
    triples = np.concatenate((rows, np.arange(many), np.arange(many)))
    columns = np.concatenate((sites[question.cover.items], once, twice))
    amounts = np.concatenate((np.full(len(rows), -1.0), np.ones(2 * many)))
    program.add_rows(triples, columns, amounts, -np.inf, 0.0, many)
    solved, plan = solved_whole(program, numbered, effort, started, None, hearing(effort, started, "cases"))
    if plan is None:
        return no_plan(solved, effort)
    most = at_most(-solved.bound + SURE)
    relaxed = relaxed_by(program, question, partial(_whole, numbered))
    return answer(numbered, relaxed, plan, most, effort, started)


def backed(question: Question, second: Ints) -> Backed:
    """Return the question of two covers, as its certificate is checked.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    second : array of int64, shape (rows,)
        What a second cover of each row is worth, at most its weight.

    Returns
    -------
    Backed
        What `check_cases` takes beside the certificate of `most_backed`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    put(question)
    found = ints(second, "a second cover", (question.cover.rows,))
    wrong = (found < 0) | (found > question.weights)
    if wrong.any():
        row = int(wrong.argmax())
        said = (
            f"a second cover is worth from 0 to what the first one is: {question.weights[row]} in row {row}"
        )
        raise Refused(f"{said}, not {found[row]}")
    return Backed(question, found)


def fairest(question: Question, towns: Ints, effort: Effort | None = None) -> Result:
    """Return the sites by which the worst-served town has the largest share of its weight covered.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    towns : array of int64, shape (rows,)
        The town of each row, any whole number from 0; towns without weight do not count.
    effort : Effort, optional
        How long to try, from which seed, whom to tell; a minute where None.

    Returns
    -------
    Result
        The share in millionths, rounded down, what no plan exceeds, and a certificate for `check_cases` of
        `worst_town`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    effort, started = effort or Effort(), perf_counter()
    numbered = worst_town(question, towns)
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    program = Program()
    met = _met(program, question)
    worst = program.add_columns(np.array([-1.0]))
    counted = np.flatnonzero(numbered.whole)
    place = np.full(len(numbered.whole), -1)
    place[counted] = np.arange(len(counted))
    rows, towns = np.flatnonzero(question.weights), numbered.towns
    triples = np.concatenate((place[towns[rows]], np.arange(len(counted))))
    columns = np.concatenate((met[rows], np.repeat(worst, len(counted))))
    shares = question.weights[rows] / numbered.whole[towns[rows]]
    amounts = np.concatenate((shares, np.full(len(counted), -1.0)))
    program.add_rows(triples, columns, amounts, 0.0, np.inf, len(counted))
    solved, plan = solved_whole(program, numbered, effort, started)
    if plan is None:
        return no_plan(solved, effort)
    most = numbered.possible(min(SHARE, at_most(np.ceil(-solved.bound * SHARE - 1e-3))))
    relaxed = relaxed_by(program, question, partial(_parts, numbered, counted))
    return answer(numbered, relaxed, plan, most, effort, started)


def worst_town(question: Question, towns: Ints) -> WorstTown:
    """Return the question of the town served worst, as its certificate is checked.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    towns : array of int64, shape (rows,)
        The town of each row, any whole number from 0; towns without weight do not count.

    Returns
    -------
    WorstTown
        What `check_cases` takes beside the certificate of `fairest`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    put(question)
    return WorstTown(question, town_numbers(question, towns))


def most_covered_fairly(
    question: Question, towns: Ints, least_millionths: int, effort: Effort | None = None
) -> Result:
    """Return the sites that cover most weight of those that leave no town below a share of its own.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    towns : array of int64, shape (rows,)
        The town of each row, any whole number from 0; towns without weight do not count.
    least_millionths : int
        The share of its weight that each town is owed, 0 to 1,000,000.
    effort : Effort, optional
        How long to try, from which seed, whom to tell; a minute where None.

    Returns
    -------
    Result
        The weight covered, what no plan exceeds, and a certificate for `check_cases` of `by_town`;
        `INFEASIBLE` where no plan keeps to the share: `fairest` tells what can be had.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    effort, started = effort or Effort(), perf_counter()
    numbered = by_town(question, towns, least_millionths)
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    begun = fairest(question, towns, replace(effort, seconds=effort.seconds / 4, tell=None, proof=False))
    if begun.bound < least_millionths:
        return infeasible(
            f"some town stays below {begun.bound / 10_000:.2f} % whatever is opened", effort.seed
        )
    told = hearing(effort, started, "cases")
    solved, plan = solved_whole(_owed(numbered), numbered, effort, started, begun.sites, told)
    if plan is None:
        return no_plan(solved, effort)
    most = at_most(-solved.bound + SURE)
    relaxed = relaxed_by(_owed(numbered, MISSED), question, partial(_raised, numbered))
    return answer(numbered, relaxed, plan, most, effort, started)


def by_town(question: Question, towns: Ints, least_millionths: int) -> ByTown:
    """Return the question of a share owed to each town, as its certificate is checked.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    towns : array of int64, shape (rows,)
        The town of each row, any whole number from 0; towns without weight do not count.
    least_millionths : int
        The share of its weight that each town is owed, 0 to 1,000,000.

    Returns
    -------
    ByTown
        What `check_cases` takes beside the certificate of `most_covered_fairly`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    put(question)
    least = whole(least_millionths, "a least share, counted in millionths,")
    if not 0 <= least <= SHARE:
        raise Refused(f"a least share is 0 to {SHARE:,} millionths, not {least:,}")
    found = town_numbers(question, towns)
    return ByTown(question, found, -(-town_weights(question, found) * least // SHARE))


def _owed(numbered: ByTown, missed: float | None = None) -> Program:
    """Return the program of shares owed to towns; ``missed`` is what missing some costs, of all weight."""
    program, question, many = Program(), numbered.question, len(numbered.least)
    met = _met(program, question, worth=True)
    rows = np.flatnonzero(question.weights)
    towns, columns, amounts = numbered.towns[rows], met[rows], question.weights[rows].astype(float)
    if missed is not None:
        costs = np.full(many, missed * float(question.weights.sum()))
        short = program.add_columns(costs, 0.0, np.inf)
        towns, columns = np.concatenate((towns, np.arange(many))), np.concatenate((columns, short))
        amounts = np.concatenate((amounts, np.ones(many)))
    program.add_rows(towns, columns, amounts, numbered.least.astype(float), np.inf, many)
    return program


def _whole(numbered: Backed, duals: Floats) -> tuple[Ints, int]:
    """Return the duals of rows as multipliers, none above a row's weight."""
    most = numbered.question.weights * numbered.scale
    return np.clip(np.rint(-duals * numbered.scale).astype(np.int64), 0, most), numbered.scale


def _raised(numbered: ByTown, duals: Floats) -> tuple[Ints, int]:
    """Return the duals of rows and of towns as multipliers, in a unit that leaves room for large ones."""
    question, rows = numbered.question, numbered.question.cover.rows
    most = ROOM / 8 / max(1.0, float(question.weights.sum())) / question.cover.candidates
    dearest = max(1.0, float(duals[rows:].max(initial=0.0)))
    unit = max(1, int(min(numbered.scale, most / dearest)))
    towns = np.rint(np.clip(duals[rows:] * unit, 0.0, most)).astype(np.int64)
    worth = (question.weights * (unit + towns[numbered.towns])).astype(float)
    met = np.rint(np.clip(-duals[:rows] * unit, 0.0, worth)).astype(np.int64)
    return np.concatenate(([unit], met, towns)), unit


def _parts(numbered: WorstTown, counted: Ints, duals: Floats) -> tuple[Ints, int]:
    """Return the duals of rows and of towns as multipliers: a town's is its part, a head."""
    question, scale = numbered.question, numbered.scale
    rows = question.cover.rows
    towns = np.zeros(len(numbered.whole), np.int64)
    parts = np.clip(duals[rows:], 0.0, 1.0) * scale / numbered.whole[counted]
    towns[counted] = np.rint(parts).astype(np.int64)
    worth = (question.weights * towns[numbered.towns]).astype(float)
    met = np.rint(np.clip(-duals[:rows] * scale, 0.0, worth)).astype(np.int64)
    return np.concatenate((met, towns)), scale


def town_numbers(question: Question, towns: object) -> Ints:
    """Return towns numbered anew, without gaps; Refused names the first row that has none."""
    found = at_least(ints(towns, "every row has a town, and that", (question.cover.rows,)), "town")
    return np.unique(found, return_inverse=True)[1].astype(np.int64).reshape(found.shape)


def town_weights(question: Question, towns: Ints) -> Ints:
    """Return the weight of each town, of those numbered without gaps."""
    whole = np.zeros(int(towns.max(initial=-1)) + 1, np.int64)
    np.add.at(whole, towns, question.weights)
    return whole


def worst_share(question: Question, towns: Ints, plan: Places) -> int:
    """Return the least share of its weight that a town has covered.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    towns : array of int64, shape (rows,)
        The town of each row, any whole number from 0; towns without weight do not count.
    plan : array of int32, shape (sites,)
        The new sites that are open.

    Returns
    -------
    int
        Millionths, rounded down; all of them where no town has weight.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    put(question)
    sites = places(plan.tolist() if isinstance(plan, np.ndarray) else plan, "a site of the plan")
    for site in sites:
        if not 0 <= site < question.cover.candidates:
            raise Refused(f"site {site} of the plan is none of {question.cover.candidates} candidates")
    covered = question.cover.times_covered([*sites, *question.existing]) > 0
    numbers = town_numbers(question, towns)
    weights, part = town_weights(question, numbers), np.zeros(int(numbers.max(initial=-1)) + 1, np.int64)
    np.add.at(part, numbers[covered], question.weights[covered])
    return int(min((part[weights > 0] * SHARE // weights[weights > 0]).tolist(), default=SHARE))


def _met(program: Program, question: Question, *, worth: bool = False) -> Ints:
    """Add sites and rows of demand, each met only where an open site reaches it; return the rows' columns."""
    sites, many = opened_columns(program, question), question.cover.rows
    met = program.add_columns(-question.weights.astype(float) if worth else np.zeros(many))
    rows = np.repeat(np.arange(many), question.cover.counts())
    triples = np.concatenate((rows, np.arange(many)))
    columns = np.concatenate((sites[question.cover.items], met))
    amounts = np.concatenate((np.full(len(rows), -1.0), np.ones(many)))
    program.add_rows(triples, columns, amounts, -np.inf, 0.0, many)
    return met
