"""Structures 结构定义: one data flow over all figures, its dimensions, and the code lists behind them.

The code of a figure is its id with ``-`` for the dot, which SDMX ids may not hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from nuanxin.kernel.areas.index import held
from nuanxin.kernel.figures.catalogue import all_figures
from nuanxin.plain.units import UNITS
from nuanxin.plain.words import Words

AGENCY, FLOW, VERSION = "NUANXIN", "FIGURES", "1.0"
LEVELS = ("province", "prefecture", "county", "town")
"""The areas in the code list; villages and grids are asked for through the other API."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a list, and the code above it."""

    identity: str
    words: Words
    parent: str = ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list."""

    identity: str
    words: Words
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """A dimension or attribute: its concept's id and words, and its code list ("" where it has none)."""

    identity: str
    words: Words
    codelist: str = ""


NAME = Words("暖新指标", "Figures of Nuanxin")
DIMENSIONS = (
    Component("FREQ", Words("频度", "Frequency"), "CL_FREQ"),
    Component("FIGURE", Words("指标", "Figure"), "CL_FIGURE"),
    Component("REF_AREA", Words("区划", "Area"), "CL_AREA"),
)
TIME = Component("TIME_PERIOD", Words("期间", "Period"))
MEASURE = Component("OBS_VALUE", Words("数值", "Value, rounded once in its unit"))
ATTRIBUTES = (
    Component("UNIT_MEASURE", Words("计量单位", "Unit"), "CL_UNIT"),
    Component("EXACT_VALUE", Words("精确值", "Exact value in base units, as a fraction")),
    Component("AS_OF", Words("截至分录", "Last entry that counts")),
)


def code_of(figure: str) -> str:
    """Return the code of a figure's id."""
    return figure.replace(".", "-")


def figure_of_code(code: str) -> str:
    """Return the id of a figure from its code."""
    return code.replace("-", ".")


def unit_code(label: str) -> str:
    """Return the code of a unit, by its place in the table of units."""
    return f"U{list(UNITS).index(label):02d}"


def codelists() -> list[CodeList]:
    """Return every code list, as the house stands now."""
    frequencies = (
        Code("A", Words("年", "Annual")),
        Code("Q", Words("季", "Quarterly")),
        Code("M", Words("月", "Monthly")),
    )
    figures = tuple(Code(code_of(each.id), Words(each.zh, each.en)) for each in all_figures())
    units = tuple(Code(unit_code(label), Words(label, unit.en or label)) for label, unit in UNITS.items())
    return [
        CodeList("CL_FREQ", Words("频度", "Frequency"), frequencies),
        CodeList("CL_FIGURE", Words("指标", "Figures"), figures),
        CodeList("CL_AREA", Words("区划", "Areas"), tuple(_areas())),
        CodeList("CL_UNIT", Words("计量单位", "Units"), units),
    ]


def _areas() -> Iterator[Code]:
    for area in held.get().areas.values():
        if area.level in LEVELS:
            words = Words(area.name, area.english or area.name)
            yield Code(str(area.code), words, str(area.parent_id) if area.parent_id else "")
