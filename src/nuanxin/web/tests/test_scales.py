"""The unit a chart, a map and a table share."""

from fractions import Fraction

import pytest
from django.utils.translation import override

from nuanxin.kernel.figures.declare import Figure
from nuanxin.plain.words import Words
from nuanxin.web.scales import scale_of


def figure(unit, **given):
    return Figure("a.b", "甲", "a", "sum", unit, Words("", ""), measures=("m",), **given)


@pytest.mark.parametrize(
    ("unit", "given", "value", "chinese", "english"),
    [
        ("家", {}, 182, ("182", "家"), ("182", "")),
        ("万吨", {"decimals": 1}, 69_000_000_000, ("6.9", "万吨"), ("69,000", "t")),
        ("亿元", {"decimals": 2}, 66_500_000_000, ("6.65", "亿元"), ("665.00", "million yuan")),
        (
            "万人次",
            {"display": "at_least", "step": 10_000},
            203_418,
            ("203418", "人次"),
            ("203,418", "person-times"),
        ),
        ("%", {"decimals": 1}, Fraction(738, 1000), ("73.8", "%"), ("73.8", "%")),
    ],
)
def test_numbers_stay_short_in_both_languages(unit, given, value, chinese, english):
    for language, expected in (("zh-hans", chinese), ("en", english)):
        with override(language):
            scale = scale_of(figure(unit, **given), Fraction(value))
            assert (scale.said(Fraction(value)).replace(",", ""), scale.unit) == (
                expected[0].replace(",", ""),
                expected[1],
            )


def test_a_small_value_is_not_printed_as_nothing():
    with override("zh-hans"):
        scale = scale_of(figure("亿元"), Fraction(10**11))
        assert scale.said(Fraction(300_000_000)) == "0.03"
        assert scale.said(Fraction(0)) == "0"
        assert scale.said(None) == "—"


def test_parts_are_printed_exactly_where_two_more_digits_do_it():
    with override("zh-hans"):
        scale = scale_of(figure("万亩"), Fraction(5_800_000))
        finer = scale.finer([Fraction(58_100_000), Fraction(9_000_000)])
        assert (finer.said(Fraction(58_100_000)), finer.said(Fraction(9_000_000))) == ("58.1", "9.0")
        assert scale.finer([Fraction(1, 3)]) == scale
