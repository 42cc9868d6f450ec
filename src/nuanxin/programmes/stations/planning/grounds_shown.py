"""The grounds 底数 as pages show them before a plan: layers, choices, and the rules behind them."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import full_name
from nuanxin.kernel.ledger.wording import called
from nuanxin.kernel.places.streets import Network, network
from nuanxin.kernel.plans.declare import Json
from nuanxin.kernel.plans.faults import PlanRefused
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.plain.words import Words
from nuanxin.programmes.stations.models import Station
from nuanxin.programmes.stations.pausing.checking import paused_stations
from nuanxin.programmes.stations.planning.asking import (
    FAIR,
    KIND_WORDS,
    MODELS,
    SOURCES,
    SPEEDS,
    asked_of,
    defaults,
)
from nuanxin.programmes.stations.planning.gathering import ground_for
from nuanxin.programmes.stations.planning.ground import Ground
from nuanxin.programmes.stations.planning.hours import bands
from nuanxin.programmes.stations.planning.rows_shown import PLACES, Rows
from nuanxin.programmes.stations.planning.seats_shown import seats_said

RULES = (
    "stations.reach_minutes",
    "travel.walking_speed",
    "travel.cycling_speed",
    "travel.detour",
    "travel.farthest",
    "stations.usual_hours",
    "stations.backup_worth",
    "stations.grid_cost",
    "stations.usual_seats",
    "stations.stays_a_seat",
    "stations.seat_search",
    "stations.worth_farther",
    "stations.worth_farthest",
)
"""The rules a plan reckons with."""
MOST_LINES = 4_000
NOTHING: Json = {"stations": {"in_use": 0, "coming": 0}}


def grounds(area: int, on: date, asked: Json | None = None) -> Json:
    """Return what there is to plan with in an area on a day, as asked or by default."""
    found = choices(area, on)
    try:
        ground = ground_for(area, asked_of(asked or found["defaults"], on), on)
    except PlanRefused as refused:
        empty: Json = {name: [] for name in ("demand", "existing", "candidates", "left_out", "lines")}
        return {**found, **empty, "streets": None, "said": str(refused), **NOTHING}
    rows = Rows(ground)
    return {
        **found,
        "streets": streets_said(ground),
        "demand": [rows.demand(row) for row in range(len(ground.demand))],
        "existing": rows.sites(range(ground.existing)),
        "stations": {**rows.stations(), "paused": _paused(ground, on)},
        "candidates": rows.sites(ground.candidates),
        "left_out": ground.left_out,
        "seats_said": seats_said(ground.seats, ground.usual_seats),
        "lines": lines(ground),
    }


def _paused(ground: Ground, on: date) -> int:
    """Return how many stations a plan counts as open are announced closed for a time on a day."""
    here = Station.objects.filter(pk__in=paused_stations(None, on), withdrawn=False)
    return here.filter(key__in=ground.sites.ids[: ground.existing]).count()


def choices(area: int, on: date) -> Json:
    """Return what may be asked, in words, and the rules."""
    language = get_language() or "zh-hans"
    return {
        "area": area,
        "area_name": full_name(area, language),
        "models": [each for each in _options(MODELS) if each["value"] != FAIR],
        "by": _options(SPEEDS),
        "bands": [{"value": b.name, "words": called(b.words), "hours": b.said} for b in bands(on)],
        "kinds": _options(KIND_WORDS),
        "sources": _options(SOURCES),
        "defaults": defaults(on),
        "rules": [_rule(name, on) for name in RULES],
    }


def _options(words: Mapping[str, Words]) -> list[Json]:
    return [{"value": value, "words": called(each)} for value, each in words.items()]


def _rule(name: str, on: date) -> Json:
    said = rule(name, on)
    return {
        "id": said.id,
        "words": called(Words(said.zh, said.en)),
        "value": str(said.value),
        "unit": said.unit,
        "source": said.source,
        "verified": said.verified,
    }


def streets_said(ground: Ground) -> Json:
    """Return which streets ways were measured along; made-up ones are called so."""
    net = network()
    if not ground.streets:
        said = _("No streets are known here: ways are straight lines, lengthened by a rule.")
        return {"made_up": False, "said": said}
    said = called(net.says) if net else ""
    if ground.made_up:
        said = _("Made-up streets, for demonstration only: %(said)s") % {"said": said}
    return {"made_up": ground.made_up, "said": said}


def lines(ground: Ground) -> list[list[list[float]]]:
    """Return streets to draw, where ways were measured along those there are now."""
    net = network()
    if net is None or net.digest != ground.streets or len(net.tails) > MOST_LINES:
        return []
    return _segments(net)


def _segments(net: Network) -> list[list[list[float]]]:
    ends = net.nodes.round(PLACES - 1)
    return [
        [ends[tail].tolist(), ends[head].tolist()] for tail, head in zip(net.tails, net.heads, strict=True)
    ]
