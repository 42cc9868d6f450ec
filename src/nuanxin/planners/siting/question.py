"""The question 选址问题: what is to be covered, what may be opened, and what that may use."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate

import numpy as np

from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.cover import Cover, Refused, checked
from nuanxin.planners.siting.inputs import counted, kept_ints, known, pairs_apart, sited, whole

FREE, OPEN, SHUT = 0, 1, -1
"""The state of a candidate: still to be decided, open in every plan, in none."""
STRETCH = 256
FACTORS = np.random.default_rng(20261126).integers(0, 2**63, STRETCH, dtype=np.uint64) * 2 + 1
"""What condenses long inputs before they are hashed."""
NONE = np.zeros(0)
MOST_CROWDED = 4_000
"""With more sites than these that stand too near to others, pairs are not joined."""
LARGEST = 2**40
"""Weights may sum to this much, and so may costs: the arithmetic of certificates is whole numbers."""


@dataclass(frozen=True, slots=True)
class Question:
    """Open sites so that as much weight as possible is covered (MCLP 最大覆盖), within a count or a budget.

    Parameters
    ----------
    cover : Cover
        Who is reached by whom.
    weights : array of int64, shape (rows,)
        What covering a row is worth (persons, say), 0 or more.
    count : int, optional
        How many new sites at most; None where only the budget counts.
    costs : array of int64, shape (candidates,), optional
        What opening each candidate costs, in any unit; asked for where there is a budget.
    budget : int, optional
        What the new sites may cost together at most; None where only the count does.
    existing : tuple of int
        Sites that are open already: they cost nothing and are not counted.
    forced : tuple of int
        Candidates that must be opened, and are counted.
    forbidden : tuple of int
        Candidates that may not be opened.
    apart : array of int32, shape (pairs, 2)
        Pairs of candidates too near to each other to be open both; shape (0, 2) where there are none.
    """

    cover: Cover
    weights: Ints
    count: int | None = None
    costs: Ints | None = None
    budget: int | None = None
    existing: tuple[int, ...] = ()
    forced: tuple[int, ...] = ()
    forbidden: tuple[int, ...] = ()
    apart: Places = field(default_factory=lambda: np.zeros((0, 2), np.int32))

    def __post_init__(self) -> None:
        sited(self)
        object.__setattr__(self, "apart", pairs_apart(self.apart))
        if self.budget is not None and type(self.budget) is not int:
            object.__setattr__(self, "budget", whole(self.budget, "a budget"))

    def digest(self) -> str:
        """Return a hash of all inputs, for the certificate to hold.

        Returns
        -------
        str
            The hash, in hexadecimal digits.
        """
        told = sha256()
        arrays = (self.cover.starts, self.cover.items, self.weights, self.costs, self.apart)
        for array in arrays:
            found = NONE if array is None else np.ascontiguousarray(array)
            told.update(f"{found.dtype.str}{found.shape};".encode())
            told.update(condensed(found))
        candidates, named = int(self.cover.candidates), (self.existing, self.forced, self.forbidden)
        rest = (candidates, self.count, self.budget, *named)
        told.update(repr(rest).encode())
        return told.hexdigest()

    def states(self) -> Places:
        """Return for each candidate whether it is open, shut or free before anything is planned.

        Returns
        -------
        array of int32, shape (candidates,)
            1 is open in every plan, -1 in none, 0 still to be decided.
        """
        found = np.zeros(self.cover.candidates, np.int32)
        found[list(self.forbidden)] = SHUT
        if len(self.apart):
            near = np.asarray(self.apart, np.int64).reshape(-1, 2)
            kept = np.isin(near, (*self.existing, *self.forced))
            found[near[kept[:, ::-1]]] = SHUT
        found[list(self.existing)] = OPEN
        found[list(self.forced)] = OPEN
        if self.budget is not None and self.costs is not None:
            left = self.budget - int(self.costs[list(set(self.forced) - set(self.existing))].sum())
            found[(found == FREE) & (self.costs > left)] = SHUT
        return found


def condensed(array: np.ndarray) -> bytes:
    """Return an array's bytes, or of a long one a sum for each stretch, by which no number may change alone.

    Odd factors modulo 2**64: hashing all bytes would cost as much as working a bound out again.
    """
    whole = array.reshape(-1).view(np.uint8)
    stretches = len(whole) // (8 * STRETCH)
    if not stretches:
        return array.tobytes()
    parts = whole[: stretches * 8 * STRETCH].view(np.uint64).reshape(stretches, STRETCH)
    sums = parts @ FACTORS
    return sums.tobytes() + whole[stretches * 8 * STRETCH :].tobytes()


@dataclass(frozen=True, slots=True)
class Sides:
    """The limits of a question as rows of ``amounts . open <= limits``; all amounts are 0 or more.

    Compressed rows over candidates; existing sites stand in none.
    """

    starts: Ints
    items: Places
    amounts: Ints
    limits: Ints


def sides(question: Question) -> Sides:
    """Return the limits of a question: the count, the budget, then a row for each crowd of sites too near."""
    fresh = np.ones(question.cover.candidates, bool)
    fresh[list(question.existing)] = False
    new = np.flatnonzero(fresh).astype(np.int32)
    rows, limits = list[tuple[Places, Ints]](), list[int]()
    if question.count is not None:
        rows.append((new, np.ones(len(new), np.int64)))
        limits.append(question.count)
    if question.budget is not None and question.costs is not None:
        rows.append((new, np.minimum(question.costs[new], question.budget + 1)))
        limits.append(question.budget)
    pairs = np.asarray(question.apart, np.int32).reshape(-1, 2)
    if len(pairs):
        pairs = pairs[fresh[pairs].all(axis=1)]
    crowds = crowded(pairs)
    lengths = [len(row) for row, _ in rows] + [len(crowd) for crowd in crowds]
    many = sum(map(len, crowds))
    return Sides(
        np.array([0, *accumulate(lengths)], np.int64),
        np.concatenate([*(row for row, _ in rows), *crowds, np.zeros(0, np.int32)]).astype(np.int32),
        np.concatenate([*(amounts for _, amounts in rows), np.ones(many, np.int64)]),
        np.array([*limits, *(1 for _ in crowds)], np.int64),
    )


def crowded(pairs: Places) -> list[Ints]:
    """Return crowds: sites any two of which are one of the pairs, so that one is open at most.

    Every pair stands in one. A crowd begins with the first pair that is in none yet, and takes in every site,
    in order, that is too near to all it has.
    """
    if not len(pairs):
        return []
    names, ends = np.unique(pairs, return_inverse=True)
    ends = ends.reshape(-1, 2)
    if len(names) > MOST_CROWDED or (ends[:, 0] == ends[:, 1]).any():
        return list(pairs.astype(np.int64))
    near = np.zeros((len(names), len(names)), bool)
    near[ends[:, 0], ends[:, 1]] = near[ends[:, 1], ends[:, 0]] = True
    left, crowds = near.copy(), list[Ints]()
    for one, other in ends.tolist():
        if not left[one, other]:
            continue
        crowd, others = [one, other], near[one] & near[other]
        while others.any():
            crowd.append(int(others.argmax()))
            others &= near[crowd[-1]]
        left[np.ix_(crowd, crowd)] = False
        crowds.append(names[sorted(crowd)].astype(np.int64))
    return crowds


def put(question: Question) -> None:
    """Check a question; Refused says what is wrong with it, and in which row."""
    checked(question.cover)
    costs, candidates = question.costs, question.cover.candidates
    kept_ints(question.weights, "weights", (question.cover.rows,), "rows")
    sums_up(question.weights, "weight", "row")
    if question.count is None and question.budget is None:
        raise Refused("say how many sites, or what they may cost together")
    counted(question.count)
    if question.budget is not None and costs is None:
        raise Refused(f"with a budget go costs of int64, one for each of {candidates}")
    if costs is not None:
        kept_ints(costs, "costs", (candidates,), "candidates")
        sums_up(costs, "cost", "candidate")
    if question.budget is not None and not 0 <= question.budget <= LARGEST:
        raise Refused(f"a budget is 0 to {LARGEST:,}, not {question.budget:,}")
    known(question, candidates)
    apart = question.apart
    if len(apart):
        wrong = (apart < 0) | (apart >= candidates)
        wrong[:, 0] |= apart[:, 0] == apart[:, 1]
        if wrong.any():
            row = int(wrong.any(axis=1).argmax())
            raise Refused(
                f"pair {row} too near, {apart[row].tolist()}, is no pair of {candidates} candidates"
            )


def sums_up(amounts: Ints, name: str, each: str) -> None:
    """Refuse amounts below 0, or too large together."""
    if len(amounts) and int(amounts.min()) < 0:
        raise Refused(f"{name} of {each} {int(amounts.argmin())} is {int(amounts.min())}: below 0")
    if float(amounts.sum(dtype=np.float64)) > LARGEST:
        raise Refused(f"{name}s sum to more than {LARGEST:,}; count in larger units")


def impossible(question: Question) -> str:
    """Return why no plan keeps to the question, in words; empty where there is one."""
    forced = set(question.forced) - set(question.existing)
    both = forced & set(question.forbidden)
    if both:
        return f"candidate {min(both)} is both forced and forbidden"
    if question.count is not None and len(forced) > question.count:
        return f"{len(forced)} sites are forced, and {question.count} may be opened"
    if question.budget is not None and question.costs is not None:
        least = int(question.costs[sorted(forced)].sum())
        if least > question.budget:
            return f"the forced sites cost {least:,} of a budget of {question.budget:,}"
    held = forced | set(question.existing)
    for one, other in np.asarray(question.apart).reshape(-1, 2).tolist():
        if one in held and other in held and not {one, other} <= set(question.existing):
            return f"the forced sites {one} and {other} stand too near to each other"
    return ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solve is.

    Parameters
    ----------
    doing : str
        What is being done: "search", "bound" or "cases".
    value : int
        What the best plan so far is worth (or costs).
    bound : int
        What no plan exceeds (for costs: falls below), as far as is known.
    seconds : float
        Seconds since it began.
    """

    doing: str
    value: int
    bound: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to try, from which seed, and whom to tell.

    The same seed gives the same answer wherever the time did not run out.

    Parameters
    ----------
    seconds : float
        Seconds on the clock.
    seed : int
        Where chance begins, 0 or more.
    tell : callable, optional
        Hears of progress: is called with a `Progress`.
    stopped : callable, optional
        Is asked whether to stop: called without anything, it answers with a bool.
    proof : bool
        False leaves the search tree out: a plan and the bound at the root are enough.
    """

    seconds: float = 60.0
    seed: int = 0
    tell: Callable[[Progress], None] | None = None
    stopped: Callable[[], bool] | None = None
    proof: bool = True

    def __post_init__(self) -> None:
        if type(self.seconds) is not float and not isinstance(self.seconds, int | np.integer | np.floating):
            raise Refused(f"seconds to try are a number, not {self.seconds!r:.40}")
        if self.seconds != self.seconds:
            raise Refused("seconds to try are a number, not NaN")
        if type(self.seed) is not int or self.seed < 0:
            object.__setattr__(self, "seed", whole(self.seed, "a seed"))
            if self.seed < 0:
                raise Refused(f"a seed is 0 or more, not {self.seed}")
