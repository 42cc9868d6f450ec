"""The house keeps its rules, and each is shown to fail: violations planted in copies of the tree are found.

A copy holds a handful of violations of as many rules. What is planted for one rule and found by
another is seen, unless that other happens to be planted for in the same copy: neighbours in the list,
which are alike, never are.
"""

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.house.plants import PLANTS, Plant
from tests.house.rules import RULES
from tests.house.telling import Faults, told
from tests.house.tree import LEFT_OUT, ROOT

COPIES = 10
GIVES_WAY = {"reference_pages_are_current"}
"""Rules that leave what others find to them: their plants stand alone."""


def _copied(tree: Path, to: Path) -> Path:
    """Copy a tree by hard links, without what tools and git leave in it; compiled code may stay."""
    leave = shutil.ignore_patterns(*(LEFT_OUT - {"__pycache__"}), "*_cache", "*.egg-info", "vendor")
    shutil.copytree(tree, to, ignore=leave, copy_function=_linked)
    return to


def _linked(source: str, to: str) -> None:
    try:
        os.link(source, to)
    except OSError:  # another file system
        shutil.copy2(source, to)


def _shared_out(plants: list[Plant]) -> list[list[Plant]]:
    """Deal plants out to copies, each to the emptiest copy that holds no other for its rule."""
    copies: list[list[Plant]] = [[] for _ in range(max(COPIES, *Counter(p.rule for p in plants).values()))]
    for plant in (plant for plant in plants if plant.rule not in GIVES_WAY):
        free = [copy for copy in copies if plant.rule not in {other.rule for other in copy}]
        min(free, key=len).append(plant)
    return [*copies, *([plant] for plant in plants if plant.rule in GIVES_WAY)]


SHARED_OUT = _shared_out(list(PLANTS.values()))
TOGETHER = {plant.what: copy for copy in SHARED_OUT for plant in copy}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Faults]:
    """Plant every violation; return the faults of its copy by what was planted, and those of the tree.

    All are told by processes that no other test has touched.
    """
    home = tmp_path_factory.mktemp("trees", numbered=True)
    sound = _copied(ROOT, home / "sound")  # the others are linked to this one, which is near them
    trees = [_copied(sound, home / str(number)) for number in range(len(SHARED_OUT))]
    for tree, plants in zip(trees, SHARED_OUT, strict=True):
        for plant in plants:
            plant.into(tree)
    found = told([ROOT, *trees, sound])
    shutil.rmtree(home)
    pairs = zip(trees, SHARED_OUT, strict=True)
    planted = {plant.what: found[tree] for tree, plants in pairs for plant in plants}
    return planted | {"nothing": found[sound], "the house": found[ROOT]}


@pytest.mark.parametrize("name", RULES)
def test_house(found: dict[str, Faults], name: str) -> None:
    """The house keeps its rules: one test a rule, named after it."""
    faults = found["the house"].get(name, [])
    assert not faults, f"{(RULES[name].__doc__ or '').strip()}\n" + "\n".join(f"  {each}" for each in faults)


@pytest.mark.parametrize("what", PLANTS)
def test_its_rule_alone_finds_it(found: dict[str, Faults], what: str) -> None:
    planted = {rule: faults for rule, faults in found[what].items() if found["nothing"].get(rule) != faults}
    assert PLANTS[what].rule in planted, planted
    assert set(planted) == {plant.rule for plant in TOGETHER[what]}, planted


def test_every_rule_is_shown_to_fail() -> None:
    assert {plant.rule for plant in PLANTS.values()} == set(RULES)
