"""The register of warm stations of Bayannur: one worksheet a county."""

import re
from datetime import date
from pathlib import Path
from random import Random

from cities.writer.calendar_days import day_between, growing
from cities.writer.divisions import below, name, path, spoken
from cities.writer.linhe import table_of_linhe
from cities.writer.office import MARK, Table, write_workbook

IN_USE = {
    "150802": ("LH", 78),
    "150821": ("WY", 18),
    "150822": ("DK", 14),
    "150823": ("QQ", 24),
    "150824": ("ZQ", 13),
    "150825": ("HQ", 11),
    "150826": ("HH", 24),
}
"""Points in use on 2024-05-31 by county: 182 in all."""

WITHDRAWN, NOT_YET, LATER = (
    ("150802", "150802", "150802", "150821", "150823", "150823", "150826", "150822"),
    5,
    2,
)
SEATS = {
    "150802": (107.394, 40.751),
    "150821": (108.273, 41.097),
    "150822": (107.008, 40.331),
    "150823": (108.655, 40.737),
    "150824": (108.514, 41.588),
    "150825": (107.075, 41.084),
    "150826": (107.151, 40.887),
}
"""Where the county towns lie, as a Chinese map shows it; stations are scattered around them at random."""

HOURS = (
    "每天 8:00-20:00",
    "周一至周五 8:30-18:00；节假日休息",
    "每天 7:00-22:00",
    "周一至周六 9:00-18:00；节假日 10:00-16:00",
    "24小时",
    "",
)
SHARES = (0.97, 0.9, 0.75, 0.7, 0.85, 0.95)
"""How many stations have water, charging, a microwave, a toilet, a medicine box and heating."""

HEADINGS = (
    "驿站编号",
    "驿站名称",
    "依托场所",
    "所在街道（乡镇）",
    "地址",
    "启用日期",
    "撤销日期",
    "经度",
    "纬度",
    "坐标系",
    "开放时间",
    "运营单位",
    "座位数",
    "饮水",
    "充电",
    "微波炉",
    "卫生间",
    "药箱",
    "取暖",
)
KINDS = ("党群服务中心", "工会驿站", "沿街商户", "快递网点", "银行网点", "司机之家")
KEEPERS = {
    "党群服务中心": "{town}党群服务中心",
    "工会驿站": "{county}职工服务社",
    "沿街商户": "{county}暖城便民服务公司",
    "快递网点": "{county}顺达捷递公司",
    "银行网点": "{county}惠农金穗合作社",
    "司机之家": "{county}同路司机服务社",
}
"""Which invented organisation keeps a station, by what it is housed in; of every ninth nobody said."""
LOOKED_AT = tuple(f"LH-{number:03d}" for number in (1, 2, 3, 4, 5, 6, 7, 9, 11, 12))
"""Stations of Linhe, in use all through the spring of 2024, that are inspected and graded."""
ITEMS = (
    ("有统一标识和开放时间", "sign and opening hours are posted", ""),
    ("有座椅和饮水", "seats and drinking water", ""),
    ("有充电和热饭的地方", "a place to charge and to warm a meal", "不能充电"),
    ("有药箱且药品在有效期内", "medicine box, nothing in it expired", "药品或器材过期"),
    ("有专人管理和意见簿", "somebody in charge and a book for remarks", ""),
)
"""The five haves 五有, and the repair that a lack of each asks for where it has one of its own."""
INSPECTORS, DECIDES, PASSES = ("JC-01", "JC-02", "JC-03"), "PD-01", "FH-01"
"""Invented numbers of who inspects, who decides a grade and who passes it."""
FLOORS = ("一层大厅", "东侧门面", "西侧门面", "一层101室", "院内", "北门旁")


def write(out: Path, rng: Random) -> None:
    """Write the register."""
    tables = [_county(rng, code, *IN_USE[code]) for code in IN_USE]
    write_workbook(out / "巴彦淖尔市暖心驿站登记台账.xlsx", tables)
    write_workbook(out / "暖心驿站临河区检查清单.xlsx", [_checklist()])
    write_workbook(out / "暖心驿站临河区检查记录.xlsx", [_inspections(Random("stations.inspections"))])  # noqa: S311
    write_workbook(out / "暖心驿站临河区星级评定表.xlsx", [_grades(Random("stations.grades"))])  # noqa: S311


