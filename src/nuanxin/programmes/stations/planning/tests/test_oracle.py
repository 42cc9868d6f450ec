"""Every question of a plan against all plans there are, tried one by one on small towns."""

from datetime import date
from itertools import chain, combinations, pairwise

import numpy as np
import pytest

from nuanxin.kernel.plans.declare import CERTIFICATE, FEASIBLE, INFEASIBLE, OPTIMAL
from nuanxin.kernel.plans.faults import PlanRefused, PlanUnproven
from nuanxin.kernel.plans.packing import packed, unpacked
from nuanxin.planners.siting import Reach
from nuanxin.programmes.stations.planning.asking import LESS_IS_BETTER, MODELS, asked_of
from nuanxin.programmes.stations.planning.curves import solved
from nuanxin.programmes.stations.planning.ground import UNKNOWN_COST, Ground, Spots, ground_of
from nuanxin.programmes.stations.planning.hours import band_of_hours
from nuanxin.programmes.stations.planning.measures import BANDS
from nuanxin.programmes.stations.planning.obstacles import refuse
from nuanxin.programmes.stations.planning.proofs import proved
from nuanxin.programmes.stations.planning.puzzle import Puzzle

pytestmark = pytest.mark.django_db
TRIED = 40
TODAY = date(2024, 6, 3)
SPEED = 1.2


SEARCH, USUAL, FADING = 2, 4, (0.68, 0.22)
QUESTIONS = [*MODELS, "fading", "fading fair"]


