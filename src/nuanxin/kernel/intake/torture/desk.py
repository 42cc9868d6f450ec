"""Desk 案头: what whoever types a table has in mind: the office's area, each column's unit, the facts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.intake.torture.places import Place, places

FACTORS = {
    "元": ("fen", 100),
    "万元": ("fen", 10**6),
    "亿元": ("fen", 10**10),
    "亩": ("centimu", 100),
    "万亩": ("centimu", 10**6),
    "米": ("metre", 1),
    "公里": ("metre", 1_000),
    "千克": ("gram", 1_000),
    "吨": ("gram", 10**6),
    "万吨": ("gram", 10**10),
    "千瓦": ("kilowatt", 1),
    "万千瓦": ("kilowatt", 10_000),
    "人": ("person", 1),
    "万人": ("person", 10_000),
    "人次": ("person_time", 1),
    "万人次": ("person_time", 10_000),
    "户": ("household", 1),
    "万户": ("household", 10_000),
    "个": ("piece", 1),
    "场次": ("event", 1),
    "天": ("day", 1),
}
"""Units with their base unit and how many of it make one: written down here on its own."""

PLAIN_UNIT = "个"


class Amount(NamedTuple):
    """A number of a numeric column, in the unit its bare numbers are read in, and in base units."""

    number: Decimal
    unit: str

    @property
    def base(self) -> int:
        """The whole number of base units."""
        return in_base(self.number, self.unit)


def in_base(number: Decimal, unit: str) -> int:
    """Return a number of a unit in base units; it is whole by construction."""
    scaled = number * FACTORS[unit][1]
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{number}{unit} is finer than its base unit")
    return int(scaled)


def siblings(unit: str) -> list[str]:
    """Return the other units that an office would use instead: 元 for 万元, but not 亿元 for 元."""
    base, factor = FACTORS[unit]
    likely = {other: own for other, (its, own) in FACTORS.items() if its == base and other != unit}
    return [other for other, own in likely.items() if max(own, factor) <= 10_000 * min(own, factor)]


@dataclass(slots=True)
class Desk:
    """The office of one table: chance, sheet, format's habit, the area of its title, and units by field.

    ``typed`` says whether the format keeps numbers, days and texts apart; ``home`` is the short code
    of the area that the title names, blank where it names none; ``facts`` are the clean values by row,
    ``spot`` the row at hand, ``used`` the ways cells were written in.
    """

    random: Random
    sheet: Sheet
    typed: bool
    home: str
    units: dict[str, str] = field(default_factory=dict)
    facts: list[dict[str, Any]] = field(default_factory=list)
    spot: int = 0
    used: set[str] = field(default_factory=set)

    def above(self, name: str) -> Any:
        """Return the fact in the row above, None in the first row."""
        return self.facts[self.spot - 1][name] if self.spot else None


WORDS = [
    "北渠",
    "南湖",
    "东升",
    "新华",
    "团结",
    "胜利",
    "红旗",
    "前进",
    "光明",
    "友谊",
    "长青",
    "永丰",
    "德胜",
    "兴旺",
    "安康",
    "和顺",
    "金川",
    "银河",
]
TRADES = ["商贸", "建材", "乳业", "物流", "农牧", "能源", "餐饮", "机电"]
SURNAMES, GIVEN = (
    "张王李赵刘陈杨黄周吴",
    ["小满", "秋实", "春和", "建国", "志强", "文静", "海燕", "巴特尔", "其其格", "阿拉坦", "乌云"],
)
MONGOLIAN = ("阿拉坦·其木格", "乌兰·巴特尔", "萨仁·高娃", "孟和·那顺")
_CODES = {"编号": "BH", "户": "H"}


def facts(desk: Desk, count: int) -> Iterator[dict[str, Any]]:
    """Yield clean rows with keys of their own: texts, Amounts, days, Places, words of choices, bools."""
    seen = set[Any]()
    for number in range(1, count + 1):
        for _attempt in range(40):
            row = {column.field: fact(desk, column, number) for column in desk.sheet.columns}
            key = tuple(_key(row[name]) for name in desk.sheet.key)
            if key not in seen:
                seen.add(key)
                _widen(desk, row)
                yield row
                break


def _key(said: Any) -> Any:
    return said.base if isinstance(said, Amount) else said


def _widen(desk: Desk, row: dict[str, Any]) -> None:
    """Make a county beside a village the village's own."""
    areas = [column for column in desk.sheet.columns if column.kind == "area"]
    narrow = max((row[column.field] for column in areas), key=lambda place: len(place.short), default=None)
    for column in areas:
        if narrow and column.level == "county":
            row[column.field] = places().by_code[narrow.short[:6]]


