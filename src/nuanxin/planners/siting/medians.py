"""Least distance (p-median p-中位): so many sites, so that all demand travels least to its nearest one."""

from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from nuanxin.planners.siting.compiled import Floats, Ints, Places, compiled
from nuanxin.planners.siting.cover import Reach, Refused, checked_reach
from nuanxin.planners.siting.inputs import at_least, counted, ints, kept_ints, known, number, sited, whole
from nuanxin.planners.siting.question import FREE, LARGEST, OPEN, SHUT, condensed


@dataclass(frozen=True, slots=True)
class Medians:
    """Open so many new sites that rows of demand cost least, each at its cheapest open site (p-median).

    Parameters
    ----------
    starts : array of int64, shape (rows + 1,)
        Where each row begins among the items, from 0 to their number.
    items : array of int32, shape (pairs,)
        The candidates of each row, cheapest first; lists may end where a site is of no use.
    costs : array of int64, shape (pairs,)
        Weight times metres of each pair.
    far : array of int64, shape (rows,)
        What a row costs none of whose listed sites is open, at least its dearest listed one.
    candidates : int
        How many candidates there are.
    count : int
        How many new sites at most.
    existing : tuple of int
        Sites that are open already: they cost nothing and are not counted.
    forced : tuple of int
        Candidates that must be opened, and are counted.
    forbidden : tuple of int
        Candidates that may not be opened.
    """

    starts: Ints
    items: Places
    costs: Ints
    far: Ints
    candidates: int
    count: int
    existing: tuple[int, ...] = ()
    forced: tuple[int, ...] = ()
    forbidden: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        sited(self)
        object.__setattr__(self, "candidates", whole(self.candidates, "the number of candidates"))

    @property
    def rows(self) -> int:
        """How many rows of demand there are."""
        return len(self.starts) - 1

    def digest(self) -> str:
        """Return a hash of all inputs, for the certificate to hold.

        Returns
        -------
        str
            The hash, in hexadecimal digits.
        """
        told = sha256()
        for array in (self.starts, self.items, self.costs, self.far):
            told.update(f"{array.dtype.str}{array.shape};".encode())
            told.update(condensed(np.ascontiguousarray(array)))
        told.update(repr((self.candidates, self.count, self.existing, self.forced, self.forbidden)).encode())
        return told.hexdigest()

    def states(self) -> Places:
        """Return for each candidate whether it is open, shut or free before anything is planned.

        Returns
        -------
        array of int32, shape (candidates,)
            1 is open in every plan, -1 in none, 0 still to be decided.
        """
        found = np.full(self.candidates, FREE, np.int32)
        found[list(self.forbidden)] = SHUT
        found[[*self.existing, *self.forced]] = OPEN
        return found

    def new(self) -> set[int]:
        """Return the forced sites that do not exist yet: they are counted.

        Returns
        -------
        set of int
            Candidates.
        """
        return set(self.forced) - set(self.existing)


def medians_of(
    reach_starts: Ints, items: Places, metres: Floats, weights: Ints, far_m: float
) -> tuple[Ints, Places, Ints, Ints]:
    """Return the lists of `Medians` from a reach: weight times metres, rounded.

    Parameters
    ----------
    reach_starts : array of int64, shape (rows + 1,)
        Where each row begins among the items, from 0 to their number.
    items : array of int32, shape (pairs,)
        The candidates of each row, in any order.
    metres : array of float64, shape (pairs,)
        Metres (or seconds) of each pair.
    weights : array of int64, shape (rows,)
        Whole weights, 0 or more.
    far_m : float
        Metres, at least the longest in the reach, that count where nothing is reached; rounded upwards.

    Returns
    -------
    tuple of array, shapes (rows + 1,), (pairs,), (pairs,) and (rows,)
        ``starts, items, costs, far``; costs (int64) are weight times whole metres, cheapest first.

    Raises
    ------
    Refused
        Where a part is none; the row is named.
    """
    many = int(items.max(initial=-1)) + 1 if isinstance(items, np.ndarray) and items.dtype == np.int32 else 0
    checked_reach(Reach(reach_starts, items, metres, many), ascending=False)
    people = at_least(ints(weights, "weight", (len(reach_starts) - 1,)), "weight")
    most = int(np.ceil(number(far_m, "m are no way to count unreached demand by; give metres above 0")))
    if len(metres) and far_m < float(metres.max()):
        raise Refused(f"unreached demand counts {far_m} m, less than the {float(metres.max())} m of a pair")
    if float(people.sum(dtype=float)) * most > LARGEST:
        raise Refused(f"weights times far_m may sum to {LARGEST:,}; count in larger units")
    rows = np.repeat(np.arange(len(people)), np.diff(reach_starts))
    costs = people[rows] * np.rint(metres).astype(np.int64)
    order = np.lexsort((items, costs, rows))
    return reach_starts, items[order], costs[order], people * most


