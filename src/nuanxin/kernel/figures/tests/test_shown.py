from fractions import Fraction

import pytest

from nuanxin.kernel.figures import catalogue
from nuanxin.kernel.figures.declare import Figure, parse_figures
from nuanxin.kernel.figures.shown import show
from nuanxin.plain.words import Words

WAN = 10_000


def figure(unit: str, **facts) -> Figure:
    return Figure("t.f", "测", "test", "sum", unit, Words("a", "b"), measures=("t.m",), **facts)


@pytest.mark.parametrize(
    ("unit", "facts", "value", "zh", "en"),
    [
        ("家", {}, 182, "182家", "182"),
        ("家", {"display": "at_least", "step": 10}, 153, "150余家", "over 150"),
        ("万人次", {"display": "at_least", "step": WAN}, 203_418, "20万余人次", "over 200,000 person-times"),
        ("家", {"display": "at_least", "step": 10}, 150, "150家", "150"),
        ("家", {"display": "at_least", "step": 10}, 7, "7家", "7"),
        ("家", {"display": "at_least", "step": 10}, 0, "0家", "0"),
        ("万人次", {"display": "at_least", "step": WAN}, 3_418, "3418人次", "3,418 person-times"),
        ("万户", {"display": "about", "step": WAN}, 412, "412户", "412 households"),
        ("万户", {"display": "about", "step": WAN}, 60_213, "约6万户", "about 60,000 households"),
        ("万吨", {"display": "rounded", "decimals": 1}, 69_012 * 10**6, "6.9万吨", "69,000 t"),
        ("亿元", {"display": "rounded", "decimals": 2}, 66_500 * 10**6, "6.65亿元", "665 million yuan"),
        ("万元", {}, 9_923 * 10**6, "9923万元", "99.23 million yuan"),
        ("%", {"display": "rounded", "decimals": 1}, Fraction(738, 1000), "73.8%", "73.8%"),
        ("公里", {"decimals": 2}, 1_080, "1.08公里", "1.08 km"),
        ("人次", {}, 12_345, "12,345人次", "12,345 person-times"),
        ("元", {}, -12_345_00, "-12,345元", "-12,345 yuan"),
    ],
)
def test_a_value_as_printed(unit, facts, value, zh, en):
    definition = figure(unit, **facts)
    assert str(show(definition, Fraction(value), "zh-hans")) == zh
    assert str(show(definition, Fraction(value), "en")) == en


def test_no_value_is_a_dash_never_a_number():
    assert str(show(figure("%"), None, "zh")) == "—"


@pytest.mark.parametrize(("rule", "printed"), [("half_up", "3"), ("gbt8170", "2")])
def test_the_rounding_rule_is_a_choice(rule, printed):
    assert show(figure("家", rounding=rule), Fraction(5, 2), "zh").number == printed
    assert show(figure("家"), Fraction(5, 2), "zh", rule).number == printed


def test_rounded_once_from_the_exact_value():
    """2.449 is 2.4 at one digit and 2 at none; rounding 2.45 up and then 2.5 up would make 3."""
    assert show(figure("家"), Fraction(2449, 1000), "zh").number == "2"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[figure.x]\nzh="a"\nen="b"\nop="median"\nunit="个"\nmeasure="m"', "'median' is none of"),
        ('[figure.x]\nzh="a"\nen="b"\nop="sum"\nunit="打"\nmeasure="m"', "'打' is none of"),
        ('[figure.x]\nzh="a"\nen="b"\nop="sum"\nunit="个"', "give either measures or parts"),
        ('[figure.x]\nzh="a"\nen="b"\nop="sum"\nunit="个"\nmeasure="m"\nwindow="ytd"', "window"),
        ('[figure.x]\nzh="a"\nen="b"\nop="sum"\nunit="个"\nmeasure="m"\nhour=7', "go together"),
        ('[figure.x]\nzh="a"\nen="b"\nop="sum"\nunit="个"\nmeasure="m"\nwhole_day="y"', "go together"),
    ],
)
def test_a_faulty_definition_names_the_figure_and_the_word(text, said):
    with pytest.raises(ValueError, match="figure x: ") as caught:
        parse_figures(text)
    assert said in str(caught.value)


def test_another_word_is_another_definition():
    assert figure("家").definition_hash != figure("个").definition_hash
    assert figure("家").definition_hash == figure("家").definition_hash


def test_a_table_of_each_hour_is_24_figures_beside_that_of_the_whole_day(monkeypatch):
    text = """[figure."trial.at{hour}"]
each = "hour"
whole_day = "trial.day"
zh = "{span}"
en = "{span}"
op = "sum"
measure = "trial.at{hour}"
unit = "个"
"""
    found, _checks = parse_figures(text)
    assert [(each.hour, each.id, each.measures) for each in (found[0], found[23])] == [
        (0, "trial.at00", ("trial.at00",)),
        (23, "trial.at23", ("trial.at23",)),
    ]
    assert {each.whole_day for each in found} == {"trial.day"} and len(found) == 24
    monkeypatch.setattr(catalogue, "_figures", {each.id: each for each in found})
    assert catalogue.hours_of("trial.day") == {each.hour: each.id for each in found}
    assert catalogue.hours_of("trial.at00") == {}


def test_where_a_figure_is_shown_defines_nothing():
    assert figure("个", hour=7, whole_day="y").definition_hash == figure("个").definition_hash
