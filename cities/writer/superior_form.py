"""A superior office's blank form, as such forms look: head of approval, unit lines, merged heads, sums, feet.

Two worksheets: one line an indicator, and one line a county under a sum worked out by the form itself.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from cities.writer.divisions import name
from cities.writer.office import MARK, STAMP, settle
from cities.writer.sand_control import COUNTIES

FILE = "暖新工作综合统计表.xlsx"
ISSUER = f"自治区暖新工作统计机构{MARK}"
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_GROUND = PatternFill("solid", fgColor="F2F2F2")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of the form: its group, name, unit, the area and the stretch of time it is asked for."""

    group: str
    name: str
    unit: str
    area: str
    span: str


SINCE, TO, YEAR, MONTH, QUARTER = "1月至本月", "截至本月末", "全年", "本月", "上一季度"
PAST, WHOLE, TARGET = "近12个月", "攻坚战全期", "到2030年"
INDICATORS = (
    Indicator("暖新联盟", "提供精准服务的企业", "家", "150826", SINCE),
    Indicator("暖新联盟", "结对共建企业", "家", "150826", TO),
    Indicator("暖新联盟", "结对共建村", "个", "150826", TO),
    Indicator("暖新联盟", "结对帮扶城镇困难户", "户", "150826", TO),
    Indicator("暖新联盟", "结对帮扶人数", "人", "150826", TO),
    Indicator("驿站和志愿服务", "暖心驿站等服务网点", "家", "1508", TO),
    Indicator("驿站和志愿服务", "兼职网格员（快递员、外卖员）", "名", "1508", TO),
    Indicator("驿站和志愿服务", "志愿服务队", "支", "1508", TO),
    Indicator("驿站和志愿服务", "志愿者", "人", "1508", TO),
    Indicator("驿站和志愿服务", "开展活动", "场次", "1508", PAST),
    Indicator("驿站和志愿服务", "发现处理治安线索、安全隐患", "个", "1508", PAST),
    Indicator("驿站和志愿服务", "服务群众", "人次", "1508", PAST),
    Indicator("口岸绿色通道", "出口果蔬", "万吨", "150781", QUARTER),
    Indicator("口岸绿色通道", "出口果蔬同比增长", "%", "150781", QUARTER),
    Indicator("口岸绿色通道", "出口贸易值", "亿元", "150781", QUARTER),
    Indicator("口岸绿色通道", "出口贸易值同比增长", "%", "150781", QUARTER),
    Indicator("研学", "参加研学学生", "名", "150522", MONTH),
    Indicator("研学", "研学天数", "天", "150522", MONTH),
    Indicator("温暖工程", "新建燃气管网", "公里", "150622", YEAR),
    Indicator("温暖工程", "燃气管网覆盖居民", "万户", "150622", YEAR),
    Indicator("温暖工程", "重点项目", "个", "150622", YEAR),
    Indicator("温暖工程", "总投资", "万元", "150622", YEAR),
    Indicator("温暖工程", "供暖保障项目", "个", "150622", YEAR),
    Indicator("温暖工程", "供暖投资", "万元", "150622", YEAR),
    Indicator("温暖工程", "供水保障项目", "个", "150622", YEAR),
    Indicator("温暖工程", "供水投资", "万元", "150622", YEAR),
    Indicator("温暖工程", "供气保障项目", "个", "150622", YEAR),
    Indicator("温暖工程", "供气投资", "万元", "150622", YEAR),
    Indicator("工业旅游", "日均接待游客", "人次", "150622", MONTH),
    Indicator("工业旅游", "旅游景点", "个", "1501", TO),
    Indicator("防沙治沙", "年度沙地综合治理任务", "万亩", "1504", YEAR),
    Indicator("防沙治沙", "林草建设总任务", "万亩", "1504", WHOLE),
    Indicator("防沙治沙", "占全区总任务", "%", "1504", WHOLE),
    Indicator("防沙治沙", "在建以工代赈治沙项目", "个", "1504", TO),
    Indicator("防沙治沙", "发放劳动报酬", "万元", "1504", SINCE),
    Indicator("防沙治沙", "日工资", "元", "150422", YEAR),
    Indicator("防沙治沙", "带动农牧户", "户", "150422", YEAR),
    Indicator("防沙治沙", "较往年提前开工", "天", "1504", YEAR),
    Indicator("防沙治沙", "新增新能源装机", "万千瓦", "1504", TARGET),
    Indicator("防沙治沙", "配套沙化土地治理", "万亩", "1504", TARGET),
)
HEADS = (
    ("指标名称", ""),
    ("计量单位", ""),
    ("代码", ""),
    ("统计范围", "地区"),
    ("统计范围", "时段"),
    ("数量", ""),
)
FIRST = 9
"""The first line of indicators."""


