from fractions import Fraction

import pytest

from nuanxin.kernel.bulletins.checks import asks_of, run_check
from nuanxin.kernel.bulletins.text import Citation
from nuanxin.kernel.figures.answers import Answer
from nuanxin.kernel.figures.catalogue import all_checks

WAN = 1_000_000
TOTAL = Citation("works.investment", "150622", "2024")


@pytest.mark.parametrize(
    ("total", "parts", "passed", "rounding_shows"),
    [
        (66_500, (56_000, 9_923, 250), False, False),  # 327 万元 short: the page's own case
        (66_173, (56_000, 9_923, 250), True, True),  # exact sums agree; 6.62 and 5.6 + 0.9923 + 0.025 do not
        (66_000, (56_000, 9_750, 250), True, False),  # 6.60 = 5.6 + 0.975 + 0.025
        (0, (0, 0, 0), True, False),
    ],
)
def test_parts_and_total(total, parts, passed, rounding_shows):
    check = next(each for each in all_checks() if each.id == "works.parts")
    asks = asks_of(check, TOTAL)
    values = [Fraction(value * WAN) for value in (total, *parts)]
    answers = {ask: Answer(ask, value, 1) for ask, value in zip(asks, values, strict=True)}
    found = run_check(check, TOTAL, answers)
    assert (found.passed, found.rounding_shows) == (passed, rounding_shows)
    assert found.difference == values[0] - sum(values[1:])
