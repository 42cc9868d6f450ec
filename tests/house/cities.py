"""A city is settings and sheets, never a name in the code."""

import csv
import gzip
import re
from functools import cache
from pathlib import Path

from tests.house.tree import place, texts

NAMES = "src/nuanxin/kernel/areas"
PLAIN = {"市辖区", "Xincheng District"}  # names that are words of their own


@cache
def _names(home: Path) -> frozenset[str]:
    """Return every name of a prefecture or county that is long enough to mean only that."""
    divisions = home / "divisions"
    with gzip.open(divisions / "inner_mongolia_divisions.csv.gz", "rt", encoding="utf-8") as file:
        full = {row["name"] for row in csv.DictReader(file) if row["level"] in ("prefecture", "county")}
    with (divisions / "aliases.csv").open(encoding="utf-8") as file:
        short = {row["alias"] for row in csv.DictReader(file) if 4 <= len(row["code"]) <= 6}
    with (divisions / "english.csv").open(encoding="utf-8") as file:
        english = {row["english"] for row in csv.DictReader(file) if 4 <= len(row["code"]) <= 6}
    bare = {name[:-1] for name in full if name[-1] in "市盟"}
    return frozenset({name for name in full | short | bare | english if len(name) > 2} - PLAIN)


def code_names_no_city(root: Path) -> list[str]:
    """No prefecture or county is named in ``src``; the areas room knows them all, and tests may."""
    names = _names(root / NAMES)
    return [
        f"{place(root, path, number)}: names {name}; a city is settings and sheets under cities/"
        for path, text in texts(root, ".py", ".toml", ".html", ".js", ".css", ".po", under="src")
        if not path.is_relative_to(root / NAMES) and "tests" not in path.parts
        for name, number in _named(text, names)
    ]


@cache
def _named(text: str, names: frozenset[str]) -> list[tuple[str, int]]:
    """Return the names a text holds as words of their own, with their lines."""
    return [(name, number) for name in sorted(names) if name in text and (number := _line(text, name))]


def _line(text: str, name: str) -> int:
    """Return the line of a name as a word of its own, or 0."""
    found = re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", text)
    return text.count("\n", 0, found.start()) + 1 if found else 0
