"""Impasses 无解: why nothing keeps to what a puzzle asks, with the remedy, in each language of the house."""

from collections.abc import Callable

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.wording import called, in_each_language
from nuanxin.kernel.plans.declare import OPTIMAL
from nuanxin.plain.words import Words
from nuanxin.planners.siting import Effort, Result, fairest, fewest_sites
from nuanxin.programmes.stations.planning.asking import CENTER, FAIR, FEWEST, SERVED_MEDIAN
from nuanxin.programmes.stations.planning.plenty import shortage
from nuanxin.programmes.stations.planning.puzzle import MILLIONTHS_A_PERCENT, Puzzle

Said = Callable[[], str]
SOLVER_SAYS = {
    "no plan keeps to all that is asked; the solver proved it": Words(
        "没有方案能满足全部要求，求解器已证明。请放宽一项要求。",
        "No plan keeps to all that is asked; the solver proved it. Ask for less of one thing.",
    ),
    "no plan that keeps to all that is asked was found in the time; there may be one": Words(
        "在给定时间内没有找到满足全部要求的方案，但也许存在。请给更多秒数，或放宽一项要求。",
        "No plan that keeps to all that is asked was found in the time; there may be one. "
        "Give more seconds, or ask for less of one thing.",
    ),
}
"""What the planners say where they found none, and how it is told here."""


def impasse(puzzle: Puzzle, result: Result, effort: Effort) -> dict[str, str]:
    """Return why there is no plan, in each language."""
    return in_each_language(_why(puzzle, result, effort))


def _why(puzzle: Puzzle, result: Result, effort: Effort) -> Said:
    kind = puzzle.asked.kind
    if kind == FAIR:
        return _fair(puzzle, effort)
    if kind == CENTER:
        return _somebody_left(puzzle, _needed(puzzle, effort))
    if kind == FEWEST and puzzle.limited:
        return _somebody_left(puzzle, None)
    if kind == SERVED_MEDIAN and (short := shortage(puzzle, None)):
        return _too_few_seats(*short)
    words = SOLVER_SAYS.get(result.reason, Words(result.reason, result.reason))
    return lambda: called(words)


def _needed(puzzle: Puzzle, effort: Effort) -> int | None:
    """Return how many stations it takes to reach everybody however far; None where nobody can say."""
    if puzzle.limited:
        return None
    farthest = puzzle.farthest()
    needed = fewest_sites(farthest.within(int(np.ceil(farthest.reach.metres.max(initial=1.0)))), effort)
    return int(needed.value) if needed.status == OPTIMAL else None


def _somebody_left(puzzle: Puzzle, needed: int | None) -> Said:
    def said() -> str:
        nobody = _("No plan within these limits reaches everybody who can be reached.")
        if needed is None:
            return nobody
        takes = _("It takes %(n)s new stations; ask for as many, or for fewer hours.") % {"n": needed}
        return f"{nobody} {takes}"

    return said


def _fair(puzzle: Puzzle, effort: Effort) -> Said:
    code, percent = _least_served(puzzle)
    if percent < (puzzle.asked.least_percent or 0):
        return _left_behind(code, percent)
    best = fairest(puzzle.question(), puzzle.towns, effort).bound / MILLIONTHS_A_PERCENT
    return lambda: (
        _("Some town stays at %(percent)s per cent or below, whatever is opened.")
        % {"percent": f"{best:.1f}"}
    )


def _left_behind(code: int, percent: float) -> Said:
    def said() -> str:
        words = {
            "town": names([code], get_language() or "zh-hans")[code],
            "percent": f"{percent:.1f}",
        }
        told = _("%(town)s comes to %(percent)s per cent with every candidate open. Add candidates there.")
        return told % words

    return said


def _least_served(puzzle: Puzzle) -> tuple[int, float]:
    """Return the town that is served least were every candidate open, and its share in per cent."""
    usable = np.ones(len(puzzle.ground.sites), bool)
    usable[list(puzzle.forbidden)] = False
    question = puzzle.question()
    reached = question.weights * (question.cover.times_covered(np.flatnonzero(usable)) >= 1)
    whole, part = (np.bincount(puzzle.towns, each) for each in (question.weights, reached))
    share = np.divide(100 * part, whole, out=np.full(len(whole), 100.0), where=whole > 0)
    town = int(share.argmin())
    return int(np.unique(puzzle.ground.demand.areas)[town]), float(share[town])


def _too_few_seats(come: int, seats: int) -> Said:
    def said() -> str:
        words = {"come": f"{come:,}", "seats": f"{seats:,}"}
        told = _("%(come)s come in a day, and the best stations together have seats for %(seats)s.") % words
        return told + " " + _("Ask for more stations, or for the most that can be served.")

    return said
