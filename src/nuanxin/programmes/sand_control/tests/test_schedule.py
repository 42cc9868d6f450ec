"""The superior office's 20-column schedule: taken in, handed out in the same layout, cell by cell equal."""

import io
from pathlib import Path

import pytest
from django.utils.timezone import localdate
from openpyxl import Workbook, load_workbook

from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.ledger.verify import verify
from nuanxin.programmes.sand_control.models import ScheduleLine
from nuanxin.programmes.sand_control.pages import scheduled
from tests.loop.sheets import clerk, value

MERGES = [
    "A1:T1",
    "A3:A5",
    "B3:B5",
    "C3:C5",
    "D3:D5",
    "E3:E5",
    "F3:H3",
    "F4:F5",
    "G4:H4",
    "I3:L3",
    "I4:I5",
    "J4:J5",
    "K4:K5",
    "L4:L5",
    "M3:O3",
    "M4:N4",
    "O4:O5",
    "P3:R3",
    "P4:P5",
    "Q4:Q5",
    "R4:R5",
    "S3:S5",
    "T3:T5",
    "A9:T9",
]
HEADS = {
    "A3": "序号", "B3": "旗县区", "C3": "项目名称", "D3": "资金类型", "E3": "资金额度（万元）",
    "F3": "项目投资（万元）", "F4": "总投资", "G4": "其中", "G5": "以工代赈资金", "H5": "整合资金",
    "I3": "工程进度", "I4": "前期工作", "J4": "主体施工", "K4": "主体完工", "L4": "建成投用",
    "M3": "资金支付情况（万元）", "M4": "累计支付资金", "M5": "合计", "N5": "其中：省级资金",
    "O4": "发放劳务报酬", "P3": "带动群众（人）", "P4": "吸纳农村劳动力", "Q4": "设置公益岗位",
    "R4": "开展技能培训", "S3": "建设内容", "T3": "备注",
}  # fmt: skip
ROWS = [
    [1, "巴林左旗", "沙里河治沙道路", "中央预算内投资", 400, 463.25, 400, 63.25, "√", "√", None, None, 210.5,
     12.34, 61.75, 120, 6, 85, "修建治沙道路12公里，草方格3000亩", None],
    [2, "敖汉旗", "=三期工程", None, 0.01, 1234.56, None, 0, None, None, None, "√", 1234.56, None, 185.2, 96,
     None, 0, None, "已验收"],
]  # fmt: skip


def schedule() -> bytes:
    """Draw the schedule by hand, as the superior office sends it."""
    book = Workbook()
    paper = book.active
    paper.title, paper["A1"] = "实施进度表", "以工代赈项目实施进度表"
    paper["A2"], paper["T2"] = "填报单位：", "单位：万元、人"
    for ref, text in HEADS.items():
        paper[ref] = text
    for number, row in enumerate(ROWS, 6):
        for column, cell in enumerate(row, 1):
            paper.cell(number, column, cell).data_type = "s" if isinstance(cell, str) else "n"
    paper["A8"] = "合计"
    for letter in "EFGHMNOPQR":
        paper[f"{letter}8"] = f"=SUM({letter}6:{letter}7)"
    paper["A9"] = "填报人：                审核人：                填报日期："
    for merge in MERGES:
        paper.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(content: bytes) -> dict[str, object]:
    paper = load_workbook(io.BytesIO(content)).active
    return {
        cell.coordinate: cell.value for row in paper.iter_rows() for cell in row if cell.value is not None
    }


@pytest.fixture
def taken(db, tmp_path: Path):
    actor, path = clerk(), tmp_path / "进度表.xlsx"
    path.write_bytes(schedule())
    return actor, path, take(actor, path)


def test_all_twenty_columns_are_taken_in(taken):
    _actor, _path, (report,) = taken
    assert not taken[2].unrecognised and not report.bad and report.good == 2
    first, second = ScheduleLine.objects.order_by("id")
    assert (first.area, first.invested_fen, first.paid_province_fen) == (
        150422000000,
        463_250_000,
        12_340_000,
    )
    assert (first.prepared, first.building, bool(first.built), bool(first.in_use)) == (
        True,
        True,
        False,
        False,
    )
    assert (second.name, second.quota_fen, second.integrated_fen, second.posts) == (
        "=三期工程",
        10_000,
        0,
        None,
    )
    assert value(f"sand.scheduled_investment 1504 ..{localdate()}") == 169_781_000_0
    assert verify() == []


def test_it_goes_out_as_it_came_in_cell_by_cell(taken):
    made = scheduled(list(ScheduleLine.objects.order_by("id")))
    assert cells(made) == cells(schedule())
    paper = load_workbook(io.BytesIO(made)).active
    assert {str(each) for each in paper.merged_cells.ranges} == set(MERGES)
    assert paper["C7"].data_type == "s", "a name that begins like a formula stays a text"
    assert paper["F6"].number_format == "0.00" and len(ROWS[0]) == 20


def test_taken_in_again_it_posts_nothing(taken, tmp_path):
    actor, path, _report = taken
    out = tmp_path / "导出.xlsx"
    out.write_bytes(scheduled(list(ScheduleLine.objects.order_by("id"))))
    for again in (path, out):
        (report,) = take(actor, again)
        assert not report.bad and report.good == 2 and report.outcome.posted == 0
        assert report.outcome.act is None
    assert cells(scheduled(list(ScheduleLine.objects.order_by("id")))) == cells(out.read_bytes())


def test_a_changed_number_posts_its_difference(taken, tmp_path):
    actor, _path, _report = taken
    book = load_workbook(io.BytesIO(schedule()))
    book.active["F6"] = 500
    later = tmp_path / "改.xlsx"
    book.save(later)
    (report,) = take(actor, later)
    assert (report.outcome.posted, report.outcome.reversed) == (2, 1) or report.outcome.posted == 1
    assert value(f"sand.scheduled_investment 1504 ..{localdate()}") == 500_000_000 + 1_234_560_000