def ordinal(column: Column) -> bool:
    """Return whether a column of whole numbers counts nothing: a year, 序号."""
    return column.kind == "whole" and ("年" in column.zh or "序" in column.zh)


def fact(desk: Desk, column: Column, number: int) -> Any:
    """Return one clean value of a column."""
    random = desk.random
    match column.kind:
        case "whole" if ordinal(column):
            return Amount(Decimal(random.randint(2019, 2025) if "年" in column.zh else number), PLAIN_UNIT)
        case "whole":
            return Amount(Decimal(random.randint(1, 480)), PLAIN_UNIT)
        case "quantity":
            return _amount(random, column, desk.units[column.field])
        case "day":
            return date(2020, 1, 1) + timedelta(days=random.randrange(2_150))
        case "area":
            return _place(desk, column.level)
        case "choice":
            return random.choice(sorted(column.choices or {}))
        case "yes_no":
            return random.random() < 0.7
        case _:
            return _text(random, column, number)


def _amount(random: Random, column: Column, unit: str) -> Amount:
    """Return an amount of a likely size in the declared unit, told in the unit in effect."""
    _base, factor = FACTORS[column.unit]
    likely = Decimal(random.choice((random.randint(1, 90), random.randint(100, 9_900))))
    if factor >= 1_000 and random.random() < 0.7:
        likely += Decimal(random.randint(1, 99)) / 100
    return Amount((likely * factor / FACTORS[unit][1]).normalize() + 0, unit)


def _place(desk: Desk, level: str) -> Place:
    known = places()
    return desk.random.choice(known.below(desk.home, level) or known.of_level[level])


def _text(random: Random, column: Column, number: int) -> str:
    said = column.zh
    if "身份证" in said:
        return identity(random)
    if "电话" in said or "手机" in said:
        return f"138{random.randrange(10**8):08}"
    if "卡号" in said or "账号" in said:
        return f"622202{random.randrange(10**13):013}"
    if "编号" in said or said.endswith("号"):
        return f"{random.choice(('WT', 'BH', 'NX'))}{number:04}-{random.randrange(1_000):03}"
    if "月份" in said:
        return f"{random.randint(2021, 2025)}年{random.randint(1, 12)}月"
    if "日期" in said or "时间" in said:
        return f"{random.randint(2021, 2025)}年{random.randint(1, 12)}月{random.randint(1, 28)}日"
    if said in ("数值",):
        return str(random.randint(10, 9_000))
    if said in ("单位", "计量单位"):
        return random.choice(("万元", "人次", "户"))
    if "人" in said[-2:] or "姓名" in said or "户主" in said:
        return random.choice(MONGOLIAN) if random.random() < 0.2 else person(random)
    return _thing(random, said, number)


def person(random: Random) -> str:
    """Return an invented name."""
    return random.choice(SURNAMES) + random.choice(GIVEN)


def identity(random: Random) -> str:
    """Return an invented ID number with a right check digit (GB 11643), of a code that is no place."""
    head = f"159999{random.randint(1950, 2005)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    head += f"{random.randrange(1_000):03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return head + "10X98765432"[sum(int(d) * w for d, w in zip(head, weights, strict=True)) % 11]


def _thing(random: Random, said: str, number: int) -> str:
    word = f"{random.choice(WORDS)}{random.choice(WORDS)}"
    tail = next((tail for mark, tail in _TAILS.items() if mark in said), "项目")
    if tail == "有限公司":
        word += random.choice(TRADES)
    numbered = f"{number}号" if tail in ("巷", "配电室", "教学点", "展厅") else f"（{number}）"
    return (
        f"{word}{tail}{numbered}" if random.random() < 0.6 or tail in ("巷",) else f"{word}{number}期{tail}"
    )


_TAILS = {
    "企业": "有限公司",
    "单位": "服务中心",
    "队": "服务队",
    "地址": "巷",
    "位置": "巷",
    "配电室": "配电室",
    "学校": "小学",
    "目的地": "研学基地",
    "主题": "行",
    "内容": "线路老化",
    "课程": "课",
    "学期": "学期",
    "景点": "展厅",
    "旅游区": "旅游区",
    "接待点": "展厅",
    "沙地": "沙地",
    "教学点": "教学点",
    "品名": "果蔬",
    "来源": "公报",
    "指标": "指标",
    "名称": "项目",
}
