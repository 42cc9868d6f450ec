"""Fitting 排版: in which size the texts of a plate are set, so that four plates always fill one sheet of A4.

A plate is as high as a quarter of the sheet whatever its place is called. Letters are counted, lines
reckoned with room to spare, and the largest size that fits is taken; ``plates.css`` sets the sizes.
"""

from dataclasses import dataclass
from math import ceil
from unicodedata import east_asian_width

POINT_MM = 0.3528
HIGH_MM = 52
"""The height left to texts within a plate."""
WIDE_MM = 126
"""The width left to all names and hours, beside the code."""
SPARE = 0.9
"""So much of a line is reckoned with: the rest is lost where words break."""
NARROW_EM, FULL_EM, MONGOLIAN_EM = 0.55, 1.0, 0.5
SIZES_PT = ((26, 14, 24), (22, 13, 20), (18, 12, 17), (15, 11, 14), (13, 10, 12), (11, 9, 11))
"""Name, hours and Mongolian name, from the largest size on."""
NUMBER_MM = 7
MONGOLIAN_MM = 74
"""So much of a plate's width may go to its Mongolian name."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The size of a plate's texts (1 is the largest), and the lines of hours there is room for."""

    size: int
    hours: list[str]


def fitted(name: str, mongolian: str, hours: list[str], instead: list[str]) -> Fit:
    """Return how a plate is set; where its hours fit in no size, other lines stand instead of them."""
    for given in (hours, instead):
        for number, size in enumerate(SIZES_PT, 1):
            if _fits(name, mongolian, given, size):
                return Fit(number, given)
    return Fit(len(SIZES_PT), instead)


def _fits(name: str, mongolian: str, hours: list[str], size: tuple[int, int, int]) -> bool:
    """Whether the texts of a plate fit in a size: names and hours one below the other, Mongolian beside."""
    called, told, upright = (points * POINT_MM for points in size)
    beside = _columns(mongolian, upright * MONGOLIAN_EM) * upright * 1.4
    wide = (WIDE_MM - beside) * SPARE
    high = _lines(name, called, wide) * called * 1.25 + 2 + NUMBER_MM
    high += sum(_lines(each, told, wide) * told * 1.45 + 1 for each in hours)
    return high <= HIGH_MM and beside <= MONGOLIAN_MM


def _columns(text: str, letter_mm: float) -> int:
    """Return how many columns a Mongolian name takes, its words kept whole where they can be."""
    columns, left = 0, 0.0
    for word in text.split():
        long = (len(word) + 1) * letter_mm
        if long > left:
            columns, left = columns + ceil(long / HIGH_MM), ceil(long / HIGH_MM) * HIGH_MM
        left -= long
    return columns


def _lines(text: str, letter_mm: float, wide_mm: float) -> int:
    long = sum(_em(letter) for letter in text) * letter_mm
    return ceil(long / max(wide_mm, 10))


def _em(letter: str) -> float:
    return FULL_EM if letter.isupper() or east_asian_width(letter) in "WF" else NARROW_EM
