"""Sums 合计: what is reached of demand, added up by town, by band of hours and by hour."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from nuanxin.kernel.ledger.wording import called
from nuanxin.kernel.plans.declare import Json
from nuanxin.programmes.stations.planning.ground import Ints
from nuanxin.programmes.stations.planning.measures import BANDS, HOURS, WORDS
from nuanxin.programmes.stations.planning.puzzle import Puzzle
from nuanxin.programmes.stations.planning.rows_shown import Rows

Amounts = Mapping[str, Ints]
"""Person-times of each demand in each hour (n, 24), by what they are."""


def with_total(puzzle: Puzzle, amounts: Amounts) -> dict[str, Ints]:
    """Return amounts with all that was asked about beside them, under ``total``."""
    return {"total": puzzle.hourly(puzzle.weights), **amounts}


def by_band(puzzle: Puzzle, amounts: Amounts) -> list[Json]:
    """Return the sums of each band asked for."""
    sums = {
        name: puzzle.ground.banded(each.sum(axis=0)).tolist()
        for name, each in with_total(puzzle, amounts).items()
    }
    return [
        {
            "value": band,
            "words": called(WORDS[band]),
            **{name: each[place] for name, each in sums.items()},
        }
        for place, band in enumerate(BANDS)
        if band in puzzle.asked.bands
    ]


def by_hour(puzzle: Puzzle, amounts: Amounts) -> list[Json]:
    """Return the sums of each hour of the day."""
    sums = {name: each.sum(axis=0).tolist() for name, each in with_total(puzzle, amounts).items()}
    return [{"hour": hour, **{name: each[hour] for name, each in sums.items()}} for hour in HOURS]


def by_town(puzzle: Puzzle, amounts: Amounts) -> list[Json]:
    """Return the sums of each town: lists by band, and under ``hours`` lists by hour."""
    ground = puzzle.ground
    codes, place = np.unique(ground.demand.areas, return_inverse=True)
    names, known = Rows(ground).towns, with_total(puzzle, amounts)
    found: list[Json] = []
    for number, code in enumerate(codes.tolist()):
        mine = place == number
        hours = {name: each[mine].sum(axis=0) for name, each in known.items()}
        sums: dict[str, Any] = {name: puzzle.ground.banded(each).tolist() for name, each in hours.items()}
        by_hours = {name: each.tolist() for name, each in hours.items()}
        found.append({"area": code, "name": names[code], **sums, "hours": by_hours})
    return found
