"""Obstacles 障碍: why a puzzle cannot be answered as it is asked, each named with its remedy."""

from collections.abc import Iterable

import numpy as np
from django.utils.translation import gettext as _

from nuanxin.kernel.plans.faults import Fault, PlanRefused
from nuanxin.programmes.stations.planning.asking import CENTER, FEWEST
from nuanxin.programmes.stations.planning.ground import UNKNOWN_COST
from nuanxin.programmes.stations.planning.puzzle import FEN, Puzzle


def refuse(puzzle: Puzzle) -> None:
    """Raise PlanRefused with everything that stands in the way."""
    if faults := list(_faults(puzzle)):
        raise PlanRefused(faults)


def _faults(puzzle: Puzzle) -> Iterable[Fault]:
    ground, asked = puzzle.ground, puzzle.asked
    free = len(ground.candidates) - len(puzzle.forbidden)
    if not len(puzzle.weights):
        remedy = _("Choose more hours or more kinds of demand.")
        yield Fault("bands", _("Nobody is there in the hours and of the kinds chosen."), remedy)
    if not len(ground.candidates):
        remedy = _("Register rooms on offer or public buildings, or choose a grid.")
        yield Fault("sources", _("There is no candidate here."), remedy)
        return
    if asked.count is not None and asked.count > free:
        words = {"count": asked.count, "free": free}
        said = _("%(count)d stations are asked for, and %(free)d candidates may be chosen.") % words
        yield Fault("count", said, _("Ask for fewer, or add candidates: a grid, more rooms."))
    if asked.count is not None and len(puzzle.forced) > asked.count:
        words = {"count": asked.count, "forced": len(puzzle.forced)}
        said = _("%(forced)d candidates are in every plan, and %(count)d stations may be opened.") % words
        yield Fault("forced", said, _("Take some of them out, or ask for more stations."))
    if asked.model in (CENTER, FEWEST) and len(puzzle.weights) and not puzzle.reachable.any():
        said = _("No candidate reaches any of this demand.")
        yield Fault("minutes", said, _("Give more minutes, or add candidates that are nearer."))
    yield from _too_dear(puzzle)
    yield from _too_near(puzzle)


def _too_dear(puzzle: Puzzle) -> Iterable[Fault]:
    """Yield what a budget does not pay for."""
    ground, asked = puzzle.ground, puzzle.asked
    if asked.budget_yuan is None:
        return
    for site in puzzle.forced:
        if ground.costs[site] == UNKNOWN_COST:
            said = _("“%(name)s” is in every plan, and nobody said what it costs.")
            name = ground.sites.named(site)
            yield Fault("forced", said % {"name": name}, _("Enter its cost a year."), ground.sites.ids[site])
    fixed = int(np.maximum(ground.costs[list(puzzle.forced)], 0).sum()) // FEN
    if fixed > asked.budget_yuan:
        words = {"fixed": f"{fixed:,}", "budget": f"{asked.budget_yuan:,}"}
        said = _("What is in every plan costs %(fixed)s yuan a year, and the budget is %(budget)s.") % words
        yield Fault("budget_yuan", said, _("Raise the budget, or take a candidate out."))
        return
    open_ = [site for site in ground.candidates if site not in puzzle.forbidden]
    known = [int(ground.costs[site]) for site in open_]
    if not known:
        said = _("Nobody said what any candidate costs.")
        yield Fault("budget_yuan", said, _("Enter costs, or ask for a number of stations instead."))
    elif min(known) // FEN > asked.budget_yuan:
        words = {"least": f"{min(known) // FEN:,}", "budget": f"{asked.budget_yuan:,}"}
        said = _("The cheapest candidate costs %(least)s yuan a year, and the budget is %(budget)s.") % words
        yield Fault("budget_yuan", said, _("Raise the budget, or add candidates that cost less."))


def _too_near(puzzle: Puzzle) -> Iterable[Fault]:
    """Yield candidates in every plan that stand too near to one another, or to a station."""
    sites = puzzle.ground.sites
    held = {*puzzle.forced, *puzzle.existing}
    for one, other in puzzle.ground.apart.tolist():
        if one in held and other in held:
            words = {"one": sites.named(one), "other": sites.named(other)}
            said = _("“%(one)s” and “%(other)s” stand nearer to each other than is asked.") % words
            yield Fault("apart_m", said, _("Take one out, or ask for less distance."), sites.ids[other])
