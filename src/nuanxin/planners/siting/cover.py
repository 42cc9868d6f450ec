"""Cover 覆盖: which candidates reach which demand, in compressed rows; no table of all pairs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from nuanxin.planners.siting.compiled import Flags, Floats, Ints, Places, compiled

Number = TypeVar("Number", np.int64, np.float64)
FARTHEST = 2.0**40
"""Metres (or seconds) at most: beyond, they are no way but a mistake."""


class Refused(ValueError):
    """Inputs no plan can be made from; the message names the row and the remedy."""


@dataclass(frozen=True, slots=True)
class Cover:
    """Which candidates reach each row of demand.

    Parameters
    ----------
    starts : array of int64, shape (rows + 1,)
        Where each row begins among the items, from 0 to their number.
    items : array of int32, shape (pairs,)
        Compressed rows: candidates ``items[starts[i]:starts[i + 1]]``, ascending, reach row ``i``.
    candidates : int
        How many candidates there are.
    columns : Cover, optional
        The same by candidate; worked out where it is not given.
    """

    starts: Ints
    items: Places
    candidates: int
    columns: "Cover" = field(default=None, repr=False, compare=False)  # type: ignore[assignment]

    @property
    def rows(self) -> int:
        """How many rows of demand there are."""
        return len(self.starts) - 1

    @property
    def pairs(self) -> int:
        """How many pairs of demand and candidate stand in it."""
        return len(self.items)

    def row(self, index: int) -> Places:
        """Return the candidates that reach a row of demand.

        Parameters
        ----------
        index : int
            The row, from 0.

        Returns
        -------
        array of int32, shape (many,)
            Candidates, ascending.
        """
        return self.items[self.starts[index] : self.starts[index + 1]]

    def by_candidate(self) -> "Cover":
        """Return the same pairs by candidate.

        Returns
        -------
        Cover
            Its rows are candidates, its items rows of demand, ascending.
        """
        if self.columns is None:
            starts, items = turned(self.starts, self.items, self.candidates)
            object.__setattr__(self, "columns", Cover(starts, items, self.rows))
        return self.columns

    def counts(self) -> Ints:
        """Return for each row how many candidates reach it.

        Returns
        -------
        array of int64, shape (rows,)
            How many.
        """
        return np.diff(self.starts)

    def times_covered(self, sites: Places | Ints | list[int]) -> Ints:
        """Return for each row how many of some candidates reach it.

        Parameters
        ----------
        sites : array of int, shape (sites,)
            Candidates, each once.

        Returns
        -------
        array of int64, shape (rows,)
            How many.
        """
        columns = self.by_candidate()
        covered = np.zeros(self.rows, np.int64)
        for site in np.asarray(sites, np.int64):
            covered[columns.row(int(site))] += 1
        return covered


def cover_from_lists(lists: list[list[int]], candidates: int) -> Cover:
    """Return the cover whose rows are reached by the candidates listed.

    Parameters
    ----------
    lists : list of list of int
        The candidates of each row, from 0, in any order.
    candidates : int
        How many candidates there are.

    Returns
    -------
    Cover
        The same in compressed rows.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    if not isinstance(lists, Sequence):
        raise Refused(f"a list of candidates a row is asked for, not {lists!r:.40}")
    _countable(candidates)
    rows = [_listed(row, found) for row, found in enumerate(lists)]
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64))).astype(np.int64)
    items = np.array([place for row in rows for place in row], np.int64)
    wrong = np.flatnonzero((items < 0) | (items >= candidates))
    if len(wrong):
        row = int(np.searchsorted(starts, wrong[0], side="right")) - 1
        raise Refused(f"row {row} names candidate {items[wrong[0]]}, of {candidates}")
    return checked(Cover(starts, items.astype(np.int32), candidates))


def _listed(row: int, found: list[int]) -> list[int]:
    """Return the candidates of a row, ascending; Refused names one that is no whole number."""
    if isinstance(found, str) or not isinstance(found, Iterable):
        raise Refused(f"row {row} is {found!r:.40}: give a list of candidates")
    for place in found:
        if isinstance(place, bool) or not isinstance(place, int | np.integer) or abs(place) >= 2**31:
            raise Refused(f"row {row} names candidate {place!r:.40}: candidates are whole numbers from 0")
    return sorted(set(found))


def _countable(candidates: object) -> None:
    """Refuse a number of candidates that is none."""
    number = not isinstance(candidates, bool) and isinstance(candidates, int | np.integer)
    if not number or not 0 <= candidates < 2**31:  # type: ignore[operator]
        raise Refused(f"candidates are counted in whole numbers, 0 or more, not {candidates!r:.40}")


def _arrays(cover: Cover) -> None:
    """Refuse a cover whose parts are no arrays of their kind, or whose candidates cannot be counted."""
    parts = ((cover.starts, np.int64), (cover.items, np.int32))
    if not all(
        isinstance(part, np.ndarray) and part.dtype == kind and part.ndim == 1 for part, kind in parts
    ):
        raise Refused("a cover has starts of int64 and items of int32: numpy arrays of one dimension")
    many = cover.candidates
    _countable(many)
    turned_ = cover.columns
    if turned_ is not None and (turned_.rows, turned_.candidates, turned_.pairs) != (
        many,
        cover.rows,
        cover.pairs,
    ):
        raise Refused("columns of a cover hold its own pairs; leave them out")


