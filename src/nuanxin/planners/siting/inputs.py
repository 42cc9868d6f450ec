"""Inputs 输入: what is given is what was asked for, or is refused with its row and what to do about it.

Arrays given to a function may be of any whole type and are made int64; those kept in a question must be
int64 as they are, so that its hash does not depend on how they were typed.
"""

from collections.abc import Iterable
from numbers import Real
from operator import index
from typing import Any

import numpy as np

from nuanxin.planners.siting.compiled import Flags, Floats, Ints
from nuanxin.planners.siting.cover import FARTHEST, Refused

MOST_AREAS = 1_000_000
"""Areas are numbered below this: answers have a row for each number."""


def whole(value: object, name: str) -> int:
    """Return a whole number as Python's own; Refused where it is none, be it 1.0 or True."""
    try:
        if isinstance(value, bool):
            raise TypeError
        return index(value)  # type: ignore[arg-type]
    except TypeError:
        raise Refused(f"{name} is a whole number, not {value!r:.60}") from None


def number(value: object, said: str) -> float:
    """Return a number above 0 that is finite; Refused says what else it would mean."""
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 < float(value) <= FARTHEST:
        raise Refused(f"{value!r:.60} {said}")
    return float(value)


def places(values: Iterable[object], name: str) -> tuple[int, ...]:
    """Return numbers of candidates, each once and ascending; Refused where one is no whole number."""
    if type(values) is tuple and set(map(type, values)) <= {int} and list(values) == sorted(set(values)):
        return values
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise Refused(f"{name} are numbers of candidates, not {values!r:.60}")
    try:
        return tuple(sorted({whole(place, name) for place in values}))
    except TypeError:
        raise Refused(f"{name} are numbers of candidates, one after the other") from None


def sited(question: Any) -> None:
    """Put the fields in which a question names candidates, and its count, into one form."""
    for name in ("existing", "forced", "forbidden"):
        object.__setattr__(question, name, places(getattr(question, name), f"a candidate that is {name}"))
    if type(question.count) is not int and question.count is not None:
        object.__setattr__(question, "count", whole(question.count, "the number of sites"))


def known(question: Any, candidates: int) -> None:
    """Refuse candidates that are none, and a number of sites below 0."""
    for name in ("existing", "forced", "forbidden"):
        named = getattr(question, name)
        if named and not 0 <= named[0] <= named[-1] < candidates:
            place = named[0] if named[0] < 0 else named[-1]
            raise Refused(f"{name}: candidate {place} is none of {candidates}, counted from 0")


def counted(count: int | None) -> None:
    """Refuse a number of sites that cannot be opened."""
    if count is not None and not 0 <= count < 2**31:
        raise Refused(f"{count} sites cannot be opened; give a number from 0")


def pairs_apart(pairs: object) -> np.ndarray:
    """Return pairs of candidates as int32, shape (n, 2); Refused names the first that is none."""
    if isinstance(pairs, np.ndarray) and pairs.dtype == np.int32 and pairs.shape[1:] == (2,):
        return pairs
    found = ints(pairs, "pair too near")
    if not found.size:
        return np.zeros((0, 2), np.int32)
    if found.ndim != 2 or found.shape[1] != 2:
        raise Refused(f"pairs too near are of two candidates, shape (n, 2), not {found.shape}")
    if (found < 0).any() or (found >= 2**31).any():
        row = int(((found < 0) | (found >= 2**31)).any(axis=1).argmax())
        raise Refused(f"pair {row} too near, {found[row].tolist()}, names a candidate there is not")
    return found.astype(np.int32)