class Town:
    """A small town drawn at random, kept as plain tables beside the arrays the planner gets."""

    def __init__(self, seed: int, model: str) -> None:
        rng = np.random.default_rng(seed)
        self.model, self.existing = model.split()[-1], int(rng.integers(0, 3))
        self.fading, self.seated = model.startswith("fading"), model.startswith("served")
        self.model = "cover" if self.model == "fading" else self.model
        self.demand, self.sites = int(rng.integers(1, 8)), self.existing + int(rng.integers(1, 6))
        self.weights = rng.integers(0, 30, (self.demand, 24)) * (rng.random((self.demand, 24)) < 0.3)
        self.weights[0, 12] += 1
        self.open = np.repeat(rng.random((self.sites, 8)) < 0.8, 3, axis=1)
        self.bands = band_of_hours(TODAY)
        self.far = {
            (row, site): float(rng.integers(1, 1500))
            for row in range(self.demand)
            for site in range(self.sites)
            if rng.random() < 0.7
        }
        self.towns = rng.integers(0, 2, self.demand)
        self.costs = [0] * self.existing + [int(cost) * 100 for cost in rng.integers(0, 9, self.sites)]
        self.form = self.asked(rng)
        self.seats = rng.integers(-1, 25, self.sites)

    def asked(self, rng) -> dict:
        new = [f"s{site}" for site in range(self.existing, self.sites)]
        form = {"model": self.model, "count": int(rng.integers(0, len(new) + 1)), "curve": 0, "seconds": 60}
        form["bands"] = [BANDS[1], *(band for band in (BANDS[0], BANDS[3]) if rng.random() < 0.6)]
        form["minutes"] = int(rng.integers(3, 15))
        mood = rng.random()
        form["forced"] = [new[0]] if mood < 0.2 and form["count"] else []
        form["forbidden"] = [new[-1]] if mood > 0.7 and new[-1] not in form["forced"] else []
        if rng.random() < 0.5:
            form["budget_yuan"] = int(rng.integers(0, 20))
        if rng.random() < 0.4:
            form["apart_m"] = 5
        form["fading"] = self.fading
        if self.model == "fair":
            form["least_percent"] = int(rng.integers(1, 60))
        return form

    def puzzle(self) -> Puzzle:
        starts, items, metres = [0], [], []
        for row in range(self.demand):
            for site in range(self.sites):
                if (row, site) in self.far:
                    items.append(site)
                    metres.append(self.far[row, site])
            starts.append(len(items))
        reach = Reach(np.array(starts), np.array(items, np.int32), np.array(metres, float), self.sites)
        asked = asked_of(self.form, TODAY)
        names = [f"s{site}" for site in range(self.sites)]
        demand = Spots(
            [f"d{row}" for row in range(self.demand)],
            [""] * self.demand,
            ["hot_spot"] * self.demand,
            150802001000 + self.towns.astype(np.int64) * 1000,
            np.zeros((self.demand, 2)),
            self.weights.astype(np.int64),
        )
        areas = np.full(self.sites, 150802001000, np.int64)
        sites = Spots(names, names, ["grid"] * self.sites, areas, np.zeros((self.sites, 2)), self.open * 1)
        apart = self.near() if asked.apart_m else []
        pairs = np.array(apart, np.int32).reshape(-1, 2)
        costs = np.array(self.costs[: self.sites], np.int64)
        bands = np.array(self.bands, np.int32)
        rules = (SPEED, 0.5, bands, [], self.seats, USUAL, 1.0, SEARCH, [*FADING])
        return Puzzle(Ground(demand, sites, self.existing, costs, reach, pairs, "", False, *rules), asked)

    def near(self) -> list[tuple[int, int]]:
        return [(site, site + 1) for site in range(max(0, self.existing - 1), self.sites - 1, 2)
                if site + 1 >= self.existing]  # fmt: skip

    def plans(self):
        """Yield every plan that keeps to what is asked, as sets of open new sites."""
        new = range(self.existing, self.sites)
        forced = {int(name[1:]) for name in self.form["forced"]}
        forbidden = {int(name[1:]) for name in self.form["forbidden"]}
        most = len(new) if self.model == "fewest" else self.form["count"]
        for plan in chain.from_iterable(combinations(new, many) for many in range(most + 1)):
            chosen = set(plan)
            if not forced <= chosen or chosen & forbidden:
                continue
            budget = self.form.get("budget_yuan")
            if budget is not None and sum(self.costs[site] for site in chosen) > budget * 100:
                continue
            opened = chosen | set(range(self.existing))
            if self.form.get("apart_m") and any({a, b} <= opened for a, b in self.near()):
                continue
            yield chosen

    def rows(self):
        """Yield each demand with an hour that stands for those in which the same are open, and its people."""
        asked = [BANDS.index(band) for band in self.form["bands"]]
        alike = {}
        for hour in (hour for hour in range(24) if self.bands[hour] in asked):
            band = self.bands[hour] if self.seated else 0
            alike.setdefault((band, *self.open[:, hour]), []).append(hour)
        for row in range(self.demand):
            for hours in alike.values():
                if self.weights[row, hours].sum():
                    yield row, (hours if self.seated else hours[0]), int(self.weights[row, hours].sum())

    def ways(self, row: int, hour: int, chosen: set[int]) -> list[float]:
        opened = chosen | set(range(self.existing))
        return [self.far[row, site] for site in opened if (row, site) in self.far and self.open[site, hour]]

    def carried(self, chosen: set[int]):
        """Return what is served and what it costs in metres: person after person by the cheapest detour."""
        opened, limit = chosen | set(range(self.existing)), self.form["minutes"] * 60 * SPEED
        far = limit * (SEARCH if self.model == "served_median" else 1)
        served, metres = 0, 0
        rows = list(self.rows())
        for group in {tuple(hours) for _row, hours, _weight in rows}:
            mine = [(row, weight) for row, hours, weight in rows if tuple(hours) == group]
            left = {site: self.room(site) * len(group) for site in opened if self.open[site, group[0]]}
            goes = {(row, site): 0 for row, _weight in mine for site in left}
            ways = {pair: self.far[pair] for pair in goes if self.far.get(pair, far + 1) <= far}
            waits = dict(mine)
            while step := cheapest(ways, goes, left, waits, far if self.model == "served_median" else None):
                served, metres = served + step[0], metres + step[1]
        return served, metres, far

    def come(self):
        """Return how many have a site near enough that may be open, and how many the best ones seat."""
        forbidden = {int(name[1:]) for name in self.form["forbidden"]}
        usable = set(range(self.sites)) - forbidden
        far = self.form["minutes"] * 60 * SPEED * SEARCH
        near = sum(
            weight
            for row, hours, weight in self.rows()
            if any(way <= far for way in self.ways(row, hours[0], usable))
        )
        asked = [hour for hour in range(24) if BANDS[self.bands[hour]] in self.form["bands"]]
        seats = [self.room(site) * sum(self.open[site, hour] for hour in asked) for site in range(self.sites)]
        most = max((sum(seats[site] for site in plan) for plan in self.plans()), default=0)
        return near, most + sum(seats[: self.existing])

    def only_counts(self) -> bool:
        return "budget_yuan" not in self.form and "apart_m" not in self.form

    def room(self, site: int) -> int:
        return USUAL if self.seats[site] == -1 else int(self.seats[site])

    def counted(self, weight: int, ways: list[float], limit: float) -> int:
        """Return what people count who have these ways to open sites: whole, in part, or nothing."""
        parts = [1, *FADING] if self.fading else [1]
        zone = next((k for k in range(len(parts)) if ways and min(ways) <= limit * (k + 1)), None)
        return 0 if zone is None else int(weight * parts[zone])

    def worth(self, chosen: set[int]):
        """Return what a plan is worth, None where it does not do what is asked."""
        if self.seated:
            served, metres, far = self.carried(chosen)
            everybody = sum(weight for _row, _hours, weight in self.rows())
            far = int(np.ceil(far))
            return served if self.model == "served" else int(metres + far * (everybody - served))
        limit, forbidden = (
            self.form["minutes"] * 60 * SPEED,
            {int(name[1:]) for name in self.form["forbidden"]},
        )
        usable = set(range(self.sites)) - forbidden
        far = np.ceil(max([*self.far.values(), limit]))
        value, worst, part, whole = 0, 0, [0, 0], [0, 0]
        for row, hour, weight in self.rows():
            near = sum(way <= limit for way in self.ways(row, hour, chosen))
            best = min(self.ways(row, hour, chosen), default=far)
            town = self.towns[row]
            counts = self.counted(weight, self.ways(row, hour, chosen), limit)
            whole[town] += weight
            part[town] += counts
            value += counts
            if self.model == "backup":
                value += int(weight * 0.5) * (near > 1)
            if self.ways(row, hour, usable):
                worst = max(worst, best)
                if self.model == "center" and not self.ways(row, hour, chosen):
                    return None
            reachable = any(way <= limit for way in self.ways(row, hour, usable))
            if self.model == "fewest" and reachable and not near:
                return None
        if self.model == "fair" and any(
            100 * part[town] < self.form["least_percent"] * whole[town] for town in (0, 1)
        ):
            return None
        if self.model == "median":
            return int(sum(weight * min(self.ways(row, hour, chosen), default=far)
                           for row, hour, weight in self.rows()))  # fmt: skip
        return {"center": int(worst), "fewest": len(chosen)}.get(self.model, value)


