"""Seats of a plan as pages show them: how full each station gets, and who finds no seat."""

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanxin.kernel.ledger.wording import called
from nuanxin.kernel.plans.declare import Json
from nuanxin.programmes.stations.planning.asking import SEATED
from nuanxin.programmes.stations.planning.ground import UNKNOWN_SEATS, Flags, Ints
from nuanxin.programmes.stations.planning.measures import BANDS, WORDS
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.planning.rows_shown import Rows

FULLEST = 12
"""So many stations in use are listed, the fullest first."""


def load(puzzle: Puzzle, opened: Flags, site: int) -> Json:
    """Return what a site serves a day, what it has seats for, and the band in which it is fullest."""
    if puzzle.asked.model not in SEATED:
        return {}
    seated = puzzle.seated(opened)
    mine = seated.site == site
    group = puzzle.seating.groups[seated.row[mine]]
    people = np.bincount(group, seated.people[mine], puzzle.grouped.shape[1]).astype(np.int64)
    return _filled(puzzle, site, people)


def _filled(puzzle: Puzzle, site: int, people: Ints) -> Json:
    """Return the load of a site whose people in each group of hours are known."""
    firsts = [int(np.argmax(puzzle.groups == each)) for each in range(len(people))]
    seats, band = puzzle.seats_open[site], puzzle.ground.bands[firsts]
    bands = [
        {"value": name, "words": called(WORDS[name]), **_percent(people[band == place], seats[band == place])}
        for place, name in enumerate(BANDS)
        if name in puzzle.asked.bands
    ]
    fullest = max(bands, key=lambda each: each["percent"] or 0)
    return {**_percent(people, seats), "bands": bands, "fullest": fullest}


def _percent(people: Ints, seats: Ints) -> Json:
    whole, most = int(people.sum()), int(seats.sum())
    return {"load": whole, "capacity": most, "percent": round(100 * whole / most) if most else None}


def seats(puzzle: Puzzle, rows: Rows, opened: Flags) -> Json | None:
    """Return who finds no seat, and how full the stations in use get; None where seats are not counted."""
    if puzzle.asked.model not in SEATED:
        return None
    ground = puzzle.ground
    served = puzzle.served(opened)
    near = puzzle.times(opened) >= 1
    turned = (puzzle.weights - served)[near]
    loads = [{**rows.site(site), **load(puzzle, opened, site)} for site in puzzle.existing]
    loads.sort(key=lambda each: (-(each["fullest"]["percent"] or 0), -each["load"], each["id"]))
    return {
        "turned_away": int(turned.sum()),
        "existing": [each for each in loads if each["load"]][:FULLEST],
        "in_use": len(loads),
        "full": sum((each["fullest"]["percent"] or 0) >= 100 for each in loads),
        "said": seats_said(ground.seats, ground.usual_seats),
    }


def seats_said(known: Ints, usual: int) -> str:
    """Return of how many places nobody said how many fit in, and what is reckoned with; blank for none."""
    unknown = int((known == UNKNOWN_SEATS).sum())
    if not unknown:
        return ""
    said = ngettext(
        "Of %(n)s station or candidate nobody said how many seats it has: %(seats)s are reckoned with.",
        "Of %(n)s stations and candidates nobody said how many seats they have: %(seats)s are reckoned with.",
        unknown,
    ) % {"n": f"{unknown:,}", "seats": usual}
    return said + " " + _("That number is this house’s own, found in no text.")
