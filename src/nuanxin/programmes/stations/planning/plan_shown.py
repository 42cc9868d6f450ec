"""A kept plan as pages show it: worked out from its own papers, never from the registers of today."""

import numpy as np
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.wording import called
from nuanxin.kernel.plans.declare import INFEASIBLE, Json
from nuanxin.kernel.plans.models import Plan, Tally
from nuanxin.programmes.stations.planning.access_shown import accessibility
from nuanxin.programmes.stations.planning.asking import (
    CENTER,
    COVER,
    FADING_WORDS,
    FEWEST,
    FIELDS,
    KIND_WORDS,
    LESS_IS_BETTER,
    MODELS,
    SEATED,
    SERVED,
    SOURCES,
    SPEEDS,
    WAYS,
    Asked,
)
from nuanxin.programmes.stations.planning.costs import costs_of
from nuanxin.programmes.stations.planning.differences import difference, said, way_m
from nuanxin.programmes.stations.planning.ground import Flags, Places
from nuanxin.programmes.stations.planning.grounds_shown import choices, lines, streets_said
from nuanxin.programmes.stations.planning.measures import WORDS
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.planning.rows_shown import Rows
from nuanxin.programmes.stations.planning.seats_shown import load, seats
from nuanxin.programmes.stations.planning.sums import by_band, by_hour, by_town
from nuanxin.programmes.stations.planning.wording import (
    METRES,
    PERSON_TIMES,
    enumerated,
    proof_words,
    status_words,
    unit_words,
)
from nuanxin.programmes.stations.planning.worst_served import worst_served


def sites_of(plan: Plan, puzzle: Puzzle) -> Places:
    """Return the numbers of a plan's new sites."""
    names = plan.papers.answer.get("sites", [])
    return np.array([puzzle.ground.site(name) for name in names], np.int32)


def shown(plan: Plan, puzzle: Puzzle) -> Json:
    """Return the whole plan."""
    ground, rows, sites = puzzle.ground, Rows(puzzle.ground), sites_of(plan, puzzle)
    before, after = puzzle.opened(sites[:0]), puzzle.opened(sites)
    chosen = set(sites.tolist())
    rest = choices(plan.area, plan.made_on)
    return {
        **{name: rest[name] for name in ("area", "area_name", "rules")},
        **_facts(plan, puzzle),
        **_shares(plan, puzzle, before, after),
        "band_choices": rest["bands"],
        "streets": streets_said(ground),
        "lines": lines(ground),
        "demand": _demand(puzzle, rows, before, after),
        "existing": rows.sites(range(ground.existing)),
        "stations": rows.stations(),
        "sites": _sites(puzzle, rows, sites),
        "candidates": [{**rows.site(each), "chosen": each in chosen} for each in ground.candidates],
        "seats": seats(puzzle, rows, after),
        "access": accessibility(puzzle, {"before": before, "after": after}),
        **costs_of(ground, sites),
        "left_out": ground.left_out,
        "unreached": rows.places(_unreached(puzzle)),
        "curve": [_curve_entry(puzzle, each) for each in plan.papers.answer.get("curve", [])],
        "curve_shows": _curve_shows(puzzle),
        "one_more": _one_apart(plan, puzzle, rows, 1),
        "one_fewer": _one_apart(plan, puzzle, rows, -1),
        "points": plan.papers.answer.get("points", []),
        "taken": {"on": plan.taken_on, "by": plan.taken_by.name} if plan.taken_by else None,
        "promised": _promise(plan),
    }


def _facts(plan: Plan, puzzle: Puzzle) -> Json:
    """Return what is said of a plan as a whole."""
    asked = puzzle.asked
    better = "less" if asked.model in LESS_IS_BETTER else "more"
    return {
        "plan": plan.key,
        "title": plan.title,
        "status": plan.status,
        "status_words": status_words(plan.status),
        "proof": plan.proof,
        "proof_words": proof_words(plan.proof) if plan.status != INFEASIBLE else "",
        "reason": plan.why,
        "value": plan.value,
        "bound": plan.bound,
        "before": plan.before,
        "gain": plan.before - plan.value if better == "less" else plan.value - plan.before,
        "better": better,
        "gap_percent": round(100 * plan.gap, 3),
        "gap_words": _gap_words(plan, puzzle),
        "unit_words": unit_words(asked),
        "way_m": way_m(puzzle, plan.value),
        "way_before_m": way_m(puzzle, plan.before),
        "made_on": plan.made_on,
        "seconds": plan.took_ms / 1000,
        "seed": plan.seed,
        "inputs": plan.inputs,
        "asked": plan.asked,
        "asked_words": asked_words(asked),
    }


