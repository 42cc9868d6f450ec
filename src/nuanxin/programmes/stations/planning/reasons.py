"""Reasons 理由: why a candidate is in or out, what would stand in its place, and what a moved pin loses."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from nuanxin.kernel.plans.declare import Json
from nuanxin.kernel.plans.faults import Fault, PlanRefused
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.plans.packing import unpacked
from nuanxin.planners.siting import Reach
from nuanxin.planners.siting.staging import Stage
from nuanxin.programmes.stations.planning.asking import (
    FEWEST,
    LESS_IS_BETTER,
    SEATED,
    SERVED_MEDIAN,
    point_fault,
)
from nuanxin.programmes.stations.planning.differences import difference, said
from nuanxin.programmes.stations.planning.ground import UNKNOWN_COST, Flags, Places
from nuanxin.programmes.stations.planning.plan_shown import sites_of
from nuanxin.programmes.stations.planning.proofs import certificate_in
from nuanxin.programmes.stations.planning.puzzle import FEN, Puzzle
from nuanxin.programmes.stations.planning.roads import Place
from nuanxin.programmes.stations.planning.rows_shown import Rows
from nuanxin.programmes.stations.planning.seats_shown import load
from nuanxin.programmes.stations.planning.travel import ways
from nuanxin.programmes.stations.planning.wording import no_such_site

MOST_TRIED, MOST_CARRIED = 400, 10
"""One-for-one exchanges tried on a page, and where each is a transport problem; who reach most come first."""


def why(plan: Plan, puzzle: Puzzle, name: str) -> Json:
    """Return why a candidate is in or out of a plan, in sentences and numbers."""
    place = puzzle.ground.site(name)
    if place < puzzle.ground.existing:
        raise KeyError(name)
    sites = sites_of(plan, puzzle)
    opened, chosen = puzzle.opened(sites), place in sites.tolist()
    rows, (out, inside) = Rows(puzzle.ground), set_aside(plan)
    counts, mine = puzzle.times(opened), _reached(puzzle, place)
    found: Json = {
        **rows.site(place),
        "chosen": chosen,
        "reaches": int(puzzle.weights[mine].sum()),
        "alone": int(puzzle.weights[mine & (counts == chosen)].sum()),
        "would_gain": 0 if chosen else _better(puzzle, opened, [place], []),
        "best_swap": None,
        "proved_out": place in out,
        "proved_in": place in inside,
    }
    swap = _best_swap(puzzle, opened, sites, place, chosen=chosen)
    if swap:
        found["best_swap"] = {"with": rows.site(swap[0]), "closes": rows.site(swap[0]), "change": swap[1]}
    return {**found, "said": list(_sentences(puzzle, found, place, sites))}


def _reached(puzzle: Puzzle, place: int) -> Flags:
    found = np.zeros(len(puzzle.weights), bool)
    found[puzzle.cover.by_candidate().row(place)] = True
    return found


def _better(puzzle: Puzzle, opened: Flags, opens: list[int], closes: list[int]) -> int:
    """Return by how much a plan gets better where sites open and close; below 0 where it gets worse."""
    changed = opened.copy()
    changed[opens], changed[closes] = True, False
    change = puzzle.worth(changed) - puzzle.worth(opened)
    if puzzle.asked.model == FEWEST:
        return puzzle.covered(changed) - puzzle.covered(opened)
    return -change if puzzle.asked.model in LESS_IS_BETTER else change


def _best_swap(
    puzzle: Puzzle, opened: Flags, sites: Places, place: int, *, chosen: bool
) -> tuple[int, int] | None:
    """Return the best site to exchange a candidate with, and by how much the plan gets better; None: none."""
    forbidden, forced = set(puzzle.forbidden), set(puzzle.forced)
    if chosen:
        others = [each for each in puzzle.ground.candidates if not opened[each] and each not in forbidden]
    else:
        others = [each for each in sites.tolist() if each not in forced]
    reached = np.bincount(
        puzzle.cover.items, np.repeat(puzzle.weights, puzzle.cover.counts()), len(puzzle.ground.sites)
    )
    most = MOST_CARRIED if puzzle.asked.model == SERVED_MEDIAN else MOST_TRIED
    sign = -1 if chosen else 1  # what comes in reaches much, what goes out little
    others = sorted(others, key=lambda each: (sign * reached[each], each))[:most]
    fits = [each for each in others if _fits(puzzle, opened, *((each, place) if chosen else (place, each)))]
    changes = [
        (_better(puzzle, opened, *(([each], [place]) if chosen else ([place], [each]))), -each)
        for each in fits
    ]
    if not changes:
        return None
    change, negative = max(changes)
    return -negative, change


def _fits(puzzle: Puzzle, opened: Flags, opens: int, closes: int) -> bool:
    """Return whether the budget pays for an exchange, and nothing comes to stand too near."""
    changed = opened.copy()
    changed[opens], changed[closes] = True, False
    return puzzle.keeps(changed)


def set_aside(plan: Plan) -> tuple[set[int], set[int]]:
    """Return the candidates that are in no better plan by the certificate's stages, and in each.

    A site set aside because another does as well may still stand in a better plan.
    """
    certificate: Any = certificate_in(unpacked(bytes(plan.papers.certificate)))
    out, inside = set[int](), set[int]()
    for stage in getattr(certificate, "stages", ()):
        if isinstance(stage, Stage):
            out |= set(stage.shut.tolist())
            inside |= set(stage.opened.tolist())
    return out, inside


def _sentences(puzzle: Puzzle, found: Json, place: int, sites: Places) -> Any:
    ground, name = puzzle.ground, found["id"]
    numbers = {key: f"{found[key]:,}" for key in ("reaches", "alone", "would_gain")}
    yield _("It reaches %(reaches)s person-times a day within the minutes asked.") % numbers
    if not found["reaches"] and not any(found["open"]):
        yield _("It is open in none of the hours asked.")
    if found["chosen"]:
        yield _("Of them %(alone)s are reached by no other station of the plan.") % numbers
        if name in puzzle.asked.forced:
            yield _("It was asked for in every plan.")
    else:
        yield _("Of them %(alone)s are not reached by the plan.") % numbers
        yield from _barred(puzzle, name, place, sites)
    yield from _seats_said(puzzle, found, sites)
    if found["best_swap"]:
        yield _swap_said(puzzle, found)
    if found["proved_in"]:
        yield _("The proof shows that no better plan is without it.")
    if found["proved_out"]:
        yield _("The proof shows that no better plan has it.")
    if ground.costs[place] == UNKNOWN_COST:
        yield _("Nobody said what it costs.")


def _seats_said(puzzle: Puzzle, found: Json, sites: Places) -> Iterator[str]:
    """Yield what a place does with its seats; nothing where seats are not counted."""
    if puzzle.asked.model not in SEATED:
        return
    if not found["chosen"]:
        yield _("As one more station it makes the plan better by %(change)s.") % {
            "change": said(puzzle, found["would_gain"])
        }
        return
    told = load(puzzle, puzzle.opened(sites), puzzle.ground.site(found["id"]))
    words = {"load": f"{told['load']:,}", "capacity": f"{told['capacity']:,}"}
    yield _("It serves %(load)s person-times a day, and has seats for %(capacity)s.") % words


def _swap_said(puzzle: Puzzle, found: Json) -> str:
    swap = found["best_swap"]
    words = {"other": swap["with"]["name"], "change": said(puzzle, swap["change"])}
    if swap["change"] > 0:
        return _("Exchanged with “%(other)s” the plan gets better by %(change)s.") % words
    if swap["change"] == 0:
        return _("Exchanged with “%(other)s” the plan would be worth as much.") % words
    return _("The best exchange is with “%(other)s”: the plan gets worse by %(change)s.") % words


def _barred(puzzle: Puzzle, name: str, place: int, sites: Places) -> Any:
    """Yield what keeps a candidate out whatever it is worth."""
    ground, asked = puzzle.ground, puzzle.asked
    if name in asked.forbidden:
        yield _("It was asked for in no plan.")
    elif place in puzzle.forbidden:
        yield _("Without a known cost it cannot stand under a budget.")
    if asked.budget_yuan is not None:
        left = asked.budget_yuan * FEN - int(ground.costs[sites].sum())
        if ground.costs[place] > left:
            words = {"cost": f"{ground.costs[place] / FEN:,.0f}", "left": f"{left / FEN:,.0f}"}
            yield _("It costs %(cost)s yuan a year, and %(left)s are left.") % words
    for one, other in ground.apart.tolist():
        if place in (one, other) and (met := other if one == place else one) in {*sites, *puzzle.existing}:
            yield _("It stands too near to “%(other)s”.") % {"other": ground.sites.named(met)}


def moved(plan: Plan, puzzle: Puzzle, name: str, point: Place) -> Json:
    """Return what a plan is worth where one of its sites stands elsewhere, and who wins and loses by it."""
    place = puzzle.ground.site(name)
    if wrong := point_fault(*point):
        raise PlanRefused([Fault("point", wrong, _("Put it on the map again."), name)])
    sites = sites_of(plan, puzzle)
    if place not in sites.tolist():
        raise PlanRefused([Fault("site", *no_such_site(name), name)])
    elsewhere = _elsewhere(puzzle, place, point, plan)
    opened = puzzle.opened(sites)
    before, after = puzzle.served(opened), elsewhere.served(opened)
    value, covered = elsewhere.worth(opened), int(after.sum() - before.sum())
    change = covered if puzzle.asked.model == FEWEST else value - plan.value
    rows, (row, _group) = Rows(puzzle.ground), puzzle.cells
    less = puzzle.asked.model in LESS_IS_BETTER and puzzle.asked.model != FEWEST
    worse, (shift, unit) = change > 0 if less else change < 0, difference(puzzle, change)
    return {
        "id": name,
        "longitude": point[0],
        "latitude": point[1],
        "value": value,
        "change": change,
        "change_percent": round(100 * change / max(1, abs(plan.value)), 2),
        "shift": shift,
        "unit_words": unit,
        "worse": worse,
        "covered_change": covered,
        "said": _moved_said(said(puzzle, change) if change else "", worse=worse),
        **_differing(rows, "lost", np.unique(row[after < before]).tolist()),
        **_differing(rows, "won", np.unique(row[after > before]).tolist()),
    }


def _differing(rows: Rows, name: str, demand: list[int]) -> Json:
    """Return demand that is lost or won point by point, and what it is called with its points together."""
    return {name: [rows.demand(each) for each in demand], f"{name}_places": rows.places(demand)}


def _moved_said(change: str, *, worse: bool) -> str:
    words = {"change": change}
    if not change:
        return _("The plan is worth as much there.")
    if worse:
        return _("There the plan gets worse by %(change)s.") % words
    return _("There the plan gets better by %(change)s.") % words


def _elsewhere(puzzle: Puzzle, place: int, point: Place, plan: Plan) -> Puzzle:
    """Return the puzzle with one site at another point; its ways are measured anew."""
    ground = puzzle.ground
    measured = ways(ground.demand.points, plan.made_on)
    farthest = float(np.ceil(ground.reach.metres.max(initial=1.0)))
    own = measured.reach(ground.demand.points, np.array([point]), farthest)
    return Puzzle(replace(ground, reach=replaced(ground.reach, place, own)), puzzle.asked)


def replaced(reach: Reach, place: int, own: Reach) -> Reach:
    """Return a reach in which one site's ways are those of another reach's only site."""
    rows = np.repeat(np.arange(len(reach.starts) - 1), np.diff(reach.starts))
    kept = reach.items != place
    new = np.repeat(np.arange(len(own.starts) - 1), np.diff(own.starts))
    all_rows = np.concatenate((rows[kept], new))
    items = np.concatenate((reach.items[kept], np.full(len(new), place, np.int32)))
    metres = np.concatenate((reach.metres[kept], own.metres))
    order = np.lexsort((items, all_rows))
    starts = np.searchsorted(all_rows[order], np.arange(len(reach.starts))).astype(np.int64)
    return Reach(starts, items[order].astype(np.int32), metres[order], reach.candidates)
