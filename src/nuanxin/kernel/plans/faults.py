"""What can be wrong with what a plan is asked, said with the remedy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the field of the form (blank: none), what is wrong, what to do about it.

    ``row`` is the key of the record it is about, where it is about one.
    """

    field: str
    said: str
    remedy: str
    row: str = ""

    def __str__(self) -> str:
        """Return both sentences."""
        return f"{self.said} {self.remedy}".strip()


class PlanRefused(ValueError):
    """No plan can be made of this; ``faults`` say why, each with its remedy.

    ``told`` is all of it in each language, where it is kept for a reader who may use another.
    """

    def __init__(self, faults: Sequence[Fault], told: Mapping[str, str] | None = None) -> None:
        super().__init__(" ".join(map(str, faults)))
        self.faults, self.told = list(faults), dict(told or {})


class PlanUnproven(ValueError):
    """What a planner hands in does not prove what it says, so it is not kept."""
