"""Sheets of the volunteers of Bayannur: teams, roster by number, activities."""

from datetime import date
from pathlib import Path
from random import Random

from cities.writer.calendar_days import day_between, growing, split_whole
from cities.writer.divisions import below, name, path
from cities.writer.office import MARK, Table, write_workbook

CITY = "巴彦淖尔市"
OFFICE = f"巴彦淖尔市暖新志愿服务工作专班{MARK}"
TEAMS = (
    ("150802", "临河区暖新快递志愿服务队", 128, date(2023, 3, 14)),
    ("150802", "临河区暖新外卖志愿服务队", 143, date(2023, 3, 14)),
    ("150802", "临河区暖新货车司机志愿服务队", 86, date(2023, 4, 20)),
    ("150821", "五原县暖新志愿服务队", 71, date(2023, 4, 6)),
    ("150822", "磴口县暖新志愿服务队", 46, date(2023, 5, 11)),
    ("150823", "乌拉特前旗暖新志愿服务队", 84, date(2023, 4, 25)),
    ("150824", "乌拉特中旗暖新志愿服务队", 41, date(2023, 6, 8)),
    ("150825", "乌拉特后旗暖新志愿服务队", 33, date(2023, 7, 5)),
    ("150826", "杭锦后旗暖新志愿服务队", 78, date(2023, 5, 18)),
)
"""Nine teams with 710 volunteers on 2024-05-31; a tenth was dissolved in November 2023."""

OLD_TEAM = ("150802", "临河区暖新先行志愿服务队", date(2023, 3, 1), date(2023, 11, 15))
OFFICERS, HELD, SERVED, LAST = 218, 94, 203_418, date(2024, 5, 31)
TRADES = ("快递员", "外卖员", "货车司机")
THEMES = (
    "清洁家园背街小巷整治",
    "交通安全文明骑行劝导",
    "“小哥”顺路送药上门",
    "敬老爱老上门服务",
    "防汛防火隐患排查宣传",
    "反诈宣传进小区",
    "节日市场便民服务",
    "城市清洁集中行动",
    "助学送考志愿服务",
    "冬季清雪除冰行动",
)


def write(out: Path, rng: Random) -> None:
    """Write the workbook of teams and roster, and that of activities."""
    roster = _roster(rng)
    write_workbook(out / "巴彦淖尔市暖新志愿服务队伍台账.xlsx", [_teams(), _roster_table(roster)])
    write_workbook(out / "巴彦淖尔市暖新志愿服务活动台账.xlsx", _activities(rng))


def _teams() -> Table:
    rows: list[list[object]] = [[team + MARK, name(code), formed, None] for code, team, _, formed in TEAMS]
    code, team, formed, dissolved = OLD_TEAM
    return Table(
        part="服务队名册",
        title="巴彦淖尔市暖新志愿服务队名册",
        office=OFFICE,
        headings=("服务队名称", "所在旗县区", "成立日期", "解散日期"),
        rows=[[team + MARK, name(code), formed, dissolved], *rows],
    )


def _roster(rng: Random) -> list[list[object]]:
    """Return the members that stand, those who left, and a few who joined in June."""
    rows = [_member(rng, *team, left=False) for team in TEAMS for _ in range(team[2])]
    _appoint(rng, [row for row in rows if row[2] != TRADES[2]], OFFICERS)
    _appoint(rng, [row for row in rows if row[2] == TRADES[2]], 3)
    gone = [_member(rng, *rng.choice(TEAMS), left=True) for _ in range(46)]
    _appoint(rng, rng.sample(gone, 12), 12)
    late = [_member(rng, *rng.choice(TEAMS), left=False) for _ in range(8)]
    for row in late:
        row[4] = date(2024, 6, rng.choice((1, 2, 3)))
    free = [row for row in rows if row[6] is None and row[2] != TRADES[2]]
    for row in rng.sample(free, 14):
        row[6], row[7] = _after(rng, row[4], date(2023, 12, 29)), day_between(rng, date(2024, 1, 2), LAST)
    return [[f"BZ{number:04d}", *row[1:]] for number, row in enumerate(_in_order(rows + gone + late), 1)]


def _in_order(rows: list[list[object]]) -> list[list[object]]:
    return sorted(rows, key=lambda row: (str(row[4]), str(row[1]), str(row[3])))