def checked(cover: Cover, *, ascending: bool = True) -> Cover:
    """Return the cover if it is one; Refused names the first row that is not ascending or out of range.

    Where the order within a row does not matter, ``ascending`` is False.
    """
    starts, items = cover.starts, cover.items
    _arrays(cover)
    if len(starts) == 0 or starts[0] != 0 or starts[-1] != len(items) or (np.diff(starts) < 0).any():
        raise Refused("starts of a cover ascend from 0 to the number of items")
    if len(items) and int(items.view(np.uint32).max()) >= cover.candidates:
        place = int(np.flatnonzero((items < 0) | (items >= cover.candidates))[0])
        row = int(np.searchsorted(starts, place, side="right")) - 1
        raise Refused(f"row {row} names candidate {items[place]}, of {cover.candidates}")
    falls = items[1:] <= items[:-1] if ascending else np.zeros(0, bool)
    if np.count_nonzero(falls) > _falls_between_rows(starts, falls):
        inside = falls.copy()
        inside[starts[(starts > 0) & (starts < len(items))] - 1] = False
        row = int(np.searchsorted(starts, int(inside.argmax()) + 1, side="right")) - 1
        raise Refused(f"row {row} is not ascending")
    return cover


def restricted(cover: Cover, rows: Flags, sites: Flags) -> Cover:
    """Return a cover with only some rows and the pairs of some sites; sites keep their numbers."""
    pair_rows = np.repeat(np.arange(cover.rows), cover.counts())
    kept = rows[pair_rows] & sites[cover.items]
    lengths = np.bincount(pair_rows[kept], minlength=cover.rows)[rows]
    starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    return Cover(starts, cover.items[kept], cover.candidates)


def _falls_between_rows(starts: Ints, falls: Flags) -> int:
    """Return how many of the falls lie where a row begins after another, which may be."""
    if not len(falls):
        return 0
    begins = starts[:-1][starts[:-1] < starts[1:]][1:]
    return int(np.count_nonzero(falls[begins - 1]))


@dataclass(frozen=True, slots=True)
class Reach:
    """How far it is, for pairs near enough: a cover with metres beside each pair.

    Parameters
    ----------
    starts : array of int64, shape (rows + 1,)
        Where each row begins among the items, from 0 to their number.
    items : array of int32, shape (pairs,)
        The candidates of each row, ascending.
    metres : array of float64, shape (pairs,)
        Metres (or seconds) of each pair, 0 or more.
    candidates : int
        How many candidates there are.
    """

    starts: Ints
    items: Places
    metres: Floats
    candidates: int

    def within(self, limit: float) -> Cover:
        """Return the cover of pairs that are near.

        Parameters
        ----------
        limit : float
            Metres (or seconds); a pair at the limit is in.

        Returns
        -------
        Cover
            The pairs at most so far apart.
        """
        near = self.metres <= limit
        before = np.concatenate(([0], np.cumsum(near, dtype=np.int64)))
        return Cover(before[self.starts], self.items[near], self.candidates)

    def nearest(self) -> Floats:
        """Return for each row how far its nearest candidate is.

        Returns
        -------
        array of float64, shape (rows,)
            Metres (or seconds); infinite where none is near enough.
        """
        found = np.full(len(self.starts) - 1, np.inf)
        some = np.flatnonzero(np.diff(self.starts))
        if len(some):
            found[some] = np.minimum.reduceat(self.metres, self.starts[some])
        return found


def checked_reach(reach: Reach, *, ascending: bool = True) -> Reach:
    """Return the reach if it is one; Refused names the first row whose candidates or metres are none."""
    checked(Cover(reach.starts, reach.items, reach.candidates), ascending=ascending)
    metres = reach.metres
    if not isinstance(metres, np.ndarray) or metres.dtype.kind not in "iuf":
        raise Refused("metres of a reach are numbers in a numpy array")
    if metres.shape != reach.items.shape:
        raise Refused(f"a reach of {len(reach.items)} pairs has as many metres, not {metres.shape}")
    wrong = ~((metres >= 0) & (metres <= FARTHEST))
    if wrong.any():
        place = int(wrong.argmax())
        row = int(np.searchsorted(reach.starts, place, side="right")) - 1
        raise Refused(
            f"row {row} is {metres[place]} from candidate {reach.items[place]}: give 0 or more, "
            "and leave pairs out that are out of reach"
        )
    return reach


@compiled
def column_ends(items: Places, columns: int) -> Ints:
    """Return where each column ends once the items stand by column; a nought before the first."""
    ends = np.zeros(columns + 1, np.int64)
    for item in items:
        ends[item + 1] += 1
    for column in range(columns):
        ends[column + 1] += ends[column]
    return ends


@compiled
def turned(starts: Ints, items: Places, columns: int) -> tuple[Ints, Places]:
    """Return compressed rows turned into compressed columns, each ascending."""
    ends = column_ends(items, columns)
    place = ends[:-1].copy()
    found = np.empty(len(items), np.int32)
    for row in range(len(starts) - 1):
        for k in range(starts[row], starts[row + 1]):
            column = items[k]
            found[place[column]] = row
            place[column] += 1
    return ends, found


@compiled
def turned_with(
    starts: Ints, items: Places, beside: NDArray[Number], columns: int
) -> tuple[Ints, Places, NDArray[Number]]:
    """Return compressed rows with a number beside each pair (metres, costs), turned into columns."""
    ends = column_ends(items, columns)
    place = ends[:-1].copy()
    found, carried = np.empty(len(items), np.int32), np.empty(len(items), beside.dtype)
    for row in range(len(starts) - 1):
        for k in range(starts[row], starts[row + 1]):
            column = items[k]
            found[place[column]], carried[place[column]] = row, beside[k]
            place[column] += 1
    return ends, found, carried
