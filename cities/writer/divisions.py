"""Divisions 区划: the real names of towns and villages, read from the house's own division file."""

import csv
import gzip
import io
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Division(NamedTuple):
    """One division: its code as the statistics bureau writes it, its name and its level."""

    code: str
    name: str
    level: str


@cache
def divisions() -> tuple[Division, ...]:
    """Return every division of the region, in order of code."""
    folder = files("nuanxin.kernel.areas") / "divisions"
    (packed,) = (entry for entry in folder.iterdir() if entry.name.endswith(".csv.gz"))
    text = gzip.decompress(packed.read_bytes()).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    return tuple(sorted(Division(row["code"], row["name"], row["level"]) for row in rows))


def below(code: str, level: str) -> list[Division]:
    """Return the divisions of one level ("county", "town", "village") inside ``code``."""
    return [place for place in divisions() if place.level == level and place.code.startswith(code)]


@cache
def name(code: str) -> str:
    """Return the name of a division."""
    return next(place.name for place in divisions() if place.code == code)


def path(code: str) -> str:
    """Return the name from the county down, as offices write it: 临河区团结街道今日社区."""
    return "".join(spoken(name(code[:length])) for length in (6, 9, 12) if length <= len(code))


def spoken(official: str) -> str:
    """Return a village's or community's name as people say it: 春光村, not 春光村民委员会."""
    for body, stem_ends, word in _BODIES:
        stem = official.removesuffix(body)
        if stem != official and stem.endswith(stem_ends):
            return stem + ("" if word and stem.endswith((word, "嘎查")) else word)
    return official


_BODIES = (
    ("居民委员会", "社区", ""),
    ("居委会", "社区", ""),
    ("委员会", "嘎查", ""),
    ("村民委员会", "", "村"),
    ("村委会", "", "村"),
)
"""Body, what its name must end in before the body, and the word that stands for the body."""


def villages(code: str) -> list[str]:
    """Return the codes of villages and gacha: the statistics bureau numbers them from 200 on."""
    return [place.code for place in below(code, "village") if place.code[9] in "23"]


def communities(code: str) -> list[str]:
    """Return the codes of urban communities, numbered below 200."""
    return [place.code for place in below(code, "village") if place.code[9] in "01"]
