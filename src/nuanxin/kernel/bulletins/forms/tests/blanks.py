"""Blanks for tests: workbooks as offices draw them, with what a careless writer would lose."""

import base64
import io
import zipfile
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
BOX = Border(*(Side(style="thin"),) * 4)


def blank(cells: Mapping[str, Any] | None = None, *, boxed: str = "A1:F12") -> bytes:
    """Return a workbook with a picture, a comment, a list, a rule of colour, a link and print settings."""
    book = Workbook()
    paper = book.active
    paper.title = "表一"
    for row in paper[boxed]:
        for cell in row:
            cell.border = BOX
    for ref, value in (cells or {}).items():
        paper[ref] = value
    paper["A1"].font = Font(bold=True, size=16)
    paper["B2"].comment = Comment("填到万元", "上级")
    paper["C3"].hyperlink = "https://example.org/"
    rule = DataValidation(type="list", formula1='"是,否"')
    rule.add("D4")
    paper.add_data_validation(rule)
    paper.conditional_formatting.add(
        "E5:E9", CellIsRule("lessThan", ["0"], fill=PatternFill(bgColor="FF0000"))
    )
    paper.add_image(Image(io.BytesIO(DOT)), "F1")
    paper.page_setup.orientation = "landscape"
    paper.oddFooter.center.text = "第 &P 页"
    book.create_sheet("旧表").sheet_state = "hidden"
    book.create_sheet("表二")["A1"] = "=表一!B2*2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    """Return a file's members, unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def repacked(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """Return a file with some members replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, member in {**members(content), **changed}.items():
            packed.writestr(name, member)
    return out.getvalue()
