"""What the next stations of Linhe are planned from: demand, rooms on offer, public buildings; invented."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

from cities.writer.calendar_days import day_between
from cities.writer.divisions import path
from cities.writer.linhe import table_of_linhe
from cities.writer.office import MARK, Table, write_workbook
from cities.writer.town import INNER, OUTER, community, degrees, somewhere

NOTE = "说明：演示用数据，地点和人次都是虚构的。"
SURVEYED, LOOKED_AT = date(2024, 4, 16), date(2024, 4, 22)
SPOTS = {
    "餐饮街": (8, 46, 52, 9),
    "农贸市场": (38, 16, 12, 0),
    "商场": (6, 26, 34, 6),
    "夜市": (0, 4, 30, 28),
    "医院门口": (20, 18, 14, 6),
    "快递分拨点": (34, 14, 16, 4),
    "物流园": (22, 18, 16, 14),
    "学校门口": (18, 12, 16, 0),
}
"""Hot spots by what they are, with the usual person-times from morning to night."""
RIDERS, AT_HOME = (24, 40, 44, 10), (9, 2, 6, 4)
HOT_SPOTS, ROADS, HOMES, OFFERS, BUILDINGS = 130, 26, 64, 28, 64
BUILDING_KINDS = ("社区用房", "党群服务中心", "学校", "卫生院", "银行网点", "加油站")
HOURS = (
    "每天 8:00-20:00",
    "每天 7:00-22:00",
    "周一至周五 8:30-18:00；节假日休息",
    "24小时",
    "每天 9:00-21:00",
)
ROOMS = ("临街门面", "一层活动室", "值班室", "闲置报刊亭", "门厅", "便民服务角")
HOSTS = ("社区居委会", "物业公司", "银行支行", "邮政所", "超市", "加油站")


def write(out: Path, rng: Random) -> None:
    """Write the three sheets."""
    for file, draw in (
        ("临河区户外作业需求登记表", _demand),
        ("临河区驿站空间提供登记表", _offers),
        ("临河区可设驿站公共建筑登记表", _buildings),
    ):
        write_workbook(out / f"{file}.xlsx", [draw(Random(rng.random()))])  # noqa: S311


def _town(rng: Random) -> str:
    return rng.choices((*INNER, *OUTER), [9] * len(INNER) + [2] * len(OUTER))[0]


def _named(rng: Random, count: int, words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield towns, names and which of the words is in the name; no name twice in a town."""
    seen = set[tuple[str, str]]()
    while len(seen) < count:
        town, word = _town(rng), rng.choice(words)
        title = f"{community(rng, town)}{word}{MARK}"
        if (town, title) not in seen:
            seen.add((town, title))
            yield town, title, word


def _about(rng: Random, usual: Sequence[int]) -> list[object]:
    """Return numbers about the usual ones, blank where there is nobody."""
    return [max(0, round(each * rng.uniform(0.4, 1.8))) or None for each in usual]


def _demand(rng: Random) -> Table:
    headings = (
        "需求点名称",
        "需求类别",
        "所在街道（乡镇）",
        "经度",
        "纬度",
        "坐标系",
        "终点经度",
        "终点纬度",
    )
    bands = ("早间人次", "午间人次", "傍晚人次", "夜间人次", "数据来源", "调查日期")
    rows = [*_hot_spots(rng), *_roads(rng), *_homes(rng)]
    dated = [[*row, SURVEYED] for row in rows]
    return table_of_linhe("临河区户外作业需求登记表", (*headings, *bands), dated, note=NOTE)


def _hot_spots(rng: Random) -> Iterator[list[object]]:
    for town, title, kind in _named(rng, HOT_SPOTS, list(SPOTS)):
        point = degrees(*somewhere(rng, town))
        yield [title, "热点", path(town), *point, None, None, *_about(rng, SPOTS[kind]), "平台热力图估数"]


def _roads(rng: Random) -> Iterator[list[object]]:
    """Stretches of road: their ends, and how many ride along them."""
    for town, title, _word in _named(rng, ROADS, ["配送干线"]):
        east, north = somewhere(rng, town)
        along, across = rng.choice(((1, 0), (0, 1)))
        length = rng.uniform(0.5, 1.4)
        end = degrees(east + along * length, north + across * length)[:2]
        yield [title, "路段", path(town), *degrees(east, north), *end, *_about(rng, RIDERS), "骑手座谈"]


def _homes(rng: Random) -> Iterator[list[object]]:
    for town, title, _word in _named(rng, HOMES, ["环卫快递人员住地"]):
        point = degrees(*somewhere(rng, town))
        yield [title, "人口", path(town), *point, None, None, *_about(rng, AT_HOME), "社区摸底"]


def _offers(rng: Random) -> Table:
    headings = ("空间名称", "所在街道（乡镇）", "提供单位", "经度", "纬度", "坐标系", "面积（平方米）")
    more = (
        "座位数",
        "是否临街",
        "可开放时间",
        "年费用",
        "提出日期",
        "踏勘日期",
        "采用日期",
        "不采用日期",
        "不采用理由",
    )
    rows = [
        [title, path(town), f"{title[:2]}{rng.choice(HOSTS)}{MARK}", *_room(rng, number, town)]
        for number, (town, title, _word) in enumerate(_named(rng, OFFERS, ROOMS))
    ]
    return table_of_linhe("临河区空间提供登记表", (*headings, *more), rows, corner="单位：元", note=NOTE)


def _room(rng: Random, number: int, town: str) -> list[object]:
    """A room on offer; of one nobody knows where it is, of another what it costs."""
    point = degrees(*somewhere(rng, town)) if number != OFFERS - 1 else (None, None, None)
    cost = round(rng.uniform(0, 60) * 10) * 100 if number != OFFERS - 2 else None
    offered = day_between(rng, date(2024, 3, 1), date(2024, 5, 20))
    floor = rng.randint(8, 60)
    room = [floor, _seats(floor, number), rng.random() < 0.7, rng.choice(HOURS), cost]
    return [*point, *room, offered, *_decided(rng, number, offered)]


def _seats(floor_m2: int, number: int) -> int | None:
    """Return a seat for three square metres, a corner kept free; of every eighth room nobody said."""
    return None if number % 8 == 7 else max(3, (floor_m2 - 2) // 3)


def _decided(rng: Random, number: int, offered: date) -> list[object]:
    """Days of a visit and of a decision: most wait, one was taken, some declined, some nobody has seen."""
    if number % 9 == 8:
        return [None, None, None, None]
    visited = day_between(rng, offered, date(2024, 5, 28))
    if number % 9 == 3:
        return [visited, None, date(2024, 5, 30), "门口不能停车"]
    return [visited, date(2024, 5, 30) if number == 5 else None, None, None]


def _buildings(rng: Random) -> Table:
    headings = ("建筑名称", "建筑类别", "所在街道（乡镇）", "经度", "纬度", "坐标系", "可用面积（平方米）")
    more = ("座位数", "可开放时间", "年费用", "摸底日期")
    rows: list[list[object]] = []
    for number, (town, title, kind) in enumerate(_named(rng, BUILDINGS, BUILDING_KINDS)):
        floor = rng.randint(10, 80)
        hours, cost = rng.choice(HOURS), round(rng.uniform(6, 48) * 10) * 100
        room = [floor, _seats(floor, number), hours, cost]
        rows.append([title, kind, path(town), *degrees(*somewhere(rng, town)), *room, LOOKED_AT])
    return table_of_linhe(
        "临河区可设驿站公共建筑登记表", (*headings, *more), rows, corner="单位：元", note=NOTE
    )
