"""Units 计量单位: exact factors between the unit a person reads and the base unit the ledger keeps.

A ledger quantity is a whole number of base units; 万 and 亿 exist only at the edge, on reading
and on printing. Factors are exact fractions, so nothing is rounded on the way in.
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a base: ``label`` as printed in Chinese, ``en`` as printed in English.

    ``factor`` base units make one of it; ``scale`` is the power of ten (万 = 4, 亿 = 8) that the
    Chinese label carries and that English prints as part of the number instead.
    """

    label: str
    en: str
    base: str
    factor: Fraction
    scale: int = 0


def _unit(label: str, en: str, base: str, factor: int, scale: int = 0) -> Unit:
    return Unit(label, en, base, Fraction(factor), scale)


BASES: dict[str, str] = {
    "piece": "个",
    "person": "人",
    "person_time": "人次",
    "household": "户",
    "event": "场次",
    "day": "天",
    "fen": "分",
    "gram": "克",
    "metre": "米",
    "centimu": "百分之一亩",
    "kilowatt": "千瓦",
}
"""Base units of the ledger with their Chinese names."""

UNITS: dict[str, Unit] = {
    unit.label: unit
    for unit in (
        _unit("个", "", "piece", 1),
        _unit("家", "", "piece", 1),
        _unit("支", "", "piece", 1),
        _unit("项", "", "piece", 1),
        _unit("处", "", "piece", 1),
        _unit("人", "people", "person", 1),
        _unit("名", "people", "person", 1),
        _unit("万人", "people", "person", 10_000, 4),
        _unit("人次", "person-times", "person_time", 1),
        _unit("万人次", "person-times", "person_time", 10_000, 4),
        _unit("户", "households", "household", 1),
        _unit("万户", "households", "household", 10_000, 4),
        _unit("场次", "", "event", 1),
        _unit("次", "times", "event", 1),
        _unit("天", "days", "day", 1),
        _unit("元", "yuan", "fen", 100),
        _unit("万元", "yuan", "fen", 1_000_000, 4),
        _unit("亿元", "yuan", "fen", 10_000_000_000, 8),
        _unit("千克", "kg", "gram", 1_000),
        _unit("吨", "t", "gram", 1_000_000),
        _unit("万吨", "t", "gram", 10_000_000_000, 4),
        _unit("米", "m", "metre", 1),
        _unit("公里", "km", "metre", 1_000),
        _unit("亩", "mu", "centimu", 100),
        _unit("万亩", "mu", "centimu", 1_000_000, 4),
        _unit("千瓦", "kW", "kilowatt", 1),
        _unit("万千瓦", "kW", "kilowatt", 10_000, 4),
        Unit("%", "%", "ratio", Fraction(1, 100)),
    )
}
"""Every unit a sheet may carry or a figure may print, by its Chinese label."""
