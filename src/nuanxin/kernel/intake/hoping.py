"""Hoping 表头位置: where on a worksheet a header may lie, and whose sheet its words promise most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.likeness import evened
from nuanxin.kernel.intake.matching import Header, wanted

_ROWS, _PAIRS, _PLACES = 4, 12, 1
_COINCIDENCE = 50.0


@dataclass(frozen=True, slots=True)
class Hope:
    """A sheet whose words a header's headings promise to be, and how many of its columns, roughly."""

    worth: float
    sheet: Sheet
    header: Header


def hopeful(found: Sequence[Header], sheets: Sequence[Sheet]) -> list[Hope]:
    """Return what is worth weighing: the most promising, and every sheet at the best places."""
    words = [[sorted({evened(name) for name in wanted(one)}) for one in sheet.columns] for sheet in sheets]
    likely = _likely(found, words)
    if not likely:
        return []
    hopes = [
        Hope(_worth(header, columns), sheet, header)
        for header in likely
        for sheet, columns in zip(sheets, words, strict=True)
    ]
    hopes.sort(key=lambda hope: -hope.worth)
    places = list({id(hope.header): hope.header for hope in hopes}.values())[:_PLACES]
    there = [hope for hope in hopes[_PAIRS:] if any(hope.header is place for place in places)]
    return [*hopes[:_PAIRS], *there]


def _likely(found: Sequence[Header], words: Sequence[Sequence[Sequence[str]]]) -> list[Header]:
    """Return the headers about the rows that hold most words of any sheet, or most texts where none does."""
    every = sorted({word for columns in words for names in columns for word in names})
    rows = [header for header in found if header.depth == 1]
    names = sorted({evened(name) for header in rows for one in header.headed for name in one.names})
    if not names or not every:
        return list(found)
    near = dict(zip(names, cdist(names, every, scorer=ratio, dtype=np.float32).max(axis=1), strict=True))
    scores = {header.first: _score(header, near) for header in rows}
    first = sorted(scores, key=lambda row: (-scores[row], row))[:_ROWS]
    chosen = [header for header in found if any(row - 2 <= header.first <= row for row in first)]
    return chosen or list(found)


def _score(header: Header, near: dict[str, float]) -> float:
    best = (max((near[evened(name)] for name in one.names), default=0.0) for one in header.headed)
    return sum(max(0.0, one - _COINCIDENCE) for one in best) + 0.01 * len(header.headed)


def _worth(header: Header, columns: Sequence[Sequence[str]]) -> float:
    """Return how many of a sheet's columns the headings promise to be; depth costs a little."""
    names = sorted({evened(name) for one in header.headed for name in one.names})
    every = [word for words in columns for word in words]
    if not names or not every:
        return 0.0
    near: NDArray[np.float32] = cdist(names, every, scorer=ratio, dtype=np.float32).max(axis=0)
    at, worth = 0, -0.1 * header.depth
    for words in columns:
        worth += max(0.0, float(near[at : at + len(words)].max()) - _COINCIDENCE) / (100 - _COINCIDENCE)
        at += len(words)
    return worth
