"""Limits 限额: everybody's way, the worst way and fewest sites under a budget or a spacing.

The questions of `Medians`, `Farthest` and `Everyone` know a number of sites alone, and are answered faster
and with certificates. Here the same is asked with all limits a `Question` has.
"""

from dataclasses import replace
from time import perf_counter

import numpy as np

from nuanxin.planners.siting.answer import (
    FEASIBLE,
    INFEASIBLE,
    OPTIMAL,
    Result,
    gap,
    infeasible,
    undecided,
)
from nuanxin.planners.siting.answering import answer, left_s, no_plan, solved_whole
from nuanxin.planners.siting.capacity import carried_best
from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.cover import Cover, Reach, Refused, checked_reach
from nuanxin.planners.siting.covering import most_covered
from nuanxin.planners.siting.numbered import Capacity, Reaching, Served, pair_metres
from nuanxin.planners.siting.opening import hearing
from nuanxin.planners.siting.question import SHUT, Effort, Progress, Question, impossible, put
from nuanxin.planners.siting.reaching import reaching_program, relaxed_reaching


def least_distance_limited(question: Question, metres: Ints, far_m: int, effort: Effort) -> Result:
    """Return the sites to which all demand travels least, under all limits of a question.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    metres : array of int64, shape (pairs,)
        The way of each pair of the cover, in the order of its items.
    far_m : int
        Metres that weight counts which nobody reaches, at least the longest pair.
    effort : Effort
        How long to try, from which seed, whom to tell.

    Returns
    -------
    Result
        Weight times metres, what no plan costs less than, and a certificate for `check_cases` of
        `distance_limited`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    numbered, started = distance_limited(question, metres, far_m), perf_counter()
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    return carried_best(numbered, effort, started)


def distance_limited(question: Question, metres: Ints, far_m: int) -> Served:
    """Return the question of least distance under all limits, as its certificate is checked: room for all.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.
    metres : array of int64, shape (pairs,)
        The way of each pair of the cover, in the order of its items.
    far_m : int
        Metres that weight counts which nobody reaches, at least the longest pair.

    Returns
    -------
    Served
        What `check_cases` takes beside the certificate of `least_distance_limited`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    put(question)
    nearest, left, saved = _nearer(question, *pair_metres(question, metres, far_m))
    whole = int((question.weights * nearest).sum())
    most = np.full((question.cover.candidates, 1), int(question.weights.sum()), np.int64)
    room = Capacity(most, np.zeros(question.cover.rows, np.int64))
    return Served(replace(question, cover=left), room, saved, whole)


def _nearer(question: Question, metres: Ints, far_m: int) -> tuple[Ints, Cover, Ints]:
    """Return how far each row goes as it is, the pairs with a site nearer than that, and what they save."""
    cover = question.cover
    rows = np.repeat(np.arange(cover.rows), cover.counts())
    held = np.zeros(cover.candidates, bool)
    held[[*question.existing, *question.forced]] = True
    nearest = np.full(cover.rows, far_m, np.int64)
    np.minimum.at(nearest, rows[held[cover.items]], metres[held[cover.items]])
    kept = ~held[cover.items] & (metres < nearest[rows]) & (question.states()[cover.items] != SHUT)
    before = np.concatenate(([0], np.cumsum(kept, dtype=np.int64)))
    left = Cover(before[cover.starts], cover.items[kept], cover.candidates)
    return nearest, left, (nearest[rows] - metres)[kept]


