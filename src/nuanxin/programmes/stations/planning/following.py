"""Following 后续: what taking a plan brings about, worked out from the registers and work orders of now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import span
from nuanxin.kernel.ledger.wording import canonical
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.programmes.stations.models import Candidate, Offer
from nuanxin.programmes.stations.planning.ground import COMING, UNKNOWN_SEATS, Ground
from nuanxin.programmes.stations.planning.openings import DROPPED
from nuanxin.programmes.stations.planning.plan_shown import sites_of
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.work import STATION_OPENING

NEW = ("grid", "pin")
"""Where candidates are from that stand on no register; taken, they are entered."""
Place = Offer | Candidate
At = tuple[int, int]
"""A record by its kind and its number."""
Asked = tuple[Plan, Puzzle]


@dataclass(frozen=True, slots=True)
class Following:
    """What follows from a plan.

    ``opening`` are the places of its stations by the matter of their work order, those on no register not
    yet kept; ``in_hand`` those that have an order already, which goes on. Of the plan it replaces,
    ``dropped`` are orders nobody began and ``going_on`` orders somebody did, of places this plan neither
    has nor counts on; ``freed`` the rooms of those dropped. ``counted_on`` are orders of places it counted
    as open already. ``declined`` are offers in no place of it.
    """

    opening: list[tuple[str, Place]]
    in_hand: list[tuple[Place, WorkOrder]]
    dropped: list[WorkOrder]
    going_on: list[WorkOrder]
    freed: list[Offer]
    counted_on: list[WorkOrder]
    declined: list[Offer]

    @property
    def offers(self) -> list[Offer]:
        """The rooms that are taken by it."""
        return [each for _matter, each in self.opening if isinstance(each, Offer)]

    @property
    def new(self) -> list[Candidate]:
        """The places that stand on no register yet."""
        places = [each for _matter, each in self.opening if isinstance(each, Candidate)]
        return [each for each in places if _at(each) is None]


def following(asked: Asked, before: Asked | None, decline: bool) -> Following:
    """Return what follows from a plan that replaces the one before it, if there is one."""
    plan, puzzle = asked
    places, orders = places_of(plan, puzzle), _orders(plan.area)
    mine = {at for _matter, place in places if (at := _at(place))}
    counted_on = _counted_on(puzzle.ground)
    left = _left_over(orders, mine | counted_on, before) if before else []
    dropped = [each for each in left if each.state == STATION_OPENING.begins]
    freed = _offers(order.about for order in dropped if order.about_kind == Offer.record_kind)
    return Following(
        [(matter, place) for matter, place in places if _at(place) not in orders],
        [(place, orders[at]) for _matter, place in places if (at := _at(place)) in orders],
        dropped,
        [each for each in left if each.state != STATION_OPENING.begins],
        freed,
        [order for at, order in orders.items() if at in counted_on and order.ended_on is None],
        _refused(puzzle.ground, mine, {each.pk for each in freed}) if decline else [],
    )


def places_of(plan: Plan, puzzle: Puzzle) -> list[tuple[str, Place]]:
    """Return the places of a plan's new stations, each with the matter of its work order."""
    ground = puzzle.ground
    chosen = [ground.sites.ids[site] for site in sites_of(plan, puzzle)]
    offers = _offers(_numbers(chosen, "offer"))
    buildings = Candidate.objects.filter(pk__in=_numbers(chosen, "building")).order_by("key")
    fresh = [(number, name) for number, name in enumerate(chosen, 1) if _source(name) in NEW]
    return [
        *(("offer", each) for each in offers),
        *(("building", each) for each in buildings),
        *(("planned", _planned(plan, ground, name, number)) for number, name in fresh),
    ]


def _planned(plan: Plan, ground: Ground, name: str, number: int) -> Candidate:
    """Return a place the plan found: as it was entered where a plan taken earlier has it, else a new one."""
    place = ground.site(name)
    longitude, latitude = (float(each) for each in ground.sites.points[place])
    known = Candidate.objects.filter(
        kind="planned",
        area=plan.area,
        longitude=longitude,
        latitude=latitude,
        ended_on=None,
        withdrawn=False,
    )
    title = canonical(lambda: _("Place %(number)d of plan %(plan)s") % {"number": number, "plan": plan.key})
    return known.order_by("-pk").first() or Candidate(
        key=f"{plan.area}|{title}",
        area=plan.area,
        name=title,
        kind="planned",
        longitude=longitude,
        latitude=latitude,
        crs_entered="wgs84",
        cost_fen=int(ground.costs[place]),
        seats=None if ground.seats[place] == UNKNOWN_SEATS else int(ground.seats[place]),
    )


def _orders(area: int) -> dict[At, WorkOrder]:
    """Return the orders of openings in an area that were not dropped, by what they are about."""
    found = WorkOrder.objects.filter(kind=STATION_OPENING.name, area__range=span(area), withdrawn=False)
    return {(each.about_kind or 0, each.about or 0): each for each in found.exclude(state=DROPPED)}


def _left_over(orders: dict[At, WorkOrder], wanted: set[At], before: Asked) -> list[WorkOrder]:
    """Return the open orders of the plan before, or that it counted on, whose places nobody wants now."""
    plan, puzzle = before
    theirs = {at for _matter, place in places_of(plan, puzzle) if (at := _at(place))}
    theirs |= _counted_on(puzzle.ground)
    return [order for at, order in orders.items() if at in theirs - wanted and order.ended_on is None]


def _counted_on(ground: Ground) -> set[At]:
    """Return the places that a plan counted as open, because plans taken before it were opening them."""
    names = [name.removeprefix(COMING).split(":") for name in ground.sites.ids if name.startswith(COMING)]
    return {(int(kind), int(number)) for kind, number in names}


def _refused(ground: Ground, mine: set[At], freed: set[int]) -> list[Offer]:
    """Return the offers a plan could have chosen and did not, that nobody has decided on."""
    known = _offers(_numbers([ground.sites.ids[site] for site in ground.candidates], "offer"))
    return [
        each
        for each in known
        if _at(each) not in mine
        and not (each.declined_on or each.withdrawn)
        and (each.pk in freed or not each.taken_on)
    ]


def _at(place: Place) -> At | None:
    return None if place.pk is None else (place.record_kind, place.pk)


def _offers(numbers: Iterable[int | None]) -> list[Offer]:
    return list(Offer.objects.filter(pk__in=list(numbers)).order_by("pk"))


def _source(name: str) -> str:
    return name.partition(":")[0]


def _numbers(names: Sequence[str], source: str) -> Iterator[int]:
    return (int(name.partition(":")[2]) for name in names if _source(name) == source)
