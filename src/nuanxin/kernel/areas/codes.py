"""Division codes 区划代码: what a code says by its digits alone.

Twelve digits (GB/T 2260 and the statistics bureau's continuation): two for the province, two for
the prefecture, two for the county, three for the town, three for the village. A code ends in zeros
from its own level down, so that a subtree is a range. Three more digits make a local grid.
"""

LEVELS = ("province", "prefecture", "county", "town", "village", "grid")
"""From the widest to the narrowest."""

_DIGITS = (2, 4, 6, 9, 12, 15)
_WIDTHS = tuple(10 ** (12 - digits) for digits in _DIGITS[:5])
FIRST, LAST = 10**11, 10**12 - 1


def full(text: str) -> int:
    """Return the stored code of a short one: "1508" -> 150800000000; 15 digits are a grid's.

    ValueError names a text that is no division code.
    """
    if not text.isascii() or not text.isdigit() or len(text) not in _DIGITS or text[0] == "0":
        raise ValueError(f"{text!r} is no division code: it has 2, 4, 6, 9, 12 or 15 digits")
    return int(text.ljust(12, "0"))


def level(code: int) -> str:
    """Return the level of a stored code, by the zeros it ends in."""
    if code > LAST:
        return "grid"
    return next(name for name, width in zip(LEVELS, _WIDTHS, strict=False) if code % width == 0)


def short(code: int) -> str:
    """Return the code without the zeros below its level: 150826000000 -> "150826"."""
    return str(code)[: _DIGITS[LEVELS.index(level(code))]]


def span(code: int) -> tuple[int, int]:
    """Return the first and last code of the subtree, both included; a grid is its own range.

    Facts carry the code of a village or wider: grids are told apart by an entry's ``site``.
    """
    if code > LAST:
        return code, code
    for width in _WIDTHS[:-1]:
        if code % width == 0:
            return code, code + width - 1
    return code, code


def parent(code: int) -> int | None:
    """Return the code one level up, or None for a province."""
    if code > LAST:
        return code // 1000
    depth = LEVELS.index(level(code))
    return code - code % _WIDTHS[depth - 1] if depth else None
