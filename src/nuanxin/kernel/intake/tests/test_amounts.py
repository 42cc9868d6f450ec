"""Numbers in units: exact, in the unit the cell, the heading, the unit line or the column names."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.kernel.intake.amounts import PLAIN, Scale, amount_reader, read_amount, shown, unit_named
from nuanxin.kernel.intake.faults import CellError
from nuanxin.plain.units import UNITS


def scale(label: str) -> Scale:
    return Scale(UNITS[label], UNITS[label].base)


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        (10.0, "万元", 10_000_000),
        (10, "元", 1_000),
        (0.3, "元", 30),
        (0.30000000000000004, "元", 30),  # what a formula leaves; a spreadsheet shows 0.3
        (66173.0, "万元", 66_173_000_000),
        ("1,234.5", "元", 123_450),
        ("１，２３４", "元", 123_400),  # full-width
        ("10万元", "元", 10_000_000),  # the cell's unit before the column's
        ("10万", "元", 10_000_000),
        ("10万", "万元", 10_000_000),  # nobody means ten thousand times ten thousand
        ("1.2亿元", "万元", 12_000_000_000),
        ("1.2 亿", "万元", 12_000_000_000),
        ("￥5", "元", 500),
        ("3.5公里", "米", 3_500),
        ("3.5km", "公里", 3_500),
        ("3.5千米", "公里", 3_500),
        ("500万千瓦", "万千瓦", 5_000_000),
        ("-5", "元", -500),
        ("1.08", "公里", 1_080),
        ("约6万户（60312户）", "户", 60_312),  # the exact number stands beside the estimate
        ("一百八十二", "元", 18_200),
        ("廿三", "元", 2_300),
        ("一点五亿", "元", 15_000_000_000),
        ("一百八十二万", "万元", 182_000_000),
        ("三百", "万元", 300_000_000),
        (0, "元", 0),
        ("0", "元", 0),
    ],
)
def test_an_amount_in_its_unit(cell, unit, amount):
    assert read_amount(cell, scale(unit)) == amount
    assert amount_reader(scale(unit))(cell) == amount


@pytest.mark.parametrize(
    ("cell", "amount"),
    [(5.0, 5), ("5", 5), ("5辆", 5), ("43名", 43), ("1.2万人次", 12_000), ("1,234人次", 1_234)],
)
def test_a_whole_number_takes_any_count(cell, amount):
    assert read_amount(cell, PLAIN) == amount


@pytest.mark.parametrize("cell", ["", "/", "—", "-", "无", " ", "未统计"])
def test_not_stated_is_not_zero(cell):
    assert read_amount(cell, scale("元")) is None


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "约5",
            "3万余",
            "近百",
            ">60",
            "5-6",
            "10多万",
            "1万2千",
            "12,34",
            "5吨",
            "3.5公里/2处",
        ),
        *(
            "3.5公里/2处",
            "#REF!",
            "见附件",
            "（5）",
            "1.5.2",
            True,
            float("nan"),
            float("inf"),
            0.001,
            "0.001",
            "1e5",
        ),
    ],
)
def test_what_cannot_be_known_is_refused_with_a_remedy(cell):
    with pytest.raises(CellError) as refused:
        amount_reader(scale("元"))(cell)
    assert refused.value.said and refused.value.remedy


@pytest.mark.parametrize("cell", [5.5, "5.5", "5吨", "2.5人"])
def test_a_whole_number_is_whole(cell):
    with pytest.raises(CellError):
        amount_reader(PLAIN)(cell)


@pytest.mark.parametrize(
    ("label", "base", "factor"),
    [
        *(("万元", "fen", 10**6), ("KM", "metre", 1000), ("人·次", "piece", 1), ("百万元", "fen", 10**8)),
        *(("千吨", "gram", 10**9), ("万立方米", None, 0), ("套", "piece", 1), ("名称", None, 0)),
    ],
)
def test_units_by_label(label, base, factor):
    unit = unit_named(label)
    assert (unit.base, unit.factor) == (base, factor) if base else unit is None


units = st.sampled_from([unit for unit in UNITS.values() if unit.base != "ratio"])


@given(st.integers(-(10**14), 10**14), units)
def test_what_a_sheet_would_show_is_read_back(amount, unit):
    printed = shown(amount, unit).replace(" ", "")
    assert read_amount(printed, Scale(unit, unit.base)) == amount


@given(st.integers(-(10**14), 10**14), units)
def test_the_float_a_spreadsheet_keeps_is_read_back(amount, unit):
    cell = float(Decimal(amount) / int(unit.factor))
    assert amount_reader(Scale(unit, unit.base))(cell) == amount


@given(st.floats(-1e12, 1e12), units)
def test_the_fast_way_and_the_exact_way_agree(cell, unit):
    told = Scale(unit, unit.base)
    try:
        exact = read_amount(cell, told)
    except CellError:
        with pytest.raises(CellError):
            amount_reader(told)(cell)
    else:
        assert amount_reader(told)(cell) == exact


@given(st.integers(0, 10**12))
def test_thousands_separators(amount):
    assert read_amount(f"{amount:,}", PLAIN) == amount
