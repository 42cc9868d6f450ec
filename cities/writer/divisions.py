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
    return "".join(name(code[:length]) for length in (6, 9, 12) if length <= len(code))
