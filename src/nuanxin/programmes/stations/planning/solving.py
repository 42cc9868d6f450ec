"""Solving 求解: a puzzle handed to the planner of its model, the curve of counts, and what comes back."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.plans.declare import CERTIFICATE, INFEASIBLE, OPTIMAL, Found, Json, Point, Stopped, Tell
from nuanxin.planners.siting import (
    Effort,
    Progress,
    Result,
    fairest,
    fewest_sites,
    least_distance,
    least_worst,
    most_backed,
    most_covered,
    most_covered_fairly,
)
from nuanxin.programmes.stations.planning.asking import (
    BACKUP,
    CENTER,
    COVER,
    FAIR,
    FEWEST,
    MEDIAN,
)
from nuanxin.programmes.stations.planning.proofs import proof_packed
from nuanxin.programmes.stations.planning.puzzle import Puzzle

MILLIONTHS_A_PERCENT = 10_000
_CURVE_PART = 0.5
"""The part of the seconds asked that goes into the curve at most."""


@dataclass(slots=True)
class Run:
    """One run: what it is to answer, whom it tells, and what it has told."""

    puzzle: Puzzle
    tell: Tell
    stopped: Stopped
    started: float = field(default_factory=perf_counter)
    points: list[Point] = field(default_factory=list)

    def effort(self, seconds: float, *, told: bool = True) -> Effort:
        """Return how long a planner may try; what it tells is passed on."""
        hear = self.hear if told else None
        return Effort(max(0.2, seconds), self.puzzle.asked.seed, hear, self.stopped)

    def hear(self, progress: Progress) -> None:
        """Pass on what a planner tells, and keep what is news."""
        self.say(progress.doing, progress.value, progress.bound)

    def say(self, doing: str, value: int, bound: int) -> None:
        """Tell how far it is."""
        point = Point(round(self.seconds, 3), doing, int(value), int(bound))
        last = self.points[-1] if self.points else None
        if last is None or (last.value, last.bound, last.doing) != (point.value, point.bound, doing):
            self.points.append(point)
        self.tell(point)

    @property
    def seconds(self) -> float:
        """Seconds since it began."""
        return perf_counter() - self.started


def solved(puzzle: Puzzle, tell: Tell, stopped: Stopped) -> Found:
    """Return the answer to a puzzle, with its curve, ready to be kept."""
    run = Run(puzzle, tell, stopped)
    before = puzzle.worth(puzzle.opened(np.zeros(0, np.int32)))
    result = answer_to(run, None, puzzle.asked.seconds)
    took_ms = round(run.seconds * 1000)
    if result.status == INFEASIBLE:
        return _found(run, result, before, took_ms, {"points": _points(run)})
    run.say("check", result.value, result.bound)
    curve = curve_of(run, result) if puzzle.asked.curve else []
    answer = {"sites": _names(puzzle, result), "curve": curve, "points": _points(run)}
    return _found(run, result, before, took_ms, answer)


def _found(run: Run, result: Result, before: int, took_ms: int, answer: Json) -> Found:
    puzzle = run.puzzle
    empty, opened = puzzle.opened(np.zeros(0, np.int32)), puzzle.opened(result.sites)
    feasible = result.status != INFEASIBLE
    return Found(
        status=result.status,
        proof=result.proof if feasible else "",
        reason=result.reason,
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


def _names(puzzle: Puzzle, result: Result) -> list[str]:
    return [puzzle.ground.sites.ids[site] for site in result.sites]


def _points(run: Run) -> list[Json]:
    names = ("seconds", "doing", "value", "bound")
    return [{name: getattr(point, name) for name in names} for point in run.points]


def answer_to(run: Run, count: int | None, seconds: float, *, told: bool = True) -> Result:
    """Return the planner's answer; ``count`` stands in for what was asked."""
    puzzle, effort = run.puzzle, run.effort(seconds, told=told)
    result = _PLANNERS[puzzle.asked.model](puzzle, count, effort)
    if result.status == INFEASIBLE:
        return result
    worth = puzzle.worth(puzzle.opened(result.sites))
    if worth == result.value:
        return result
    return replace(result, value=worth, status=OPTIMAL if worth == result.bound else result.status)


