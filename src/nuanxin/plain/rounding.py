"""Rounding 修约: once only, from the exact value, by the absolute value.

``half_up`` is the 四舍五入 of the press; ``gbt8170`` is GB/T 8170-2008, clause 3.2: a lone five goes to
the even digit (四舍六入五成双). Neither may be applied to a value that was rounded before (clause 3.3).
"""

from decimal import Decimal
from fractions import Fraction

RULES = ("half_up", "gbt8170")
"""The names under which a figure or a form chooses its rule."""


def rounded(value: Fraction | Decimal | int, decimals: int, rule: str) -> Decimal:
    """Return ``value`` with ``decimals`` digits after the point (negative: tens, hundreds).

    Exact for any size of value; minus zero is never returned. ValueError names an unknown rule.
    """
    if rule not in RULES:
        raise ValueError(f"rounding rule {rule!r} is none of {', '.join(RULES)}")
    exact = Fraction(value) * Fraction(10) ** decimals
    steps, rest = divmod(abs(exact), 1)
    if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (rule == "half_up" or steps % 2)):
        steps += 1
    sign = 1 if exact < 0 and steps else 0
    if decimals < 0:
        steps *= 10**-decimals
    return Decimal((sign, tuple(map(int, str(steps))), -max(decimals, 0)))