def _member(rng: Random, code: str, team: str, size: int, formed: date, *, left: bool) -> list[object]:
    """Number (later), team, trade, town, joined, left, officer from, officer until."""
    trade = TRADES[2] if "货车" in team else TRADES[1] if "外卖" in team else TRADES[0]
    if "快递" not in team and "外卖" not in team and "货车" not in team:
        trade = rng.choices(TRADES, [4, 5, 1])[0]
    towns = [town.code for town in below(code, "town") if town.code[6] in "012"]
    heavy = [8 if town[6] == "0" else 5 if town.endswith("100") else 1 for town in towns]
    joined = min(day_between(rng, formed, LAST), growing(rng, formed, LAST))
    gone = day_between(rng, max(joined, date(2023, 9, 1)), LAST, workday=False) if left else None
    return [None, team + MARK, trade, path(rng.choices(towns, heavy)[0]), joined, gone, None, None]


def _appoint(rng: Random, rows: list[list[object]], count: int) -> None:
    for row in rng.sample(rows, count):
        row[6] = _after(rng, row[4], row[5] or LAST)


def _after(rng: Random, joined: object, last: object) -> date:
    """Return a day not before joining and not after ``last`` (joining itself, where that is later)."""
    first = joined if isinstance(joined, date) else LAST
    end = last if isinstance(last, date) else LAST
    return day_between(rng, first, end, workday=False) if end > first else first


def _roster_table(rows: list[list[object]]) -> Table:
    return Table(
        part="志愿者花名册",
        title="巴彦淖尔市暖新志愿者花名册",
        office=OFFICE,
        headings=(
            "志愿者编号",
            "所属服务队",
            "职业",
            "报到社区所在街道（乡镇）",
            "加入日期",
            "退出日期",
            ("兼职网格员", "兼职网格员起任日期"),
            ("兼职网格员", "兼职网格员卸任日期"),
        ),
        rows=rows,
        note="说明：本表只列志愿者编号，姓名和联系方式由各街道另行保管。",
    )


def _activities(rng: Random) -> list[Table]:
    """One worksheet a half-year; the crowds are uneven: a market day serves thousands, a visit dozens."""
    weights = [rng.lognormvariate(0, 1.1) for _ in range(HELD)]
    crowds = split_whole(rng, SERVED, weights, least=60)
    rows = [_activity(rng, _busy_day(rng), crowd, held=True) for crowd in crowds]
    rows += [
        _activity(rng, day_between(rng, date(2023, 3, 20), date(2023, 5, 31)), 400, held=True)
        for _ in "1234567"
    ]
    rows += [_activity(rng, _busy_day(rng), 0, held=False) for _ in "123"]
    rows += [_activity(rng, date(2024, 6, 1), 1260, held=True)]
    rows.sort(key=lambda row: (str(row[0]), str(row[1])))
    whole = [[f"HD{number:03d}", *row] for number, row in enumerate(rows, 1)]
    spans = (("2023年上半年", 2023, 1), ("2023年下半年", 2023, 2), ("2024年上半年", 2024, 1))
    return [
        _half_year(part, [row for row in whole if _half(row[1]) == (year, half)])
        for part, year, half in spans
    ]


def _busy_day(rng: Random) -> date:
    """More in the summer and around the festivals, fewer in deep winter; any day of the week."""
    months = [(2023, month) for month in range(6, 13)] + [(2024, month) for month in range(1, 6)]
    year, month = rng.choices(months, [7, 9, 8, 9, 7, 5, 5, 9, 7, 9, 10, 11])[0]
    return day_between(rng, date(year, month, 1), date(year, month, 28), workday=False)


def _half(day: object) -> tuple[int, int]:
    return (day.year, 1 if day.month < 7 else 2) if isinstance(day, date) else (0, 0)


def _activity(rng: Random, day: date, crowd: int, *, held: bool) -> list[object]:
    """Day, team, theme, town, volunteers, people served, held."""
    formed = [team for team in TEAMS if team[3] <= day]
    code, team, size, _ = rng.choices(formed, [team[2] for team in formed])[0]
    towns = [town.code for town in below(code, "town") if town.code[6] in "012"]
    town = rng.choices(towns, [6 if town[6] == "0" else 4 if town.endswith("100") else 1 for town in towns])[
        0
    ]
    helpers = min(size, max(6, int(crowd**0.5 * rng.uniform(0.5, 1.1)))) if held else 0
    crowd = int(crowd * rng.uniform(0.6, 1.4)) if day < date(2023, 6, 1) else crowd
    return [day, team + MARK, rng.choice(THEMES), path(town), helpers, crowd, held]


def _half_year(part: str, rows: list[list[object]]) -> Table:
    return Table(
        part=part,
        title=f"巴彦淖尔市暖新志愿服务活动台账（{part}）",
        office=OFFICE,
        headings=(
            "活动编号",
            "活动日期",
            "组织服务队",
            "活动主题",
            "活动所在街道（乡镇）",
            ("活动成效", "参加志愿者（人）"),
            ("活动成效", "服务群众（人次）"),
            "是否举办",
        ),
        rows=rows,
        sums=("参加志愿者（人）", "服务群众（人次）"),
    )
