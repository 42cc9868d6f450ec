"""Export declarations of fruit and vegetables through Manzhouli's road port, one .csv a quarter."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

from cities.writer.invented import firms
from cities.writer.office import Table, write_csv

PORT = "满洲里市"
TRADES = ("果蔬进出口有限公司", "农产品贸易有限公司", "国际贸易有限公司", "供应链管理有限公司")
GOODS = {
    "鲜苹果": 7.4,
    "鲜柑橘": 7.9,
    "鲜葡萄": 12.6,
    "鲜梨": 6.8,
    "番茄": 8.3,
    "黄瓜": 6.2,
    "甜椒": 9.1,
    "卷心菜": 3.4,
    "大蒜": 8.8,
    "洋葱": 3.1,
    "胡萝卜": 3.9,
}
"""Goods and their usual price in yuan a kilogram."""

MONTHLY_T = {
    2023: (13_100, 10_400, 16_200, 15_300, 14_900, 13_800, 14_600, 15_700, 17_900, 19_600, 20_700, 22_400),
    2024: (22_600, 18_900, 27_500, 24_800, 25_900),
}
"""Tonnes a month before the quarters below are made exact; February has the Spring Festival."""

QUARTERS = {(2023, 1): (3_970_560, 27_352), (2024, 1): (6_901_246, 54_126)}
"""Exact totals of the two quarters compared: weight in units of 10 kg, value in units of 10,000 yuan."""

LEVEL = {2023: 0.93, 2024: 1.07}
"""Prices of the year against the usual ones."""


def write(out: Path, rng: Random) -> None:
    """Write six quarters, each with the three months it has so far."""
    exporters = firms(rng, 26, "满洲里", TRADES)
    shares = [rng.paretovariate(1.3) for _ in exporters]
    draw = lambda: rng.choices(exporters, shares)[0]  # noqa: E731
    for year, months in MONTHLY_T.items():
        for first in range(0, len(months), 3):
            rows = [
                row
                for month, tonnes in enumerate(months[first : first + 3], first + 1)
                for row in _month(rng, draw, year, month, tonnes)
            ]
            _write_quarter(out, year, first // 3 + 1, sorted(rows, key=lambda row: str(row[5])))


def _month(rng: Random, firm: Callable[[], str], year: int, month: int, tonnes: int) -> list[list[object]]:
    """Return a month's declarations: firm, goods, trucks, weight (10 kg), value (yuan), day released."""
    rows: list[list[object]] = []
    weight = 0
    while weight < tonnes * 100:
        goods = rng.choices([*GOODS], [9, 8, 4, 3, 7, 5, 6, 6, 3, 5, 4])[0]
        trucks = rng.choices((1, 2, 3, 4, 6), [5, 4, 3, 2, 1])[0]
        load = sum(rng.randint(1_930, 2_480) for _ in range(trucks))
        price = GOODS[goods] * LEVEL[year] * rng.uniform(0.88, 1.13)
        rows.append([firm(), goods, trucks, load, round(load * 10 * price), _released(rng, year, month)])
        weight += load
    return rows


def _released(rng: Random, year: int, month: int) -> date:
    """Return a day of a month; hardly any in the week of the Spring Festival."""
    start = date(year, month, 1)
    span = ((start + timedelta(days=31)).replace(day=1) - start).days
    rest = range(9, 18) if (year, month) == (2024, 2) else range(20, 28) if (year, month) == (2023, 1) else ()
    day = rng.randint(1, span)
    while day in rest and rng.random() < 0.85:
        day = rng.randint(1, span)
    return start.replace(day=day)


def _write_quarter(out: Path, year: int, quarter: int, rows: list[list[object]]) -> None:
    """Bring a compared quarter to its exact totals, number the rows and write them."""
    totals = QUARTERS.get((year, quarter))
    if totals:
        _settle(rows, 3, totals[0])
        _settle(rows, 4, totals[1] * 10_000)
    waiting = [[*row[:5], None] for row in rows[-4:]] if (year, quarter) == (2024, 2) else []
    drawn = [
        [
            f"示例MZL{year}{quarter}{number:05d}",
            row[0],
            PORT,
            row[1],
            row[2],
            _of(row[3], 100),
            _of(row[4], 10_000),
            row[5],
        ]
        for number, row in enumerate([*rows, *waiting], 1)
    ]
    table = Table(
        part="报关单",
        title="",
        office="",
        headings=(
            "报关单编号",
            "出口企业",
            "口岸所在地",
            "品名",
            "车数",
            "净重（吨）",
            "贸易值（万元）",
            "放行日期",
        ),
        rows=drawn,
        sums=("车数", "净重（吨）", "贸易值（万元）"),
        serial=False,
    )
    write_csv(out / f"满洲里公路口岸果蔬出口报关单{year}年第{quarter}季度.csv", table)


def _settle(rows: list[list[object]], at: int, whole: int) -> None:
    """Scale a column to an exact whole: in proportion first, the rest spread one by one."""
    before = sum(int(str(row[at])) for row in rows)
    for row in rows:
        row[at] = int(str(row[at])) * whole // before
    for row in rows[: whole - sum(int(str(row[at])) for row in rows)]:
        row[at] = int(str(row[at])) + 1


def _of(number: object, scale: int) -> float:
    return int(str(number)) / scale
