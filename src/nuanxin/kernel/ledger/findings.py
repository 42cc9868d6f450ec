"""Findings 核验发现: what verification says, and what each of its steps goes by."""

from collections.abc import Callable
from dataclasses import dataclass

from nuanxin.kernel.ledger.lines import Hash
from nuanxin.kernel.ledger.models import Segment

Progress = Callable[[str, int, int], None]
"""Called with the step's name, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written: the place, and what is wrong there."""

    place: str
    said: str

    def __str__(self) -> str:
        return f"{self.place}: {self.said}"


@dataclass(frozen=True, slots=True)
class Book:
    """What every step needs: the ledger's identity and hash, and its sealed segments."""

    identity: str
    algorithm: str
    digest: Hash
    sealed: list[Segment]


def silent(_step: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def span(name: str, first: int, last: int) -> str:
    """Return the place of one thing or of several in a row: "entry 5", "entry 5-9"."""
    return f"{name} {first}" if first == last else f"{name} {first}-{last}"
