"""Impasses 无解: why nothing keeps to what a puzzle asks, with the remedy, in each language of the house."""

from collections.abc import Callable, Iterable, Iterator

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
from nuanxin.programmes.stations.planning.wording import and_more, enumerated

Said = Callable[[], str]
ROOM = 140
"""So many letters of names of towns fit into a reason."""
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
            return f"{nobody} " + _("Ease one of these: %(limits)s.") % {
                "limits": enumerated(_limits(puzzle))
            }
        takes = _("It takes %(n)s new stations; ask for as many, or for fewer hours.") % {"n": needed}
        return f"{nobody} {takes}"

    return said


def _limits(puzzle: Puzzle) -> Iterator[Words]:
    """Yield what may be eased of a question that asks for everybody in reach."""
    asked = puzzle.asked
    if asked.count is not None:
        yield Words("新站数量", "the number of new stations")
    if asked.budget_yuan is not None:
        yield Words("预算", "the budget")
    if asked.apart_m is not None:
        yield Words("新站间距", "the distance between new stations")
    if asked.model == FEWEST:
        yield Words("分钟数", "the minutes")
    yield Words("时段", "the hours")


def _fair(puzzle: Puzzle, effort: Effort) -> Said:
    """Return which towns stay below the share asked: whatever is opened, or as things stand."""
    if never := _below(puzzle, puzzle.forbidden):
        return lambda: (
            _("Even with every candidate open these stay below: %(towns)s. Add candidates there, or a grid.")
            % {"towns": _with_shares(never)}
        )
    best, now = fairest(puzzle.question(), puzzle.towns, effort), _below(puzzle, puzzle.ground.candidates)
    percent = f"{best.bound / MILLIONTHS_A_PERCENT:.1f}"
    return lambda: (
        _("Below it now: %(towns)s. As asked, the town served least comes to %(percent)s per cent at most.")
        % {"percent": percent, "towns": _with_shares(now)}
    )


def _below(puzzle: Puzzle, shut: Iterable[int]) -> list[tuple[int, float]]:
    """Return the towns below the share asked, the lowest first, with theirs where all sites but some open."""
    usable = np.ones(len(puzzle.ground.sites), bool)
    usable[list(shut)] = False
    question = puzzle.question()
    reached = question.weights * (question.cover.times_covered(np.flatnonzero(usable)) >= 1)
    whole, part = (np.bincount(puzzle.towns, each) for each in (question.weights, reached))
    share = np.divide(100 * part, whole, out=np.full(len(whole), 100.0), where=whole > 0)
    codes, least = np.unique(puzzle.ground.demand.areas).tolist(), puzzle.asked.least_percent or 0
    found = [(codes[each], float(share[each])) for each in np.argsort(share, kind="stable")]
    return [(code, each) for code, each in found if each < least]


def _with_shares(towns: list[tuple[int, float]]) -> str:
    """Return towns with their shares, those of one share together; what there is no room for is counted."""
    called_by = names([code for code, _share in towns], get_language() or "zh-hans")
    named, room = dict[str, list[str]](), ROOM
    for code, share in towns:
        if (room := room - len(called_by[code]) - 2) >= 0:
            named.setdefault(f"{share:.1f}%", []).append(called_by[code])
    comma, semicolon = called(Words("、", ", ")), called(Words("；", "; "))
    said = semicolon.join(f"{comma.join(several)} {share}" for share, several in named.items())
    return and_more(said, len(towns) - sum(map(len, named.values())))


def _too_few_seats(come: int, seats: int) -> Said:
    def said() -> str:
        words = {"come": f"{come:,}", "seats": f"{seats:,}"}
        told = _("%(come)s come in a day, and the best stations together have seats for %(seats)s.") % words
        return told + " " + _("Ask for more stations, or for the most that can be served.")

    return said
