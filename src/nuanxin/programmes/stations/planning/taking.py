"""Taking 采纳: what follows where a plan is taken: offers taken and declined, work orders opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.acts import Act
from nuanxin.kernel.ledger.wording import called
from nuanxin.kernel.plans.declare import Json
from nuanxin.kernel.plans.faults import Fault, PlanRefused
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.work.actions import open_order
from nuanxin.programmes.stations.models import Candidate, Offer
from nuanxin.programmes.stations.planning.ground import UNKNOWN_SEATS
from nuanxin.programmes.stations.planning.plan_shown import sites_of
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.work import STATION_OPENING

NEW = ("grid", "pin")
"""Where candidates are from that stand on no register; taken, they are entered."""


@dataclass(frozen=True, slots=True)
class Following:
    """What follows from a plan: offers to take and to decline, buildings, and places nobody registered."""

    offers: list[Offer]
    declined: list[Offer]
    buildings: list[Candidate]
    new: list[Candidate]

    def by_matter(self) -> Iterator[tuple[str, Offer | Candidate]]:
        """Yield each place of a new station with the matter of its work order."""
        for record in self.offers:
            yield "offer", record
        for place in self.buildings:
            yield "building", place
        for place in self.new:
            yield "planned", place


def following(plan: Plan, puzzle: Puzzle, decline: bool) -> Following:
    """Return what follows; records as they stand now, those that are new not yet kept."""
    chosen = [puzzle.ground.sites.ids[site] for site in sites_of(plan, puzzle)]
    known = [puzzle.ground.sites.ids[site] for site in puzzle.ground.candidates]
    offers = {each.pk: each for each in Offer.objects.filter(pk__in=_numbers(known, "offer"))}
    waiting = [each for each in offers.values() if not (each.taken_on or each.declined_on or each.withdrawn)]
    mine = set(_numbers(chosen, "offer"))
    buildings = Candidate.objects.filter(pk__in=_numbers(chosen, "building")).order_by("key")
    return Following(
        [offers[number] for number in sorted(mine)],
        [each for each in waiting if each.pk not in mine] if decline else [],
        list(buildings),
        [_new(plan, puzzle, name, number) for number, name in enumerate(chosen, 1) if _source(name) in NEW],
    )


def _source(name: str) -> str:
    return name.partition(":")[0]


def _numbers(names: list[str], source: str) -> list[int]:
    return [int(name.partition(":")[2]) for name in names if _source(name) == source]


def _new(plan: Plan, puzzle: Puzzle, name: str, number: int) -> Candidate:
    """Return a place of a plan that is on no register, as a candidate to be entered."""
    place = puzzle.ground.site(name)
    spots = puzzle.ground.sites
    title = _("Place %(number)d of plan %(plan)s") % {"number": number, "plan": plan.key}
    return Candidate(
        key=f"{plan.area}|{title}",
        area=plan.area,
        name=title,
        kind="planned",
        longitude=float(spots.points[place, 0]),
        latitude=float(spots.points[place, 1]),
        crs_entered="wgs84",
        cost_fen=int(puzzle.ground.costs[place]),
        seats=None if puzzle.ground.seats[place] == UNKNOWN_SEATS else int(puzzle.ground.seats[place]),
    )


def follows(plan: Plan, puzzle: Puzzle, decline: bool) -> Json:
    """Return what taking a plan would bring about, for whoever is to confirm it."""
    found = following(plan, puzzle, decline)
    matters = STATION_OPENING.matters
    orders = [
        {"name": each.name, "words": called(matters[matter])}
        for matter, records in (
            ("offer", found.offers),
            ("building", found.buildings),
            ("planned", found.new),
        )
        for each in records
    ]
    total = int(puzzle.weights.sum())
    return {
        "taken": [_named(each, "offer") for each in found.offers],
        "declined": [_named(each, "offer") for each in found.declined],
        "orders": orders,
        "promised": plan.promised,
        "promised_percent": round(100 * plan.promised / total, 1) if total else 0.0,
    }


def _named(record: Any, source: str) -> Json:
    return {"id": f"{source}:{record.pk}", "name": record.name}


def taken(act: Act, plan: Plan, puzzle: Puzzle, decline: bool) -> None:
    """Take and decline offers, enter new places, open a work order for each new station.

    Raises PlanRefused where an offer of the plan was declined or withdrawn meanwhile.
    """
    found, day = following(plan, puzzle, decline), plan.taken_on or plan.made_on
    if gone := [each for each in found.offers if each.declined_on or each.withdrawn]:
        said = _("“%(name)s” is not on offer any more.") % {"name": gone[0].name}
        raise PlanRefused([Fault("", said, _("Make the plan anew from what is on offer now."), gone[0].key)])
    for each in found.offers:
        each.taken_on = each.taken_on or day
    for each in found.declined:
        each.declined_on, each.reason = day, _("not in plan %(plan)s") % {"plan": plan.key}
    for place in found.new:
        place.looked_at_on = day
    act.keep(Offer, [*found.offers, *found.declined])
    act.keep(Candidate, found.new)
    for matter, record in found.by_matter():
        open_order.function(act, STATION_OPENING.name, matter, record)
