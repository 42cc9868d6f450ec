"""Sizes of a run: ``SIZE=full`` is what the claims speak of, ``SIZE=small`` only shows that they run."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much a run measures: entries, rows of a workbook, acts, repetitions."""

    name: str
    book: int
    archive: int
    sheet_rows: int
    records: int
    acts: int
    tail: int
    repeats: int
    corpus_books: int


FULL = Sizes("full", 10_000_000, 100_000_000, 200_000, 250_000, 3_000, 10_000, 7, 2_000)
SMALL = Sizes("small", 100_000, 1_000_000, 2_000, 2_500, 200, 100, 3, 80)


def sizes() -> Sizes:
    """Return the sizes that the environment's ``SIZE`` asks for; the full ones by default."""
    known = {"": FULL, FULL.name: FULL, SMALL.name: SMALL}
    asked = os.environ.get("SIZE", "")
    if asked not in known:
        raise SystemExit(f"SIZE={asked} is not known; there are: full, small")
    return known[asked]


def target(comparison: str) -> str:
    """Return what is to be reached; nothing at small sizes, where fixed costs rule every ratio."""
    return comparison if sizes() is FULL else ""


def told(entries: int) -> str:
    """Return a number of entries as people say it."""
    return f"{entries // 1_000_000} million" if entries >= 1_000_000 else f"{entries:,}"
