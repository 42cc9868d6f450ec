"""Sheets of industrial tourism: the mine's visitor log month by month, the dairy park's attractions."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from random import Random

from cities.writer.office import Table, write_workbook

MINE = "露天煤矿巨型卡车观景台（示例）"
DAIRY = "乳业草原公园（示例）"
FIRST, LAST = date(2023, 5, 18), date(2024, 5, 31)
MAY = (2024, 5)
MEAN_IN_MAY = 203
"""Visitors a day the log of May 2024 is drawn around; the page prints about 200."""

WEEKDAYS = {1: 52, 2: 61, 3: 74, 4: 118, 5: 128, 6: 136, 7: 171, 8: 188, 9: 142, 10: 131, 11: 78, 12: 55}
HOLIDAYS = {
    (5, 1): 3.2,
    (5, 2): 3.6,
    (5, 3): 3.4,
    (5, 4): 2.9,
    (5, 5): 2.1,
    (10, 1): 2.7,
    (10, 2): 3.1,
    (10, 3): 2.8,
}
WEEKEND = 1.9
SHUT = {date(2024, 5, 11): "大风停园", date(2024, 5, 27): "设备检修"}

ATTRACTIONS = (
    ("乳业体验馆", date(2021, 7, 1), None),
    ("透明工厂参观廊", date(2021, 7, 1), None),
    ("有机牧场观光线", date(2021, 9, 10), None),
    ("奶文化展厅", date(2022, 5, 1), None),
    ("亲子挤奶坊", date(2022, 5, 1), date(2023, 10, 8)),
    ("奶食品手作坊", date(2022, 6, 18), None),
    ("草原露营地", date(2022, 7, 9), None),
    ("智能挤奶大厅", date(2023, 4, 29), None),
    ("小牛乐园", date(2023, 6, 1), None),
    ("牧草科普园", date(2023, 6, 1), None),
    ("冰淇淋实验室", date(2023, 7, 15), None),
    ("低碳物流中心", date(2024, 4, 27), None),
    ("游客服务广场", date(2024, 5, 1), None),
    ("夜游灯光步道", date(2024, 6, 15), None),
)
"""Twelve open at the end of May 2024: one has closed, one opens in June."""

Day = tuple[date, bool, int, int | None, str | None]


def write(out: Path, rng: Random) -> None:
    """Write the two years' logs, a worksheet a month, and the register of attractions."""
    days = list(log(rng))
    for year, some in groupby(days, key=lambda day: day[0].year):
        months = groupby(some, key=lambda day: day[0].month)
        tables = [_month(year, month, list(rows)) for month, rows in months]
        write_workbook(out / f"准格尔旗矿区观景台{year}年接待日志.xlsx", tables)
    write_workbook(out / "乳业草原公园景点台账.xlsx", [_attractions()])


def log(rng: Random) -> Iterator[Day]:
    """Draw the log day by day; May 2024 is scaled to its mean."""
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    drawn = {day: round(_expected(day) * rng.uniform(0.8, 1.2)) for day in days}
    drawn |= _scaled({day: drawn[day] for day in days if (day.year, day.month) == MAY})
    for day in days:
        shut = SHUT.get(day) or ("风沙停园" if day.month in (3, 4, 11) and rng.random() < 0.06 else None)
        visitors = 0 if shut else drawn[day]
        yield day, not shut, visitors, None if shut else round(visitors * rng.uniform(0.1, 0.5)), shut


def _expected(day: date) -> float:
    factor = HOLIDAYS.get((day.month, day.day)) or (WEEKEND if day.weekday() > 4 else 1)
    return WEEKDAYS[day.month] * factor


def _scaled(drawn: dict[date, int]) -> dict[date, int]:
    open_days = [day for day in drawn if day not in SHUT]
    factor = MEAN_IN_MAY * len(open_days) / sum(drawn[day] for day in open_days)
    return {day: round(visitors * factor) for day, visitors in drawn.items()}


def _month(year: int, month: int, days: list[Day]) -> Table:
    return Table(
        part=f"{month}月",
        title=f"工业旅游接待日志（{year}年{month}月）",
        office="准格尔旗工业旅游接待点（示例填报）",
        corner="单位：人次",
        headings=(
            "日期",
            "旗县区",
            "接待点",
            "是否开放",
            ("接待人次", "合计人次"),
            ("接待人次", "其中团队"),
            "备注",
        ),
        rows=[(day, "准格尔旗", MINE, opened, *numbers) for day, opened, *numbers in days],
        sums=("合计人次", "其中团队"),
    )


def _attractions() -> Table:
    return Table(
        part="景点台账",
        title="乳业草原公园景点台账",
        office="土默特左旗工业旅游接待点（示例填报）",
        headings=("旗县区", "旅游区", "景点名称", "开放日期", "关闭日期"),
        rows=[("土默特左旗", DAIRY, *spot) for spot in ATTRACTIONS],
    )
