"""A cell is kept three ways: as it stands, what it was read as, and where it stood."""

from datetime import date

import pytest
from django.utils.translation import override

from nuanxin.kernel.intake.files import keep_file, sheet_line
from nuanxin.kernel.intake.inexact import inexact, inexact_day
from nuanxin.kernel.intake.tests.offices import FACT, HEADER, drawn

pytestmark = pytest.mark.usefixtures("sheets", "divisions", "english")


def originals(tmp_path, *rows, row=2, merges=()):
    path = drawn(tmp_path / "t.xlsx", [HEADER, *rows], merges=merges)
    return sheet_line(keep_file(path, path.name).digest, "表1", row).originals


def test_raw_value_and_place(tmp_path):
    cells = {
        each.place: (each.heading, each.raw, each.read)
        for each in originals(tmp_path, [*FACT[:3], "1.2亿元", "/"])
    }
    assert cells["A2"] == ("项目名称", "北渠林带", "北渠林带")
    assert cells["C2"] == ("开工日期", "2024.5.1", "2024-05-01")
    assert cells["D2"] == ("投资", "1.2亿元", "120000000 yuan")
    assert cells["E2"] == ("株数", "/", "not applicable")
    assert (cells["B2"][1] == "临河区" and "Linhe" in cells["B2"][2]) or "临河区" in cells["B2"][2]


def test_a_merged_cell_is_read_from_above(tmp_path):
    second = ["南渠林带", None, *FACT[2:]]
    (cell,) = [
        each for each in originals(tmp_path, FACT, second, row=3, merges=("B2:B3",)) if each.place == "B3"
    ]
    assert (cell.raw == "" and "临河区" in cell.read) or "Linhe" in cell.read


def test_what_was_asked_or_refused_says_so(tmp_path):
    asked = {each.place: each for each in originals(tmp_path, [*FACT[:3], "5-6"])}["D2"]
    assert (asked.raw, asked.open) == ("5-6", True) and asked.read
    about = {each.place: each for each in originals(tmp_path, [*FACT[:3], "约5"])}["D2"]
    assert (about.raw, about.open) == ("约5", False) and "about" in about.read
    bad = {each.place: each for each in originals(tmp_path, [*FACT[:3], "若干"])}["D2"]
    assert (bad.raw, bad.open) == ("若干", True) and "not a number" in bad.read


@pytest.mark.parametrize(
    ("word", "zh", "en"),
    [
        ("about", "约5万", "about 5万"),
        ("nearly", "近5万", "nearly 5万"),
        ("at_least", "5万以上", "5万 or more"),
        ("at_most", "不超过5万", "at most 5万"),
        ("", "5万", "5万"),
    ],
)
def test_what_is_not_exact_is_said_so(word, zh, en):
    assert inexact("5万", word) == en
    with override("zh-hans"):
        assert inexact("5万", word) == zh


def test_a_day_known_to_its_month_or_year():
    day = date(2024, 5, 31)
    assert [inexact_day(day, word) for word in ("month", "year", "")] == ["May 2024", "2024", None]
    with override("zh-hans"):
        assert [inexact_day(day, word) for word in ("month", "year")] == ["2024年5月", "2024年"]
