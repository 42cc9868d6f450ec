"""Invented names 虚构名称: firms and persons of the demo city, every one marked （示例）."""

from collections.abc import Callable
from random import Random

from cities.writer.office import MARK

SURNAMES = "白包陈邓樊高郭韩何胡贾金李梁刘吕马孟牛乔任邵石宋苏孙田王魏吴武谢徐薛闫杨于云张赵郑周朱"
GIVEN = "安春冬芳刚桂海浩红华慧吉建杰静军凯兰丽亮林梅敏明娜宁平琴青秋荣瑞山树涛婷文霞祥小晓新秀雪雁阳英永玉志"
FIRM_WORDS = "安北诚川达丰格光广和恒宏华汇吉佳金景凯康乐联茂宁平齐庆瑞润盛顺泰天通万祥信兴旭雅益裕源泽正众"


def persons(rng: Random, count: int) -> list[str]:
    """Return ``count`` different invented names of persons, marked."""
    return _different(count, lambda: rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice((1, 2, 2)))))


def firms(rng: Random, count: int, place: str, trades: tuple[str, ...]) -> list[str]:
    """Return ``count`` different invented names of firms of a place, in the given trades, marked."""
    return _different(
        count,
        lambda: f"{place}{''.join(rng.sample(FIRM_WORDS, 2))}{rng.choice(trades)}",
    )


def _different(count: int, draw: Callable[[], str]) -> list[str]:
    drawn: dict[str, None] = {}
    while len(drawn) < count:
        drawn[draw() + MARK] = None
    return list(drawn)