def ints(values: object, name: str, shape: tuple[int, ...] | None = None) -> Ints:
    """Return whole numbers as int64; Refused names the first row that holds none."""
    found = _array(values, name)
    if shape is not None and found.shape != shape:
        raise Refused(f"{name}: {shape} numbers are asked for, not {found.shape}")
    if not found.size:
        return np.zeros(found.shape, np.int64)
    if found.dtype.kind not in "iu":
        broken = found != np.floor(found) if found.dtype.kind == "f" else np.ones(found.shape, bool)
        row = np.argwhere(broken)[0] if broken.any() else np.zeros(found.ndim, int)
        raise Refused(f"{name} of row {row[0]} is {found[tuple(row)]!s:.40}: give whole numbers (int64)")
    if found.dtype == np.uint64 and int(found.max()) >= 2**63:
        raise Refused(f"{name} of row {np.unravel_index(found.argmax(), found.shape)[0]} is too large")
    return found.astype(np.int64, copy=False)


def kept_ints(values: object, name: str, shape: tuple[int, ...], each: str) -> None:
    """Refuse what a question keeps that is no int64 array of this shape, an ``each`` one."""
    if not isinstance(values, np.ndarray) or values.shape != shape:
        raise Refused(f"{name} are int64 (a numpy array), one for each of {shape[0]} {each}")
    if values.dtype != np.int64:
        ints(values, name)
        raise Refused(f"{name} are int64, not {values.dtype}: use astype(np.int64)")


def at_least(values: Ints, name: str, each: str = "row") -> Ints:
    """Return whole numbers that are 0 or more; Refused names the first that is below."""
    if values.size and int(values.min()) < 0:
        at = np.argwhere(values < 0)[0]
        raise Refused(f"{name} of {each} {at[0]} is {values[tuple(at)]}: below 0")
    return values


def amounts(values: object, name: str, each: str = "row") -> Floats:
    """Return amounts, by row and hour, as floats; Refused names the first that is no number or below 0."""
    found = measured(values, name)
    wrong = ~((found >= 0) & (found < np.inf))
    if wrong.any():
        at = np.argwhere(wrong)[0]
        raise Refused(f"{name} of {each} {at[:1].sum()} is {found[tuple(at)]}: give 0 or more")
    return found


def measured(values: object, name: str) -> Floats:
    """Return what is given as floats, whatever they are; Refused where they are no numbers."""
    try:
        return _array(values, name).astype(np.float64, copy=False)
    except (TypeError, ValueError):
        raise Refused(f"{name} are numbers (float64)") from None


def flags(values: object, name: str, rows: int) -> Flags:
    """Return what is true of each candidate in each hour; Refused where it is neither true nor false."""
    found = _array(values, name)
    if found.ndim != 2 or len(found) != rows:
        raise Refused(f"{name} has a row for each of {rows} candidates and a column an hour: {found.shape}")
    if found.dtype.kind not in "bui" or (found.dtype.kind != "b" and not np.isin(found, (0, 1)).all()):
        raise Refused(f"{name} is true or false for each candidate and hour, not {found.dtype}")
    return found.astype(bool, copy=False)


def zones(values: object) -> Floats:
    """Return outer limits of zones; Refused where they do not go outwards from above 0."""
    found = amounts(values, "limit", "zone")
    if found.ndim != 1 or not len(found) or found[0] <= 0 or (np.diff(found) <= 0).any():
        raise Refused("zones go outwards: give one limit or more, above 0 and ascending")
    return found


def area_numbers(areas: object, rows: int) -> Ints:
    """Return the area of each row; Refused names the first that is no number of one."""
    found = at_least(ints(areas, "area", (rows,)), "area")
    if found.size and int(found.max()) >= MOST_AREAS:
        row = int(found.argmax())
        raise Refused(f"area of row {row} is {found[row]}: number the areas from 0, below {MOST_AREAS:,}")
    return found


def _array(values: object, name: str) -> np.ndarray:
    """Return what is given as an array; Refused where it has no shape."""
    try:
        found = np.asarray(values)
    except (TypeError, ValueError, OverflowError):
        raise Refused(f"{name}: rows are of different lengths; give an array") from None
    if not found.ndim:
        raise Refused(f"{name}: an array is asked for, not {values!r:.40}")
    return found
