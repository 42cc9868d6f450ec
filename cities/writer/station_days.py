"""A spring at ten stations of Linhe: stays by day, service events, what they have. All invented."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from cities.writer.calendar_days import day_between
from cities.writer.linhe import table_of_linhe
from cities.writer.office import Table, write_workbook
from cities.writer.stations import LOOKED_AT

NOTE = "说明：演示用数据，数字都是虚构的。"
FIRST, DAYS = date(2024, 5, 1), 31
EVENTS = ("讲座", "义诊", "法律援助", "技能培训", "招聘")
HELD = 3
THINGS = ("药箱", "灭火器", "饮水机", "微波炉", "充电设施", "AED")
LASTS_DAYS = {"药箱": (120, 1100), "灭火器": (400, 1500), "AED": (700, 1500)}
"""For how many days what expires is good, from the first of May 2024."""


def write(out: Path, rng: Random) -> None:
    """Write the three sheets."""
    tables = {"服务人次日报": _stays(rng), "服务活动台账": _events(rng), "设备台账": _things(rng)}
    for kind, table in tables.items():
        write_workbook(out / f"暖心驿站临河区{kind}.xlsx", [table])


def _stays(rng: Random) -> Table:
    rows: list[list[object]] = []
    for station in LOOKED_AT:
        usual, counted = rng.randint(5, 10), rng.choice(("人工登记", "客流计数"))
        for ahead in range(DAYS):
            day = FIRST + timedelta(ahead)
            fewer = 0.6 if day.weekday() > 4 else 1.0
            rows.append([station, day, max(1, round(usual * fewer * rng.uniform(0.7, 1.25))), counted])
    return table_of_linhe(
        "暖心驿站服务人次日报", ("驿站编号", "日期", "服务人次", "统计方式"), rows, note=NOTE
    )


def _events(rng: Random) -> Table:
    rows: list[list[object]] = []
    for station in LOOKED_AT:
        for kind in rng.sample(EVENTS, HELD):
            day = day_between(rng, date(2024, 3, 4), date(2024, 5, 30))
            rows.append([station, day, kind, rng.randint(8, 36)])
    return table_of_linhe(
        "暖心驿站服务活动台账", ("驿站编号", "活动日期", "活动类别", "参加人次"), rows, note=NOTE
    )


def _things(rng: Random) -> Table:
    rows: list[list[object]] = []
    for station in LOOKED_AT:
        for thing in THINGS[: rng.randint(4, len(THINGS))]:
            good = LASTS_DAYS.get(thing)
            until = FIRST + timedelta(rng.randint(*good)) if good else None
            rows.append(
                [station, thing, rng.randint(1, 3), until, day_between(rng, FIRST, date(2024, 5, 24))]
            )
    return table_of_linhe(
        "暖心驿站设备台账", ("驿站编号", "设备名称", "数量", "有效期至", "检查日期"), rows, note=NOTE
    )
