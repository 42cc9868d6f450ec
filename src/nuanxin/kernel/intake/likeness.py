"""Likeness 相近: how near a heading of an office is to a name a column answers to, from 0 to 1."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.fuzz import ratio

_SAME_WORDS = (
    ("年月日", "日期"),
    ("时间", "日期"),
    ("名称", "名"),
    ("工程", "项目"),
    ("类型", "类别"),
    ("种类", "类别"),
    ("分类", "类别"),
    ("号码", "编号"),
    ("机构", "单位"),
    ("年份", "年度"),
    ("级别", "等级"),
    ("方式", "形式"),
    ("详细地址", "地址"),
    ("数额", "额"),
    ("旗县市区", "县"),
    ("所属", "所在"),
    ("地点", "地址"),
    ("位置", "地址"),
    ("编码", "编号"),
    ("代码", "编号"),
    ("名字", "名"),
    ("公司", "企业"),
    ("厂家", "企业"),
    ("苏木", "乡镇"),
    ("嘎查", "村"),
    ("金额", "额"),
    ("总额", "额"),
    ("旗县", "县"),
    ("旗县区", "县"),
    ("县区", "县"),
    ("number", "no"),
    ("date", "day"),
)
"""Words offices use for one another in headings; each pair is written as its second word before comparing."""

_EMPTY_WORDS = re.compile("的|及其|情况|具体|实际|所在")
_WORD = re.compile(r"[a-z]+|\d+")

ALIKE = 0.55
"""From here on a heading may well mean the column."""


@lru_cache(maxsize=65_536)
def likeness(one: str, other: str) -> float:
    """Return how alike two normalised names are: 1 for the same, below ``ALIKE`` for mere coincidence.

    The same after everyday words were evened out (启用时间, 启用日期) is 0.95; a name inside the other
    counts by how much of it is there; else the share of characters in common and in order.
    """
    if one == other:
        return 1.0
    one, other = evened(one), evened(other)
    if not one or not other:
        return 0.0
    if one == other:
        return 0.95
    short, long = sorted((one, other), key=len)
    shared = ratio(one, other) / 100
    if len(short) > (3 if short.isascii() else 1) and short in long:
        shared = max(shared, 0.6 + 0.35 * len(short) / len(long))
    return min(shared, 0.93)


def likest(names: Iterable[str], wanted: Iterable[str]) -> tuple[float, str]:
    """Return the best likeness between the names of a heading and those of a column, and the name met."""
    pairs = ((likeness(name, want), want) for name in names for want in wanted)
    return max(pairs, default=(0.0, ""), key=lambda pair: pair[0])


@lru_cache(maxsize=16_384)
def evened(name: str) -> str:
    """Return a normalised name with everyday words made one, and those that say nothing left out."""
    for word, instead in _SAME_WORDS:
        name = name.replace(word, instead)
    return _EMPTY_WORDS.sub("", name)
