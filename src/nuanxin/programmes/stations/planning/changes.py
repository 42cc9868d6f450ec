"""Changes 变动: what the registers say otherwise than when a plan was made, for whoever is to take it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanxin.kernel.ledger.wording import called
from nuanxin.kernel.plans.faults import PlanRefused
from nuanxin.kernel.plans.models import Plan
from nuanxin.plain.words import Words
from nuanxin.programmes.stations.models import Candidate, Offer
from nuanxin.programmes.stations.planning.gathering import Gathering, rows_for
from nuanxin.programmes.stations.planning.ground import COMING, UNKNOWN_COST, Ground, Spots, whose
from nuanxin.programmes.stations.planning.plan_shown import sites_of
from nuanxin.programmes.stations.planning.puzzle import FEN, Puzzle
from nuanxin.programmes.stations.planning.wording import and_more

NAMED = 4
"""So many places are named in a sentence, the rest counted."""
SOURCES = {"offer": Offer.record_kind, "building": Candidate.record_kind}
Named = Mapping[str, str]
"""Places by their ids: what they are called."""


def changes_since(plan: Plan, puzzle: Puzzle, on: date) -> list[str]:
    """Return in sentences what changed between a plan's papers and the registers as they hold on a day."""
    try:
        demand, places, existing = rows_for(plan.area, puzzle.asked, on)
    except PlanRefused as refused:
        return [str(refused)]
    ground = puzzle.ground
    then, now = _stations(ground.sites, ground.existing), _stations(places.spots(), existing)
    return [
        *_of_demand(ground.demand, demand),
        *_of_stations(then, now),
        *_of_candidates(ground, places, existing),
        *_of_costs(plan, puzzle, places),
    ]


def _stations(sites: Spots, existing: int) -> tuple[Named, Named]:
    """Return the stations in use, and those being fitted out."""
    named = dict(zip(sites.ids[:existing], sites.names[:existing], strict=True))
    coming = {each: name for each, name in named.items() if each.startswith(COMING)}
    return {each: name for each, name in named.items() if each not in coming}, coming


def _of_stations(then: tuple[Named, Named], now: tuple[Named, Named]) -> Iterator[str]:
    if opened := only_in(now[0], then[0]):
        yield _("Opened since: %(names)s.") % {"names": listed(opened)}
    if closed := only_in(then[0], now[0]):
        yield _("Closed since: %(names)s.") % {"names": listed(closed)}
    if coming := only_in(now[1], then[1]):
        yield _("Being fitted out since, by another plan: %(names)s.") % {"names": listed(coming)}
    if gone := only_in(then[1], now[1]):
        yield _("Not being fitted out any more: %(names)s.") % {"names": listed(gone)}


def _of_candidates(ground: Ground, places: Gathering, existing: int) -> Iterator[str]:
    """Yield which rooms and buildings came and went; those that are being fitted out are told already."""
    then = _candidates(ground.sites.ids[ground.existing :], ground.sites.names[ground.existing :])
    ids, names = [row[0] for row in places.rows], [row[1] for row in places.rows]
    now, coming = _candidates(ids[existing:], names[existing:]), set(ids[:existing])
    if new := only_in(now, then):
        yield _("New among the candidates: %(names)s.") % {"names": listed(new)}
    lost = {each: name for each, name in then.items() if each not in now and _coming(each) not in coming}
    if lost:
        yield _("No longer a candidate: %(names)s.") % {"names": listed(lost.values())}


def _candidates(ids: list[str], names: list[str]) -> Named:
    pairs = zip(ids, names, strict=True)
    return {each: name for each, name in pairs if each.partition(":")[0] in SOURCES}


def _coming(name: str) -> str:
    """Return the id that a candidate has where it is being fitted out."""
    source, _colon, number = name.partition(":")
    return f"{COMING}{SOURCES[source]}:{number}"


def _of_costs(plan: Plan, puzzle: Puzzle, places: Gathering) -> Iterator[str]:
    """Yield which of the plan's own places cost otherwise now."""
    now = {row[0]: cost for row, cost in zip(places.rows, places.costs, strict=True)}
    for site in sites_of(plan, puzzle).tolist():
        name, cost = puzzle.ground.sites.ids[site], int(puzzle.ground.costs[site])
        if now.get(name, cost) != cost:
            words = {"name": puzzle.ground.sites.named(site), "then": _yuan(cost), "now": _yuan(now[name])}
            yield _("“%(name)s”: %(then)s a year then, %(now)s now.") % words


def _yuan(fen: int) -> str:
    return _("cost not known") if fen == UNKNOWN_COST else _("%(yuan)s yuan") % {"yuan": f"{fen // FEN:,}"}


def _of_demand(then: Spots, now: Spots) -> Iterator[str]:
    before, after = people_of(then), people_of(now)
    if not (apart := demand_apart(then, now)):
        return
    several = ngettext("Demand: %(n)s place differs", "Demand: %(n)s places differ", apart)
    words = {"then": f"{before.total():,}", "now": f"{after.total():,}"}
    said = _("%(several)s; %(then)s person-times a day then, %(now)s now.")
    yield said % {**words, "several": several % {"n": f"{apart:,}"}}


def demand_apart(then: Spots, now: Spots) -> int:
    """Return at how many places demand is another, or is on one of the two days only."""
    before, after = people_of(then), people_of(now)
    return sum(before[each] != after[each] for each in before.keys() | after.keys())


def people_of(demand: Spots) -> Counter[str]:
    """Return the person-times a day of each demand, the points of a road together."""
    found = Counter[str]()
    for name, amount in zip(demand.ids, demand.amounts.sum(axis=1).tolist(), strict=True):
        found[whose(name)] += amount
    return found


def only_in(these: Named, those: Named) -> list[str]:
    """Return what the places of one day are called that are not among those of another."""
    return [name for each, name in these.items() if each not in those]


def listed(names: Iterable[str]) -> str:
    """Return some names, and how many more there are."""
    every = list(names)
    said = called(Words("、", ", ")).join(every[:NAMED])
    return and_more(said, len(every) - NAMED)
