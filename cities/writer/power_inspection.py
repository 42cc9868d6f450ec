"""Sheets of power check-ups in Hohhot: rooms visited, hazards found, fixed and looked at again."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from cities.writer.divisions import name
from cities.writer.invented import firms, persons
from cities.writer.office import Table, write_workbook

OFFICE = "呼和浩特供电服务组（示例填报）"
COUNTIES = {"150102": 34, "150103": 28, "150104": 26, "150105": 42, "150121": 16, "150122": 14, "150123": 18}
TRADES = ("乳业有限公司", "机械有限公司", "纺织有限公司", "仓储有限公司", "酒店", "商贸有限公司", "建材厂")
ROOMS = ("1号配电室", "2号配电室", "箱式变电站", "生产车间配电室")
MATTERS = (
    ("接地线松动", "一般"),
    ("开关柜除湿器失效", "一般"),
    ("电缆沟积水", "一般"),
    ("绝缘手套过期未检", "一般"),
    ("配电室堆放杂物", "一般"),
    ("消防器材失压", "一般"),
    ("车间私拉临时线路", "重大"),
    ("变压器渗油", "重大"),
    ("断路器保护定值错误", "重大"),
)
FIRST, LAST = date(2024, 1, 4), date(2024, 5, 31)

Visit = tuple[str, str, str, date, str]


def write(out: Path, rng: Random) -> None:
    """Write the check-ups and the hazards of January to May 2024."""
    people = persons(rng, 14)
    made = sorted(visits(rng, people), key=lambda visit: visit[3])
    write_workbook(out / "呼和浩特市企业用电体检台账.xlsx", [_check_ups(made), _hazards(rng, made, people)])


def visits(rng: Random, people: list[str]) -> list[Visit]:
    """Draw a visit for each firm's room, and for some rooms a second one."""
    found: list[Visit] = []
    for county, count in COUNTIES.items():
        for firm in firms(rng, count, name(county).rstrip("区县旗"), TRADES):
            room, day = rng.choice(ROOMS), _workday(rng, FIRST, LAST)
            found.append((name(county), firm, room, day, rng.choice(people)))
            if rng.random() < 0.15 and day < LAST - timedelta(days=30):
                found.append((name(county), firm, room, _workday(rng, day + timedelta(20), LAST), people[0]))
    return found


def _workday(rng: Random, first: date, last: date) -> date:
    day = first + timedelta(days=rng.randrange((last - first).days + 1))
    return day - timedelta(days=max(0, day.weekday() - 4))


def _check_ups(made: list[Visit]) -> Table:
    return Table(
        part="体检台账",
        title="企业配电室用电体检台账（2024年1—5月）",
        office=OFFICE,
        headings=("旗县区", "企业名称", "配电室", "体检日期", "体检人"),
        rows=made,
        note="说明：企业自愿预约，隐患由产权人整改，本表只记场所，不评价企业。",
    )


def _hazards(rng: Random, made: list[Visit], people: list[str]) -> Table:
    rows: list[tuple[object, ...]] = []
    for county, firm, room, day, _by in made:
        for matter, grade in rng.sample(MATTERS, rng.choice((0, 0, 1, 1, 1, 2, 3))):
            number = f"YD2024-{len(rows) + 1:03d}"
            rows.append((number, county, firm, room, matter, grade, day, *_clearing(rng, day, people)))
    return Table(
        part="隐患整改台账",
        title="用电隐患整改台账（2024年1—5月）",
        office=OFFICE,
        headings=(
            "隐患编号",
            "旗县区",
            "企业名称",
            "配电室",
            "隐患内容",
            "等级",
            "发现日期",
            ("整改", "整改人"),
            ("整改", "整改日期"),
            ("复核", "复核人"),
            ("复核", "复核日期"),
        ),
        rows=rows,
        note="说明：整改人与复核人须为两人，同一人的不销号。",
    )


def _clearing(
    rng: Random, found: date, people: list[str]
) -> tuple[str | None, date | None, str | None, date | None]:
    """Draw who fixed a hazard and who looked at it; a few are unfixed, unseen, or seen by the same person."""
    fixed = found + timedelta(days=rng.randint(1, 20))
    looked = fixed + timedelta(days=rng.randint(1, 6))
    fixer, second = rng.sample(people, 2)
    if fixed > LAST:
        return None, None, None, None
    if looked > LAST:
        return fixer, fixed, None, None
    return fixer, fixed, fixer if rng.random() < 0.03 else second, looked
