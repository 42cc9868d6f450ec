"""Measures 计量: what the ledger counts. A number and a code are for ever; words may be bettered."""

from collections.abc import Iterable
from dataclasses import dataclass

from nuanxin.plain.units import BASES
from nuanxin.plain.words import Words


@dataclass(frozen=True, slots=True)
class Measure:
    """One kind of quantity that entries carry.

    ``number`` is the fixed whole number stored in every entry (a programme has its own hundred),
    ``code`` the dotted name figures cite, ``base`` a base unit of ``plain.units.BASES``,
    ``zh``/``en`` its name, ``says`` its definition: what one unit of it means, and when it counts.
    """

    number: int
    code: str
    zh: str
    en: str
    base: str
    says: Words

    def __post_init__(self) -> None:
        """Refuse a measure no entry could carry."""
        if self.base not in BASES:
            raise ValueError(f"measure {self.code}: unknown base unit {self.base!r}")
        if not 0 < self.number < 32_768:
            raise ValueError(f"measure {self.code}: number {self.number} is out of range")


_by_code: dict[str, Measure] = {}
_by_number: dict[int, Measure] = {}


def register_measures(measures: Iterable[Measure]) -> None:
    """Make measures known; the same measure twice is harmless, a clash is an error."""
    for measure in measures:
        known = _by_number.get(measure.number) or _by_code.get(measure.code) or measure
        if known != measure:
            raise ValueError(f"measure {measure.code} ({measure.number}) clashes with {known.code}")
        _by_code[measure.code] = _by_number[measure.number] = measure


def measure(key: str | int) -> Measure:
    """Return the measure of a code or number; KeyError names what is unknown."""
    return _by_number[key] if isinstance(key, int) else _by_code[key]


def all_measures() -> list[Measure]:
    """Return every registered measure, by number."""
    return [_by_number[number] for number in sorted(_by_number)]
