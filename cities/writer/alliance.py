"""Sheets of the alliance of Hangjin Rear Banner: services to firms, pairings, households helped."""

from datetime import date
from pathlib import Path
from random import Random

from cities.writer.calendar_days import day_between, growing
from cities.writer.divisions import below, communities, path, villages
from cities.writer.invented import firms
from cities.writer.office import MARK, Table, write_workbook

COUNTY = "150826"
OFFICE = f"杭锦后旗暖新联盟办公室{MARK}"
MONTHS = ((2023, 11), (2023, 12), (2024, 1), (2024, 2), (2024, 3), (2024, 4), (2024, 5))
TRADES = ("食品有限公司", "商贸有限公司", "农业科技有限公司", "物流有限公司", "超市", "番茄制品厂", "面粉厂")
SERVED, ONLY_OPEN = 153, 6
FIRMS, VILLAGES = 98, 68
HOUSEHOLDS, PERSONS = 295, 574
THINGS = ("法律援助", "困难帮扶", "政策咨询", "助学", "其他")
WAYS = ("走访企业", "帮办代办", "圆桌会议")


def write(out: Path, rng: Random) -> None:
    """Write the three workbooks."""
    known = firms(rng, SERVED + ONLY_OPEN + 20, "杭后", TRADES)
    towns = {firm: _town(rng) for firm in known}
    _write_services(out, rng, known, towns)
    _write_pairings(out, rng, [*known[:60], *firms(rng, FIRMS - 60 + 5, "后旗", TRADES)])
    _write_households(out, rng)


def _town(rng: Random) -> str:
    codes = [town.code for town in below(COUNTY, "town")]
    return path(rng.choices(codes, [10, *[2] * (len(codes) - 1)])[0])


def _write_services(out: Path, rng: Random, known: list[str], towns: dict[str, str]) -> None:
    """Every served firm once, some again, six never settled, and twenty only in the year before."""
    served, waiting, earlier = known[:SERVED], known[SERVED:-20], known[-20:]
    rows = [(_service_day(rng, 2024), firm, True) for firm in [*served, *rng.choices(served, k=96)]]
    rows += [(_service_day(rng, 2024), firm, False) for firm in [*waiting, *rng.choices(served, k=8)]]
    rows += [(_service_day(rng, 2023), firm, True) for firm in [*earlier, *rng.sample(served, 34)]]
    drawn = [
        (
            day,
            firm,
            towns[firm],
            rng.choices(THINGS, [3, 2, 6, 1, 2])[0],
            rng.choices(WAYS, [5, 3, 1])[0],
            done,
        )
        for day, firm, done in rows
    ]
    kept = {(row[0], row[1], row[3]): row for row in drawn}
    write_workbook(
        out / "杭锦后旗企业精准服务台账.xlsx",
        [_month_of_services(sorted(kept.values()), year, month) for year, month in MONTHS],
    )


def _service_day(rng: Random, year: int) -> date:
    return growing(rng, date(2023, 11, 1), date(2023, 12, 29)) if year == 2023 else _day_2024(rng)


def _day_2024(rng: Random) -> date:
    month = rng.choices((1, 2, 3, 4, 5), [5, 3, 6, 7, 8])[0]
    return day_between(rng, date(2024, month, 1), date(2024, month, 29))


def _month_of_services(rows: list[tuple[object, ...]], year: int, month: int) -> Table:
    return Table(
        part=f"{year}年{month}月",
        title=f"杭锦后旗企业精准服务台账（{year}年{month}月）",
        office=OFFICE,
        headings=("服务日期", "企业名称", "所在乡镇", "服务事项", "服务方式", "是否办结"),
        rows=[
            row for row in rows if isinstance(row[0], date) and (row[0].year, row[0].month) == (year, month)
        ],
    )


def _write_pairings(out: Path, rng: Random, paired: list[str]) -> None:
    """Ninety-eight firms and sixty-eight villages stand; five firms and some villages have left again."""
    places = rng.sample(villages(COUNTY), VILLAGES + 6)
    standing, others = places[:VILLAGES], places[VILLAGES:]
    now, gone = paired[:FIRMS], paired[FIRMS:]
    pairs = [*zip(now, standing, strict=False)]
    pairs += [(firm, rng.choice(standing)) for firm in now[VILLAGES:]]
    pairs += [(firm, rng.choice(standing)) for firm in rng.sample(now[:VILLAGES], 17)]
    rows: list[list[object]] = [[f, path(v), _paired_on(rng), None] for f, v in dict.fromkeys(pairs)]
    rows += [[firm, path(rng.choice(others)), *_ended(rng)] for firm in [*gone, *rng.sample(now, 4)]]
    rows += [[rng.choice(now), path(place), date(2024, 6, 1), None] for place in others[:2]]
    rows[3][3] = date(2024, 6, 2)
    rows.sort(key=lambda row: (str(row[2]), row[0]))
    table = Table(
        part="村企结对",
        title="杭锦后旗村企结对共建台账",
        office=OFFICE,
        headings=("结对企业", "结对村（嘎查）", ("结对时间", "结对日期"), ("结对时间", "解除日期")),
        rows=rows,
        note="说明：一家企业可与多个村结对，一个村可与多家企业结对；解除结对的填写解除日期。",
    )
    write_workbook(out / "杭锦后旗村企结对共建台账.xlsx", [table])


def _paired_on(rng: Random) -> date:
    return growing(rng, date(2023, 3, 1), date(2024, 5, 31))


def _ended(rng: Random) -> tuple[date, date]:
    return day_between(rng, date(2023, 3, 1), date(2023, 9, 28)), day_between(
        rng, date(2023, 11, 1), date(2024, 5, 31)
    )


def _write_households(out: Path, rng: Random) -> None:
    """Households by number only; a dozen no longer helped, their persons off the count."""
    sizes = rng.choices((1, 2, 3, 4, 5), [42, 33, 16, 7, 2], k=HOUSEHOLDS)
    while sum(sizes) != PERSONS:
        at = rng.randrange(HOUSEHOLDS)
        sizes[at] = min(5, max(1, sizes[at] + (1 if sum(sizes) < PERSONS else -1)))
    places = communities(COUNTY)
    begun = [growing(rng, date(2023, 2, 20), date(2024, 5, 31)) for _ in sizes]
    rows: list[list[object]] = [
        [path(rng.choice(places)), size, _helper(rng), day, None]
        for size, day in zip(sizes, begun, strict=True)
    ]
    rows += [[path(rng.choice(places)), rng.randint(1, 4), _helper(rng), *_ended(rng)] for _ in range(12)]
    rows.sort(key=lambda row: str(row[3]))
    table = Table(
        part="结对帮扶",
        title="杭锦后旗城镇困难家庭结对帮扶台账",
        office=OFFICE,
        headings=("户编号", "所在社区", "家庭人口", "帮扶单位", "帮扶开始日期", "帮扶结束日期"),
        rows=[[f"后旗帮扶{number:04d}", *row] for number, row in enumerate(rows, 1)],
        corner="单位：人",
        sums=("家庭人口",),
        note="说明：本表只列户编号，不列姓名；已结束帮扶的家庭保留在表内并填写结束日期。",
    )
    write_workbook(out / "杭锦后旗城镇困难家庭结对帮扶台账.xlsx", [table])


def _helper(rng: Random) -> str:
    kinds = ("住房保障", "司法行政", "交通运输", "教育", "卫生健康", "人力资源", "市场监管", "农牧水利")
    return f"杭锦后旗{rng.choice(kinds)}帮扶{rng.randint(1, 6)}组{MARK}"
