"""The log of public-order clues and safety hazards of Bayannur's communities."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from cities.writer.calendar_days import day_between
from cities.writer.divisions import communities, path
from cities.writer.office import MARK, Table, write_workbook

COUNTIES = {"150802": 30, "150821": 9, "150822": 5, "150823": 9, "150824": 4, "150825": 3, "150826": 8}
"""Hazards dealt with and verified from June 2023 to May 2024 by county: 68 in all."""

PLACES = {
    "治安线索": ("小区东门外夜市摊点", "沿街空置门面", "物流园北院"),
    "消防隐患": ("3号楼单元门口飞线充电", "楼道堆放杂物", "电动车棚", "沿街餐馆后厨通道"),
    "燃气隐患": ("沿街餐馆气瓶间", "5号楼立管阀门井"),
    "井盖破损": ("东巷路口", "小区西门外人行道", "学校北侧辅路"),
    "道路设施损坏": ("路口信号灯杆", "人行道地砖", "减速带"),
    "线缆垂落": ("2号楼北侧", "巷口电杆"),
    "其他安全隐患": ("广告牌松动", "护栏倾斜", "枯树枝"),
}
KIND_WEIGHTS = (4, 9, 3, 8, 6, 6, 4)


def write(out: Path, rng: Random) -> None:
    """Write one workbook, a worksheet a year."""
    rows = [_settled(rng, county, *_window(rng)) for county, count in COUNTIES.items() for _ in range(count)]
    rows += [_settled(rng, _county(rng), *_before(rng)) for _ in range(9)]
    rows += [_settled(rng, "150802", date(2024, 5, 28), date(2024, 6, 1)) for _ in range(2)]
    rows += [_open(rng, date(2024, 5, 6), handled=False) for _ in range(9)]
    rows += [_open(rng, date(2024, 4, 22), handled=True) for _ in range(5)]
    for _ in range(2):
        row = _settled(rng, _county(rng), *_window(rng))
        rows.append([*row[:6], row[4], row[7]])
    rows.sort(key=lambda row: (str(row[0]), str(row[2]), str(row[3])))
    numbered = [[f"WT{number:04d}", *row] for number, row in enumerate(rows, 1)]
    tables = [
        _year(year, [row for row in numbered if str(row[1]).startswith(str(year))]) for year in (2023, 2024)
    ]
    write_workbook(out / "巴彦淖尔市治安线索和安全隐患台账.xlsx", tables)


def _county(rng: Random) -> str:
    return rng.choices([*COUNTIES], [*COUNTIES.values()])[0]


def _window(rng: Random) -> tuple[date, date]:
    """Return a day found and a day verified, the latter from June 2023 to May 2024, more in summer."""
    months = [(2023, month) for month in range(6, 13)] + [(2024, month) for month in range(1, 6)]
    year, month = rng.choices(months, [6, 8, 8, 6, 5, 4, 4, 3, 3, 5, 7, 9])[0]
    verified = day_between(rng, date(year, month, 1), date(year, month, 28))
    return verified - timedelta(days=rng.choice((1, 2, 2, 3, 4, 6, 9))), verified


def _before(rng: Random) -> tuple[date, date]:
    found = day_between(rng, date(2023, 3, 6), date(2023, 5, 19))
    return found, found + timedelta(days=rng.randint(2, 9))


def _report(rng: Random, county: str, found: date) -> list[object]:
    kind = rng.choices([*PLACES], KIND_WEIGHTS)[0]
    return [found, kind, path(rng.choice(communities(county))), rng.choice(PLACES[kind])]


def _settled(rng: Random, county: str, found: date, verified: date) -> list[object]:
    """Found, kind, community, place, handler, handled on, verifier, verified on."""
    handled = min(verified, found + timedelta(days=rng.randint(0, 3)))
    handler, verifier = rng.sample(range(1, 40), 2)
    return [
        *_report(rng, county, found),
        _officer(county, handler),
        handled,
        _officer(county, verifier),
        verified,
    ]


def _open(rng: Random, since: date, *, handled: bool) -> list[object]:
    found = day_between(rng, since, date(2024, 5, 31))
    county = _county(rng)
    done = [_officer(county, rng.randint(1, 39)), found + timedelta(days=2)] if handled else [None, None]
    return [*_report(rng, county, found), *done, None, None]


def _officer(county: str, number: int) -> str:
    return f"WG{county[4:]}{number:03d}"


def _year(year: int, rows: list[list[object]]) -> Table:
    return Table(
        part=f"{year}年",
        title=f"巴彦淖尔市治安线索和安全隐患台账（{year}年）",
        office=f"巴彦淖尔市网格化服务管理中心{MARK}",
        headings=(
            "事件编号",
            "发现日期",
            "问题类别",
            "所在社区（村）",
            "具体位置",
            ("处理", "处理人编号"),
            ("处理", "处理日期"),
            ("核查", "核查人编号"),
            ("核查", "核查日期"),
        ),
        rows=rows,
        note="说明：只登记地点和问题；核查人应为处理人之外的人员，未办结的处理、核查栏留空。",
    )
