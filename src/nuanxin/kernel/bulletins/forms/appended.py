"""Appended 附页: a worksheet of our own behind the form's, with the rows behind each figure."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from nuanxin.kernel.bulletins.forms.package import RELATIONS, WORKBOOK, Package
from nuanxin.kernel.bulletins.forms.patching import named
from nuanxin.kernel.bulletins.forms.scanning import escaped, scanned, spliced

Line = Sequence["Decimal | str"]
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WIDTHS = (12, 10, 14, 34, 22, 26, 50)
"""How wide the columns are, in characters."""


def append_worksheet(package: Package, name: str, lines: Iterable[tuple[bool, Line]]) -> str:
    """Add a worksheet behind the others; a line is told with whether it is a heading. Return its name.

    It uses no format of the form's: the part that holds those stays byte for byte.
    """
    title, number = name, 2
    markup = scanned(package.read(WORKBOOK))
    sheets = markup.children("sheet")
    taken = {each.said["name"] for each in sheets}
    while title in taken:
        title, number = f"{name}{number}", number + 1
    part = package.fresh("xl/worksheets/sheet{}.xml")
    package.write(part, _drawn(lines))
    package.declare(part, _KIND)
    (identity,) = package.relate(WORKBOOK, "worksheet", part)
    highest = max(int(each.said["sheetId"]) for each in sheets) + 1
    place = f'xmlns:r="{RELATIONS}" r:id="{identity}"'
    line = f'<{markup.prefix}sheet name="{escaped(title)}" sheetId="{highest}" {place}/>'
    package.write(WORKBOOK, spliced(package.read(WORKBOOK), [(sheets[-1].end, line.encode())]))
    return title


def work_out_on_opening(package: Package) -> None:
    """Have whoever opens the file work its formulas out."""
    content = package.read(WORKBOOK)
    markup = scanned(content)
    held = next((each for each in markup.top() if each.name == "calcPr"), None)
    if held is None:
        later = {"oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes"}
        later |= {"webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst"}
        at = min((each.start for each in markup.top() if each.name in later), default=markup.closes)
        line = f'<{markup.prefix}calcPr fullCalcOnLoad="1"/>'
        package.write(WORKBOOK, spliced(content, [(at, line.encode())]))
        return
    tag = content[held.start : held.opened].decode()
    tag = re.sub(r'\sfullCalcOnLoad="[^"]*"', "", tag)
    tag = re.sub(r"\s*(/?)>$", r' fullCalcOnLoad="1"\1>', tag)
    package.write(WORKBOOK, spliced(content, [(held.start, held.opened, tag.encode())]))


def _drawn(lines: Iterable[tuple[bool, Line]]) -> bytes:
    rows = "".join(_row(number, strong, line) for number, (strong, line) in enumerate(lines, 1))
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>'
        for place, width in enumerate(WIDTHS, 1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}">'
        f'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><cols>{columns}</cols><sheetData>{rows}</sheetData>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _row(number: int, strong: bool, line: Line) -> str:
    cells = "".join(_cell(named(number, column), strong, each) for column, each in enumerate(line, 1))
    return f'<row r="{number}">{cells}</row>'


def _cell(ref: str, strong: bool, value: "Decimal | str") -> str:
    if value == "":
        return ""
    if isinstance(value, Decimal):
        return f'<c r="{ref}"><v>{value:f}</v></c>'
    text = f'<t xml:space="preserve">{escaped(value)}</t>'
    inside = f"<r><rPr><b/></rPr>{text}</r>" if strong else text
    return f'<c r="{ref}" t="inlineStr"><is>{inside}</is></c>'
