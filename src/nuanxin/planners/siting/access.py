"""Accessibility 可达性: who has an open site within reach, how far it is, and how much there is.

All are sparse products over the pairs of a reach; hours are columns, areas sums of rows.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from nuanxin.planners.siting.compiled import Flags, Floats, Ints
from nuanxin.planners.siting.cover import Reach, Refused, checked_reach
from nuanxin.planners.siting.inputs import amounts as amounts_of
from nuanxin.planners.siting.inputs import area_numbers, flags, measured, number, zones


@dataclass(frozen=True, slots=True)
class Access:
    """How well demand is served, by area and hour; NaN where there is no demand.

    Parameters
    ----------
    share : array of float64, shape (areas, hours)
        The part of demand, 0 to 1, that has an open site within the limit.
    mean : array of float64, shape (areas, hours)
        Metres (or seconds) to the nearest open site, on average, of demand that reaches one.
    worst : array of float64, shape (areas, hours)
        The same of whoever goes farthest.
    unreached : array of float64, shape (areas, hours)
        The demand that reaches no open site.
    """

    share: Floats
    mean: Floats
    worst: Floats
    unreached: Floats


def nearest_by_hour(reach: Reach, opened: Flags) -> Floats:
    """Return how far the nearest open site is, hour by hour.

    Parameters
    ----------
    reach : Reach
        Metres (or seconds) of demand and sites.
    opened : array of bool, shape (sites, hours)
        Whether a site is open.

    Returns
    -------
    array of float64, shape (rows, hours)
        Metres (or seconds); infinite where no open site is in reach.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    checked_reach(reach)
    return _nearest(reach, flags(opened, "opening", reach.candidates))


def _nearest(reach: Reach, opened: Flags) -> Floats:
    """Return metres to the nearest open site, of a reach that was checked."""
    found = np.full((len(reach.starts) - 1, opened.shape[1]), np.inf)
    some = np.flatnonzero(np.diff(reach.starts))
    if len(some):
        for hour in range(opened.shape[1]):
            metres = np.where(opened[reach.items, hour], reach.metres, np.inf)
            found[some, hour] = np.minimum.reduceat(metres, reach.starts[some])
    return found


