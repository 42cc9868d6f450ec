"""Tables 表: one table drawn on a worksheet, row by row, with the truth of each."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.torture.canvas import BLANK, FORMULA, NUMBER, Canvas, Cell
from nuanxin.kernel.intake.torture.desk import Amount, Desk, ordinal
from nuanxin.kernel.intake.torture.desk import facts as clean
from nuanxin.kernel.intake.torture.headers import Slot, draw_header, lines_above, slots
from nuanxin.kernel.intake.torture.numerals import spelt
from nuanxin.kernel.intake.torture.truth import VALUE, RowTruth, Sum, TableTruth, Told, refused, value
from nuanxin.kernel.intake.torture.ways import Way, decimal, meant, plain

FOOTERS = (
    ("填表人：田小满（示例）", "审核人：何秋实（示例）"),
    ("填报人：田小满    审核人：何秋实    负责人：", ""),
    ("注：1.本表按月填报；2.金额保留两位小数。", ""),
    ("说明：数据截至填报日，共3处待核。", ""),
    ("制表人：田小满", "填表日期：2025年3月5日"),
    ("单位负责人（签字）：", "联系电话：0478-8888888"),
)

QUIRKY_SHARE, DOUBTFUL_SHARE = 0.3, 0.3
"""How many cells of a column are written oddly, and how many of those that are doubtful stay so."""


@dataclass(slots=True)
class Drawing:
    """A table being drawn: where the next row goes, and what has been said so far."""

    desk: Desk
    canvas: Canvas
    quirks: set[str]
    ways: list[Way]
    slots: list[Slot]
    truth: TableTruth
    at: int
    checked: str = ""
    sums: dict[str, list[Decimal]] = field(default_factory=dict)
    block: dict[str, list[Decimal]] = field(default_factory=dict)
    spoilt: set[str] = field(default_factory=set)

    @property
    def left(self) -> int:
        """The first column of the table."""
        return self.slots[0].at

    @property
    def right(self) -> int:
        """The last column of the table."""
        return self.slots[-1].at

    @property
    def numeric(self) -> list[Slot]:
        """The columns a total sums."""
        return [slot for slot in self.slots if slot.column and _summed(slot.column)]

    def none(self, why: str) -> None:
        """Tell that the row at hand is no fact, and go on to the next."""
        self.truth.rows[self.at + 1] = RowTruth("none", why)
        self.at += 1


def _summed(column: Column) -> bool:
    return column.kind == "quantity" or (column.kind == "whole" and not ordinal(column))


def draw_table(
    desk: Desk, canvas: Canvas, quirks: set[str], ways: list[Way], place: tuple[int, int], count: int
) -> TableTruth:
    """Draw a table of about ``count`` facts with its upper left corner at a place (row, column)."""
    captioned = _captioned(desk) if "captions_as_values" in quirks else ""
    found = slots(desk, quirks, captioned)
    for number, slot in enumerate(found):
        slot.at = place[1] + number
    top = lines_above(desk, canvas, quirks, *place, len(found))
    truth = TableTruth(desk.sheet.name, draw_header(desk, canvas, quirks, top, found))
    truth.columns = {slot.column.field: slot.at for slot in found if slot.column}
    if any(slot.near for slot in found) or captioned:
        truth.headings = "near"
    drawing = Drawing(desk, canvas, quirks, ways, found, truth, truth.header_rows[-1])
    if {"wrong_total", "wrong_subtotal"} & quirks and drawing.numeric:
        chosen = desk.random.choice(drawing.numeric).column
        drawing.checked = chosen.field if chosen else ""
    _draw_body(drawing, _blocks(desk, quirks, count, captioned), captioned)
    if "footer" in quirks:
        _draw_footer(drawing)
    return truth


def _captioned(desk: Desk) -> str:
    """Choose the column that captions tell instead: a county, or a choice."""
    areas = [column for column in desk.sheet.columns if column.kind == "area"]
    fit = [c for c in areas if c.level == "county" and len(areas) == 1]
    fit = fit or [column for column in desk.sheet.columns if column.kind == "choice"]
    return fit[0].field if fit else ""


def _merged_field(desk: Desk) -> str:
    """Choose the column that is merged downwards: an area or a choice."""
    fit = [column for column in desk.sheet.columns if column.kind in ("area", "choice")]
    return fit[0].field if fit else ""


def _blocks(desk: Desk, quirks: set[str], count: int, captioned: str) -> list[list[dict[str, Any]]]:
    """Split clean facts into blocks, each of one value where captions or merges say so."""
    rows = list(clean(desk, count))
    wanted = {"captions_as_values", "captions", "subtotals", "vertical_merges", "blank_followers"}
    size = max(2, len(rows) // desk.random.randint(2, 3)) if wanted & quirks else len(rows)
    blocks = [rows[at : at + size] for at in range(0, len(rows), size)]
    name = captioned or (_merged_field(desk) if {"vertical_merges", "blank_followers"} & quirks else "")
    if not name:
        return blocks
    seen, kept = set[Any](), []
    for block in blocks:
        fresh = []
        for row in block:
            row |= _told_once(desk, row, block[0], name)
            key = tuple(str(row[field]) for field in desk.sheet.key)
            if key not in seen:
                seen.add(key)
                fresh.append(row)
        kept.append(fresh)
    return [block for block in kept if block]


def _told_once(desk: Desk, row: dict[str, Any], first: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what a block says of a row: the value it tells once, and narrower areas that lie within it."""
    told = {name: first[name]}
    for column in desk.sheet.columns:
        if column.kind == "area" and column.field != name and hasattr(first[name], "short"):
            inside = row[column.field].short.startswith(first[name].short)
            told[column.field] = (row if inside else first)[column.field]
    return told