def write_forms(out: Path) -> None:
    """Write the blank form into a folder, which is made if missing."""
    out.mkdir(parents=True, exist_ok=True)
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = ISSUER
    book.properties.created = book.properties.modified = STAMP
    _draw_indicators(book.create_sheet("综合表"))
    _draw_counties(book.create_sheet("分旗县表"))
    written = io.BytesIO()
    book.save(written)
    (out / FILE).write_bytes(settle(written.getvalue()))


def _draw_indicators(paper: Worksheet) -> None:
    width = len(HEADS)
    _head_of(paper, "暖新工作综合统计表", "暖新综1表", width)
    _heads(paper, HEADS, FIRST - 3)
    for column, letter in enumerate(("甲", "乙", "丙", "丁", "戊", "1"), 1):
        _boxed(paper, FIRST - 1, column, letter, middle=True)
    row, code = FIRST, 1
    places = dict[str, int]()
    for group, lines in groupby(INDICATORS, key=lambda each: each.group):
        _boxed(paper, row, 1, group, strong=True)
        paper.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
        row += 1
        for each in lines:
            told = (f"　{each.name}", each.unit, f"{code:02}", name(each.area), each.span)
            for column, cell in enumerate(told, 1):
                _boxed(paper, row, column, cell, middle=column > 1)
            _boxed(paper, row, width, None).number_format = "#,##0.##" if each.unit != "%" else "0.0"
            places[each.name], row, code = row, row + 1, code + 1
    _check_line(paper, row, width, places)
    _foot(paper, row + 1, width)
    _page(paper, (34, 10, 7, 20, 14, 16), FIRST - 1)
    note = Comment("本栏填到计量单位所示单位，最多两位小数。", ISSUER)
    paper.cell(FIRST + 1, width).comment = note


def _check_line(paper: Worksheet, row: int, width: int, places: dict[str, int]) -> None:
    """Draw the form's own check: what the parts of the warm project lack of its total."""
    parts = "-".join(f"F{places[each]}" for each in ("供暖投资", "供水投资", "供气投资"))
    _boxed(paper, row, 1, "审核：总投资与供暖、供水、供气投资之差（万元）", strong=True)
    paper.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width - 1)
    for column in range(2, width):
        paper.cell(row, column).border = Border(top=_THIN, bottom=_THIN)
    _boxed(paper, row, width, f"=F{places['总投资']}-{parts}").number_format = "#,##0.##"


COUNTY_HEADS = (
    ("旗县区", "", ""),
    ("年度沙地综合治理任务（万亩）", "", ""),
    ("以工代赈", "在建以工代赈治沙项目（个）", ""),
    ("以工代赈", "发放劳动报酬（元）", "本月"),
    ("以工代赈", "发放劳动报酬（元）", "1月至本月累计"),
    ("以工代赈", "以工代赈工日（天）", ""),
)


def _draw_counties(paper: Worksheet) -> None:
    width = len(COUNTY_HEADS)
    _head_of(paper, "沙地综合治理和以工代赈情况分旗县统计表", "暖新沙2表", width)
    _heads(paper, COUNTY_HEADS, FIRST - 3)
    first, last = FIRST + 1, FIRST + len(COUNTIES)
    _boxed(paper, FIRST, 1, "合　计", strong=True, middle=True)
    for column in range(2, width + 1):
        letter = get_column_letter(column)
        total = _boxed(paper, FIRST, column, f"=SUM({letter}{first}:{letter}{last})", strong=True)
        total.number_format = "#,##0.0" if column == 2 else "#,##0"
    for row, code in enumerate(COUNTIES, first):
        _boxed(paper, row, 1, name(code), middle=True)
        for column in range(2, width + 1):
            cell = _boxed(paper, row, column, None)
            cell.number_format = "#,##0.0" if column == 2 else "#,##0"
    rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0", allow_blank=True)
    rule.add(f"B{first}:{get_column_letter(width)}{last}")
    paper.add_data_validation(rule)
    _foot(paper, last + 1, width)
    _page(paper, (20, 17, 17, 17, 18, 16), FIRST - 1)