def cheapest(ways, goes, left, waits, far):
    """Seat as many as can along the cheapest chain of moves; return how many and metres, None at the end."""
    cost = {("row", row): 0.0 for row, weight in waits.items() if weight}
    came = {}
    for _turn in range(2 * (len(waits) + len(left))):
        for (row, site), way in ways.items():
            if ("row", row) in cost and cost["row", row] + way < cost.get(("site", site), np.inf):
                cost["site", site], came["site", site] = cost["row", row] + way, ("row", row)
            if goes[row, site] and cost.get(("site", site), np.inf) - way < cost.get(("row", row), np.inf):
                cost["row", row], came["row", row] = cost["site", site] - way, ("site", site)
    ends = [(cost["site", site], site) for site in left if left[site] and ("site", site) in cost]
    if not ends or (far is not None and min(ends)[0] >= int(np.ceil(far))):
        return None
    metres, site = min(ends)
    chain = [("site", site)]
    while chain[-1] in came:
        chain.append(came[chain[-1]])
    moves = [(a, b) if a[0] == "row" else (b, a) for a, b in pairwise(chain)]
    back = [
        goes[row[1], at[1]] for (row, at), (a, _b) in zip(moves, pairwise(chain), strict=True) if a == row
    ]
    many = min([left[site], waits[chain[-1][1]], *back])
    for (row, at), (a, _b) in zip(moves, pairwise(chain), strict=True):
        goes[row[1], at[1]] += -many if a == row else many
    left[site] -= many
    waits[chain[-1][1]] -= many
    return many, many * metres