def _draw_body(drawing: Drawing, blocks: list[list[dict[str, Any]]], captioned: str) -> None:
    desk, quirks = drawing.desk, drawing.quirks
    desk.facts = [row for block in blocks for row in block]
    total_at = 0
    if "total_on_top" in quirks and drawing.numeric:
        total_at = drawing.at
        drawing.none("total")
    spot = 0
    for number, block in enumerate(blocks):
        if captioned or "captions" in quirks:
            _draw_caption(drawing, number, block[0].get(captioned))
        start = drawing.at
        for row in block:
            desk.spot = spot
            _draw_fact(drawing, row, spot + 1, int(row is not block[0]), captioned)
            spot += 1
        _merge_down(drawing, start)
        if "subtotals" in quirks and drawing.numeric:
            _draw_total(
                drawing, drawing.at, "小计", drawing.block, wrong="wrong_subtotal" in quirks and number == 0
            )
            drawing.none("subtotal")
        drawing.block = {}
        if "repeated_header" in quirks and number == 0:
            _repeat_header(drawing)
    if total_at:
        _draw_total(drawing, total_at, "合计", drawing.sums, wrong="wrong_total" in quirks)
    elif {"total", "wrong_total", "total_by_formula"} & quirks and drawing.numeric:
        _draw_total(drawing, drawing.at, "合计", drawing.sums, wrong="wrong_total" in quirks)
        drawing.none("total")
    if "of_which" in quirks and drawing.numeric:
        _draw_of_which(drawing)


def _draw_fact(drawing: Drawing, row: dict[str, Any], serial: int, follower: int, captioned: str) -> None:
    truth = RowTruth("fact")
    merged = _merged_field(drawing.desk)
    for slot in drawing.slots:
        column = slot.column
        if column is None:
            drawing.canvas.put(drawing.at, slot.at, _extra(drawing, slot, serial))
            continue
        said = row[column.field]
        if follower and column.field == merged and {"vertical_merges", "blank_followers"} & drawing.quirks:
            drawing.canvas.put(drawing.at, slot.at, Cell("", BLANK))
            truth.cells[column.field] = _followed(drawing, column, said)
            continue
        keep = column.field == drawing.checked or (
            column.field == merged and "vertical_merges" in drawing.quirks
        )
        cell, told = plain(drawing.desk, column, said) if keep else _written(drawing, column, said)
        drawing.canvas.put(drawing.at, slot.at, cell)
        truth.cells[column.field] = told
        _count(drawing, column, said, told)
    if captioned:
        column = next(column for column in drawing.desk.sheet.columns if column.field == captioned)
        truth.cells[captioned] = value(meant(column, row[captioned]))
    drawing.truth.rows[drawing.at + 1] = truth
    _hide_or_strike(drawing, truth)
    drawing.at += 1


def _followed(drawing: Drawing, column: Column, said: Any) -> Told:
    """Tell what a blank below a value means: the value where it is merged, else nothing."""
    if "vertical_merges" in drawing.quirks:
        return value(meant(column, said))
    return refused("blank, and not merged") if column.required else value(column.blank)


def _written(drawing: Drawing, column: Column, said: Any) -> tuple[Cell, Told]:
    """Write a cell in one of the workbook's ways now and then, else plainly."""
    random = drawing.desk.random
    fit = [each for each in drawing.ways if column.kind in each.kinds]
    if fit and random.random() < QUIRKY_SHARE:
        for each in random.sample(fit, len(fit)):
            if written := each.write(drawing.desk, column, said):
                if written[1].outcome != VALUE and random.random() > DOUBTFUL_SHARE:
                    break
                drawing.desk.used.add(each.name)
                return written
    return plain(drawing.desk, column, said)


def _count(drawing: Drawing, column: Column, said: Any, told: Told) -> None:
    """Add a fact to the sums of its column; a column with a doubt in it proves no total wrong."""
    if not _summed(column) or not isinstance(said, Amount):
        return
    if told.outcome == VALUE and not told.precision and told.value == said.base:
        drawing.sums.setdefault(column.field, []).append(said.number)
        drawing.block.setdefault(column.field, []).append(said.number)
    else:
        drawing.spoilt.add(column.field)


