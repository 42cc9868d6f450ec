"""Headers 表头: the lines above a table and its headings, over one to three rows, as offices lay them out."""

import re
from dataclasses import dataclass
from random import Random

from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.intake.torture.canvas import Canvas
from nuanxin.kernel.intake.torture.desk import FACTORS, Desk
from nuanxin.kernel.intake.torture.places import places

_BRACKET = re.compile(r"[（(]([^（）()]*)[）)]$")
SERIAL = "序号"
NEAR = (
    ("日期", "时间"),
    ("名称", "名"),
    ("所在", "所属"),
    ("旗县区", "旗县市区"),
    ("编号", "号码"),
    ("企业", "公司"),
    ("年度", "年份"),
    ("类别", "分类"),
    ("等级", "级别"),
    ("地址", "详细地址"),
    ("金额", "数额"),
    ("人数", "数量"),
    ("单位", "机构"),
    ("位置", "地点"),
    ("形式", "方式"),
    ("地点", "位置"),
)
"""What a heading becomes where an office words it in its own way."""


@dataclass(slots=True)
class Slot:
    """A column as drawn: the declared column (None for 序号, 备注 and the like), heading and place."""

    column: Column | None
    heading: str
    at: int = 0
    near: bool = False


def bare(column: Column) -> str:
    """Return a column's Chinese name without the unit in brackets."""
    found = _BRACKET.search(column.zh)
    return column.zh[: found.start()] if found and found[1] in FACTORS else column.zh


def heading_unit(column: Column) -> str:
    """Return the unit that a column's declared name carries, blank where it carries none."""
    found = _BRACKET.search(column.zh)
    return found[1] if found and found[1] in FACTORS else ""


def slots(desk: Desk, quirks: set[str], left_out: str = "") -> list[Slot]:
    """Choose the columns of a table, their order and their headings; ``left_out`` is told by captions."""
    random = desk.random
    columns = [column for column in desk.sheet.columns if column.field != left_out]
    if "optional_left_out" in quirks:
        columns = [column for column in columns if column.required or random.random() < 0.4]
    if "shuffled_columns" in quirks:
        random.shuffle(columns)
    found = [Slot(column, _heading(desk, column, quirks)) for column in columns]
    if "near_headings" in quirks:
        _reword(random, desk.sheet, found)
    if "no_serial" not in quirks and all(column.zh != SERIAL for column in columns):
        found.insert(0, Slot(None, random.choice((SERIAL, "序 号", "编次", "No."))))
    if "extra_columns" in quirks:
        for extra in random.sample(("备注", "责任人", "照片", "附件", "排序", "是否上报上级", "录入员"), 2):
            at = random.randint(1, len(found))
            if all(extra not in (column.zh, *column.aliases) for column in desk.sheet.columns):
                found.insert(at, Slot(None, extra))
    for slot in found:
        slot.heading = _decorated(random, slot.heading, quirks)
    return found


def _heading(desk: Desk, column: Column, quirks: set[str]) -> str:
    random, text = desk.random, bare(column)
    if "english_headings" in quirks:
        text = column.en
    elif "alias_headings" in quirks and column.aliases:
        text = random.choice([_BRACKET.sub("", alias) for alias in column.aliases])
    if column.kind != "quantity":
        return text if text != bare(column) else column.zh
    unit, told = desk.units[column.field], heading_unit(column)
    if "unit_line" in quirks and unit != column.unit and not told:
        return text
    if unit != column.unit or told or "units_in_headings" in quirks:
        shape = (
            random.choice(("（{}）", "({})", "/{}", "（单位：{}）"))
            if "units_in_headings" in quirks
            else "（{}）"
        )
        return text + shape.format(unit)
    return text


def _reword(random: Random, sheet: Sheet, found: list[Slot]) -> None:
    """Word up to two headings as no declaration has them."""
    names = {
        name for column in sheet.columns for name in (column.zh, bare(column), column.en, *column.aliases)
    }
    for slot in random.sample(found, len(found)):
        changed = [slot.heading.replace(old, new) for old, new in NEAR if old in slot.heading != old]
        fresh = [text for text in changed if text not in names and len(text) > 1]
        if fresh and sum(other.near for other in found) < 2:
            slot.heading, slot.near = random.choice(fresh), True


def _decorated(random: Random, text: str, quirks: set[str]) -> str:
    chinese = [at for at in range(1, len(text)) if re.fullmatch("[\u4e00-\u9fff]{2}", text[at - 1 : at + 1])]
    if "heading_breaks" in quirks and chinese and random.random() < 0.6:
        at = random.choice(chinese)
        text = f"{text[:at]}\n{text[at:]}"
    if "heading_blanks" in quirks and chinese and random.random() < 0.6:
        at = random.choice(chinese)
        text = text[:at] + random.choice((" ", "\u3000", "  ")) + text[at:]
    if "heading_stars" in quirks and random.random() < 0.5:
        text = random.choice((f"*{text}", f"{text}*", f"{text}（必填）"))
    return text