def _cover(puzzle: Puzzle, count: int | None, effort: Effort) -> Result:
    return most_covered(puzzle.question(count), effort)


def _median(puzzle: Puzzle, count: int | None, effort: Effort) -> Result:
    return least_distance(puzzle.medians(count), effort)


def _center(puzzle: Puzzle, count: int | None, effort: Effort) -> Result:
    found = least_worst(puzzle.farthest(count), effort)
    if found.status == INFEASIBLE:
        return replace(found, reason=_("So few stations do not reach everybody who can be reached."))
    return found


def _fewest(puzzle: Puzzle, _count: int | None, effort: Effort) -> Result:
    return fewest_sites(puzzle.everyone(), effort)


def _backup(puzzle: Puzzle, count: int | None, effort: Effort) -> Result:
    return most_backed(puzzle.question(count), puzzle.second, effort)


def _fair(puzzle: Puzzle, count: int | None, effort: Effort) -> Result:
    question, least = puzzle.question(count), (puzzle.asked.least_percent or 0) * MILLIONTHS_A_PERCENT
    found = most_covered_fairly(question, puzzle.towns, least, effort)
    if found.status != INFEASIBLE:
        return found
    if town := _left_behind(puzzle):
        return replace(found, reason=town)
    best = fairest(question, puzzle.towns, effort)
    words = {"percent": f"{best.bound / MILLIONTHS_A_PERCENT:.1f}"}
    said = _("Some town stays at %(percent)s per cent or below, whatever is opened.") % words
    return replace(found, reason=said)


def _left_behind(puzzle: Puzzle) -> str:
    """Return which town stays below the share asked even were every candidate open; blank for none."""
    usable = np.ones(len(puzzle.ground.sites), bool)
    usable[list(puzzle.forbidden)] = False
    reached = puzzle.weights * (puzzle.times(usable) >= 1)
    whole, part = (np.bincount(puzzle.towns, each) for each in (puzzle.weights, reached))
    share = np.divide(100 * part, whole, out=np.full(len(whole), 100.0), where=whole > 0)
    town = int(share.argmin())
    if share[town] >= (puzzle.asked.least_percent or 0):
        return ""
    code = int(np.unique(puzzle.ground.demand.areas)[town])
    words = {"town": names([code], get_language() or "zh-hans")[code], "percent": f"{share[town]:.1f}"}
    said = _("%(town)s comes to %(percent)s per cent with every candidate open. Add candidates there.")
    return said % words


_PLANNERS: dict[str, Callable[[Puzzle, int | None, Effort], Result]] = {
    COVER: _cover,
    MEDIAN: _median,
    CENTER: _center,
    FEWEST: _fewest,
    BACKUP: _backup,
    FAIR: _fair,
}


def curve_of(run: Run, result: Result) -> list[Json]:
    """Return the best found for each count from the forced ones up, as far as seconds go.

    For fewest stations the curve is of most demand covered by so many. A plan of fewer stations is one
    of more as well, so the curve never turns back.
    """
    puzzle = run.puzzle
    if puzzle.asked.model == FEWEST:
        puzzle = Puzzle(puzzle.ground, replace(puzzle.asked, model=COVER))
        run = Run(puzzle, run.tell, run.stopped, run.started, run.points)
    least, most = len(puzzle.forced), _most(puzzle, len(result.sites))
    ends = run.seconds + puzzle.asked.seconds * _CURVE_PART
    found: list[Json] = []
    for count in range(least, most + 1):
        if run.seconds > ends or run.stopped():
            break
        run.say("curve", result.value, result.bound)
        same = count == puzzle.asked.count and run.puzzle.asked.model != FEWEST
        each = result if same and puzzle is run.puzzle and _own(run, result) else None
        seconds = (ends - run.seconds) / max(1, min(4, most + 1 - count))
        each = each or answer_to(run, count, seconds, told=False)
        if each.status != INFEASIBLE:
            found.append(_entry(puzzle, count, each))
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
