"""A sheet of the tests' own with a real record behind it, and workbooks drawn as offices draw them."""

from datetime import date
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.declare import COUNTED, ITS_DAY, Column, Rows, Sheet
from nuanxin.kernel.intake.faults import BadRow, RowsRefused
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.measures import Measure, register_measures
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.rules.models import ReferenceValue
from nuanxin.plain.words import Words

LINHE, HANGJIN_REAR, CITY = 150802000000, 150826000000, 150800000000
PLANTED = Measure(98, "tests.planted", "植树投资", "planting", "fen", Words("测试用", "for tests"))
register_measures((PLANTED,))
FORBIDDEN = "不存在的项目"


@action("tests.plant", zh="登记植树", en="record plantings")
def plant(act: Act, rows: Rows) -> Kept:
    """Keep plantings; one name is never accepted, to see what becomes of the others."""
    allow(act.by.actor, "clerk", areas_of(rows))
    refused = [
        BadRow(row.number, "项目名称", "unknown", "look it up")
        for row in rows
        if row.values["name"] == FORBIDDEN
    ]
    if refused:
        raise RowsRefused(refused)
    return act.keep(
        ReferenceValue,
        (
            ReferenceValue(
                key=f"{row.values['name']}",
                area=row.values["area"],
                row=row.number,
                measure=PLANTED.code,
                on=row.values["on"],
                quantity=row.values["cost"],
                source="测试",
            )
            for row in rows
        ),
    )


PLANTINGS = Sheet(
    name="tests.plantings",
    zh="植树台账",
    en="plantings",
    columns=(
        Column("name", "项目名称", "project", aliases=("工程名称",)),
        Column("area", "旗县区", "county", "area"),
        Column("on", "开工日期", "begun on", "day", needed=ITS_DAY),
        Column(
            "cost", "投资", "cost", "quantity", unit="元", aliases=("总投资", "投资总投资"), needed=COUNTED
        ),
        Column("trees", "株数", "trees", "whole"),
    ),
    key=("name",),
    into=plant,
)
OTHER = Sheet(
    name="tests.visits",
    zh="走访台账",
    en="visits",
    columns=(
        Column("name", "户主", "household"),
        Column("on", "走访日期", "visited on", "day", needed=ITS_DAY),
    ),
    key=("name",),
    into=plant,
)
PEOPLE = Sheet(
    name="tests.people",
    zh="联系人名册",
    en="contacts",
    columns=(
        Column("name", "姓名", "name"),
        Column("phone", "联系电话", "phone"),
        Column("id_number", "身份证号", "ID number"),
        Column("paid", "是否发放", "paid", "yes_no"),
    ),
    key=("name",),
    into=plant,
)
PEOPLE_HEADER = ["姓名", "联系电话", "身份证号", "是否发放"]
HEADER = ["项目名称", "旗县区", "开工日期", "投资（元）", "株数"]
FACT = ["北渠林带", "临河区", "2024.5.1", 100, 7]
SHEETS = (PLANTINGS, OTHER)


def drawn(
    path: Path,
    *tables: list,
    parts: tuple[str, ...] = (),
    merges: tuple[str, ...] = (),
    far: dict | None = None,
) -> Path:
    """Write rows as worksheets of an .xlsx file; ``merges`` are spans of the first, ``far`` stray cells."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(tables):
        sheet = book.create_sheet(parts[number] if parts else f"表{number + 1}")
        for row in rows:
            sheet.append(row)
        for span in merges if number == 0 else ():
            sheet.merge_cells(span)
        for place, value in (far or {}).items():
            sheet[place] = value
    book.save(path)
    return path


def office_rows(costs=(100, 200.5, 300), total=600.5):
    """Return a plain office table: title, unit line, header, three facts, 合计 and the footer."""
    return [
        ["巴彦淖尔市植树台账"],
        ["填报单位：巴彦淖尔市林草局", None, None, None, "单位：万元"],
        ["序号", "项目\n名称", "旗县 区", "开工日期", "投资"],
        [1, "北渠林带", "临河区", "2024.5.1", costs[0]],
        [2, "南渠林带", "杭后", date(2024, 5, 2), costs[1]],
        [3, "西渠林带", "临河", "2024年5月3日", costs[2]],
        ["合  计", None, None, None, total],
        ["填表人：田小满（示例）    审核人：何秋实（示例）"],
    ]


_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def open_document(path: Path, rows: list, spans: dict | None = None, hidden: set | None = None) -> Path:
    """Write an .ods by hand: ``spans`` gives cells (row, column) how many rows they reach down."""
    spaces = "".join(f' xmlns:{name}="{_OPEN}:{name}:1.0"' for name in ("office", "table", "text"))
    lines = []
    for number, row in enumerate(rows):
        cells = "".join(_open_cell(cell, (spans or {}).get((number, at), 1)) for at, cell in enumerate(row))
        shown = ' table:visibility="collapse"' if number in (hidden or ()) else ""
        lines.append(f"<table:table-row{shown}>{cells}</table:table-row>")
    content = (
        f'<office:document-content{spaces} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="表">{"".join(lines)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
        manifest = f'<manifest:manifest xmlns:manifest="{_OPEN}:manifest:1.0"/>'
        packed.writestr("META-INF/manifest.xml", manifest)
    return path


def _open_cell(cell, down):
    if cell is None:
        return "<table:covered-table-cell/>"
    kind = '"string"' if isinstance(cell, str) else f'"float" office:value="{cell}"'
    reach = f' table:number-rows-spanned="{down}" table:number-columns-spanned="1"' if down > 1 else ""
    return f"<table:table-cell office:value-type={kind}{reach}><text:p>{cell}</text:p></table:table-cell>"


class Said(dict):
    """Answers by (field, kind), whatever the text."""

    def find(self, field, kind, text):
        return self.get((field, kind))


def values(reading, field):
    """Return a field of the good rows."""
    return [row.values[field] for row in reading.rows]


def kinds(reading):
    """Return the doubts, each by its row and kind."""
    return [(asked.row, asked.doubt.kind) for asked in reading.asked]
