"""The register of warm stations of Bayannur: one worksheet a county."""

from datetime import date
from pathlib import Path
from random import Random

from cities.writer.calendar_days import day_between, growing
from cities.writer.divisions import below, name, path, spoken
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
    "座位数",
    "饮水",
    "充电",
    "微波炉",
    "卫生间",
    "药箱",
    "取暖",
)
KINDS = ("党群服务中心", "工会驿站", "沿街商户", "快递网点", "银行网点", "司机之家")
FLOORS = ("一层大厅", "东侧门面", "西侧门面", "一层101室", "院内", "北门旁")


def write(out: Path, rng: Random) -> None:
    """Write the register."""
    tables = [_county(rng, code, *IN_USE[code]) for code in IN_USE]
    write_workbook(out / "巴彦淖尔市暖心驿站登记台账.xlsx", tables)


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
            [f"{letters}-{number:03d}", *row, *_open(Random(f"{letters}-{number}"), code)]  # noqa: S311
            for number, row in enumerate(rows, 1)
        ],
        note="说明：撤销的驿站保留在表内并填写撤销日期；编号不再使用。坐标为示意，随机散布在城区周围。",
    )


def _open(rng: Random, county: str) -> list[object]:
    """What a visitor wants to know: where it is (an invented point), when it is open, what is there."""
    east, north = SEATS[county]
    spread = rng.choices((0.012, 0.06), [7, 3])[0]
    point = [f"{east + rng.gauss(0, spread):.6f}", f"{north + rng.gauss(0, spread * 0.8):.6f}", "高德"]
    hours = rng.choices(HOURS, [5, 4, 3, 2, 1, 1])[0]
    return [*point, hours, rng.randint(4, 30), *("√" if rng.random() < share else "×" for share in SHARES)]


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
