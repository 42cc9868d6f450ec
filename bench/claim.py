"""A claim: a number the house says it reaches, and what was measured."""

import json
import operator
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from platform import python_version

COMPARISONS = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "=": operator.eq}


@dataclass(frozen=True, slots=True)
class Claim:
    """One measured claim.

    ``claim`` says what is claimed, ``value`` what was measured in ``unit``, ``to_reach`` the target
    as ``"<= 3"`` (empty where the number is only told), ``peer`` what it is measured against,
    ``size`` how much data, ``cpu_s`` the CPU seconds of our side, ``packages`` whose versions count.
    """

    claim: str
    value: float
    unit: str
    to_reach: str
    peer: str = ""
    size: str = ""
    cpu_s: float | None = None
    packages: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        """Whether the value reaches the target; None where there is no target."""
        if not self.to_reach:
            return None
        sign, _, target = self.to_reach.partition(" ")
        return bool(COMPARISONS[sign](self.value, float(target.replace(",", ""))))

    def line(self) -> str:
        """Return the claim as one line of JSON."""
        known = {
            "python": python_version(),
            **{name: version(name) for name in self.packages},
            **self.versions,
        }
        told = {
            "claim": self.claim,
            "value": _short(self.value),
            "unit": self.unit,
            "to_reach": self.to_reach,
            "met": self.met,
            "peer": self.peer,
            "size": self.size,
            "cpu_s": None if self.cpu_s is None else _short(self.cpu_s),
            "versions": known,
        }
        return json.dumps(told, ensure_ascii=False)


def _short(value: float) -> float:
    """Return a number with four significant digits: more would be noise."""
    return float(f"{value:.4g}")


def tell(claim: Claim) -> None:
    """Print a claim at once: a long run shows what it has."""
    sys.stdout.write(claim.line() + "\n")
    sys.stdout.flush()