@pytest.mark.parametrize("model", QUESTIONS)
def test_no_plan_is_better_than_the_one_that_is_proved(model):
    optimal = 0
    for seed in range(TRIED):
        town = Town(seed, model)
        puzzle = town.puzzle()
        if town.model in ("center", "fewest") and not puzzle.reachable.any():
            continue  # refused before it is solved
        worths = [worth for plan in town.plans() if (worth := town.worth(plan)) is not None]
        found = solved(puzzle, lambda _point: None, lambda: False)
        come, seats = town.come() if model == "served_median" else (0, 0)
        if not worths or found.status == INFEASIBLE or (come > seats and town.only_counts()):
            assert found.status == INFEASIBLE and (not worths or come > seats), (seed, town.form)
            continue
        best = min(worths) if model in LESS_IS_BETTER else max(worths)
        assert (found.status, found.value, found.bound) == (OPTIMAL, best, best), (seed, town.form)
        assert proved(puzzle, found.certificate) == (best, best)
        assert found.inputs == ground_of(found.inputs).packed()
        assert found.proof == CERTIFICATE, (seed, town.form)
        optimal += 1
    assert optimal


def test_what_was_changed_in_the_papers_is_found():
    refused = tried = 0
    for seed in range(40):
        puzzle = Town(seed, "cover").puzzle()
        found = solved(puzzle, lambda _point: None, lambda: False)
        if found.status != OPTIMAL:
            continue
        rng = np.random.default_rng(seed)
        content = unpacked(found.certificate)
        for name in ("value", "bound", "sites"):
            tried += 1
            spoilt = {**content, name: _spoilt(content[name], puzzle, rng)}
            try:
                proved(puzzle, packed(spoilt))
            except PlanUnproven:
                refused += 1
    assert refused == tried > 60


def _spoilt(value, puzzle, rng):
    if isinstance(value, int):
        return value + int(rng.integers(1, 9))
    others = sorted({*puzzle.ground.candidates} ^ {*value.tolist()})
    return np.array(others[: len(value) + 1], np.int32)


def test_a_station_shut_at_night_covers_nobody_at_night():
    town = Town(3, "cover")
    town.form |= {"bands": ["night"], "count": town.sites - town.existing, "forced": [], "forbidden": []}
    town.form.pop("budget_yuan", None)
    town.form.pop("apart_m", None)
    night = [hour for hour in range(24) if BANDS[town.bands[hour]] == "night"]
    town.weights[:, night] += 5
    town.open[:, night] = False
    found = solved(town.puzzle(), lambda _point: None, lambda: False)
    assert (found.value, found.promised) == (0, 0)


def test_stopping_at_once_leaves_a_plan_and_a_bound():
    puzzle = Town(8, "cover").puzzle()
    found = solved(puzzle, lambda _point: None, lambda: True)
    assert found.status in (OPTIMAL, FEASIBLE) and found.bound >= found.value
    assert proved(puzzle, found.certificate) == (found.value, found.bound)


def test_under_a_budget_a_candidate_without_a_cost_stays_out():
    town = Town(5, "cover")
    town.form |= {"budget_yuan": 1000, "count": 9, "forced": [], "forbidden": []}
    town.costs[town.existing] = UNKNOWN_COST
    puzzle = town.puzzle()
    found = solved(puzzle, lambda _point: None, lambda: False)
    assert town.existing in puzzle.forbidden and f"s{town.existing}" not in found.answer["sites"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"count": 50}, "count"),
        ({"budget_yuan": 0, "count": None}, "budget_yuan"),
        ({"forced": ["s2", "s3"], "count": 1}, "forced"),
        ({"forced": ["nobody"]}, "forced"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_its_field(change, field):
    town = Town(11, "cover")
    town.existing, town.costs = 0, [100] * 9
    town.form = {"model": "cover", "count": 1, "bands": ["noon"], **change}
    with pytest.raises(PlanRefused) as refused:
        refuse(town.puzzle())
    assert [fault.field for fault in refused.value.faults] == [field]
    assert all(fault.said and fault.remedy for fault in refused.value.faults)
