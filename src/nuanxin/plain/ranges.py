"""Ranges of whole numbers, both ends included: sorted, apart from one another, as few as can be."""

from collections.abc import Iterable, Sequence

Range = tuple[int, int]


def joined(ranges: Iterable[Range]) -> list[Range]:
    """Return the same numbers in the fewest ranges, in order."""
    out: list[Range] = []
    for low, high in sorted(ranges):
        if out and low <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(out[-1][1], high))
        else:
            out.append((low, high))
    return out


def without(ranges: Iterable[Range], cut: Range) -> list[Range]:
    """Return the numbers of ``ranges`` that are not in ``cut``."""
    out = []
    for low, high in ranges:
        out += [(low, min(high, cut[0] - 1)), (max(low, cut[1] + 1), high)]
    return joined({(low, high) for low, high in out if low <= high})


def covers(ranges: Sequence[Range], number: int) -> bool:
    """Whether one of the ranges holds the number."""
    return any(low <= number <= high for low, high in ranges)
