"""Every question of a plan against all plans there are, tried one by one on small towns."""

from datetime import date
from itertools import chain, combinations

import numpy as np
import pytest

from nuanxin.kernel.plans.declare import CERTIFICATE, FEASIBLE, INFEASIBLE, OPTIMAL
from nuanxin.kernel.plans.faults import PlanRefused, PlanUnproven
from nuanxin.kernel.plans.packing import packed, unpacked
from nuanxin.planners.siting import Reach
from nuanxin.programmes.stations.planning.asking import MODELS, asked_of
from nuanxin.programmes.stations.planning.ground import UNKNOWN_COST, Ground, Spots, ground_of
from nuanxin.programmes.stations.planning.hours import band_of_hours
from nuanxin.programmes.stations.planning.measures import BANDS
from nuanxin.programmes.stations.planning.obstacles import refuse
from nuanxin.programmes.stations.planning.proofs import proved
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.planning.solving import solved

pytestmark = pytest.mark.django_db
TRIED = 40
TODAY = date(2024, 6, 3)
SPEED = 1.2


class Town:
    """A small town drawn at random, kept as plain tables beside the arrays the planner gets."""

    def __init__(self, seed: int, model: str) -> None:
        rng = np.random.default_rng(seed)
        self.model, self.existing = model, int(rng.integers(0, 3))
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

    def asked(self, rng) -> dict:
        new = [f"s{site}" for site in range(self.existing, self.sites)]
        form = {"model": self.model, "count": int(rng.integers(0, len(new) + 1)), "curve": 0, "seconds": 5}
        form["bands"] = [BANDS[1], *(band for band in (BANDS[0], BANDS[3]) if rng.random() < 0.6)]
        form["minutes"] = int(rng.integers(3, 15))
        mood = rng.random()
        form["forced"] = [new[0]] if mood < 0.2 and form["count"] else []
        form["forbidden"] = [new[-1]] if mood > 0.7 and new[-1] not in form["forced"] else []
        if self.model in ("cover", "backup", "fair"):
            if rng.random() < 0.5:
                form["budget_yuan"] = int(rng.integers(0, 20))
            if rng.random() < 0.4:
                form["apart_m"] = 5
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
        return Puzzle(
            Ground(demand, sites, self.existing, costs, reach, pairs, "", False, SPEED, 0.5, bands, []), asked
        )

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
            alike.setdefault(tuple(self.open[:, hour]), []).append(hour)
        for row in range(self.demand):
            for hours in alike.values():
                if self.weights[row, hours].sum():
                    yield row, hours[0], int(self.weights[row, hours].sum())

    def ways(self, row: int, hour: int, chosen: set[int]) -> list[float]:
        opened = chosen | set(range(self.existing))
        return [self.far[row, site] for site in opened if (row, site) in self.far and self.open[site, hour]]

    def worth(self, chosen: set[int]):
        """Return what a plan is worth, None where it does not do what is asked."""
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
            whole[town] += weight
            part[town] += weight * (near > 0)
            value += weight * (near > 0)
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


@pytest.mark.parametrize("model", MODELS)
def test_no_plan_is_better_than_the_one_that_is_proved(model):
    optimal = 0
    for seed in range(TRIED):
        town = Town(seed, model)
        puzzle = town.puzzle()
        if model in ("center", "fewest") and not puzzle.reachable.any():
            continue  # refused before it is solved
        worths = [worth for plan in town.plans() if (worth := town.worth(plan)) is not None]
        found = solved(puzzle, lambda _point: None, lambda: False)
        if not worths:
            assert found.status == INFEASIBLE, (seed, town.form)
            continue
        best = min(worths) if model in ("median", "center", "fewest") else max(worths)
        assert (found.status, found.value, found.bound) == (OPTIMAL, best, best), (seed, town.form)
        assert proved(puzzle, found.certificate) == (best, best)
        assert found.inputs == ground_of(found.inputs).packed()
        optimal += found.proof == CERTIFICATE
    assert optimal or model in ("backup", "fair")


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
