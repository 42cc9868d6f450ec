"""Curves 曲线: a puzzle's answer, ready to be kept, and what every other number of stations would do."""

from dataclasses import replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanxin.kernel.ledger.wording import in_each_language
from nuanxin.kernel.plans.declare import (
    CERTIFICATE,
    FEASIBLE,
    INFEASIBLE,
    LISTED,
    OPTIMAL,
    Found,
    Json,
    Point,
    Stopped,
    Tell,
)
from nuanxin.kernel.plans.faults import Fault, PlanRefused
from nuanxin.planners.siting import UNDECIDED, Result
from nuanxin.programmes.stations.planning.asking import COVER, FEWEST, LESS_IS_BETTER, MOST_SECONDS, SEATED
from nuanxin.programmes.stations.planning.ground import Places
from nuanxin.programmes.stations.planning.impasses import impasse
from nuanxin.programmes.stations.planning.proofs import proof_packed
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.planning.solving import Run, answer_to

CURVE_PART = 0.5
"""The part of the seconds asked that goes into the curve, about."""
MOST_ADDED = 1
"""So many stations are tried as the next one, where the planner had no time to find a better plan."""


def solved(puzzle: Puzzle, tell: Tell, stopped: Stopped) -> Found:
    """Return the answer to a puzzle, ready to be kept."""
    run = Run(puzzle, tell, stopped)
    tell(Point(0.0, "search", 0, 0))
    before = puzzle.worth(puzzle.opened(np.zeros(0, np.int32)))
    result = answer_to(run, None, puzzle.asked.seconds)
    took_ms = round(run.seconds * 1000)
    if result.status == UNDECIDED:
        raise _undecided(run)
    if result.status == INFEASIBLE:
        why = impasse(puzzle, result, run.effort(puzzle.asked.seconds, told=False))
        return replace(_found(run, result, before, took_ms, {"points": _points(run)}), reason=why)
    run.say("check", result.value, result.bound)
    answer = {"sites": _names(puzzle, result), "points": _points(run), LISTED: _listed(puzzle, result)}
    return _found(run, result, before, took_ms, answer)


def further(puzzle: Puzzle, found: Found, stopped: Stopped) -> Json:
    """Return the curve of an answer that is kept: it may take longer than the answer did."""
    if not puzzle.asked.curve:
        return {}
    sites = np.array([puzzle.ground.site(name) for name in found.answer["sites"]], np.int32)
    parts = (found.value, found.bound, 0.0, None, 0.0, found.seed)
    result = Result(found.status, sites, *parts, proof=found.proof)
    return {"curve": curve_of(Run(puzzle, _nobody, stopped), result)}


def _nobody(_point: Point) -> None:
    return


def _undecided(run: Run) -> PlanRefused:
    """Return that the time was too short to find a plan, or to prove that there is none."""
    seconds = max(1, round(run.seconds))

    def fault() -> Fault:
        said = ngettext(
            "In %(n)s second no plan was found that keeps to all that is asked; there may be one.",
            "In %(n)s seconds no plan was found that keeps to all that is asked; there may be one.",
            seconds,
        )
        remedy = _("Give it more seconds, or ask for more stations or less else.")
        if run.puzzle.asked.seconds >= MOST_SECONDS:
            remedy = _("Ask for more stations or less else.")
        return Fault("seconds", said % {"n": seconds}, remedy)

    return PlanRefused([fault()], in_each_language(lambda: str(fault())))


def _found(run: Run, result: Result, before: int, took_ms: int, answer: Json) -> Found:
    puzzle = run.puzzle
    empty, opened = puzzle.opened(np.zeros(0, np.int32)), puzzle.opened(result.sites)
    feasible = result.planned
    return Found(
        status=result.status,
        proof=result.proof if feasible else "",
        reason={},
        value=int(result.value) if feasible else before,
        bound=int(result.bound) if feasible else before,
        before=before,
        promised=puzzle.covered(opened) - puzzle.covered(empty) if feasible else 0,
        seed=puzzle.asked.seed,
        took_ms=took_ms,
        inputs=puzzle.ground.packed(),
        certificate=proof_packed(result),
        answer=answer,
    )


def _listed(puzzle: Puzzle, result: Result) -> Json:
    """Return what a list says of a plan, so that plans of one question can be told apart."""
    total, costs = int(puzzle.weights.sum()), puzzle.ground.costs[result.sites]
    after, before = (puzzle.covered(puzzle.opened(sites)) for sites in (result.sites, result.sites[:0]))
    return {
        "stations": len(result.sites),
        "cost_yuan": float(np.maximum(costs, 0).sum()) / 100,
        "share_percent": round(100 * after / total, 1) if total else 0.0,
        "before_percent": round(100 * before / total, 1) if total else 0.0,
    }


def _names(puzzle: Puzzle, result: Result) -> list[str]:
    return [puzzle.ground.sites.ids[site] for site in result.sites]


def _points(run: Run) -> list[Json]:
    names = ("seconds", "doing", "value", "bound")
    return [{name: getattr(point, name) for name in names} for point in run.points]


