"""Rounding keeps what the two rules promise, for any exact value."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.plain.rounding import RULES, rounded

values = st.fractions(max_denominator=10_000_000)
digits = st.integers(-6, 9)
rules = st.sampled_from(RULES)


@given(values, digits, rules)
def test_is_a_nearest_step(value, decimals, rule):
    step = Fraction(10) ** -decimals
    got = Fraction(rounded(value, decimals, rule))
    assert abs(got - value) * 2 <= step
    assert (got / step).denominator == 1


@given(values, digits, rules)
def test_goes_by_the_absolute_value(value, decimals, rule):
    assert Fraction(rounded(-value, decimals, rule)) == -Fraction(rounded(value, decimals, rule))


@given(st.integers(-(10**12), 10**12), st.integers(0, 9))
def test_a_lone_five_goes_up_or_to_even(steps, decimals):
    five = (Fraction(abs(steps)) + Fraction(1, 2)) / 10**decimals
    up = Fraction(rounded(five, decimals, "half_up")) * 10**decimals
    even = Fraction(rounded(five, decimals, "gbt8170")) * 10**decimals
    assert up == abs(steps) + 1
    assert even % 2 == 0


@given(values, digits, rules)
def test_rounding_a_rounded_value_changes_nothing(value, decimals, rule):
    once = rounded(value, decimals, rule)
    assert rounded(once, decimals, rule) == once


@given(values, values, digits, rules)
def test_keeps_the_order(one, other, decimals, rule):
    low, high = sorted((one, other))
    assert rounded(low, decimals, rule) <= rounded(high, decimals, rule)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4), rules)
def test_prints_exactly_so_many_digits(value, rule):
    assert len(str(rounded(value, 2, rule)).split(".")[1]) == 2


@pytest.mark.parametrize(
    ("text", "decimals", "rule", "shown"),
    [
        ("0.35", 1, "gbt8170", "0.4"),
        ("1.050", 1, "gbt8170", "1.0"),
        ("2500", -3, "gbt8170", "2000"),
        ("2500", -3, "half_up", "3000"),
        ("12.1498", 1, "gbt8170", "12.1"),
        ("2.675", 2, "half_up", "2.68"),
        ("-0.04", 1, "half_up", "0.0"),
        ("15.4546", 0, "gbt8170", "15"),
        ("123456789012345678901234567890.5", 0, "half_up", "123456789012345678901234567891"),
    ],
)
def test_known_values(text, decimals, rule, shown):
    assert str(rounded(Decimal(text), decimals, rule)) == shown


def test_an_unknown_rule_is_named():
    with pytest.raises(ValueError, match="half_down"):
        rounded(Fraction(1), 0, "half_down")
