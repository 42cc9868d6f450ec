"""Aliases 别名: the ways offices write the name of an area, as a table to look up."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from nuanxin.kernel.areas.codes import LAST, full, span
from nuanxin.kernel.areas.models import Area

OFFICIAL, SHORT = 0, 1
"""An official name is no abbreviation of another area's; among short forms nothing is preferred."""

_BODIES = (
    (re.compile(r"(?<=.)(人民)?政府$"), ""),
    (re.compile(r"(?<=.)街道办(事处)?$"), "街道"),
    (re.compile(r"(?<=.)嘎查(村民委员会|村委会|委员会|委会|村)$"), "嘎查"),
    (re.compile(r"(?<=.)村村(民委员会|委会)$"), "村"),
    (re.compile(r"(?<=.)村(民委员会|委会)$"), "村"),
    (re.compile(r"(?<=.)社区(居民委员会|居委会|委员会)$"), "社区"),
    (re.compile(r"(?<=.)(居民委员会|居委会)$"), "社区"),
)
_KINDS = {
    "province": re.compile(r"(?<=..)(自治区|省)$"),
    "prefecture": re.compile(r"(?<=..)(市|盟|地区)$"),
    "county": re.compile(r"(?<=..)(市|区|县|旗)$"),
    "town": re.compile(r"(?<=..)(街道|镇|乡|苏木)$"),
    "village": re.compile(r"(?<=..)(社区|村|嘎查)$"),
}


def canonical(text: str) -> str:
    """Return a name without spaces, punctuation and the body that sits there (村委会, 街道办事处)."""
    name = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
    for body, place in _BODIES:
        if body.search(name):
            return body.sub(place, name)
    return name


@cache
def _table() -> tuple[tuple[str, int], ...]:
    file = files("nuanxin.kernel.areas.divisions") / "aliases.csv"
    with file.open(encoding="utf-8") as lines:
        return tuple((row["alias"], full(row["code"])) for row in csv.DictReader(lines))


class Aliases:
    """Every written form of the areas' names, and what a text may mean."""

    def __init__(self, areas: Iterable[Area], former: Iterable[tuple[int, str]]) -> None:
        self._forms: dict[str, dict[int, int]] = {}
        known = set()
        for area in areas:
            known.add(area.code)
            name = canonical(area.name)
            self._add(name, area.code, OFFICIAL)
            if kind := _KINDS.get(area.level):
                self._add(kind.sub("", name), area.code, SHORT)
        for code, name in former:
            self._add(canonical(name), code, SHORT)
        for alias, code in _table():
            if code in known:
                self._add(alias, code, SHORT)
        self._longest = max(map(len, self._forms), default=0)

    def _add(self, form: str, code: int, tier: int) -> None:
        self._forms.setdefault(form, {}).setdefault(code, tier)

    def meanings(self, text: str) -> dict[int, int]:
        """Return every code the text may mean, with its tier.

        A text is one form (临河区), or forms of which each lies below the one before (巴市临河区).
        """
        return dict(self._read(canonical(text)[:120], {}))

    def _read(self, text: str, seen: dict[str, dict[int, int]]) -> dict[int, int]:
        if text not in seen:
            seen[text] = found = dict(self._forms.get(canonical(text), ()))
            for code, tier in self._below_a_head(text, seen):
                found[code] = min(tier, found.get(code, tier))
        return seen[text]

    def _below_a_head(self, text: str, seen: dict[str, dict[int, int]]) -> Iterator[tuple[int, int]]:
        for cut in range(2, min(len(text) - 1, self._longest + 8)):
            heads = self._forms.get(canonical(text[:cut]))
            if not heads:
                continue
            for code, tier in self._read(text[cut:], seen).items():
                if any(_below(code, head) for head in heads):
                    yield code, tier


def _below(code: int, head: int) -> bool:
    """Whether a code lies below another; a grid lies below its village."""
    low, high = span(head)
    return code != head and low <= (code // 1000 if code > LAST else code) <= high
