"""Exports go round: every register handed in again as it was exported posts nothing and is understood."""

import io

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.ledger.models import Act, Entry
from nuanxin.kernel.programme import all_pages
from nuanxin.web.kit.asked import Asked
from nuanxin.web.kit.exports import Table, written
from tests.people import account_of


def exported(actor, page, kind):
    return written(Table(page, actor, Asked()), kind)


def closed(page) -> bool:
    """Whether a register cannot come back whole: a column its sheet demands stays out."""
    return any(column.personal and column.required for column in page.sheet.columns)


@pytest.mark.parametrize("spoken", ["zh-hans", "en"])
def test_every_register_comes_back_equal(demo, tmp_path, spoken):
    actor = account_of("clerk").actor
    acts, entries = Act.objects.count(), Entry.objects.count()
    with override(spoken):
        for owner, page in all_pages():
            for kind in ("xlsx", "csv"):
                path = tmp_path / f"{owner.name}-{page.slug}.{kind}"
                path.write_bytes(exported(actor, page, kind))
                taken = take(actor, path)
                if closed(page):
                    assert not any(each.outcome and each.outcome.act for each in taken), path.name
                    continue
                if not (standing := page.record.objects.filter(withdrawn=False).count()):
                    continue
                (report,) = taken
                assert report.sheet is page.sheet, path.name
                assert (report.bad, report.finds) == ([], []), path.name
                assert report.good == standing, path.name
                assert report.outcome.act is None, (path.name, report.outcome.changed)
    assert (Act.objects.count(), Entry.objects.count()) == (acts, entries)


def test_an_export_looks_as_offices_expect(demo):
    from nuanxin.kernel.programme import page

    actor, declared = account_of("clerk").actor, page("green_channel", "declarations")
    with override("zh-hans"):
        sheet = load_workbook(io.BytesIO(exported(actor, declared, "xlsx"))).worksheets[0]
    rows = declared.record.objects.count()
    assert sheet["A1"].value == "公路口岸果蔬出口报关单"
    assert [str(span) for span in sheet.merged_cells.ranges] == ["A1:I1"]
    assert [cell.value for cell in sheet[3]][:3] == ["序号", "报关单编号", "出口企业"]
    assert sheet["I2"].value == "单位：吨、万元"
    assert [sheet.cell(row, 1).value for row in (4, 5, 3 + rows)] == [1, 2, rows]
    total = [cell.value for cell in sheet[4 + rows]]
    assert total[0] == "合计"
    assert total[6] == f"=SUBTOTAL(9,G4:G{3 + rows})"
    assert total[1] is None and total[8] is None
    assert sheet["B4"].number_format == "@" and sheet["B4"].data_type == "s"
    assert sheet["A4"].font.name == "宋体" and sheet["A4"].font.sz == 11
    assert sheet["A4"].border.left.style == "thin"
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B4", "$1:$3")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert sheet.auto_filter.ref == f"A3:I{3 + rows}"
    foot = [str(cell.value) for row in sheet.iter_rows(min_row=5 + rows) for cell in row if cell.value]
    assert foot[0] == f"填报人：{actor.name}" and foot[1] == "审核人："
    assert foot[2].startswith("来源：暖新")
