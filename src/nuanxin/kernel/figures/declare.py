"""Figure declarations 指标口径: a closed algebra, written in TOML, kept as frozen data.

A figure is one of ten operators over measures or over other figures. ``figures.toml`` of a
programme (and of a city) holds one table a figure; its text hashes to the definition hash that
a publication freezes. A table that says ``each = "hour"`` stands for 24 figures: ``{hour}`` in it is
written as 00 to 23, ``{span}`` as 07:00–08:00; ``whole_day`` names the figure they are the hours of.
"""

import tomllib
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib.resources import files
from json import dumps, loads
from pathlib import Path
from typing import Any

from nuanxin.plain.units import UNITS
from nuanxin.plain.words import Words

OPERATORS = ("sum", "count", "distinct", "stock", "mean", "ratio", "share", "compare", "target")
"""sum, count, distinct and mean over a span; stock up to its last day; ratio and share of two
figures; compare with another span; target: a figure as a share of its target. The tenth, ``by``,
splits any of them by area level, month or kind and is asked for, not declared."""

AGAINST = ("year_before", "before", "earlier_years")
HOURS = range(24)
_PLACE = ("hour", "whole_day")
"""Fields that say beside which figure one is shown; they define nothing, so they are in no hash."""
DISPLAYS = ("exact", "rounded", "at_least", "about")
ROUNDINGS = ("half_up", "gbt8170")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure's definition.

    ``op`` one of ``OPERATORS``; ``measures`` codes it aggregates (empty for figures of figures);
    ``of`` what distinct counts: "subject" or "counterpart"; ``distinct`` over a stock when
    ``standing`` (as of the last day) rather than over a flow; ``parts`` ids of the figures it is
    made of (numerator and denominator; part and whole; value and target; the one compared);
    ``whole_level`` the area level of a share's whole, where it is wider than the part's;
    ``against`` and ``how`` ("rate" or "fall") for compare; ``unit`` a label of ``UNITS``;
    ``decimals`` digits printed; ``display`` and ``step`` how a round number is printed
    (150余 = at_least, step 10); ``hour`` the hour of the day it is of, and ``whole_day`` the id of the
    figure of all hours it is shown with.
    """

    id: str
    zh: str
    en: str
    op: str
    unit: str
    says: Words
    measures: tuple[str, ...] = ()
    of: str = "subject"
    standing: bool = False
    parts: tuple[str, ...] = ()
    whole_level: str = ""
    against: str = ""
    years: int = 1
    how: str = "rate"
    decimals: int = 0
    display: str = "exact"
    step: int = 1
    rounding: str = "half_up"
    source: str = ""
    hour: int | None = None
    whole_day: str = ""

    def __post_init__(self) -> None:
        """Refuse a definition that no engine could answer, naming the figure and the word."""
        for value, allowed in (
            (self.op, OPERATORS),
            (self.display, DISPLAYS),
            (self.rounding, ROUNDINGS),
            (self.unit, tuple(UNITS)),
            (self.of, ("subject", "counterpart")),
            (self.how, ("rate", "fall")),
            (self.against, ("", *AGAINST)),
        ):
            if value not in allowed:
                raise ValueError(f"figure {self.id}: {value!r} is none of {', '.join(allowed)}")
        if bool(self.measures) == bool(self.parts):
            raise ValueError(f"figure {self.id}: give either measures or parts")
        if (self.hour is None) == bool(self.whole_day):
            raise ValueError(f"figure {self.id}: an hour and the figure of its whole day go together")

    @property
    def definition_hash(self) -> str:
        """SHA-256 over the whole definition: the same text, the same figure."""
        text = {name: value for name, value in asdict(self).items() if name not in _PLACE}
        return sha256(dumps(text, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Check:
    """A check 核对 that a publication must pass or explain: the parts make the total.

    ``total`` and ``parts`` are figure ids, asked over one area and period; values are compared
    exactly. ``zh``/``en`` name it, ``says`` tells what it protects from.
    """

    id: str
    zh: str
    en: str
    total: str
    parts: tuple[str, ...]
    says: Words


def _figure(identity: str, table: dict[str, Any]) -> Figure:
    fields = {"zh": "", "en": "", **table}  # a missing term is the house tests' finding
    says = Words(fields.pop("says_zh", ""), fields.pop("says_en", ""))
    if "measure" in fields:
        fields["measures"] = (fields.pop("measure"),)
    for name in ("measures", "parts"):
        fields[name] = tuple(fields.get(name, ()))
    try:
        return Figure(id=identity, says=says, **fields)
    except TypeError as error:
        raise ValueError(f"figure {identity}: {error}") from error


def _check(identity: str, table: dict[str, Any]) -> Check:
    fields = {"zh": "", "en": "", **table}  # a missing term is the house tests' finding
    says = Words(fields.pop("says_zh", ""), fields.pop("says_en", ""))
    return Check(id=identity, says=says, **{**fields, "parts": tuple(fields["parts"])})


def _each_hour(identity: str, table: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the tables a table stands for: itself, or one for every hour where it says so."""
    if table.get("each") != "hour":
        return {identity: table}
    rest = dumps({key: value for key, value in table.items() if key != "each"}, ensure_ascii=False)
    found = {}
    for hour in HOURS:
        words = {"{hour}": f"{hour:02}", "{span}": f"{hour:02}:00–{(hour + 1) % 24:02}:00"}
        name, text = identity, rest
        for sign, said in words.items():
            name, text = name.replace(sign, said), text.replace(sign, said)
        found[name] = {**loads(text), "hour": hour}
    return found


def parse_figures(text: str) -> tuple[tuple[Figure, ...], tuple[Check, ...]]:
    """Read figure and check tables from TOML text; ValueError names the figure and the fault."""
    tables = tomllib.loads(text)
    told = [_each_hour(key, table) for key, table in tables.get("figure", {}).items()]
    figures = tuple(_figure(key, table) for each in told for key, table in each.items())
    checks = tuple(_check(key, table) for key, table in tables.get("check", {}).items())
    return figures, checks


def read_figures(package: str) -> tuple[tuple[Figure, ...], tuple[Check, ...]]:
    """Read ``figures.toml`` of a programme's package."""
    return parse_figures((files(package) / "figures.toml").read_text(encoding="utf-8"))


def read_figures_file(path: Path) -> tuple[tuple[Figure, ...], tuple[Check, ...]]:
    """Read a city's own ``figures.toml``."""
    return parse_figures(path.read_text(encoding="utf-8"))
