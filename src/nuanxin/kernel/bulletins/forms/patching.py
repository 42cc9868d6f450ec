"""Patching 填入: values put into cells of a worksheet; formats, merges, formulas and all else stay."""

import re
from collections.abc import Mapping
from decimal import Decimal

from nuanxin.kernel.bulletins.forms.scanning import Element, Markup, Splice, escaped, scanned, spliced

Value = Decimal | str
_REF = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_AFTER_CELLS = (
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""What may follow the cells of a worksheet, in the order the format demands (ECMA-376, 18.3.1.99)."""


def placed(ref: str) -> tuple[int, int]:
    """Return the row and column (from 1) of a cell's name. ValueError where it is none."""
    found = _REF.fullmatch(ref)
    if found is None:
        raise ValueError(f"{ref!r} is no cell")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def named(row: int, column: int) -> str:
    """Return a cell's name by its row and column (from 1)."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def filled(content: bytes, values: Mapping[str, Value]) -> bytes:
    """Return a worksheet with values in some cells; results its own formulas had before are dropped.

    Raises ValueError for a cell that holds a formula of the form: those are its own.
    """
    markup = scanned(content)
    splices = list[Splice]()
    splices += _forgotten(markup)
    rows = {int(each.said["r"]): each for each in markup.children("row") if "r" in each.said}
    cells = {each.said["r"]: each for each in markup.children("c") if "r" in each.said}
    formulas = {each.above.said.get("r") for each in markup.children("f") if each.above}
    new = dict[int, list[tuple[int, str]]]()
    for ref, value in values.items():
        row, column = placed(ref)
        if ref in formulas:
            raise ValueError(f"{ref} holds a formula of the form")
        if ref in cells:
            old = cells[ref]
            kept = {name: said for name, said in old.said.items() if name not in ("t", "cm", "vm")}
            splices.append((old.start, old.end, _cell(markup.prefix, kept, value)))
        else:
            said = {"r": ref, **_style(markup, rows.get(row), column)}
            new.setdefault(row, []).append((column, _cell(markup.prefix, said, value).decode()))
    splices += _added(markup, rows, new)
    return spliced(content, splices)


def _forgotten(markup: Markup) -> list[Splice]:
    """Return the splices that drop results of formulas: whoever opens the file works them out."""
    found = list[Splice]()
    owners = {id(each.above) for each in markup.children("f")}
    for each in markup.children("v"):
        if each.above is not None and id(each.above) in owners:
            found.append((each.start, each.end, b""))
    return found


def _cell(prefix: str, said: Mapping[str, str], value: Value) -> bytes:
    told = "".join(f' {name}="{escaped(each)}"' for name, each in said.items())
    if isinstance(value, Decimal):
        return f"<{prefix}c{told}><{prefix}v>{value:f}</{prefix}v></{prefix}c>".encode()
    text = f'<{prefix}t xml:space="preserve">{escaped(value)}</{prefix}t>'
    return f'<{prefix}c{told} t="inlineStr"><{prefix}is>{text}</{prefix}is></{prefix}c>'.encode()


def _style(markup: Markup, row: Element | None, column: int) -> dict[str, str]:
    """Return the format of a cell that has none of its own: its row's, else its column's."""
    if row is not None and row.said.get("customFormat") in ("1", "true") and "s" in row.said:
        return {"s": row.said["s"]}
    for each in markup.children("col"):
        if int(each.said["min"]) <= column <= int(each.said["max"]) and "style" in each.said:
            return {"s": each.said["style"]}
    return {}


def _added(
    markup: Markup, rows: Mapping[int, Element], new: Mapping[int, list[tuple[int, str]]]
) -> list[Splice]:
    """Return the splices that put cells, and rows where need be, in their order."""
    prefix, splices = markup.prefix, list[Splice]()
    cells = [each for each in markup.children("c") if "r" in each.said]
    for number, fresh in new.items():
        row = rows.get(number)
        if row is None:
            inside = "".join(text for _column, text in sorted(fresh))
            following = [each for key, each in sorted(rows.items()) if key > number]
            at = following[0].start if following else _cells_of(markup).closes
            splices.append((at, f'<{prefix}row r="{number}">{inside}</{prefix}row>'.encode()))
        elif row.empty:
            inside = "".join(text for _column, text in sorted(fresh))
            tag = "".join(f' {name}="{escaped(each)}"' for name, each in row.said.items())
            splices.append((row.start, row.end, f"<{prefix}row{tag}>{inside}</{prefix}row>".encode()))
        else:
            own = [(placed(each.said["r"])[1], each.start) for each in cells if each.above is row]
            for column, text in sorted(fresh):
                at = next((start for place, start in own if place > column), row.closes)
                splices.append((at, text.encode()))
    return splices


def _cells_of(markup: Markup) -> Element:
    return next(each for each in markup.top() if each.name == "sheetData")


def with_element(content: bytes, name: str, line: str) -> bytes:
    """Return a worksheet with an element put where the order of the format has it."""
    markup, order = scanned(content), {each: place for place, each in enumerate(_AFTER_CELLS)}
    later = [each for each in markup.top() if order.get(each.name, -1) > order[name]]
    at = min((each.start for each in later), default=markup.closes)
    line = re.sub(r"<(?=\w)", f"<{markup.prefix}", line)
    return spliced(content, [(at, line.encode())])