def access(reach: Reach, weights: Floats, opened: Flags, areas: Ints, limit: float) -> Access:
    """Return how well demand is served, by area and hour.

    Parameters
    ----------
    reach : Reach
        Metres (or seconds) of demand and sites, as far as they matter.
    weights : array of float64, shape (rows, hours)
        Demand, 0 or more.
    opened : array of bool, shape (sites, hours)
        Whether a site is open.
    areas : array of int64, shape (rows,)
        The area of each row, 0 and up.
    limit : float
        Metres (or seconds), above 0, within which demand counts as served.

    Returns
    -------
    Access
        Share within the limit, mean and worst way, and who reaches nothing.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    checked_reach(reach)
    number(limit, "reaches nobody; give a limit above 0")
    opened = flags(opened, "opening", reach.candidates)
    weights = _fitting(reach, amounts_of(weights, "demand"), opened)
    areas = area_numbers(areas, len(weights))
    far = _nearest(reach, opened)
    reached, many = np.isfinite(far), int(areas.max(initial=-1)) + 1
    worst = np.full((many, weights.shape[1]), np.nan)
    counted = reached & (weights > 0)
    np.fmax.at(worst, areas, np.where(counted, far, np.nan))
    whole, served = _sums(weights, areas, many), _sums(weights * (far <= limit), areas, many)
    met = _sums(weights * reached, areas, many)
    travelled = _sums(np.where(reached, far, 0.0) * weights, areas, many)
    return Access(_divided(served, whole), _divided(travelled, met), worst, whole - met)


def floating_catchments(
    reach: Reach, weights: Floats, supply: Floats, limits: Floats, decay: Floats | None = None
) -> Floats:
    """Return supply per head by the two-step floating catchment area method.

    Parameters
    ----------
    reach : Reach
        Metres (or seconds) of demand and sites.
    weights : array of float64, shape (rows, hours)
        Demand, 0 or more.
    supply : array of float64, shape (sites, hours)
        What each site offers, in a unit of one's own; 0 where it is shut.
    limits : array of float64, shape (zones,)
        The outer limits of the zones in metres (or seconds), ascending; one zone is 2SFCA.
    decay : array of float64, shape (zones,), optional
        What a place in each zone counts, from 1 down (E2SFCA); None counts all zones alike.

    Returns
    -------
    array of float64, shape (rows, hours)
        Units of supply per head of demand in reach.

    Raises
    ------
    Refused
        Where a part is none; the row is named.

    Notes
    -----
    Luo and Wang (2003), Luo and Qi (2009). A site that no demand reaches gives nothing to anybody.
    """
    checked_reach(reach)
    limits = zones(limits)
    decay = np.ones(len(limits)) if decay is None else amounts_of(decay, "decay", "zone")
    if decay.shape != limits.shape or (np.diff(decay) > 0).any() or decay[0] > 1:
        raise Refused(f"each of {len(limits)} zones counts from 1 down, none more than a nearer one")
    supply = amounts_of(supply, "supply", "site")
    weights = _fitting(reach, amounts_of(weights, "demand"), supply)
    zone = np.searchsorted(limits, reach.metres)
    parts = np.append(decay, 0.0)[zone]
    shape = (len(reach.starts) - 1, reach.candidates)
    share = csr_matrix((parts, reach.items, reach.starts), shape=shape)
    asked = share.T @ weights
    ratio = np.divide(supply, asked, out=np.zeros_like(asked), where=asked > 0)
    return np.asarray(share @ ratio)


def mean_by_area(amounts: Floats, weights: Floats, areas: Ints) -> Floats:
    """Return the mean of amounts by area and hour, weighted by demand.

    Parameters
    ----------
    amounts : array of float64, shape (rows, hours)
        What is averaged, in any unit.
    weights : array of float64, shape (rows, hours)
        Demand, 0 or more.
    areas : array of int64, shape (rows,)
        The area of each row, 0 and up.

    Returns
    -------
    array of float64, shape (areas, hours)
        The means, in the unit of the amounts; NaN where there is no demand.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    weights, amounts = amounts_of(weights, "demand"), measured(amounts, "amounts")
    if weights.ndim != 2 or amounts.shape != weights.shape:
        raise Refused(f"amounts are {amounts.shape} and demand {weights.shape}: a row each, a column an hour")
    lacking = ~np.isfinite(amounts) & (weights > 0)
    if lacking.any():
        row, hour = np.argwhere(lacking)[0]
        raise Refused(f"the amount of row {row} is {amounts[row, hour]} where there is demand; leave it out")
    areas = area_numbers(areas, len(weights))
    many, counted = int(areas.max(initial=-1)) + 1, np.where(weights > 0, amounts, 0.0)
    return _divided(_sums(counted * weights, areas, many), _sums(weights, areas, many))


def _fitting(reach: Reach, weights: Floats, opened: Flags | Floats) -> Floats:
    """Return weights that fit the reach and the hours; Refused where they do not."""
    rows = len(reach.starts) - 1
    if opened.ndim != 2 or weights.shape != (rows, opened.shape[1]) or len(opened) != reach.candidates:
        raise Refused(
            f"demand is {weights.shape} and sites {opened.shape}: {rows} rows, {reach.candidates} sites"
        )
    return weights


def _sums(amounts: Floats, areas: Ints, many: int) -> Floats:
    """Return amounts summed by area, shape (areas, hours)."""
    found = np.zeros((many, amounts.shape[1]))
    np.add.at(found, areas, amounts)
    return found


def _divided(part: Floats, whole: Floats) -> Floats:
    """Return a part of a whole; NaN where there is no whole."""
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)