def lines_above(desk: Desk, canvas: Canvas, quirks: set[str], top: int, left: int, width: int) -> int:
    """Draw title, reporting line and unit line; return the first row below them."""
    random, right = desk.random, left + max(width - 1, 0)
    at = top + (random.randint(1, 2) if "blank_rows_above" in quirks else 0)
    home = places().by_code[desk.home] if desk.home else None
    name = home.name if home else ""
    if "no_title" not in quirks:
        canvas.put(at, left, f"{name}{desk.sheet.zh}{random.choice(('', '（2024年）', '（汇总）'))}")
        if "unmerged_title" not in quirks:
            canvas.merge(at, left, at, right)
        at += 1
    if "reporting_line" in quirks:
        office = f"{name}{random.choice(('住建局', '林草局', '办公室', '街道办事处工作专班'))}（示例）"
        canvas.put(at, left, f"填报单位：{office}")
        canvas.put(at, right, random.choice(("填报时间：2025年3月5日", "填报日期：2025.3.5")))
        at += 1
    if "unit_line" in quirks:
        units = list(dict.fromkeys(unit for name, unit in desk.units.items() if _told_by_line(desk, name)))
        line = "、".join([*units, "个"]) if random.random() < 0.5 or not units else "、".join(units)
        canvas.put(
            at,
            right if random.random() < 0.7 else left,
            f"{random.choice(('单位：', '计量单位：', '单位:'))}{line}",
        )
        at += 1
    return at


def _told_by_line(desk: Desk, name: str) -> bool:
    column = next(column for column in desk.sheet.columns if column.field == name)
    return not heading_unit(column)


def draw_header(desk: Desk, canvas: Canvas, quirks: set[str], top: int, found: list[Slot]) -> list[int]:
    """Draw the heading rows; return the rows (from 1) that may count as the lowest of the header."""
    levels = 3 if "three_levels" in quirks else 2 if {"two_levels", "unmerged_levels"} & quirks else 1
    merged = "unmerged_levels" not in quirks
    lowest = top + levels - 1
    grouped = _groups(desk.random, found, levels)
    for slot in found:
        level = grouped.get(slot.at)
        if level is None:
            canvas.put(top if merged else lowest, slot.at, slot.heading)
            if merged:
                canvas.merge(top, slot.at, lowest, slot.at)
        else:
            canvas.put(lowest, slot.at, slot.heading)
    _draw_groups(canvas, grouped, top, levels, merged=merged)
    rows = [lowest + 1]
    if "unit_row" in quirks:
        lowest += 1
        for slot in found:
            if slot.column and slot.column.kind == "quantity":
                canvas.put(lowest, slot.at, f"（{desk.units[slot.column.field]}）")
        rows.append(lowest + 1)
    if "column_numbers" in quirks:
        lowest += 1
        for number, slot in enumerate(found):
            canvas.put(lowest, slot.at, "甲" if number == 0 else float(number))
        rows.append(lowest + 1)
    return rows


def _groups(random: Random, found: list[Slot], levels: int) -> dict[int, tuple[str, ...]]:
    """Give runs of neighbouring columns a group heading, or two where there are three levels."""
    if levels == 1:
        return {}
    grouped: dict[int, tuple[str, ...]] = {}
    names = iter(random.sample(("基本情况", "办理情况", "工作内容", "登记信息", "实施情况"), 5))
    data = [slot for slot in found if slot.column]
    for start in range(0, len(data) - 1, 3):
        run = data[start : start + random.randint(2, 3)]
        if run[-1].at - run[0].at != len(run) - 1 or len(run) < 2:
            continue
        name = next(names, "其他情况")
        for slot in run:
            grouped[slot.at] = (name,) if levels == 2 else (name, "主要" if name != "基本情况" else "概况")
    return grouped


def _draw_groups(
    canvas: Canvas, grouped: dict[int, tuple[str, ...]], top: int, levels: int, *, merged: bool
) -> None:
    for level in range(levels - 1):
        columns = sorted(grouped)
        while columns:
            start = end = columns.pop(0)
            name, alike = grouped[start][level], grouped[start][: level + 1]
            while columns and columns[0] == end + 1 and grouped[columns[0]][: level + 1] == alike:
                end = columns.pop(0)
            canvas.put(top + level, start, name)
            if merged:
                canvas.merge(top + level, start, top + level, end)