def fewest_limited(question: Question, effort: Effort) -> Result:
    """Return the fewest new sites that reach every row under all limits of a question.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use; weights do not matter.
    effort : Effort
        How long to try, from which seed, whom to tell.

    Returns
    -------
    Result
        The number of new sites, what no plan has fewer than, and a certificate for `check_cases` of
        `everybody`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    put(question)
    started = perf_counter()
    if reason := impossible(question):
        return infeasible(reason, effort.seed)
    numbered = everybody(question)
    begun = most_covered(question, replace(effort, seconds=effort.seconds / 4, tell=None)).sites
    told = hearing(effort, started, "cases", 1)
    solved, plan = solved_whole(reaching_program(numbered), numbered, effort, started, begun, told)
    if plan is None:
        return no_plan(solved, effort)
    least = int(np.ceil(solved.bound - 1e-6)) if np.isfinite(solved.bound) else 0
    return answer(numbered, relaxed_reaching(numbered), plan, -least, effort, started)


def everybody(question: Question) -> Reaching:
    """Return the question of reaching every row once with fewest new sites, as its certificate is checked.

    Parameters
    ----------
    question : Question
        What is to be covered, what may be opened and what that may use.

    Returns
    -------
    Reaching
        What `check_cases` takes beside the certificate of `fewest_limited`.
    """
    ones = np.ones(question.cover.rows, np.int64)
    return Reaching(question, ones, np.ones(question.cover.candidates, np.int64))


def least_worst_limited(question: Question, reach: Reach, effort: Effort) -> Result:
    """Return the sites by which the worst-served row has the least way, under all limits of a question.

    Parameters
    ----------
    question : Question
        What may be opened and what that may use; its cover and weights are not looked at.
    reach : Reach
        Metres (or seconds) of every pair that may matter, rounded to whole ones.
    effort : Effort
        How long to try, from which seed, whom to tell.

    Returns
    -------
    Result
        How far the worst-served goes, in metres (or seconds), and at least goes with any plan. The
        certificate is that of most rows reached `within` the next shorter distance: fewer than all.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    started = perf_counter()
    _same_sites(question, checked_reach(reach))
    metres = np.unique(np.rint(reach.metres).astype(np.int64))
    if len(reach.starts) == 1:
        metres = np.zeros(1, np.int64)
    low, shown, high = -1, -1, len(metres)
    best: Result | None = None
    below: Result | None = None
    middle = high - 1
    while high - low > 1 and (best is None or left_s(effort, started) > 0):
        asked = within(question, reach, int(metres[middle]))
        found = most_covered(asked, replace(effort, seconds=left_s(effort, started), tell=None))
        if found.status == INFEASIBLE:
            return found
        if found.value == asked.cover.rows:
            best = found
            high = min(middle, int(np.searchsorted(metres, _farthest(question, reach, found.sites))))
        else:
            low = middle
            if found.bound < asked.cover.rows:
                shown, below = middle, found
        middle = (low + high) // 2
        if effort.tell is not None and best is not None:
            both = int(metres[high]), int(metres[shown + 1])
            effort.tell(Progress("cases", *both, perf_counter() - started))
    if best is None and shown == len(metres) - 1:
        return infeasible("no plan that keeps to the limits reaches everybody", effort.seed)
    if best is None:
        return undecided(
            "no plan that reaches everybody was found in the time; there may be one", effort.seed
        )
    value, bound = int(metres[high]), int(metres[shown + 1])
    status = OPTIMAL if value == bound else FEASIBLE
    certificate = below.certificate if below else None
    parts = (value, bound, gap(value, bound), certificate, perf_counter() - started, effort.seed)
    return Result(status, best.sites, *parts)


def _same_sites(question: Question, reach: Reach) -> None:
    """Refuse a reach of other candidates than the question's."""
    if question.cover.candidates != reach.candidates:
        raise Refused(
            f"the question has {question.cover.candidates} candidates, the reach {reach.candidates}; "
            "give both the same ones"
        )


def _farthest(question: Question, reach: Reach, plan: Places) -> int:
    """Return how far the row goes that goes farthest with a plan, which reaches all of them."""
    opened = np.zeros(reach.candidates, bool)
    opened[[*plan.tolist(), *question.existing]] = True
    metres = np.where(opened[reach.items], np.rint(reach.metres), np.inf)
    return int(np.minimum.reduceat(metres, reach.starts[:-1]).max(initial=0))


def within(question: Question, reach: Reach, limit_m: int) -> Question:
    """Return the question of most rows reached within a distance.

    Parameters
    ----------
    question : Question
        What may be opened and what that may use.
    reach : Reach
        Metres (or seconds) of rows and candidates, rounded to whole ones.
    limit_m : int
        Metres (or seconds).

    Returns
    -------
    Question
        The same sites and limits; each row of the reach is worth 1.
    """
    near = replace(reach, metres=np.rint(reach.metres)).within(float(limit_m))
    return replace(question, cover=near, weights=np.ones(near.rows, np.int64))
