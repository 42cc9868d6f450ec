"""Verdicts 判断: what an examination comes to, what it saw, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How something stands: in order, worth a look, or in need of a hand."""

    FINE = "fine"
    LOOK = "look"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one examination says: a verdict, what was seen, and what to do (nothing where all is fine)."""

    verdict: Verdict
    seen: str
    remedy: str = ""


def fine(seen: str) -> Opinion:
    """Say that something is in order."""
    return Opinion(Verdict.FINE, seen)


def look(seen: str, remedy: str) -> Opinion:
    """Say that something works and yet deserves a look."""
    return Opinion(Verdict.LOOK, seen, remedy)


def mend(seen: str, remedy: str) -> Opinion:
    """Say that something is wrong and must be mended."""
    return Opinion(Verdict.MEND, seen, remedy)
