"""From a file to the ledger: rehearsed, taken, taken again, corrected, refused, returned."""

import pytest
from openpyxl import load_workbook

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.intake.faults import FileRefused
from nuanxin.kernel.intake.files import keep_file, kept_file, sheet_line
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.preview import preview
from nuanxin.kernel.intake.tests.offices import FORBIDDEN, PLANTED, drawn, office_rows
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.models import Act, Entry, Source
from nuanxin.kernel.rules.models import ReferenceValue

pytestmark = pytest.mark.usefixtures("sheets")
HEADER = ["项目名称", "旗县区", "开工日期", "投资（元）"]


def acts():
    return Act.objects.filter(verb="tests.plant").count()


@pytest.fixture
def workbook(tmp_path):
    return drawn(tmp_path / "植树.xlsx", office_rows(), parts=("五月",))


def test_a_preview_posts_nothing_and_says_what_would_be(clerk, workbook):
    seen = preview(clerk, workbook)
    (table,) = seen.tables
    assert (table.good, table.bad, table.finds, table.refused) == (3, [], [], "")
    assert table.outcome.posted == 3
    assert table.outcome.totals == {PLANTED.number: 600_500_000}
    assert not ReferenceValue.objects.exists() and not Entry.objects.exists() and not acts()


def test_the_preview_is_what_is_taken(clerk, workbook):
    seen, taken = preview(clerk, workbook).tables[0], take(clerk, workbook)[0]
    assert (seen.outcome.totals, seen.good) == (taken.outcome.totals, taken.good)


def test_every_row_knows_where_it_came_from(clerk, workbook):
    take(clerk, workbook)
    entry = Entry.objects.get(row=5)
    source = Act.objects.get(number=entry.act_id).source
    assert (source.kind, source.name, source.part) == ("sheet", "植树.xlsx", "五月")
    assert bytes(source.digest) == keep_file(workbook, workbook.name).digest
    line = sheet_line(bytes(source.digest), source.part, entry.row)
    asked = next(each for each in line.lines if each.asked)
    assert asked.number == 5
    assert "南渠林带" in asked.cells
    assert [each.number for each in line.lines] == [4, 5, 6, 7]


def test_columns_nobody_declared_are_not_shown(clerk, tmp_path):
    path = drawn(tmp_path / "t.xlsx", [[*HEADER, "联系电话"], ["a", "临河区", "2024.5.1", 1, "13800138000"]])
    line = sheet_line(keep_file(path, path.name).digest, "表1", 2)
    assert line.read == (True, True, True, True, False)
    assert line.lines[0].cells == ("a", "临河区", "2024.5.1", "1", None)


def test_the_same_file_twice_posts_nothing(clerk, workbook):
    take(clerk, workbook)
    again = take(clerk, workbook)[0]
    assert again.outcome.act is None
    assert again.outcome.result.same == 3
    assert (acts(), Entry.objects.count(), Source.objects.filter(kind="sheet").count()) == (1, 3, 1)


def test_one_corrected_cell_posts_one_red_and_one_new(clerk, workbook, tmp_path):
    take(clerk, workbook)
    mended = drawn(tmp_path / "改.xlsx", office_rows(costs=(100, 201, 300), total=601), parts=("五月",))
    report = take(clerk, mended, reason="correction")[0]
    assert (report.outcome.posted, report.outcome.reversed) == (1, 1)
    assert Entry.objects.count() == 5


def test_bad_rows_are_told_and_the_good_ones_stand(clerk, tmp_path, english):
    rows = [
        HEADER,
        ["好", "临河区", "2024.5.1", 1],
        ["坏地方", "无此地方", "2024.5.1", 1],
        ["坏日期", "临河区", "待定", "若干"],
        [None, "临河区", "2024.5.1", 1],
        ["同名", "临河区", "2024.5.1", 1],
        ["同名", "临河区", "2024.5.2", 2],
    ]
    report = take(clerk, drawn(tmp_path / "t.xlsx", rows))[0]
    assert report.good == ReferenceValue.objects.count() == 1
    assert [(bad.row, bad.column) for bad in report.bad] == [
        (3, "旗县区"),
        (4, "开工日期"),
        (4, "投资"),
        (5, "项目名称"),
    ]
    assert report.bad_rows == 3
    assert all(bad.said and bad.remedy for bad in report.bad)
    assert [each.row for each in report.asked] == [6, 7], "nobody knows which of the two is right"
    assert "6, 7" in report.asked[0].doubt.said


def test_rows_the_action_refuses_are_bad_and_the_others_stand(clerk, tmp_path):
    rows = [HEADER, ["好", "临河区", "2024.5.1", 1], [FORBIDDEN, "临河区", "2024.5.1", 1]]
    report = take(clerk, drawn(tmp_path / "t.xlsx", rows))[0]
    assert (report.good, [bad.row for bad in report.bad]) == (1, [3])


def test_a_sheet_of_bad_rows_leaves_no_act(clerk, tmp_path):
    report = take(clerk, drawn(tmp_path / "t.xlsx", [HEADER, ["a", "b", "c", "d"]]))[0]
    assert report.outcome is None and report.good == 0 and not acts()


def test_worksheets_are_acts_of_their_own(clerk, tmp_path):
    tables = [[HEADER, [name, "临河区", "2024.5.1", 1]] for name in ("a", "b")]
    path = drawn(tmp_path / "t.xlsx", *tables, [["说明"], ["无"]], parts=("1月", "2月", "说明"))
    told = []
    taken = take(clerk, path, progress=lambda done, total: told.append((done, total)))
    assert [report.part for report in taken] == ["1月", "2月"]
    assert acts() == 2
    assert len(taken.unrecognised) == 1 and "说明" in taken.unrecognised[0]
    assert told[-1] == (4, 4) and told == sorted(told)


def test_a_hidden_worksheet_is_told_not_read(clerk, tmp_path):
    path = drawn(tmp_path / "t.xlsx", [HEADER, ["a", "临河区", "2024.5.1", 1]], [["x"]])
    book = load_workbook(path)
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    taken = take(clerk, path)
    assert not taken and len(taken.unrecognised) == 2


def test_without_a_grant_nothing_is_taken(clerk, workbook):
    stranger = Actor(clerk.party + 1, "路人")
    assert "路人" in preview(stranger, workbook).tables[0].refused
    with pytest.raises(NotAllowed):
        take(stranger, workbook)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_file_is_kept_once_whole_under_its_digest():
    first, second = keep_file(b"a,b\n", "一.csv"), keep_file(b"a,b\n", "二.csv")
    assert first.path == second.path and first.read().content == b"a,b\n"
    assert b"a,b" not in first.path.read_bytes()
    assert first.path.stem == first.digest.hex()
    assert kept_file(first.digest).path == first.path
    assert [each.name for each in first.path.parent.iterdir()] == [first.path.name]
    with pytest.raises(FileRefused):
        keep_file(b"x", "x.exe")
    with pytest.raises(FileNotFoundError):
        kept_file(bytes(32))


def test_a_text_longer_than_what_is_kept_is_refused_with_its_row(clerk, tmp_path):
    """SQLite would keep it and PostgreSQL not, so neither is asked."""
    rows = [HEADER, ["短", "临河区", "2024.5.1", 1], ["长" * 161, "临河区", "2024.5.1", 1]]
    (table,) = take(clerk, drawn(tmp_path / "t.xlsx", *[rows]))
    assert (table.good, [(bad.row, bad.column) for bad in table.bad]) == (1, [(3, "项目名称")])
    assert "161" in table.bad[0].said and "160" in table.bad[0].said
    assert ReferenceValue.objects.get().key == "短"
