"""Places 地名: real names out of the list of divisions, and the ways offices write them.

Whether a short form is clear is decided here on its own, and warily: a form counts as clear only
where nothing in the whole list could be called alike.
"""

import csv
import gzip
import re
from collections import defaultdict
from functools import cached_property, lru_cache
from importlib.resources import files
from random import Random
from typing import NamedTuple

_ENDS = re.compile(
    "(村民委员会|村委会|居民委员会|居委会|嘎查委员会|嘎查委会|委员会|委会|街道办事处|办事处|社区|嘎查|村|街道|镇|乡|苏木|自治旗|自治区|旗|县|区|市|盟)$"
)
_DIGITS = {"province": 2, "prefecture": 4, "county": 6, "town": 9, "village": 12}


class Place(NamedTuple):
    """A division: its short code as listed, its name and its level."""

    short: str
    name: str
    level: str

    @property
    def code(self) -> int:
        """The code of twelve digits."""
        return int(self.short.ljust(12, "0"))


class Places:
    """All divisions of the list."""

    def __init__(self) -> None:
        packed = (files("nuanxin.kernel.areas.divisions") / "inner_mongolia_divisions.csv.gz").read_bytes()
        rows = csv.DictReader(gzip.decompress(packed).decode().splitlines())
        self.all = [Place(row["code"], row["name"], row["level"]) for row in rows]
        self.by_code = {place.short: place for place in self.all}

    @cached_property
    def of_level(self) -> dict[str, list[Place]]:
        """The divisions by level; statistical zones and dummies left out."""
        found: dict[str, list[Place]] = defaultdict(list)
        for place in self.all:
            if len(place.name) > 2 or place.level == "county":
                found[place.level].append(place)
        return found

    @cached_property
    def alike(self) -> dict[str, set[str]]:
        """Every bare name with the codes that could be meant by it, aliases of offices among them."""
        found: dict[str, set[str]] = defaultdict(set)
        for place in self.all:
            found[core(place.name)].add(place.short)
        for alias, code in aliases():
            found[core(alias)].add(code)
        return found

    @cached_property
    def twins(self) -> dict[str, list[str]]:
        """Names that several divisions of one level bear word for word, by level."""
        counted: dict[tuple[str, str], set[str]] = defaultdict(set)
        for place in self.all:
            counted[place.level, place.name].add(place.short[:6])
        found: dict[str, list[str]] = defaultdict(list)
        for (level, name), counties in sorted(counted.items()):
            if len(counties) > 1 and len(self.alike[core(name)]) == len(counties):
                found[level].append(name)
        return found

    def below(self, home: str, level: str) -> list[Place]:
        """Return the divisions of a level in the subtree of a short code."""
        return [place for place in self.of_level[level] if place.short.startswith(home)]

    def path(self, place: Place, top: str) -> str:
        """Return a place's name after those above it, from the level ``top`` down."""
        first = _DIGITS[top]
        digits = [n for n in sorted(_DIGITS.values()) if first <= n <= len(place.short)]
        return "".join(self.by_code[place.short[:n]].name for n in digits)

    def clear(self, text: str, place: Place, home: str = "") -> bool:
        """Return whether a form can mean only this place, in the subtree of a short code."""
        return {code for code in self.alike[core(text)] if code.startswith(home)} == {place.short}


def core(name: str) -> str:
    """Return a name without spaces and without the words that say what kind of place it is."""
    name = re.sub(r"\s", "", name)
    while len(bare := _ENDS.sub("", name)) >= 1 and bare != name:
        name = bare
    return name


def shorter(place: Place) -> list[str]:
    """Return the short forms people make of a name of this level: without 镇, 村 for 村民委员会."""
    forms = [
        form
        for end, put in _SHORTER[place.level]
        if (form := re.sub(f"{end}$", put, place.name)) != place.name
    ]
    return [form for form in forms if len(form) > 1]


_SHORTER: dict[str, tuple[tuple[str, str], ...]] = {
    "province": (),
    "prefecture": (("[市盟]", ""),),
    "county": (("[市县旗]", ""), ("(?<=^..)区", ""), ("(?<=^...)区", "")),
    "town": (("街道", ""), ("(?<=..)镇", ""), ("(?<=..)苏木", "")),
    "village": (
        ("(?<!村)村民委员会", "村"),
        ("(?<!村)村委会", "村"),
        ("嘎查委员会", "嘎查"),
        ("社区居民委员会", "社区"),
        ("社区居委会", "社区"),
    ),
}


@lru_cache(maxsize=1)
def aliases() -> tuple[tuple[str, str], ...]:
    """Return the short forms offices use, each with a short code."""
    lines = (files("nuanxin.kernel.areas.divisions") / "aliases.csv").read_text(encoding="utf-8").splitlines()
    return tuple((row["alias"], row["code"]) for row in csv.DictReader(lines))


@lru_cache(maxsize=1)
def places() -> Places:
    """Return the divisions, read once."""
    return Places()


def spoken(random: Random, place: Place, home: str, *, wide: bool) -> str:
    """Return a clear way to write a place: its name, a short form, an alias, or with what is above it.

    ``home`` is the short code of what the title names (blank: nothing is named); ``wide`` asks for the
    form with the county or city in front.
    """
    known = places()
    forms = [place.name, *shorter(place)]
    forms += [alias for alias, code in aliases() if code == place.short]
    plain = [form for form in forms if len(form) > 1 and known.clear(form, place, home)]
    above = "prefecture" if place.level == "county" else "county"
    full = known.path(place, above)
    if wide or not plain:
        return full if random.random() < 0.8 or place.level == "county" else known.path(place, "prefecture")
    return random.choice(plain)