def curve_of(run: Run, result: Result) -> list[Json]:
    """Return the best found for each count from the forced ones up; one more and one fewer get most time.

    Where seats are counted and time is up, a station is put to, or taken from, the plan beside it. For
    fewest stations the curve is of most demand covered by so many. A plan of fewer stations is one
    of more as well, so the curve never turns back.
    """
    puzzle = run.puzzle
    if puzzle.asked.model == FEWEST:
        puzzle = Puzzle(puzzle.ground, replace(puzzle.asked, model=COVER))
        run = Run(puzzle, run.tell, run.stopped, run.started, run.points)
    own, ends = len(result.sites), run.seconds + puzzle.asked.seconds * CURVE_PART
    counts = range(len(puzzle.forced), _most(puzzle, own) + 1)
    found = dict[int, Result]()
    for done, count in enumerate(sorted(counts, key=lambda each: (abs(each - own) > 1, each))):
        if run.stopped():
            break
        run.say("curve", result.value, result.bound)
        if count == puzzle.asked.count and _own(run, result):
            found[count] = result
        elif run.seconds < ends or puzzle.asked.model not in SEATED:
            seconds = max(0.0, ends - run.seconds) / max(1, min(4, len(counts) - done))
            found[count] = answer_to(run, count, seconds, told=False)
    shrunk = _shrunk(puzzle, found, counts) if puzzle.asked.model in SEATED else found
    return [_entry(puzzle, *each) for each in _rising(puzzle, shrunk, counts)]


def _shrunk(puzzle: Puzzle, found: dict[int, Result], counts: range) -> dict[int, Result]:
    """Return answers with those there was no time for, where a larger plan is known: less a station."""
    known = dict(found)
    for count in reversed(counts):
        larger = known.get(count + 1)
        if count in known or larger is None or not larger.planned or len(larger.sites) <= count:
            continue
        people = puzzle.seated(puzzle.opened(larger.sites))
        load = np.bincount(people.site, people.people, len(puzzle.ground.sites))[larger.sites]
        load[np.isin(larger.sites, puzzle.forced)] = np.inf
        known[count] = _unbounded(puzzle, larger, np.delete(larger.sites, int(load.argmin())))
    return known


def _unbounded(puzzle: Puzzle, like: Result, sites: Places) -> Result:
    """Return a plan nobody looked for a better one than: its bound is all there are, or no way at all."""
    value = puzzle.worth(puzzle.opened(sites))
    bound = 0 if puzzle.asked.model in LESS_IS_BETTER else int(puzzle.weights.sum())
    return replace(like, sites=sites, value=value, bound=bound, status=FEASIBLE)


def _rising(puzzle: Puzzle, found: dict[int, Result], counts: range) -> list[tuple[int, Result]]:
    """Return the answers by count, where one is worse than the one before, that one with a station more."""
    rising = list[tuple[int, Result]]()
    for count in counts:
        each = found.get(count)
        if rising and (each is None or each.status == FEASIBLE):
            for sites in _enlarged(puzzle, rising[-1][1].sites, count):
                other = _unbounded(puzzle, rising[-1][1], sites)
                if each is None:
                    each = other
                elif _worse(puzzle, each.value, other.value):
                    status = OPTIMAL if other.value == each.bound else FEASIBLE
                    each = replace(other, bound=each.bound, status=status)
        if each is not None and each.planned:
            rising.append((count, each))
    return rising


def _worse(puzzle: Puzzle, one: int, other: int) -> bool:
    less = puzzle.asked.model in LESS_IS_BETTER
    return one > other if less else one < other


def _enlarged(puzzle: Puzzle, sites: Places, count: int) -> list[Places]:
    """Return a plan, and with seats counted the same with a station more where most have none yet."""
    found = [sites]
    if puzzle.asked.model not in SEATED or len(sites) >= count:
        return found
    opened = puzzle.opened(sites)
    without = puzzle.weights - puzzle.seated(opened).by_row(len(puzzle.weights))
    reach = puzzle.seating.reach
    near = np.bincount(reach.items, np.repeat(without, np.diff(reach.starts)), len(opened))
    near[opened] = near[list(puzzle.forbidden)] = 0
    for site in np.argsort(-near, kind="stable")[:MOST_ADDED].tolist():
        more = np.union1d(sites, [site]).astype(np.int32)
        if near[site] > 0 and puzzle.keeps(puzzle.opened(more)):
            found.append(more)
    return found


def _own(run: Run, result: Result) -> bool:
    """Return whether an answer is of the run's own question."""
    return run.puzzle.worth(run.puzzle.opened(result.sites)) == result.value


def _most(puzzle: Puzzle, used: int) -> int:
    """Return the largest count of the curve: one more than the plan has, and what was asked."""
    free = len(puzzle.ground.candidates) - len(puzzle.forbidden)
    return min(max(puzzle.asked.curve, used + 1), free)


def _entry(puzzle: Puzzle, count: int, result: Result) -> Json:
    opened = puzzle.opened(result.sites)
    found: dict[str, Any] = {
        "count": count,
        "value": int(result.value),
        "bound": int(result.bound),
        "proved": result.status == OPTIMAL,
        "certified": result.status == OPTIMAL and result.proof == CERTIFICATE,
        "covered": puzzle.covered(opened),
        "sites": _names(puzzle, result),
    }
    return found