def _gap_words(plan: Plan, puzzle: Puzzle) -> str:
    """Return how much better a plan could be at most, in what people count and in per cent."""
    if plan.status == INFEASIBLE:
        return ""
    if plan.proved:
        return _("no better plan is possible")
    words = {"much": said(puzzle, plan.bound - plan.value), "percent": f"{100 * plan.gap:.2f}"}
    if puzzle.asked.model == SERVED:
        return _("at most %(much)s more could find a seat (%(percent)s per cent)") % words
    if puzzle.asked.model == FEWEST:
        words["much"] = f"{plan.value - plan.bound:,}"
        return _("at most %(much)s stations fewer would do (%(percent)s per cent)") % words
    return _("at most %(much)s from the best there is (%(percent)s per cent)") % words


def asked_words(asked: Asked) -> list[Json]:
    """Return what was asked, in words, what was left blank left out."""
    told = {
        "model": called(MODELS[asked.kind]),
        "count": asked.count if asked.model != FEWEST else None,
        "budget_yuan": asked.budget_yuan and f"{asked.budget_yuan:,}",
        "minutes": f"{asked.minutes} · {called(SPEEDS[asked.by])}",
        "bands": enumerated(WORDS[band] for band in asked.bands),
        "kinds": enumerated(KIND_WORDS[kind] for kind in asked.kinds),
        "sources": enumerated(SOURCES[source] for source in asked.sources),
        "apart_m": asked.apart_m,
        "least_percent": asked.least_percent,
        "fading": called(FADING_WORDS) if asked.fading else None,
        "seed": asked.seed,
    }
    return [
        {"name": name, "words": called(FIELDS[name]), "value": str(value)}
        for name, value in told.items()
        if value is not None
    ]


def _shares(plan: Plan, puzzle: Puzzle, before: Flags, after: Flags) -> Json:
    """Return shares of demand, and sums by band and by town."""
    total, asked = int(puzzle.weights.sum()), puzzle.asked
    amounts = {
        name: puzzle.hourly(puzzle.served(each)) for name, each in (("before", before), ("after", after))
    }
    reached = [int(each.sum()) for each in amounts.values()]
    known = asked.model in (COVER, SERVED) and not asked.fading and plan.status != INFEASIBLE
    counted, towns = plan.bound if known else None, by_town(puzzle, amounts)
    fair = asked.least_percent is not None
    return {
        "total": total,
        "covered": reached[1],
        "share_percent": _percent(reached[1], total),
        "before_percent": _percent(reached[0], total),
        "in_use_percent": _in_use_percent(puzzle, before, total),
        "bound_percent": None if counted is None else _percent(counted, total),
        "unreached_percent": _percent(int(puzzle.weights[~_reachable(puzzle)].sum()), total),
        "bands": by_band(puzzle, amounts),
        "hours": by_hour(puzzle, amounts),
        "towns": towns,
        "worst": worst_served(towns, "after") if fair else None,
        "worst_before": worst_served(towns, "before") if fair else None,
    }


def _in_use_percent(puzzle: Puzzle, before: Flags, total: int) -> float | None:
    """Return the share served without the plan and without stations that are not open yet.

    None where there are none of these, and where seats are counted: who sits where is not worked out twice.
    """
    coming = puzzle.ground.coming
    if not len(coming) or puzzle.asked.model in SEATED:
        return None
    in_use = before.copy()
    in_use[coming] = False
    return _percent(puzzle.covered(in_use), total)


def _demand(puzzle: Puzzle, rows: Rows, before: Flags, after: Flags) -> list[Json]:
    """Return demand in the hours asked, what of it is in reach before and after, minutes to the nearest."""
    reached = [puzzle.ground.banded(puzzle.hourly(puzzle.served(each))).tolist() for each in (before, after)]
    minutes, asked = _minutes(puzzle, after), puzzle.ground.banded(puzzle.hourly(puzzle.weights)).tolist()
    return [
        {
            **rows.demand(each),
            "weights": asked[each],
            "before": reached[0][each],
            "after": reached[1][each],
            "minutes": minutes[each],
        }
        for each in range(len(puzzle.ground.demand))
    ]


def _minutes(puzzle: Puzzle, opened: Flags) -> list[float | None]:
    """Return minutes from each demand to its nearest site in the hours that have most people; None: none."""
    row, _group = puzzle.cells
    metres, far = puzzle.metres(opened), int(np.ceil(puzzle.farthest_m))
    order = np.lexsort((-puzzle.weights, row))
    found: list[float | None] = [None] * len(puzzle.ground.demand)
    for place in order[::-1]:
        near = int(metres[place])
        found[row[place]] = None if near >= far else round(near / puzzle.ground.speed_m_s / 60, 1)
    return found


