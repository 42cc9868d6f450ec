"""Comparing 对比: two plans side by side, both evaluated on the ground of the first."""

from dataclasses import replace

import numpy as np
from django.utils.translation import gettext as _

from nuanxin.kernel.plans.declare import Json
from nuanxin.kernel.plans.models import Plan
from nuanxin.planners.siting import Reach
from nuanxin.programmes.stations.planning.asking import SEATED
from nuanxin.programmes.stations.planning.costs import costs_of
from nuanxin.programmes.stations.planning.ground import Flags, Ground
from nuanxin.programmes.stations.planning.plan_shown import sites_of
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.planning.roads import metres_between
from nuanxin.programmes.stations.planning.rows_shown import Rows
from nuanxin.programmes.stations.planning.sums import by_band, by_hour, by_town
from nuanxin.programmes.stations.planning.travel import ways
from nuanxin.programmes.stations.planning.wording import status_words
from nuanxin.programmes.stations.planning.worst_served import worst_served

SAME_PLACE_M = 100.0
"""Two new sites nearer than this are one that moved."""
Asked = tuple[Plan, Puzzle]


def compared(one: Asked, other: Asked) -> Json:
    """Return two plans side by side: coverage by town and hour, cost, and which sites differ."""
    same = one[0].inputs == other[0].inputs
    puzzles = (one[1], one[1] if same else _on_the_ground_of(one, other))
    opened = [_opened(plan, puzzle) for plan, puzzle in zip((one[0], other[0]), puzzles, strict=True)]
    reached = [puzzle.hourly(puzzle.served(open_)) for puzzle, open_ in zip(puzzles, opened, strict=True)]
    amounts = dict(zip(("one", "other"), reached, strict=True))
    towns = by_town(one[1], amounts)
    fair = any(puzzle.asked.least_percent is not None for _plan, puzzle in (one, other))
    return {
        "plans": [
            {**_head(plan, puzzle, int(sum_.sum())), "worst": worst_served(towns, name) if fair else None}
            for (plan, _own), puzzle, (name, sum_) in zip((one, other), puzzles, amounts.items(), strict=True)
        ],
        "same_inputs": same,
        "said": _said(one, other, same),
        "bands": by_band(one[1], amounts),
        "hours": by_hour(one[1], amounts),
        "towns": towns,
        **_sites(one, other),
    }


def _opened(plan: Plan, puzzle: Puzzle) -> Flags:
    return puzzle.opened(sites_of(plan, puzzle))


def _head(plan: Plan, puzzle: Puzzle, covered: int) -> Json:
    """Return what a plan is worth as a whole, on the demand that both are counted on."""
    sites = sites_of(plan, puzzle)
    total = int(puzzle.weights.sum())
    return {
        "key": plan.key,
        "title": str(plan),
        "value": plan.value,
        "bound": plan.bound,
        "covered": covered,
        "share_percent": round(100 * covered / total, 1) if total else 0.0,
        **costs_of(puzzle.ground, sites),
        "count": len(sites),
        "status_words": status_words(plan.status),
        "made_on": plan.made_on,
    }


def _said(one: Asked, other: Asked, same: bool) -> list[str]:
    """Return what to know before the two are held beside one another."""
    found, first = [], f"{one[0]} ({one[0].key})"
    if not same:
        found.append(
            _("They were made from different registers; both are counted on the demand of %(plan)s.")
            % {"plan": first}
        )
    if one[1].asked.kind != other[1].asked.kind:
        found.append(_("They answer different questions; coverage is what both can be held to."))
    if (one[1].asked.minutes, one[1].asked.by) != (other[1].asked.minutes, other[1].asked.by):
        found.append(_("They count other minutes; those of %(plan)s are used for both.") % {"plan": first})
    if one[1].asked.model in SEATED:
        found.append(_("Seats are counted, as %(plan)s asks.") % {"plan": first})
    return found


def _sites(one: Asked, other: Asked) -> Json:
    """Return the new sites of both, of one only and of the other only, and those that only moved."""
    rows = [Rows(puzzle.ground).sites(sites_of(plan, puzzle).tolist()) for plan, puzzle in (one, other)]
    here, there = ({each["id"]: each for each in sites} for sites in rows)
    only_one = [each for name, each in here.items() if name not in there]
    only_other = [each for name, each in there.items() if name not in here]
    moved = [
        {"one": a, "other": b, "metres": round(metres)}
        for a in only_one
        for b in only_other
        if (metres := metres_between(_place(a), _place(b))) <= SAME_PLACE_M
    ]
    both = [each for name, each in here.items() if name in there]
    return {"only_one": only_one, "only_other": only_other, "both": both, "moved": moved}


def _place(site: Json) -> tuple[float, float]:
    return site["longitude"], site["latitude"]


def _on_the_ground_of(one: Asked, other: Asked) -> Puzzle:
    """Return the second plan's puzzle with the demand of the first: its sites' ways are measured anew."""
    ground, theirs = one[1].ground, other[1].ground
    sites = sites_of(other[0], other[1])
    kept = np.zeros(len(theirs.sites), bool)
    kept[sites] = True
    kept[: theirs.existing] = True
    measured = ways(ground.demand.points, one[0].made_on)
    far = float(np.ceil(ground.reach.metres.max(initial=1.0)))
    spots = theirs.sites.kept(kept)
    reach: Reach = measured.reach(ground.demand.points, spots.points, far)
    mixed: Ground = replace(
        ground,
        sites=spots,
        existing=theirs.existing,
        costs=theirs.costs[kept],
        seats=theirs.seats[kept],
        reach=reach,
        apart=ground.apart[:0],
    )
    return Puzzle(mixed, replace(one[1].asked, forced=(), forbidden=()))
