"""Layers 分时分类: hours, classes of demand and cover that decays are more rows of the same question.

A station shut at night covers nobody at night; cover that is worth less further out is worth a part
within each distance. Each becomes rows of their own, so that one solver and one certificate serve all.
"""

from dataclasses import dataclass

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Floats, Ints
from nuanxin.planners.siting.cover import Cover, Reach, Refused, checked, checked_reach
from nuanxin.planners.siting.inputs import at_least, flags, ints, zones
from nuanxin.planners.siting.question import sums_up


@dataclass(frozen=True, slots=True)
class Layered:
    """A cover and weights with a row for each row of demand and layer (hour, class or distance).

    Parameters
    ----------
    cover : Cover
        Who reaches whom; candidates are those of the cover it was made from.
    weights : array of int64, shape (layered,)
        What each row is worth.
    rows : array of int64, shape (layered,)
        The row of demand it comes from.
    layers : array of int64, shape (layered,)
        The layer it stands in, from 0.
    """

    cover: Cover
    weights: Ints
    rows: Ints
    layers: Ints


def by_hours(cover: Cover, weights: Ints, opened: Flags) -> Layered:
    """Return the question of demand that changes by the hour, or by class.

    Rows without demand in an hour are left out; a site that is shut then covers nobody.

    Parameters
    ----------
    cover : Cover
        Who is reached by whom at any hour.
    weights : array of int64, shape (rows, hours)
        The demand of each hour or class, 0 or more.
    opened : array of bool, shape (candidates, hours)
        Whether a candidate would serve it.

    Returns
    -------
    Layered
        A cover and weights with a row for each row of demand and hour.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    checked(cover)
    weights, opened = at_least(ints(weights, "demand"), "demand"), flags(opened, "opening", cover.candidates)
    if weights.shape != (cover.rows, opened.shape[1]) or opened.shape[0] != cover.candidates:
        raise Refused(f"demand by hour is {weights.shape}, opening {opened.shape}: the hours must agree")
    layers = []
    for hour in range(opened.shape[1]):
        rows = np.flatnonzero(weights[:, hour])
        layers.append((rows, weights[rows, hour], opened[cover.items, hour]))
    return _stacked(cover, layers)


def by_steps(reach: Reach, weights: Ints, limits: Floats, permille: Ints) -> Layered:
    """Return the question in which cover is worth less further out (partial or decaying cover).

    Parameters
    ----------
    reach : Reach
        Metres (or seconds) of demand and candidates.
    weights : array of int64, shape (rows,)
        Demand, 0 or more; counted in thousandths from here on.
    limits : array of float64, shape (steps,)
        Metres (or seconds), ascending, up to which each step goes; beyond the last nothing is covered.
    permille : array of int64, shape (steps,)
        The thousandths of its weight that a row counts within each limit, 0 to 1000, descending.

    Returns
    -------
    Layered
        A cover and weights, in thousandths, with a row for each row of demand and step.

    Raises
    ------
    Refused
        Where a part is none; the row is named.

    Notes
    -----
    Berman and Krass (2002): each step is a layer worth what it counts more than the next one out.
    """
    checked_reach(reach)
    limits, parts = zones(limits), ints(permille, "thousandths")
    people = at_least(ints(weights, "weight", (len(reach.starts) - 1,)), "weight")
    if parts.shape != limits.shape:
        raise Refused(f"every limit has its thousandths: {len(limits)} limits, {parts.shape} thousandths")
    falls = parts - np.append(parts[1:], 0)
    if (falls < 0).any() or (parts > 1000).any():
        raise Refused("steps of cover go outwards, from at most 1000 thousandths down")
    sums_up(people, "weight", "row")
    whole = Cover(reach.starts, reach.items, reach.candidates)
    rows = np.flatnonzero(people)
    return _stacked(
        whole,
        [
            (rows, people[rows] * fall, reach.metres <= limit)
            for limit, fall in zip(limits, falls, strict=True)
        ],
    )


def _stacked(cover: Cover, layers: list[tuple[Ints, Ints, Flags]]) -> Layered:
    """Return layers one after the other: their rows, weights, and which pairs of the cover they keep."""
    pair_rows = np.repeat(np.arange(cover.rows), cover.counts())
    items, lengths = [], []
    for rows, _, kept in layers:
        wanted = np.zeros(cover.rows, bool)
        wanted[rows] = True
        both = kept & wanted[pair_rows]
        items.append(cover.items[both])
        lengths.append(np.bincount(pair_rows[both], minlength=cover.rows)[rows])
    starts = np.concatenate(([0], np.cumsum(np.concatenate([*lengths, []])))).astype(np.int64)
    return Layered(
        Cover(starts, np.concatenate([*items, np.zeros(0, np.int32)]).astype(np.int32), cover.candidates),
        np.concatenate([*(weights for _, weights, _ in layers), np.zeros(0, np.int64)]).astype(np.int64),
        np.concatenate([*(rows for rows, _, _ in layers), np.zeros(0, np.int64)]).astype(np.int64),
        np.repeat(np.arange(len(layers)), [len(rows) for rows, _, _ in layers]),
    )
