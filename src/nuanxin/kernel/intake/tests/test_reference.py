"""The kernel's own sheet: reference values from outside the sheets' reach."""

import pytest

from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.reference import REFERENCE_SHEET
from nuanxin.kernel.intake.tests.offices import CITY, PLANTED, drawn
from nuanxin.kernel.ledger.models import Entry
from nuanxin.kernel.rules.models import ReferenceValue

HEADER = ["指标", "区域", "日期", "数值", "单位", "来源", "已核"]


@pytest.fixture(autouse=True)
def only_this_sheet(monkeypatch):
    known = {REFERENCE_SHEET.name: REFERENCE_SHEET}
    monkeypatch.setattr("nuanxin.kernel.intake.catalogue._sheets", known)


def test_values_with_units_of_their_own(clerk, tmp_path):
    rows = [
        ["参考值登记表"],
        HEADER,
        ["植树投资", "巴彦淖尔市", "2024.1.1", 2.5, "亿元", "公报", "是"],
        [PLANTED.code, "巴彦淖尔市", "2023.1.1", "1,000", "万元", "公报", None],
    ]
    report = take(clerk, drawn(tmp_path / "t.xlsx", rows))[0]
    assert (report.good, report.bad) == (2, [])
    first, second = ReferenceValue.objects.order_by("-on")
    assert (first.quantity, first.verified, first.area) == (25_000_000_000, True, CITY)
    assert (second.quantity, second.verified) == (1_000_000_000, False)
    assert Entry.objects.count() == 2


@pytest.mark.parametrize(
    ("measure", "value", "unit"),
    [("没有的指标", 1, "元"), ("植树投资", 1, "公里"), ("植树投资", 1, "个个"), ("植树投资", "约5", "元")],
)
def test_a_row_nobody_can_place_is_refused(clerk, tmp_path, measure, value, unit):
    good = ["植树投资", "巴彦淖尔市", "2024.1.1", 1, "元", "公报", "否"]
    bad = [measure, "巴彦淖尔市", "2022.1.1", value, unit, "公报", "否"]
    report = take(clerk, drawn(tmp_path / "t.xlsx", [HEADER, good, bad]))[0]
    assert (report.good, [fault.row for fault in report.bad]) == (1, [3])