def _extra(drawing: Drawing, slot: Slot, serial: int) -> Cell | str | float:
    """Fill a column of no declared meaning: 序号 in one of its forms, a remark, a cell picture."""
    random = drawing.desk.random
    if slot is drawing.slots[0] and slot.column is None:
        if "serial_in_words" in drawing.quirks:
            return spelt(serial) if random.random() < 0.5 else f"（{spelt(serial)}）"
        if "serial_by_formula" in drawing.quirks:
            return Cell(float(serial), FORMULA, formula=f"=ROW()-{drawing.at + 1 - serial}")
        return float(serial)
    if "cell_pictures" in drawing.quirks and "照片" in slot.heading.replace("\n", ""):
        picture = f'=DISPIMG("ID_{serial:032X}",1)'
        return Cell(picture, FORMULA, formula=picture)
    return random.choice(("", "", "已报", "见附件", "0", "合并"))


def _hide_or_strike(drawing: Drawing, truth: RowTruth) -> None:
    """Delete a row the way people do: hidden, or struck through; somebody must say what was meant."""
    random, canvas = drawing.desk.random, drawing.canvas
    if "hidden_rows" in drawing.quirks and random.random() < 0.15:
        canvas.hidden_rows.add(drawing.at)
        truth.outcome, truth.why = "asked", "hidden row"
    elif "struck_rows" in drawing.quirks and random.random() < 0.15:
        for slot in drawing.slots:
            cell = canvas.cells[drawing.at, slot.at]
            canvas.put(drawing.at, slot.at, Cell(cell.value, cell.kind, cell.formula, cell.form, struck=True))
        truth.outcome, truth.why = "asked", "struck through"
    if truth.outcome == "asked":
        drawing.spoilt.update(slot.column.field for slot in drawing.numeric if slot.column)


def _merge_down(drawing: Drawing, start: int) -> None:
    if "vertical_merges" not in drawing.quirks:
        return
    merged = _merged_field(drawing.desk)
    for slot in drawing.slots:
        if slot.column and slot.column.field == merged:
            drawing.canvas.merge(start, slot.at, drawing.at - 1, slot.at)


def _draw_caption(drawing: Drawing, number: int, said: Any) -> None:
    name = said.name if hasattr(said, "name") else said
    words = name or drawing.desk.random.choice(("续建项目", "上半年", "第一批", "重点任务"))
    drawing.canvas.put(drawing.at, drawing.left, f"{spelt(number + 1)}、{words}")
    if drawing.desk.random.random() < 0.5:
        drawing.canvas.merge(drawing.at, drawing.left, drawing.at, drawing.right)
    drawing.none("caption")


def _draw_total(
    drawing: Drawing, at: int, label: str, sums: dict[str, list[Decimal]], *, wrong: bool
) -> None:
    """Draw a row of sums; a wrong one differs in one column, where every fact is plain."""
    random = drawing.desk.random
    shown = {"小计": ("小计", "小  计", "小计："), "合计": ("合计", "合  计", "总计", "合　计", "合计：")}
    drawing.canvas.put(at, drawing.left, random.choice(shown[label]))
    for slot in drawing.numeric:
        if slot.at == drawing.left:
            continue  # the label stands there
        name = slot.column.field if slot.column else ""
        total = sum(sums.get(name, []), Decimal(0))
        said = total
        if wrong and name == drawing.checked and name not in drawing.spoilt:
            said = total + random.choice((Decimal(1), Decimal(3), Decimal(-1), Decimal(10)))
            drawing.truth.finds.append(Sum(at + 1, name, decimal(said), decimal(total)))
        if "total_by_formula" in drawing.quirks and said == total:
            formula = f"=SUM(A1:A{at})"
            drawing.canvas.put(at, slot.at, Cell(float(said), FORMULA, formula=formula))
        else:
            drawing.canvas.put(at, slot.at, Cell(float(said), NUMBER))


def _draw_of_which(drawing: Drawing) -> None:
    drawing.canvas.put(
        drawing.at, drawing.left, drawing.desk.random.choice(("其中：重点", "其中", "其中：城区"))
    )
    for slot in drawing.numeric:
        drawing.canvas.put(drawing.at, slot.at, float(drawing.desk.random.randint(1, 5)))
    drawing.none("of which")


def _repeat_header(drawing: Drawing) -> None:
    for slot in drawing.slots:
        drawing.canvas.put(drawing.at, slot.at, slot.heading)
    drawing.none("header again")


def _draw_footer(drawing: Drawing) -> None:
    if drawing.desk.random.random() < 0.3:
        drawing.at += 1
    first, second = drawing.desk.random.choice(FOOTERS)
    drawing.canvas.put(drawing.at, drawing.left, first)
    if second and drawing.right > drawing.left:
        drawing.canvas.put(drawing.at, drawing.right, second)
    drawing.none("footer")
