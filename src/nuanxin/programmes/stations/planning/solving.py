"""Solving 求解: a puzzle handed to the planner of its model, and what comes back."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np

from nuanxin.kernel.plans.declare import (
    INFEASIBLE,
    OPTIMAL,
    Point,
    Stopped,
    Tell,
)
from nuanxin.planners.siting import (
    Effort,
    Progress,
    Result,
    fewest_limited,
    fewest_sites,
    least_distance,
    least_distance_limited,
    least_distance_served,
    least_worst,
    least_worst_limited,
    most_backed,
    most_covered,
    most_covered_fairly,
    most_served,
)
from nuanxin.programmes.stations.planning.asking import (
    BACKUP,
    CENTER,
    COVER,
    FAIR,
    FEWEST,
    MEDIAN,
    SERVED,
    SERVED_MEDIAN,
)
from nuanxin.programmes.stations.planning.plenty import shortage
from nuanxin.programmes.stations.planning.puzzle import MILLIONTHS_A_PERCENT, Puzzle


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


def answer_to(run: Run, count: int | None, seconds: float, *, told: bool = True) -> Result:
    """Return the planner's answer; ``count`` stands in for what was asked."""
    puzzle, effort = run.puzzle, run.effort(seconds, told=told)
    result = _PLANNERS[puzzle.asked.kind](puzzle, count, effort)
    if not result.planned:
        return result
    worth = puzzle.worth(puzzle.opened(result.sites))
    if worth == result.value:
        return result
    return replace(result, value=worth, status=OPTIMAL if worth == result.bound else result.status)


def _cover(puzzle: Puzzle, count: int | None, effort: Effort) -> Result:
    return most_covered(puzzle.question(count), effort)


def _median(puzzle: Puzzle, count: int | None, effort: Effort) -> Result:
    if puzzle.limited:
        return least_distance_limited(*puzzle.whole(count), int(np.ceil(puzzle.farthest_m)), effort)
    return least_distance(puzzle.medians(count), effort)


def _center(puzzle: Puzzle, count: int | None, effort: Effort) -> Result:
    if puzzle.limited:
        return least_worst_limited(*puzzle.all_reachable(count), effort)
    return least_worst(puzzle.farthest(count), effort)


def _fewest(puzzle: Puzzle, _count: int | None, effort: Effort) -> Result:
    if not puzzle.limited:
        return fewest_sites(puzzle.everyone(), effort)
    return fewest_limited(puzzle.all_reachable()[0], effort)


def _backup(puzzle: Puzzle, count: int | None, effort: Effort) -> Result:
    return most_backed(puzzle.question(count), puzzle.second, effort)


def _fair(puzzle: Puzzle, count: int | None, effort: Effort) -> Result:
    question, least = puzzle.question(count), (puzzle.asked.least_percent or 0) * MILLIONTHS_A_PERCENT
    return most_covered_fairly(question, puzzle.towns, least, effort)


def _served(puzzle: Puzzle, count: int | None, effort: Effort) -> Result:
    seating = puzzle.seating
    return most_served(puzzle.question(count), seating.seats, effort, classes=seating.groups)


def _served_median(puzzle: Puzzle, count: int | None, effort: Effort) -> Result:
    if shortage(puzzle, count):
        return Result(INFEASIBLE, np.zeros(0, np.int32), 0, 0, 0.0, None, 0.0, effort.seed, "too few seats")
    seating, question = puzzle.seating, puzzle.question(count)
    metres = np.rint(seating.reach.metres).astype(np.int64)
    seats, classes = seating.seats, seating.groups
    return least_distance_served(question, seats, metres, puzzle.no_seat_m, effort, classes=classes)


_PLANNERS: dict[str, Callable[[Puzzle, int | None, Effort], Result]] = {
    COVER: _cover,
    MEDIAN: _median,
    CENTER: _center,
    FEWEST: _fewest,
    BACKUP: _backup,
    FAIR: _fair,
    SERVED: _served,
    SERVED_MEDIAN: _served_median,
}