def put_medians(question: Medians) -> None:
    """Check a question; Refused says what is wrong with it, and in which row."""
    starts, items, costs, far = question.starts, question.items, question.costs, question.far
    for array, kind in ((starts, np.int64), (items, np.int32), (costs, np.int64)):
        if not isinstance(array, np.ndarray) or array.dtype != kind or array.ndim != 1:
            raise Refused("starts and costs are int64, items int32: numpy arrays of one dimension")
    if not len(starts) or starts[0] != 0 or starts[-1] != len(items) or (np.diff(starts) < 0).any():
        raise Refused("starts ascend from 0 to the number of items")
    if len(items) != len(costs):
        raise Refused(f"every item has a cost: {len(items)} items, {len(costs)} costs")
    kept_ints(far, "far", (question.rows,), "rows")
    if not 0 <= question.candidates < 2**31:
        raise Refused(f"candidates are counted from 0, not {question.candidates}")
    if len(items) and int(items.view(np.uint32).max()) >= question.candidates:
        place = int(((items < 0) | (items >= question.candidates)).argmax())
        row = int(np.searchsorted(starts, place, side="right")) - 1
        raise Refused(f"an item of row {row}, {items[place]}, is none of {question.candidates} candidates")
    _ordered(question)
    if float(far.sum(dtype=float)) > LARGEST:
        raise Refused(f"costs may sum to {LARGEST:,}; count in larger units")
    if question.count is None:
        raise Refused("say how many sites may be opened")
    counted(question.count)
    known(question, question.candidates)


def _ordered(question: Medians) -> None:
    """See that every list begins at 0 or more, ascends, and ends at what being unreached costs or below."""
    starts, costs, far = question.starts, question.costs, question.far
    some = np.flatnonzero(np.diff(starts))
    first, last = starts[some], starts[some + 1] - 1
    falls = costs[1:] < costs[:-1]
    falls[first[1:] - 1] = False
    if falls.any():
        row = int(np.searchsorted(starts, int(falls.argmax()), side="right")) - 1
        raise Refused(f"row {row} is not given cheapest first")
    at_least(far, "far, what being unreached costs,")
    if (costs[first] < 0).any():
        row = int(some[int((costs[first] < 0).argmax())])
        raise Refused(f"a cost of row {row} is {costs[starts[row]]}: below 0")
    if (costs[last] > far[some]).any():
        row = int(some[int((costs[last] > far[some]).argmax())])
        raise Refused(f"row {row} lists a site dearer than being unreached")


def impossible_medians(question: Medians) -> str:
    """Return why no plan keeps to the question, in words; empty where there is one."""
    both = question.new() & set(question.forbidden)
    if both:
        return f"candidate {min(both)} is both forced and forbidden"
    if len(question.new()) > question.count:
        return f"{len(question.new())} sites are forced, and {question.count} may be opened"
    return ""


@compiled
def kept_lists(starts: Ints, items: Places, costs: Ints, local: Places) -> tuple[Ints, Places, Ints]:
    """Return the lists with only the candidates whose ``local`` number is 0 or more, renumbered."""
    ends = np.zeros(len(starts), np.int64)
    place = 0
    for k in range(len(items)):
        place += local[items[k]] >= 0
    found, paid = np.empty(place, np.int32), np.empty(place, np.int64)
    place = 0
    for row in range(len(starts) - 1):
        for k in range(starts[row], starts[row + 1]):
            if local[items[k]] >= 0:
                found[place], paid[place] = local[items[k]], costs[k]
                place += 1
        ends[row + 1] = place
    return ends, found, paid
