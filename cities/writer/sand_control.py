"""Sheets of sand control in Chifeng: tasks, projects and their first days, wages, targets.

The sums are the page's; how they fall on counties, projects and households is invented.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random

from cities.writer.divisions import Division, below, name, path
from cities.writer.office import Table, write_workbook

OFFICE = "赤峰市林草局（示例填报）"
RELIEF_OFFICE = "赤峰市以工代赈办（示例填报）"
HORQIN, HUNSHANDAKE = "科尔沁沙地", "浑善达克沙地"
COUNTIES = {
    "150402": (0.8, {HORQIN: 6}, None),
    "150403": (2.2, {HORQIN: 18}, (12, 2.0)),
    "150404": (19.5, {HORQIN: 150}, (18, 2.7)),
    "150421": (57.6, {HORQIN: 420}, (70, 12.0)),
    "150422": (31.4, {HORQIN: 230}, (36, 6.1)),
    "150423": (40.3, {HORQIN: 305}, (50, 8.4)),
    "150424": (13.7, {HORQIN: 66, HUNSHANDAKE: 38}, (22, 3.2)),
    "150425": (57.2, {HUNSHANDAKE: 420}, (72, 11.6)),
    "150426": (54.1, {HORQIN: 395, HUNSHANDAKE: 22}, (64, 11.3)),
    "150428": (8.6, {HORQIN: 64}, None),
    "150429": (9.8, {HORQIN: 72}, None),
    "150430": (47.8, {HORQIN: 344}, (56, 9.9)),
}
"""A county: task of 2024 (万亩), campaign task by sandy land (万亩), target of 2030 (万千瓦, 万亩)."""

WAYS = {"造林": 0.28, "种草": 0.47, "封育": None}
YEARS = {
    2021: (0.46, date(2021, 3, 12)),
    2022: (0.55, date(2022, 3, 9)),
    2023: (0.74, date(2023, 3, 3)),
    2024: (1, date(2024, 2, 26)),
}
RELIEF = {
    "150404": 1,
    "150421": 2,
    "150422": 3,
    "150423": 1,
    "150424": 1,
    "150425": 1,
    "150426": 2,
    "150428": 1,
    "150429": 1,
    "150430": 2,
}
"""Work-for-relief projects under way in 2024, by county: fifteen."""

RELIEF_BEFORE = {
    2021: ("150430", "150426"),
    2022: ("150430", "150421", "150422"),
    2023: ("150422", "150425", "150426", "150430"),
}
LEFT = "150422"
LEFT_HOUSEHOLDS, OTHER_HOUSEHOLDS = 507, 80
LEFT_RATES, OTHER_RATES = (155, 156, 157), range(142, 168)
WAGES_YUAN = 6_510_000
"""Wages paid by 31 May 2024, to the yuan."""

LAST = date(2024, 5, 31)
MARCH, APRIL, MAY = "2024年3月", "2024年4月", "2024年5月"
PAID = {MARCH: date(2024, 4, 15), APRIL: date(2024, 5, 15)}
PAID_IN_MAY = (date(2024, 5, 30), date(2024, 6, 3), None)
"""Wages for May: some paid in time, some in June, some not yet; only the first count."""


@dataclass(slots=True)
class Wage:
    """One household's month on one project."""

    county: str
    project: str
    village: str
    household: str
    month: str
    days: int
    yuan: int
    paid: date | None

    def cells(self) -> tuple[object, ...]:
        """Return the row as the sheet has it."""
        return (
            name(self.county),
            self.project,
            path(self.village),
            self.household,
            self.month,
            self.days,
            self.yuan,
            self.paid,
        )


def write(out: Path, rng: Random) -> None:
    """Write tasks, projects, wages and targets."""
    tasks = [_year_tasks(year, *rest) for year, rest in YEARS.items()]
    write_workbook(out / "赤峰市治沙任务.xlsx", [*tasks, _campaign_tasks(), _targets()])
    write_workbook(out / "赤峰市治沙项目开工台账.xlsx", [_projects(rng, year) for year in YEARS])
    paid = wages(rng)
    tables = [
        _payments(month, [wage for wage in paid if wage.month == month]) for month in (MARCH, APRIL, MAY)
    ]
    write_workbook(out / "赤峰市以工代赈劳务报酬发放表.xlsx", tables)


def _year_tasks(year: int, scale: float, issued: date) -> Table:
    rows = []
    for county, (task, _whole, _target) in COUNTIES.items():
        left = whole = round(task * scale, 1)
        for way, share in WAYS.items():
            part = round(whole * share, 1) if share else left
            left = round(left - part, 1)
            rows.append((name(county), year, way, part, issued))
    return Table(
        part=f"{year}年任务",
        title=f"赤峰市{year}年沙地综合治理任务表",
        office=OFFICE,
        corner="单位：万亩",
        headings=("旗县区", "年度", "治理措施", "任务面积（万亩）", "下达日期"),
        rows=[row for row in rows if row[3]],
        sums=("任务面积（万亩）",),
        merged=("旗县区",),
    )


def _campaign_tasks() -> Table:
    return Table(
        part="攻坚战总任务",
        title="赤峰市两大沙地攻坚战总任务表",
        office=OFFICE,
        corner="单位：万亩",
        headings=("旗县区", "所在沙地", "林草建设总任务（万亩）", "下达日期"),
        rows=[
            (name(county), sand, area, date(2023, 8, 30))
            for county, (_task, whole, _target) in COUNTIES.items()
            for sand, area in whole.items()
        ],
        sums=("林草建设总任务（万亩）",),
    )