def _sites(puzzle: Puzzle, rows: Rows, sites: Places) -> list[Json]:
    """Return the new sites, first that whose loss would cost most."""
    opened, counts = puzzle.opened(sites), puzzle.times(puzzle.opened(sites))
    found = []
    for site in sites.tolist():
        mine = _reached_by(puzzle, site)
        alone = int(puzzle.weights[mine & (counts == 1)].sum())
        opened[site] = False
        loss = abs(puzzle.worth(opened) - puzzle.worth(puzzle.opened(sites)))
        opened[site] = True
        reaches = int(puzzle.weights[mine].sum())
        told = {"alone": alone, "reaches": reaches, "loss": loss, **load(puzzle, opened, site)}
        found.append({**rows.site(site), **told})
    return sorted(found, key=lambda each: (-each["loss"], -each["alone"], each["id"]))


def _reached_by(puzzle: Puzzle, site: int) -> Flags:
    """Return which rows a site reaches within the minutes."""
    found = np.zeros(len(puzzle.weights), bool)
    found[puzzle.cover.by_candidate().row(site)] = True
    return found


def _reachable(puzzle: Puzzle) -> Flags:
    return puzzle.times(np.ones(len(puzzle.ground.sites), bool)) >= 1


def _unreached(puzzle: Puzzle) -> list[int]:
    """Return the demand that no station and no candidate reaches at some hour."""
    row, _group = puzzle.cells
    found: list[int] = np.unique(row[~_reachable(puzzle)]).tolist()
    return found


def _curve_entry(puzzle: Puzzle, entry: Json) -> Json:
    total = int(puzzle.weights.sum())
    kept = {name: value for name, value in entry.items() if name != "sites"}
    way = way_m(puzzle, entry["value"])
    return {**kept, "share_percent": _percent(entry["covered"], total), "way_m": way}


def _curve_shows(puzzle: Puzzle) -> Json:
    """Return which number of each point a curve draws, what it is called, its unit, and that of values."""
    model = puzzle.asked.model
    of, words, unit = "share_percent", _("demand served"), "%"
    if model in WAYS:
        of, words, unit = "way_m", _("way on average"), called(METRES)
    elif model == CENTER:
        of, words, unit = "value", _("way of the farthest"), called(METRES)
    values = called(PERSON_TIMES) if model == FEWEST else unit_words(puzzle.asked)
    return {"of": of, "words": words, "unit": unit, "value_words": values}


def _one_apart(plan: Plan, puzzle: Puzzle, rows: Rows, step: int) -> Json | None:
    """Return what one station more (1) or fewer (-1) would change: its value, what opens, what closes."""
    answer = plan.papers.answer
    here, curve = set(answer.get("sites", [])), {each["count"]: each for each in answer.get("curve", [])}
    other = curve.get(len(here) + step)
    if other is None:
        return None
    there = set(other["sites"])
    place = puzzle.ground.site
    return {
        "count": len(here) + step,
        "value": other["value"],
        **_change(plan, puzzle, other),
        "proved": other["proved"],
        "opens": rows.sites(sorted(map(place, there - here))),
        "closes": rows.sites(sorted(map(place, here - there))),
    }


def _change(plan: Plan, puzzle: Puzzle, other: Json) -> Json:
    """Return what another number of stations changes: in what it is worth, for fewest in who is covered."""
    less = puzzle.asked.model in LESS_IS_BETTER and puzzle.asked.model != FEWEST
    before = plan.value
    if puzzle.asked.model == FEWEST:
        before = puzzle.covered(puzzle.opened(sites_of(plan, puzzle)))
    gain, unit = difference(puzzle, other["value"] - before)
    return {"gain": gain, "unit_words": unit, "loses": gain > 0 if less else gain < 0}


def _promise(plan: Plan) -> Json | None:
    """Return what a taken plan promised and what has come of it, as counted last."""
    if not plan.taken:
        return None
    last = Tally.objects.filter(kind=plan.kind, part=plan.key, withdrawn=False).order_by("-on").first()
    gained = last.amounts.get("gained", 0) if last else None
    percent = None if gained is None or not plan.promised else round(100 * gained / plan.promised, 1)
    return {
        "promised": plan.promised,
        "gained": gained,
        "percent": percent,
        "on": last.on if last else None,
    }


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
