"""Each rule is shown to fail: a violation is planted in a copy of the tree, and that rule alone finds it."""

import os
import shutil
from pathlib import Path

import pytest

from tests.house.plants import PLANTS
from tests.house.rules import RULES
from tests.house.telling import Faults, told
from tests.house.tree import LEFT_OUT, ROOT


def _copied(to: Path) -> Path:
    """Copy the tree by hard links, without what tools and git leave in it; compiled code may stay."""
    leave = shutil.ignore_patterns(*(LEFT_OUT - {"__pycache__"}), "*_cache", "*.egg-info")
    shutil.copytree(ROOT, to, ignore=leave, copy_function=_linked)
    return to


def _linked(source: str, to: str) -> None:
    try:
        os.link(source, to)
    except OSError:  # another file system
        shutil.copy2(source, to)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Faults]:
    """Plant every violation in a copy of its own; return the faults of each copy by what was planted."""
    home = tmp_path_factory.mktemp("trees", numbered=True)
    trees = {what: _copied(home / str(number)) for number, what in enumerate(PLANTS)}
    for what, plant in PLANTS.items():
        plant.into(trees[what])
    trees["nothing"] = _copied(home / "sound")
    found = told(list(trees.values()))
    shutil.rmtree(home)
    return {what: found[tree] for what, tree in trees.items()}


@pytest.mark.parametrize("what", PLANTS)
def test_one_rule_finds(found: dict[str, Faults], what: str) -> None:
    planted = {rule: faults for rule, faults in found[what].items() if found["nothing"].get(rule) != faults}
    assert list(planted) == [PLANTS[what].rule], planted


def test_every_rule_is_shown_to_fail() -> None:
    assert {plant.rule for plant in PLANTS.values()} == set(RULES)