def _targets() -> Table:
    return Table(
        part="光伏治沙目标",
        title="赤峰市光伏治沙目标分解表",
        office=OFFICE,
        corner="单位：万千瓦、万亩",
        headings=("旗县区", "目标期限", "新增新能源装机（万千瓦）", "配套治理沙化土地（万亩）"),
        rows=[
            (name(county), date(2030, 12, 31), *target) for county, (*_, target) in COUNTIES.items() if target
        ],
        sums=("新增新能源装机（万千瓦）", "配套治理沙化土地（万亩）"),
    )


def relief_projects(year: int) -> list[tuple[str, str]]:
    """Return a year's work-for-relief projects as (county, name)."""
    if year in RELIEF_BEFORE:
        return [(county, f"{name(county)}{year}年以工代赈治沙项目") for county in RELIEF_BEFORE[year]]
    parts = "一二三"
    return [
        (
            county,
            f"{name(county)}2024年以工代赈治沙项目{'（' + parts[number] + '期）' if number_of > 1 else ''}",
        )
        for county, number_of in RELIEF.items()
        for number in range(number_of)
    ]


def _projects(rng: Random, year: int) -> Table:
    """Draw a year's projects; work began some twenty days earlier in 2024."""
    earliest = date(year, 3, 4) if year == max(YEARS) else date(year, 3, 25)
    rows = []
    for county in COUNTIES:
        for kind in ("沙化土地综合治理项目", "退化草原修复项目"):
            rows.append((county, f"{name(county)}{year}年{kind}", False))
    rows += [(county, project, True) for county, project in relief_projects(year)]
    dated = [(row, earliest + timedelta(days=(7 * place) % 37)) for place, row in enumerate(rows)]
    return Table(
        part=f"{year}年",
        title=f"赤峰市{year}年治沙项目开工台账",
        office=OFFICE,
        headings=("旗县区", "年度", "项目名称", "是否以工代赈", "开工日期", "完工日期"),
        rows=[
            (name(county), year, project, relief, day, _finished(rng, year))
            for (county, project, relief), day in dated
        ],
    )


def _finished(rng: Random, year: int) -> date | None:
    return None if year == max(YEARS) else date(year, 9, 20) + timedelta(days=rng.randrange(50))


def wages(rng: Random) -> list[Wage]:
    """Draw the wages of March to May 2024 and bring those paid by 31 May to the page's sum."""
    drawn: list[Wage] = []
    left = iter((180, 172, 155))
    left_rates = iter(LEFT_RATES)
    serials: defaultdict[str, count[int]] = defaultdict(lambda: count(1))
    for place, (county, project) in enumerate(relief_projects(2024)):
        here = county == LEFT
        households = next(left) if here else OTHER_HOUSEHOLDS + rng.randint(-12, 12)
        rate = next(left_rates) if here else rng.choice(OTHER_RATES)
        drawn += _crew(rng, county, project, households, rate, PAID_IN_MAY[place % 3], serials)
    _settle(rng, drawn)
    return drawn


def _crew(
    rng: Random,
    county: str,
    project: str,
    households: int,
    rate: int,
    may: date | None,
    serials: defaultdict[str, "count[int]"],
) -> list[Wage]:
    """Draw a crew's wages; ``serials`` number the households of a village over all projects."""
    villages, made = rng.sample(_rural(county), 3), []
    for _ in range(households):
        village = rng.choice(villages).code
        household = f"{village}-{next(serials[village]):03d}"
        months = [month for month, odds in ((MARCH, 0.55), (APRIL, 1), (MAY, 0.7)) if rng.random() < odds]
        for month in months:
            days = rng.randint(9, 21)
            made.append(
                Wage(county, project, village, household, month, days, days * rate, PAID.get(month, may))
            )
    return made


def _rural(county: str) -> list[Division]:
    """Return the villages of a county's towns and sumus; streets and communities have no sand to treat."""
    return [place for place in below(county, "village") if place.code[6] in "12" and place.code[9] == "2"]


def _settle(rng: Random, drawn: list[Wage]) -> None:
    """Add or take days outside Bairin Left Banner until the wages paid in time make the page's sum."""
    counted = [wage for wage in drawn if wage.paid and wage.paid <= LAST]
    loose = [wage for wage in counted if wage.county != LEFT]
    short = WAGES_YUAN - sum(wage.yuan for wage in counted)
    while abs(short) > max(OTHER_RATES):
        wage, step = rng.choice(loose), 1 if short > 0 else -1
        if 5 < wage.days + step < 27:
            rate = wage.yuan // wage.days
            wage.days, wage.yuan, short = wage.days + step, wage.yuan + step * rate, short - step * rate
    loose[-1].yuan += short


def _payments(month: str, paid: list[Wage]) -> Table:
    return Table(
        part=month.removeprefix("2024年"),
        title=f"赤峰市以工代赈治沙项目劳务报酬发放表（{month}）",
        office=RELIEF_OFFICE,
        corner="单位：元",
        headings=(
            "旗县区",
            "项目名称",
            "所在嘎查村",
            "户编号",
            "务工月份",
            "出工天数",
            "发放金额（元）",
            "发放日期",
        ),
        rows=[wage.cells() for wage in paid],
        sums=("出工天数", "发放金额（元）"),
        note="说明：只记户编号，不记姓名、证件和账号。",
    )