def _head_of(paper: Worksheet, title: str, number: str, width: int) -> None:
    """Draw the title, the lines of approval at the right, and the line of office, period and unit."""
    top = paper.cell(1, 1, title)
    top.font, top.alignment = Font(name="黑体", size=18), Alignment(horizontal="center", vertical="center")
    paper.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    paper.row_dimensions[1].height = 32
    for row, text in enumerate(
        (f"表　　号：{number}{MARK}", f"制定机关：{ISSUER}", "有效期至：2024年12月"), 2
    ):
        cell = paper.cell(row, width - 1, text)
        cell.font = Font(name="宋体", size=9)
        paper.merge_cells(start_row=row, end_row=row, start_column=width - 1, end_column=width)
    for column, text in ((1, "填报单位："), (width - 2, "报告期："), (width, "计量单位：见表内")):
        cell = paper.cell(5, column, text)
        cell.font = Font(name="宋体", size=10)
        cell.alignment = Alignment(horizontal="right" if column > 1 else "left")
    paper.merge_cells(start_row=5, end_row=5, start_column=2, end_column=width - 3)
    for column in (2, width - 1):
        paper.cell(5, column).font = Font(name="宋体", size=10)


def _heads(paper: Worksheet, heads: Sequence[Sequence[str]], first: int) -> None:
    """Draw heads of two or three levels, merged across groups and down where a level is empty."""
    depth = len(heads[0])
    for level in range(depth):
        column = 1
        for text, same in groupby(heads, key=lambda head: head[: level + 1]):
            last = column + len(list(same)) - 1
            if text[level]:
                below = level if any(heads[column - 1][level + 1 :]) else depth - 1
                _boxed(paper, first + level, column, text[level], middle=True, ground=True)
                if last > column or below > level:
                    paper.merge_cells(None, first + level, column, first + below, last)
            column = last + 1
    for row in range(first, first + depth):
        for column in range(1, len(heads) + 1):
            paper.cell(row, column).border = _BOX


def _boxed(
    paper: Worksheet,
    row: int,
    column: int,
    text: Any,
    *,
    strong: bool = False,
    middle: bool = False,
    ground: bool = False,
) -> Any:
    cell = paper.cell(row, column, text)
    cell.border, cell.font = _BOX, Font(name="宋体", size=10, bold=strong)
    side = "center" if middle else "right" if text is None else None
    cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
    if ground:
        cell.fill = _GROUND
    return cell


def _foot(paper: Worksheet, row: int, width: int) -> None:
    """Draw the line of signatures and the explanation below the table."""
    for column, text in ((1, "填报人："), (3, "审核人："), (width - 1, "填报日期：")):
        cell = paper.cell(row, column, text)
        cell.font = Font(name="宋体", size=10)
        cell.alignment = Alignment(horizontal="right" if column > 1 else "left")
    for column in (2, 4, width):
        paper.cell(row, column).font = Font(name="宋体", size=10)
    told = paper.cell(row + 1, 1, "说明：1. 本表由盟市、旗县汇总上报。2. 空格表示不能计算，不得填估计数。")
    told.font = Font(name="宋体", size=9)
    paper.merge_cells(start_row=row + 1, end_row=row + 1, start_column=1, end_column=width)


def _page(paper: Worksheet, widths: Sequence[float], heads_end: int) -> None:
    for column, width in enumerate(widths, 1):
        paper.column_dimensions[get_column_letter(column)].width = width
    paper.freeze_panes = paper.cell(heads_end + 1, 1)
    paper.print_title_rows = f"{heads_end - 2}:{heads_end}"
    paper.page_setup.paperSize, paper.page_setup.orientation = 9, "portrait"
    paper.page_setup.fitToHeight = 0
    paper.sheet_properties.pageSetUpPr.fitToPage = True
    paper.print_options.horizontalCentered = True
    paper.oddFooter.center.text = "第 &P 页，共 &N 页"