def _county(rng: Random, code: str, letters: str, in_use: int) -> Table:
    """A county: points in use, points withdrawn, and (in Linhe) some opened or withdrawn in June."""
    capital = code == "150802"
    days: list[tuple[date, date | None]] = [(_opening(rng), None) for _ in range(in_use)]
    days += [(_early(rng), _withdrawal(rng)) for _ in range(WITHDRAWN.count(code))]
    days += [(date(2024, 6, 3), None)] * (NOT_YET if capital else 0)
    for at in range(LATER if capital else 0):
        days[at] = (_early(rng), date(2024, 6, 2))
    rows = [_station(rng, code, *pair) for pair in sorted(days, key=str)]
    return Table(
        part=name(code),
        title=f"{name(code)}暖心驿站登记台账",
        office=f"{name(code)}社会工作办公室{MARK}",
        headings=HEADINGS,
        rows=[
            [key, *row, *_open(Random(f"{letters}-{number}"), code, _keeper(number, row))]  # noqa: S311
            for number, row in enumerate(rows, 1)
            for key in (f"{letters}-{number:03d}",)
        ],
        note="说明：撤销的驿站保留在表内并填写撤销日期；编号不再使用。坐标为示意，随机散布在城区周围。",
    )


def _checklist() -> Table:
    """The checklist in force from the first of January 2024."""
    return table_of_linhe(
        "暖心驿站检查清单",
        ("适用区域", "启用日期", "项号", "检查内容", "英文", "不达标时报修"),
        [[path("150802"), date(2024, 1, 1), number, *said] for number, said in enumerate(ITEMS, 1)],
    )


def _inspections(rng: Random) -> Table:
    """Each station looked at in three months, by somebody known by a number."""
    rows = [_inspection(rng, station, month) for month in (3, 4, 5) for station in LOOKED_AT]
    return table_of_linhe(
        "暖心驿站检查记录", ("驿站编号", "检查日期", "检查人编号", "达标项", "承诺时段是否开门"), rows
    )


def _inspection(rng: Random, station: str, month: int) -> list[object]:
    day = date(2024, month, rng.randint(4, 26))
    return [station, day, rng.choice(INSPECTORS), _met(rng), rng.random() < 0.9]


def _met(rng: Random) -> str:
    return "、".join(str(number) for number in range(1, len(ITEMS) + 1) if number == 1 or rng.random() < 0.85)


def _grades(rng: Random) -> Table:
    """Each station graded in January and anew at the end of May, decided by one and passed by another."""
    rows: list[list[object]] = [
        [station, day, rng.choices(("五星", "四星", "三星"), [2, 5, 3])[0], reason, DECIDES, PASSES]
        for day, reason in ((date(2024, 1, 15), "首次评定"), (date(2024, 5, 30), "按春季检查结果复评"))
        for station in LOOKED_AT
    ]
    headings = ("驿站编号", "评定日期", "星级", "理由", "评定人编号", "复核人编号")
    return table_of_linhe("暖心驿站星级评定表", headings, rows)


def _keeper(number: int, row: list[object]) -> str | None:
    """Return the organisation that keeps a station open, from what it is housed in and where."""
    _name, kind, place, *_rest = map(str, row)
    county, town = re.split(r"(?<=[区县旗])", place, maxsplit=1)
    return KEEPERS[kind].format(county=county, town=town) + MARK if number % 9 != 8 else None


def _open(rng: Random, county: str, keeper: str | None) -> list[object]:
    """What a visitor wants to know: where it is (an invented point), when it is open, what is there."""
    east, north = SEATS[county]
    spread = rng.choices((0.012, 0.06), [7, 3])[0]
    point = [f"{east + rng.gauss(0, spread):.6f}", f"{north + rng.gauss(0, spread * 0.8):.6f}", "高德"]
    hours = rng.choices(HOURS, [5, 4, 3, 2, 1, 1])[0]
    return [
        *point,
        hours,
        keeper,
        rng.randint(4, 30),
        *("√" if rng.random() < share else "×" for share in SHARES),
    ]


def _station(rng: Random, county: str, opened: date, closed: date | None) -> list[object]:
    towns = [town.code for town in below(county, "town") if town.code[6] in "012"]
    town = rng.choices(towns, [8 if code[6] == "0" else 6 if code.endswith("100") else 2 for code in towns])[
        0
    ]
    village = rng.choice([place.name for place in below(town, "village")] or [name(town)])
    title, kind = spoken(village), rng.choices(KINDS, [7, 4, 6, 3, 2, 1])[0]
    return [f"{title}{kind[:2]}暖心驿站{MARK}", kind, path(town), title + rng.choice(FLOORS), opened, closed]


def _opening(rng: Random) -> date:
    """Most opened before two winters and in the spring drive of 2024."""
    span = rng.choices(((2023, 2, 6), (2023, 7, 3), (2023, 10, 9), (2024, 3, 1)), [4, 3, 6, 6])[0]
    ends = {(2023, 2, 6): date(2023, 6, 30), (2023, 7, 3): date(2023, 9, 28), (2023, 10, 9): date(2024, 2, 8)}
    return growing(rng, date(*span), ends.get(span, date(2024, 5, 31)))


def _early(rng: Random) -> date:
    return day_between(rng, date(2023, 2, 6), date(2023, 8, 31))


def _withdrawal(rng: Random) -> date:
    return day_between(rng, date(2023, 11, 1), date(2024, 5, 24))
